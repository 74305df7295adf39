#include "cli/build_index.h"

#include "store/verdicts.h"

struct page {
    struct job *j;
    struct build *b;
    struct sb text;
};

/* Text of data in Markdown: on one line, nothing in it a sign. */
static void put_text(struct page *p, str s) {
    for (size_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (str_find(S("\\`*_[]<>|#"), (str){&c, 1}) >= 0)
            sb_char(&p->text, '\\');
        sb_char(&p->text, c == '\n' || c == '\r' ? ' ' : c);
    }
}

static void put(struct page *p, const char *before, str s, const char *after) {
    sb_addz(&p->text, before);
    put_text(p, s);
    sb_addz(&p->text, after);
}

static str day_only(str moment) {
    return moment.n > 10 ? str_slice(moment, 0, 10) : moment;
}

/* -- what was made -------------------------------------------------------------------------------- */

static str label_of(const struct built *m) {
    return m->item->params.record_id.n ? m->item->params.record_id
           : m->item->params.once      ? m->title
                                       : m->item->params.period_text;
}

static void put_link(struct page *p, const struct built *m, bool second) {
    put(p, "[", second ? S("XLSX") : label_of(m), "](<");
    sb_add(&p->text, m->name); /* has no angle brackets: plan_safe_name() */
    sb_addz(&p->text, ">)");
    const struct document_params *q = &m->item->params;
    if (!second && (q->draft || q->due_on.n)) {
        put(p, "（", q->draft ? S("草稿") : S(""), q->draft && q->due_on.n ? "，" : "");
        put(p, q->due_on.n ? "应交" : "", q->due_on, "）");
    }
}

/* All files of one entry of `documents`, in one line. */
static void put_kind(struct page *p, const struct document_def *doc) {
    const struct built *last = NULL;
    size_t n = 0;
    for (size_t i = 0; i < p->b->made.n; i++) {
        const struct built *m = &p->b->made.at[i];
        if (m->item->doc != doc)
            continue;
        bool second = last && last->item == m->item;
        if (n == 0) {
            put(p, "- **", m->title, "**");
            for (size_t k = 0; k < doc->clause.n; k++)
                put(p, k ? "、" : "（", doc->clause.at[k].v, k + 1 == doc->clause.n ? "）" : "");
            sb_addz(&p->text, "：");
        } else {
            sb_addz(&p->text, second ? " " : " · ");
        }
        put_link(p, m, second);
        last = m;
        n++;
    }
    if (n)
        sb_addz(&p->text, "\n");
}

static void put_made(struct page *p) {
    const struct contract *c = p->j->contract;
    sb_addz(&p->text, "\n## 已生成\n\n");
    for (size_t i = 0; i < c->documents.n; i++)
        put_kind(p, &c->documents.at[i]);
    if (p->b->made.n == 0)
        sb_addz(&p->text, "本次没有生成文档。\n");
}

/* -- what was due --------------------------------------------------------------------------------- */

#define SUBMISSIONS                                                                                          \
    "SELECT r.id, r.name, r.clause, period_text(o.period), o.due_by, o.fulfilled_at, o.outcome, o.timing"    \
    " FROM obligation_result o"                                                                              \
    " JOIN rule r ON r.kind = 'obligation' AND r.id = o.rule WHERE r.record_type = 'submission'"             \
    " ORDER BY r.position, o.from_on, o.period"

/* "2025年第一季度 应交2025-04-15，交于2025-04-11". What was handed over late is not missing. */
static void put_due(struct page *p, const struct stmt *q) {
    str due = day_only(stmt_text(q, 4)), done = day_only(stmt_text(q, 5)), outcome = stmt_text(q, 6);
    enum outcome o;
    put(p, "", stmt_text(q, 3), "");
    if (due.n)
        put(p, " 应交", due, "");
    if (done.n)
        put(p, "，交于", done, "");
    if (outcome_parse(outcome, &o) && (o != OUTCOME_MET || !done.n))
        put(p, o == OUTCOME_MET || o == OUTCOME_PENDING ? "，" : "，**",
            str_eqz(stmt_text(q, 7), "late") ? S("逾期") : outcome_word(o, LANG_ZH),
            o == OUTCOME_MET || o == OUTCOME_PENDING ? "" : "**");
}

