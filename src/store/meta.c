#include "store/meta.h"

#include "store/database.h"
#include "store/value_words.h"
#include "store/words.h"

const char *const meta_tables_sql =
    "CREATE TABLE contract(id TEXT, title TEXT, number TEXT, buyer TEXT, supplier TEXT, signed_on TEXT,"
    " from_on TEXT, to_on TEXT, amount_fen INTEGER, quarters TEXT);"
    "CREATE TABLE clause(id TEXT, section TEXT, text TEXT, covered_by TEXT, not_judged TEXT, position "
    "INTEGER,"
    " source TEXT);"
    "CREATE TABLE rule(id TEXT, kind TEXT, name TEXT, clause TEXT, text TEXT, demand TEXT, every TEXT,"
    " record_type TEXT, percent REAL, position INTEGER, source TEXT, clock TEXT, late_if TEXT);"
    "CREATE TABLE kpi_target(kpi TEXT, target TEXT);"
    "CREATE TABLE deduction_for(deduction TEXT, kind TEXT, missed TEXT);"
    "CREATE TABLE system(id TEXT, name TEXT, critical INTEGER, position INTEGER);"
    "CREATE TABLE quantity(id TEXT, name TEXT, value REAL, unit TEXT, clause TEXT, position INTEGER);"
    "CREATE TABLE method(key TEXT, answer TEXT, sentence TEXT, sentence_en TEXT, position INTEGER);"
    "CREATE TABLE calendar_note(name TEXT, text TEXT, position INTEGER);"
    "CREATE TABLE calendar_hours(calendar TEXT, from_at TEXT, to_at TEXT);"
    "CREATE TABLE holiday(date TEXT, kind TEXT, name TEXT, notice TEXT);"
    "CREATE TABLE period(freq TEXT, label TEXT, text TEXT, from_on TEXT, last_on TEXT, before_on TEXT,"
    " position INTEGER);"
    "CREATE TABLE contract_document(template TEXT, title TEXT, number TEXT, clause TEXT, every TEXT,"
    " for_record TEXT, position INTEGER, source TEXT, file TEXT, code TEXT, once INTEGER, sections TEXT);"
    "CREATE TABLE narrative(path TEXT, record TEXT, id TEXT, title TEXT, body TEXT, body_line INTEGER,"
    " headings TEXT);"
    "CREATE TABLE narrative_section(path TEXT, record TEXT, id TEXT, position INTEGER, level INTEGER,"
    " heading TEXT, text TEXT, line INTEGER);"
    "CREATE TABLE narrative_action(path TEXT, record TEXT, id TEXT, position INTEGER, section TEXT, text "
    "TEXT,"
    " owner TEXT, due_on TEXT, closed_on TEXT, state TEXT, line INTEGER);"
    "CREATE TABLE record_type(name TEXT, title TEXT, position INTEGER);"
    "CREATE TABLE record_column(record_type TEXT, name TEXT, title TEXT, unit TEXT, position INTEGER);"
    "CREATE TABLE record_value(record_type TEXT, name TEXT, value TEXT, title TEXT, position INTEGER);"
    "CREATE TABLE record_file(record_type TEXT, path TEXT, rows INTEGER, not_yet INTEGER);"
    "CREATE TABLE archive_item(position INTEGER, kind TEXT, title TEXT, number TEXT, date TEXT, pages "
    "INTEGER,"
    " bytes INTEGER, sha256 TEXT, path TEXT, name TEXT);"
    "CREATE TABLE acceptance(sequence INTEGER, period TEXT, correction INTEGER, written_by TEXT, written_on "
    "TEXT,"
    " version TEXT, source TEXT);"
    "CREATE TABLE correction_figure(correction INTEGER, figure TEXT, basis TEXT, clause TEXT, \"before\" "
    "TEXT,"
    " \"after\" TEXT, moved_fen INTEGER, payment TEXT, because TEXT, source TEXT);"
    "CREATE TABLE correction_cause(correction INTEGER, record_type TEXT, record TEXT, field TEXT, \"before\" "
    "TEXT,"
    " \"after\" TEXT, source TEXT);"
    "CREATE TABLE accepted_moved(correction INTEGER, figure TEXT, basis TEXT, clause TEXT, \"before\" TEXT,"
    " \"after\" TEXT, moved_fen INTEGER, payment TEXT, because TEXT, source TEXT);";

/* Days after the term in which due dates still fall. */
enum { TAIL_DAYS = 60 };

struct describer {
    struct store *s;
    struct arena *a; /* scratch */
    const struct contract *c;
    const struct holidays *holidays;
};

/* -- rows ----------------------------------------------------------------------------------------- */

