#include "assess/parts.h"

#include "assess/scan.h"

str part_rule_source(struct arena *a, const struct rule *r) {
    if (!r->at.src)
        return S("contract.yaml");
    return str_fmt(a, "%.*s:%d", STR_ARG(r->at.src->path), r->at.line);
}

void part_bind_minutes(struct stmt *q, int index, int64_t seconds) {
    if (seconds == CIVIL_NONE)
        stmt_bind_null(q, index);
    else if (seconds % 60 == 0)
        stmt_bind_int(q, index, seconds / 60);
    else
        stmt_bind_real(q, index, (double)seconds / 60);
}

void part_bind_optional(struct stmt *q, int index, str text) {
    stmt_bind_text(q, index, text.n ? text : (str){0});
}

void part_bind_outcome(struct stmt *q, int index, enum outcome o) {
    stmt_bind_text(q, index, outcome_name(o));
}

void part_join(struct sb *b, str word) {
    if (b->n)
        sb_addz(b, "、");
    sb_add(b, word);
}

bool part_lists(const struct svals *list, str word) {
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->at[i].v, word))
            return true;
    return false;
}

void part_insert(struct stmt *q) {
    stmt_step(q);
    stmt_reset(q);
}

bool part_unproven_is_missed(const struct contract *c) {
    return method_is(&c->method, METHOD_MISSING, "missed");
}

struct belonging belonging_ask(struct assess *as, struct scan *s) {
    bool restored = str_eq(scan_type(s)->name.v, S("incident")) &&
                    method_is(&as->contract->method, METHOD_BELONG, "restored_at");
    return (struct belonging){scan_add_main_date(s), restored ? scan_add_column(s, S("restored_at")) : -1};
}

int64_t belonging_moment(const struct belonging *b, const struct scan *s) {
    int64_t restored = scan_time(s, b->restored);
    return restored != CIVIL_NONE ? restored : scan_time(s, b->date);
}

struct period_table periods_of(struct assess *as, enum freq f) {
    struct period_table p;
    p.n = period_list(as->a, as->contract->term, f == FREQ_NONE ? FREQ_TERM : f, &p.at);
    return p;
}

ptrdiff_t periods_find(const struct period_table *p, int32_t day) {
    size_t low = 0, high = p->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (p->at[mid].to <= day)
            low = mid + 1;
        else
            high = mid;
    }
    return low < p->n && p->at[low].from <= day ? (ptrdiff_t)low : -1;
}