static void put_submissions(struct page *p) {
    struct stmt *q = stmt_new(p->j->store, SUBMISSIONS);
    str last = S("");
    sb_addz(&p->text, "\n## 应提交的文件与期限\n\n");
    bool any = false;
    for (; stmt_step(q); any = true) {
        bool same = any && str_eq(last, stmt_text(q, 0));
        if (!same) {
            last = str_dup(p->text.a, stmt_text(q, 0));
            put(p, any ? "\n- **" : "- **", stmt_text(q, 1), "**（");
            put(p, "", stmt_text(q, 2), "）：");
        } else {
            sb_addz(&p->text, "；");
        }
        put_due(p, q);
    }
    sb_addz(&p->text, any ? "\n" : "合同没有按期提交文件的义务。\n");
    stmt_free(q);
}

/* -- what is missing ------------------------------------------------------------------------------ */

/* Rows of (what, detail) as a list; nothing when there is none. */
static bool put_list(struct page *p, const char *sql) {
    bool any = false;
    struct stmt *q = stmt_new(p->j->store, sql);
    for (; stmt_step(q); any = true) {
        put(p, "- ", stmt_text(q, 0), "：");
        put(p, "", stmt_text(q, 1), "\n");
    }
    stmt_free(q);
    return any;
}

static void put_missing(struct page *p) {
    sb_addz(&p->text, "\n## 未达标与尚缺\n\n");
    bool any = put_list(p, "SELECT r.name || '（' || r.clause || '）', count(*) || '项未达标或无证据：'"
                           " || group_concat(coalesce(period_text(o.period), o.record_id) ||"
                           " CASE o.timing WHEN 'late' THEN '（逾期）' ELSE '' END, '、')"
                           " FROM (SELECT * FROM obligation_result WHERE outcome IN ('missed', 'unproven')"
                           " ORDER BY from_on) o JOIN rule r ON r.kind = 'obligation' AND r.id = o.rule"
                           " GROUP BY r.id ORDER BY r.position");
    any |= put_list(
        p, "SELECT r.name || '（' || r.clause || '）', group_concat(period_text(k.period), '、') || '未达标'"
           " FROM (SELECT * FROM kpi_result WHERE outcome IN ('missed', 'unproven')) k"
           " JOIN rule r ON r.kind = 'kpi' AND r.id = k.rule GROUP BY r.id ORDER BY r.position");
    any |= put_list(p, "SELECT r.name || '（' || r.clause || '）', '付款条件尚缺' || coalesce((SELECT "
                       "group_concat(o.name, '、')"
                       " FROM rule o WHERE o.kind = 'obligation' AND instr('、' || p.missing || '、', '、' "
                       "|| o.id || '、') > 0),"
                       " p.missing) FROM payment_result p JOIN rule r ON r.kind = 'payment' AND r.id = p.rule"
                       " WHERE p.missing <> ''"
                       " ORDER BY r.position");
    any |= put_list(p, "SELECT '证据缺口', count(*) || '处记录不足以判定，逐处见履约一览与验收文件，或 lvyue "
                       "status' FROM evidence_gap"
                       " HAVING count(*) > 0");
    if (!any)
        sb_addz(&p->text, "没有。\n");
}

str build_index(struct build *b, struct arena *a) {
    struct page p = {.j = b->j, .b = b, .text = {.a = a}};
    const struct contract_head *h = &b->j->contract->head;
    put(&p, "# ", h->title.v, "\n\n");
    put(&p, "甲方：", h->buyer.v, "；");
    put(&p, "乙方：", h->supplier.v, "；");
    put(&p, "合同期：", civil_text_day(a, h->from.v), " 至 ");
    put(&p, "", civil_text_day(a, h->to.v), "；");
    put(&p, "截至：", civil_text_day(a, b->j->v->on), "。\n");
    put_made(&p);
    put_submissions(&p);
    put_missing(&p);
    return sb_str(&p.text);
}
