#include "store/narrative_check.h"

#include "store/condition.h"
#include "store/narrative_prose.h"

struct checking {
    struct store *s;
    struct diags *d;
    const struct contract *c;
};

static bool is_zh(const struct checking *k) {
    return diags_lang(k->d) == LANG_ZH;
}

/* -- what it belongs to --------------------------------------------------------------------------- */

/* Rows that were refused or lie after --on are no reason to doubt the narrative. */
static bool record_exists(struct checking *k, const struct record_type *t, str id) {
    str sql = str_fmt(k->s->a,
                      "SELECT EXISTS (SELECT 1 FROM \"%.*s\" WHERE \"%.*s\" = ?1)"
                      " OR (?2, ?1) IN temp.later",
                      STR_ARG(t->name.v), STR_ARG(t->columns[t->key].name.v));
    struct stmt *q = stmt_new(k->s, str_z(k->s->a, sql));
    stmt_bind_text(q, 1, id);
    stmt_bind_text(q, 2, t->name.v);
    bool found = k->s->incomplete[t - k->s->types->at] || (stmt_step(q) && stmt_int(q, 0));
    stmt_free(q);
    return found;
}

/* An authored document is one the contract demands once or by period. */
static void check_document(struct checking *k, const struct narrative *n) {
    VEC(str) known = {0};
    for (size_t i = 0; i < k->c->documents.n; i++) {
        const struct document_def *doc = &k->c->documents.at[i];
        if (doc->for_record.v.p)
            continue;
        if (str_eq(doc->template.v, n->id.v))
            return;
        VEC_PUSH(k->s->a, &known, doc->template.v);
    }
    diag3(k->d, DIAG_NAME_UNKNOWN, span_place(n->id.at), is_zh(k) ? S("文档") : S("document"), n->id.v,
          schema_nearest_suffix(k->s->a, diags_lang(k->d), n->id.v, known.at, known.n));
}

static void check_record(struct checking *k, const struct narrative *n) {
    const struct names *known = &k->s->type_names;
    const struct record_type *t = record_types_find(k->s->types, n->record.v);
    if (!t)
        diag3(k->d, DIAG_NAME_UNKNOWN, span_place(n->record.at), is_zh(k) ? S("记录类型") : S("record type"),
              n->record.v,
              schema_nearest_suffix(k->s->a, diags_lang(k->d), n->record.v, known->at, known->n));
    else if (!t->narrative || t->key == SIZE_MAX)
        diag1(k->d, DIAG_NARRATIVE_TYPE, span_place(n->record.at), n->record.v);
    else if (!record_exists(k, t, n->id.v))
        diag2(k->d, DIAG_RECORD_REFERENCE, span_place(n->id.at), n->id.v, is_zh(k) ? t->title.v : t->name.v);
}

/* -- sections ------------------------------------------------------------------------------------- */

/* Numbers before a heading are the author's own: "一、", "1. ", "（二）". */
static bool names_section(str heading, str wanted) {
    return str_ends(heading, wanted) || str_starts(heading, wanted);
}

static bool has_section(const struct narrative *n, str wanted) {
    for (size_t i = 0; i < n->n_sections; i++)
        if (names_section(n->sections[i].heading, wanted))
            return n->sections[i].text.n > 0 ||
                   (i + 1 < n->n_sections && n->sections[i + 1].level > n->sections[i].level);
    return false;
}

/* The narrative is the text of this entry's document. */
static bool is_of(struct checking *k, const struct document_def *doc, const struct narrative *n) {
    if (!doc->for_record.v.p)
        return str_eq(n->record.v, NARRATIVE_DOCUMENT) && str_eq(n->id.v, doc->template.v);
    const struct record_type *t = record_types_find(k->s->types, doc->for_record.v);
    if (!t || t->key == SIZE_MAX || !str_eq(n->record.v, t->name.v))
        return false;
    str sql = str_fmt(k->s->a, "SELECT 1 FROM \"%.*s\" WHERE \"%.*s\" = :id AND %.*s", STR_ARG(t->name.v),
                      STR_ARG(t->columns[t->key].name.v), STR_ARG(store_condition(k->s->a, doc->where)));
    struct stmt *q = stmt_checked(k->s, k->d, span_place(doc->where.at), sql);
    bool found = false;
    if (q) {
        stmt_bind_text(q, 1, n->id.v);
        found = stmt_step(q);
    }
    stmt_free(q);
    return found;
}

static void check_sections(struct checking *k, const struct narrative *n) {
    for (size_t i = 0; i < k->c->documents.n; i++) {
        const struct document_def *doc = &k->c->documents.at[i];
        if (doc->sections.n == 0 || !is_of(k, doc, n))
            continue;
        for (size_t w = 0; w < doc->sections.n; w++)
            if (!has_section(n, doc->sections.at[w].v))
                diag2(k->d, DIAG_NARRATIVE_SECTION, span_place(n->id.at), doc->sections.at[w].v,
                      str_fmt(k->s->a, "%.*s:%d", STR_ARG(doc->sections.at[w].at.src->path),
                              doc->sections.at[w].at.line));
    }
}

static void check_text(struct checking *k, const struct narrative *n) {
    const struct record_type *t = record_types_find(k->s->types, n->record.v);
    check_sections(k, n);
    if (t && t->key != SIZE_MAX)
        narrative_check_prose(k->s, k->d, t, n);
}

void narratives_check(struct store *s, struct diags *d, const struct contract *c) {
    struct checking k = {s, d, c};
    size_t before = diags_errors(d);
    for (size_t i = 0; i < s->n_narratives; i++) {
        if (str_eq(s->narratives[i].record.v, NARRATIVE_DOCUMENT))
            check_document(&k, &s->narratives[i]);
        else
            check_record(&k, &s->narratives[i]);
    }
    /* A condition that does not work has been reported where it stands. */
    for (size_t i = 0; i < s->n_narratives && diags_errors(d) == before; i++)
        check_text(&k, &s->narratives[i]);
}