static struct value text(str s) {
    return (struct value){.kind = s.p ? VALUE_TEXT : VALUE_NULL, .text = s};
}

static struct value number(int64_t i) {
    return (struct value){.kind = VALUE_INT, .i = i};
}

static struct value day(struct describer *m, int32_t d) {
    return text(civil_text_day(m->a, d));
}

static struct value place_text(struct describer *m, struct span at) {
    if (!at.src)
        return text((str){0});
    return text(str_fmt(m->a, "%.*s:%d", STR_ARG(at.src->path), at.line));
}

static struct stmt *insert_into(struct describer *m, const char *table, int columns) {
    struct sb sql = {.a = m->a};
    sb_fmt(&sql, "INSERT INTO %s VALUES (?", table);
    for (int i = 1; i < columns; i++)
        sb_addz(&sql, ",?");
    sb_char(&sql, ')');
    return stmt_new(m->s, sql.p);
}

static void insert(struct stmt *q, const struct value *v, int n) {
    stmt_reset(q);
    for (int i = 0; i < n; i++)
        stmt_bind_value(q, i + 1, v[i]);
    stmt_step(q);
}
#define ROW(q, ...)                                                                                          \
    insert((q), (const struct value[]){__VA_ARGS__},                                                         \
           (int)(sizeof((struct value[]){__VA_ARGS__}) / sizeof(struct value)))

static str freq_or_none(const struct enumval *every) {
    return every->set ? freq_name((enum freq)every->v) : (str){0};
}

/* -- the contract --------------------------------------------------------------------------------- */

static void put_head(struct describer *m) {
    const struct contract_head *h = &m->c->head;
    struct stmt *q = insert_into(m, "contract", 10);
    ROW(q, text(h->id.v), text(h->title.v), text(h->number.v), text(h->buyer.v), text(h->supplier.v),
        day(m, h->signed_on.v), day(m, h->from.v), day(m, h->to.v), number(h->amount.fen),
        text(m->c->term.quarters_contract ? S("contract") : S("calendar")));
    stmt_free(q);
}

static void put_clauses(struct describer *m) {
    struct stmt *q = insert_into(m, "clause", 7);
    for (size_t i = 0; i < m->c->clauses.n; i++) {
        const struct clause *c = &m->c->clauses.at[i];
        ROW(q, text(c->id.v), text(c->section.v), text(c->text.v), text(names_joined(m->a, &c->covered_by)),
            text(c->not_judged.v), number((int64_t)i + 1), place_text(m, c->at));
    }
    stmt_free(q);
}

static struct value rule_every(const struct contract *c, const struct rule_ref *r) {
    if (r->kind == RULE_OBLIGATION)
        return text(freq_or_none(&c->obligations.at[r->index].every));
    return text(r->kind == RULE_KPI ? freq_or_none(&c->kpis.at[r->index].every) : (str){0});
}

/* The share of the amount a deduction or payment takes, as a ratio for workbooks: 2 % is 0.02. */
static struct value rule_percent(const struct contract *c, const struct rule_ref *r) {
    const struct decval *percent = r->kind == RULE_DEDUCTION ? &c->deductions.at[r->index].percent
                                   : r->kind == RULE_PAYMENT ? &c->payments.at[r->index].percent
                                                             : NULL;
    if (!percent || !percent->set)
        return (struct value){.kind = VALUE_NULL};
    return (struct value){.kind = VALUE_REAL, .r = dec_real(percent->v) / 100.0};
}

/* Which clock a target or an availability runs on, and whether exactly on its limit is in time. */
static struct value rule_clock(const struct contract *c, const struct rule_ref *r) {
    str name = r->kind == RULE_TARGET ? c->targets.at[r->index].clock.v
               : r->kind == RULE_KPI  ? c->kpis.at[r->index].availability.clock.v
                                      : S("");
    bool clock = r->kind == RULE_TARGET || (r->kind == RULE_KPI && c->kpis.at[r->index].availability.at.src);
    return text(!clock ? str_none() : name.n ? name : S("always"));
}

static struct value rule_late_if(const struct contract *c, const struct rule_ref *r) {
    if (r->kind != RULE_TARGET)
        return text((str){0});
    return text(target_late_at_limit(c, &c->targets.at[r->index]) ? S("at_limit") : S("after_limit"));
}

static void put_rules(struct describer *m) {
    struct rule_ref *refs;
    size_t n = contract_rules(m->c, m->a, &refs);
    struct stmt *q = insert_into(m, "rule", 13);
    for (size_t i = 0; i < n; i++) {
        const struct rule *r = refs[i].rule;
        ROW(q, text(r->id.v), text(str_from(rule_kind_name(refs[i].kind))), text(r->name.v),
            text(rule_clauses(m->a, r)), text(r->text.v), text(words_demand(m->a, m->c, &refs[i])),
            rule_every(m->c, &refs[i]), text(contract_rule_records(m->c, &refs[i])),
            rule_percent(m->c, &refs[i]), number((int64_t)i + 1), place_text(m, r->at),
            rule_clock(m->c, &refs[i]), rule_late_if(m->c, &refs[i]));
    }
    stmt_free(q);
}

