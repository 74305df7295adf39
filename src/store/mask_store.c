/* mask_store.c - the contract's mask over what documents print, and the list of where it falls. */
#include "store/database.h"
#include "store/functions.h"

/* A number to mask has eight digits at least; times as the store writes them have more and are none. */
static bool may_hold_number(str s) {
    size_t digits = 0, full = 0;
    bool time = (s.n == 10 || s.n == 19) && s.p[4] == '-' && s.p[7] == '-';
    for (size_t i = 0; i < s.n; i++) {
        digits += s.p[i] >= '0' && s.p[i] <= '9';
        full += (unsigned char)s.p[i] == 0xEF; /* full-width digits begin so */
    }
    return !time && digits + full >= 8;
}

str store_mask(const struct store *s, struct arena *a, str text) {
    const struct mask_def *m = s->mask;
    if (!m || text.n < 6)
        return text;
    if (boolval_unless_no(&m->numbers) && may_hold_number(text))
        text = mask_text_but(a, text, &s->contacts);
    return boolval_unless_no(&m->patients) ? mask_names(a, text, &m->patient_words) : text;
}

static void know_contacts_of(struct store *s, const struct record_type *t) {
    struct sb sql = {.a = s->a};
    const char *before = "SELECT";
    for (size_t i = 0; i < t->n_columns; i++)
        if (t->columns[i].kind == COLUMN_TEXT) {
            sb_fmt(&sql, "%s \"%.*s\"", before, STR_ARG(t->columns[i].name.v));
            before = ",";
        }
    if (!sql.n)
        return;
    sb_fmt(&sql, " FROM \"%.*s\"", STR_ARG(t->name.v));
    struct stmt *q = stmt_new(s, sql.p);
    while (stmt_step(q))
        for (int col = 0; col < stmt_columns(q); col++)
            if (may_hold_number(stmt_text(q, col)))
                mask_gather(s->a, stmt_text(q, col), &s->contacts);
    stmt_free(q);
}

void mask_know_contacts(struct store *s) {
    const struct svals *named = &s->mask->contacts;
    s->contacts = (struct mask_contacts){0};
    for (size_t n = 0; n < named->n; n++)
        for (size_t i = 0; i < s->types->n; i++)
            if (str_eq(named->at[n].v, s->types->at[i].name.v))
                know_contacts_of(s, &s->types->at[i]);
    mask_sort(&s->contacts);
}

/* The mask puts one star for one character, so the two texts go side by side. */
str store_mask_prose(const struct store *s, struct arena *a, str text) {
    str masked = store_mask(s, a, text), rest = text;
    struct sb b = {.a = a};
    if (str_eq(masked, text))
        return text;
    while (masked.n) {
        str from = masked;
        uint32_t was = utf8_next(&rest), is = utf8_next(&masked);
        if (is == '*' && was != '*')
            sb_addz(&b, MASK_STAR_PROSE);
        else
            sb_add(&b, (str){from.p, from.n - masked.n});
    }
    return sb_str(&b);
}

struct lister {
    struct store *s;
    void (*seen)(void *ctx, const struct masked_text *m);
    void *ctx;
};

static void look_at(struct lister *l, struct masked_text m, str masked) {
    if (str_eq(masked, m.text))
        return;
    m.text = masked;
    l->seen(l->ctx, &m);
}

static void list_type(struct lister *l, struct arena *a, const struct record_type *t) {
    struct sb sql = {.a = a};
    sb_addz(&sql, "SELECT source_file || ':' || source_row");
    for (size_t i = 0; i < t->n_columns; i++)
        sb_fmt(&sql, ", \"%.*s\"", STR_ARG(t->columns[i].name.v));
    sb_fmt(&sql, " FROM \"%.*s\" ORDER BY source_file, source_row", STR_ARG(t->name.v));
    struct stmt *q = stmt_new(l->s, sql.p);
    while (stmt_step(q)) {
        struct arena_mark mark = arena_mark(a);
        for (size_t i = 0; i < t->n_columns; i++)
            if (t->columns[i].kind == COLUMN_TEXT) {
                str text = stmt_text(q, (int)i + 1);
                look_at(l, (struct masked_text){stmt_text(q, 0), t->name.v, t->columns[i].title.v, text},
                        store_mask(l->s, a, text));
            }
        arena_rewind(a, mark);
    }
    stmt_free(q);
}

/* Line by line, as a person would look it up. */
static void list_narrative(struct lister *l, struct arena *a, const struct narrative *n) {
    str rest = n->body, line;
    for (int at = n->body_line; str_cut(&rest, '\n', &line); at++)
        look_at(
            l, (struct masked_text){str_fmt(a, "%.*s:%d", STR_ARG(n->path), at), S("narrative"), S(""), line},
            store_mask_prose(l->s, a, line));
}

void store_masked(struct store *s, void (*seen)(void *ctx, const struct masked_text *m), void *ctx) {
    struct lister l = {s, seen, ctx};
    struct arena *a = arena_new();
    for (size_t i = 0; i < s->types->n; i++)
        list_type(&l, a, &s->types->at[i]);
    for (size_t i = 0; i < s->n_narratives; i++)
        list_narrative(&l, a, &s->narratives[i]);
    arena_free(a);
}
