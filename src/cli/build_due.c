#include "cli/build_due.h"

#include "assess/clock.h"

static const struct calendar *clock_of(struct job *j, const struct due *due) {
    const struct calendar *c = due->clock.v.p ? calendars_find(j->calendars, due->clock.v) : NULL;
    return c ? c : calendars_find(j->calendars, S("always"));
}

static int64_t after_moment(struct job *j, const struct due *due, int64_t t) {
    return clock_last_second(&due->within, calendar_due(j->calendars, clock_of(j, due), t, &due->within));
}

/* Legal periods do not count the day they begin on; clock limits run from the end of the day. */
static int64_t after_day(struct job *j, const struct due *due, int32_t day) {
    return after_moment(j, due,
                        due->within.unit == LIMIT_SECONDS ? day_start(day + 1) : day_start(day + 1) - 1);
}

/* The record's own moment, or the last one of the period's records for which due.where holds. */
static int64_t recorded_moment(struct job *j, const struct due *due, const struct record_type *t, str column,
                               const struct period *p, str record_id) {
    str name = t->name.v, key = t->key == SIZE_MAX ? S("rowid") : t->columns[t->key].name.v;
    str sql =
        str_fmt(j->a,
                "SELECT max(\"%.*s\") FROM \"%.*s\" WHERE %.*s AND ((:id IS NULL AND \"%.*s\" >= :from AND"
                " \"%.*s\" < :to) OR \"%.*s\" = :id)",
                STR_ARG(column), STR_ARG(name), STR_ARG(store_condition(j->a, due->where)), STR_ARG(column),
                STR_ARG(column), STR_ARG(key));
    struct stmt *q = stmt_checked(j->store, j->d, span_place(due->at), sql);
    int64_t t_last = CIVIL_NONE;
    if (q) {
        stmt_bind_text(q, 1, record_id.n ? record_id : (str){0});
        stmt_bind_text(q, 2, civil_text_day(j->a, p->from));
        stmt_bind_text(q, 3, civil_text_day(j->a, p->to));
        t_last = stmt_step(q) ? stmt_time(q, 0) : CIVIL_NONE;
    }
    stmt_free(q);
    return t_last;
}

static int64_t after_record(struct job *j, const struct document_def *doc, const struct period *p,
                            str record_id) {
    str column = doc->due.after.v, type;
    str_cut(&column, '.', &type);
    const struct record_type *t = record_types_find(j->types, type);
    bool own = str_eq(type, doc->for_record.v);
    if (!t || record_type_column(t, column) < 0 || (record_id.n && !own))
        return CIVIL_NONE;
    int64_t moment = recorded_moment(j, &doc->due, t, column, p, record_id);
    return moment == CIVIL_NONE ? CIVIL_NONE : after_moment(j, &doc->due, moment);
}

int64_t due_of_document(struct job *j, const struct document_def *doc, const struct period *p,
                        str record_id) {
    const struct contract *c = j->contract;
    str after = doc->due.after.v;
    int32_t day;
    if (!doc->due.at.src)
        return CIVIL_NONE;
    if (doc->due.at_text.v.p)
        return contract_due_day(c, doc->due.at_text.v, &day) ? day_start(day + 1) - 1 : CIVIL_NONE;
    if (str_eqz(after, "period"))
        return after_day(j, &doc->due, p->to - 1);
    if (str_eqz(after, "signed"))
        return after_day(j, &doc->due, c->head.signed_on.set ? c->head.signed_on.v : c->term.from);
    if (str_eqz(after, "from") || str_eqz(after, "to"))
        return after_day(j, &doc->due, str_eqz(after, "from") ? c->term.from : c->term.to - 1);
    return after_record(j, doc, p, record_id);
}

str due_text(struct arena *a, int64_t due) {
    if (due == CIVIL_NONE)
        return S("");
    int32_t day = civil_day(due);
    return due == day_start(day + 1) - 1 ? civil_text_day(a, day) : str_slice(civil_text(a, due), 0, 16);
}