/* Which targets a KPI of the form `met: [targets]` counts. */
static void put_kpi_targets(struct describer *m) {
    struct stmt *q = insert_into(m, "kpi_target", 2);
    for (size_t i = 0; i < m->c->kpis.n; i++)
        for (size_t k = 0; k < m->c->kpis.at[i].met.n; k++)
            ROW(q, text(m->c->kpis.at[i].rule.id.v), text(m->c->kpis.at[i].met.at[k].v));
    stmt_free(q);
}

/* What a deduction is for: kind is that of what was missed. */
static void put_deduction_for(struct describer *m) {
    struct stmt *q = insert_into(m, "deduction_for", 3);
    struct rule_ref *refs;
    size_t n = contract_rules(m->c, m->a, &refs);
    for (size_t i = 0; i < m->c->deductions.n; i++) {
        const struct deduction *d = &m->c->deductions.at[i];
        for (size_t k = 0; k < d->for_kpis.n; k++)
            ROW(q, text(d->rule.id.v), text(S("kpi")), text(d->for_kpis.at[k].v));
        for (size_t k = 0; k < d->for_each.n; k++)
            for (size_t r = 0; r < n; r++)
                if (refs[r].kind <= RULE_CHECK && str_eq(refs[r].rule->id.v, d->for_each.at[k].v))
                    ROW(q, text(d->rule.id.v), text(str_from(rule_kind_name(refs[r].kind))),
                        text(d->for_each.at[k].v));
    }
    stmt_free(q);
}

static void put_systems(struct describer *m) {
    struct stmt *q = insert_into(m, "system", 4);
    for (size_t i = 0; i < m->c->systems.n; i++) {
        const struct system_def *s = &m->c->systems.at[i];
        ROW(q, text(s->id.v), text(s->name.v), number(s->critical.v), number((int64_t)i + 1));
    }
    stmt_free(q);
}

static void put_quantities(struct describer *m) {
    struct stmt *q = insert_into(m, "quantity", 6);
    for (size_t i = 0; i < m->c->quantities.n; i++) {
        const struct quantity *u = &m->c->quantities.at[i];
        ROW(q, text(u->id.v), text(u->name.v), (struct value){.kind = VALUE_REAL, .r = dec_real(u->value.v)},
            text(u->unit.v), text(names_joined(m->a, &u->clause)), number((int64_t)i + 1));
    }
    stmt_free(q);
}

static void put_method(struct describer *m) {
    struct stmt *q = insert_into(m, "method", 5);
    for (int i = 0; i < METHOD__MAX; i++) {
        enum method_key key = (enum method_key)i;
        str answer = m->c->method.answer[i].v;
        ROW(q, text(str_from(method_key_name(key))), text(answer),
            text(str_from(method_sentence(key, answer, LANG_ZH))),
            text(str_from(method_sentence(key, answer, LANG_EN))), number(i + 1));
    }
    stmt_free(q);
}

static void put_documents(struct describer *m) {
    struct stmt *q = insert_into(m, "contract_document", 12);
    for (size_t i = 0; i < m->c->documents.n; i++) {
        const struct document_def *d = &m->c->documents.at[i];
        str number_text = d->number.v.p ? d->number.v : m->c->naming.number.v;
        str file = d->file.v.p ? d->file.v : m->c->naming.file.v;
        ROW(q, text(d->template.v), text(d->title.v), text(number_text), text(names_joined(m->a, &d->clause)),
            text(freq_or_none(&d->every)), text(d->for_record.v), number((int64_t)i + 1),
            place_text(m, d->at), text(file), text(d->code.v), number(!d->every.set && !d->for_record.v.p),
            text(names_joined(m->a, &d->sections)));
    }
    stmt_free(q);
}

/* -- time ----------------------------------------------------------------------------------------- */

static void put_calendars(struct describer *m) {
    struct stmt *q = insert_into(m, "calendar_note", 3);
    ROW(q, text(S("always")), text(S("每天0:00—24:00")), number(1));
    for (size_t i = 0; i < m->c->calendars.n; i++) {
        const struct calendar_def *def = &m->c->calendars.at[i];
        ROW(q, text(def->name.v), text(words_calendar(m->a, def, m->holidays, m->c->term)),
            number((int64_t)i + 2));
    }
    stmt_free(q);
}

/* The service hours of every day on which due dates may fall, so that a spreadsheet can measure office time. */
static void put_hours(struct describer *m) {
    struct stmt *q = insert_into(m, "calendar_hours", 3);
    for (size_t i = 0; m->s->calendars && i < m->c->calendars.n; i++) {
        const struct calendar_def *def = &m->c->calendars.at[i];
        const struct calendar *c = calendars_find(m->s->calendars, def->name.v);
        for (int32_t d = m->c->term.from; c && d < m->c->term.to + TAIL_DAYS; d++)
            for (size_t k = 0; calendar_is_workday(c, d) && k < def->n_hours; k++)
                ROW(q, text(def->name.v), text(civil_text(m->a, day_start(d) + def->hours[k].from_min * 60)),
                    text(civil_text(m->a, day_start(d) + def->hours[k].to_min * 60)));
    }
    stmt_free(q);
}

static void put_holidays(struct describer *m) {
    struct stmt *q = insert_into(m, "holiday", 4);
    for (int32_t d = m->c->term.from; m->holidays && d < m->c->term.to + TAIL_DAYS; d++) {
        enum holiday_kind kind = holidays_kind(m->holidays, d);
        if (kind == HOLIDAY_NONE)
            continue;
        bool off = kind == HOLIDAY_OFF;
        int y, month, dd;
        day_to_ymd(d, &y, &month, &dd);
        ROW(q, day(m, d), text(off ? S("holiday") : S("makeup")),
            text(off ? holidays_name(m->holidays, d) : holidays_makeup_name(m->holidays, d)),
            text(holidays_notice(m->holidays, y)));
    }
    stmt_free(q);
}

static void put_periods(struct describer *m) {
    static const enum freq freqs[] = {FREQ_MONTH, FREQ_QUARTER, FREQ_HALF, FREQ_YEAR, FREQ_TERM};
    struct stmt *q = insert_into(m, "period", 7);
    int64_t position = 1;
    for (size_t i = 0; i < sizeof freqs / sizeof *freqs; i++) {
        struct period *p;
        size_t n = period_list(m->a, m->c->term, freqs[i], &p);
        for (size_t k = 0; k < n; k++, position++)
            ROW(q, text(freq_name(freqs[i])), text(str_from(p[k].label)), text(period_text_zh(m->a, &p[k])),
                day(m, p[k].from), day(m, p[k].to - 1), day(m, p[k].to), number(position));
    }
    stmt_free(q);
}

/* -- records -------------------------------------------------------------------------------------- */

/* What a value is called in reports: as the contract calls it, else by its title. */
static void put_values(struct describer *m, struct stmt *q, const struct record_type *t,
                       const struct column *c) {
    for (size_t i = 0; i < c->n_values; i++) {
        const struct column_value *v = &c->values[i];
        ROW(q, text(t->name.v), text(c->name.v), text(v->value.v),
            text(words_value(m->c, t->name.v, c->name.v, v)), number((int64_t)i + 1));
    }
}

static void put_record_types(struct describer *m) {
    struct stmt *types = insert_into(m, "record_type", 3), *columns = insert_into(m, "record_column", 5),
                *values = insert_into(m, "record_value", 5);
    for (size_t i = 0; i < m->s->types->n; i++) {
        const struct record_type *t = &m->s->types->at[i];
        ROW(types, text(t->name.v), text(t->title.v), number((int64_t)i + 1));
        for (size_t k = 0; k < t->n_columns; k++) {
            const struct column *c = &t->columns[k];
            ROW(columns, text(t->name.v), text(c->name.v), text(c->title.v), text(c->unit.v),
                number((int64_t)k + 1));
            put_values(m, values, t, c);
        }
    }
    stmt_free(types);
    stmt_free(columns);
    stmt_free(values);
}

bool store_describe(struct store *s, const struct contract *c, const struct holidays *h,
                    const struct narrative *n, size_t n_narratives, struct failure *f) {
    struct describer m = {.s = s, .c = c, .holidays = h};
    if (!store_begin(s, f))
        return false;
    m.a = arena_new();
    put_head(&m);
    put_clauses(&m);
    put_rules(&m);
    put_kpi_targets(&m);
    put_deduction_for(&m);
    put_systems(&m);
    put_quantities(&m);
    put_method(&m);
    put_documents(&m);
    put_calendars(&m);
    put_hours(&m);
    put_holidays(&m);
    put_periods(&m);
    put_record_types(&m);
    s->mask = &c->mask;
    mask_know_contacts(s);
    meta_put_narratives(s, m.a, n, n_narratives);
    arena_free(m.a);
    s->narratives = n;
    s->n_narratives = n_narratives;
    return store_commit(s, f);
}
