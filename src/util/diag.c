/* diag.c - collects diagnostics and prints them in order.
 *
 * What a diagnostic will show is made when it is reported, so the texts it was given may go away,
 * and what is kept stays small however large the input and however many its faults.
 */
#include "util/diag.h"

#include <stdlib.h>
#include <string.h>

#include "util/excerpt.h"

enum { ARGUMENT_MAX = 120, PATH_SHOWN_MAX = 1024, INDENT = 4 };

static const struct {
    const char *name;
    enum diag_level level;
    const char *text[2]; /* by enum lang */
} table[DIAG__MAX] = {
#define DIAG(ident, id, level, en, zh) [ident] = {id, level, {en, zh}},
#include "util/diag.def"
#undef DIAG
};

struct entry {
    int line, col;
    str cell, text;
    struct excerpt excerpt;
    size_t order; /* of reporting */
    const struct bucket *of;
};

/* All diagnostics of one kind in one file. */
struct bucket {
    struct bucket *next; /* of the same kind */
    enum diag_id id;
    str file;
    struct entry kept[DIAG_CAP];
    size_t n, more;
};

struct diags {
    struct arena *a;
    enum lang lang;
    struct bucket *buckets[DIAG__MAX];
    size_t counts[DIAG__MAX];
    size_t order;
};

struct diags *diags_new(struct arena *a, enum lang lang) {
    struct diags *d = ARENA_NEW(a, struct diags);
    d->a = a;
    d->lang = lang;
    return d;
}

enum lang diags_lang(const struct diags *d) {
    return d->lang;
}

static struct bucket *bucket_find(struct diags *d, enum diag_id id, str file) {
    for (struct bucket *b = d->buckets[id]; b; b = b->next)
        if (str_eq(b->file, file))
            return b;
    struct bucket *b = ARENA_NEW(d->a, struct bucket);
    b->next = d->buckets[id];
    b->id = id;
    b->file = str_dup(d->a, file);
    d->buckets[id] = b;
    return b;
}

/* Puts the arguments for {0} to {3}. */
static str expand(struct arena *a, const char *wording, const str args[4]) {
    struct sb b = {.a = a};
    for (const char *p = wording; *p;) {
        if (p[0] == '{' && p[1] >= '0' && p[1] <= '3' && p[2] == '}') {
            sb_add(&b, excerpt_printable(a, args[p[1] - '0'], ARGUMENT_MAX));
            p += 3;
        } else {
            sb_char(&b, *p++);
        }
    }
    return sb_str(&b);
}

static bool bucket_has(const struct bucket *b, struct place at, str text) {
    for (size_t i = 0; i < b->n; i++) {
        const struct entry *e = &b->kept[i];
        if (e->line == at.line && e->col == at.col && str_eq(e->cell, at.cell) && str_eq(e->text, text))
            return true;
    }
    return false;
}

static void bucket_keep(struct diags *d, struct bucket *b, struct place at, str text) {
    struct entry *e = &b->kept[b->n++];
    e->line = at.line;
    e->col = at.col;
    e->cell = str_dup(d->a, at.cell);
    e->text = str_dup(d->a, text);
    e->excerpt = excerpt_make(d->a, at.text, at.col);
    e->order = d->order++;
    e->of = b;
}

void diag4(struct diags *d, enum diag_id id, struct place at, str a, str b, str c, str e) {
    struct bucket *bucket = bucket_find(d, id, at.file);
    struct arena *scratch = arena_new();
    str text = expand(scratch, table[id].text[d->lang], (const str[]){a, b, c, e});
    d->counts[id]++; /* a repeated one too: whoever compares counts to see if a step failed relies on it */
    if (!bucket_has(bucket, at, text)) {
        if (bucket->n < DIAG_CAP)
            bucket_keep(d, bucket, at, text);
        else
            bucket->more++;
    }
    arena_free(scratch);
}

void diag3(struct diags *d, enum diag_id id, struct place at, str a, str b, str c) {
    diag4(d, id, at, a, b, c, S(""));
}

void diag2(struct diags *d, enum diag_id id, struct place at, str a, str b) {
    diag4(d, id, at, a, b, S(""), S(""));
}

void diag1(struct diags *d, enum diag_id id, struct place at, str a) {
    diag4(d, id, at, a, S(""), S(""), S(""));
}

void diag0(struct diags *d, enum diag_id id, struct place at) {
    diag4(d, id, at, S(""), S(""), S(""), S(""));
}

static size_t count_level(const struct diags *d, enum diag_level level) {
    size_t n = 0;
    for (size_t id = 0; id < DIAG__MAX; id++)
        n += table[id].level == level ? d->counts[id] : 0;
    return n;
}

size_t diags_errors(const struct diags *d) {
    return count_level(d, DIAG_ERROR);
}

size_t diags_warnings(const struct diags *d) {
    return count_level(d, DIAG_WARNING);
}

size_t diags_count_of(const struct diags *d, enum diag_id id) {
    return d->counts[id];
}

static int by_number(size_t a, size_t b) {
    return (a > b) - (a < b);
}

static int by_place(const void *x, const void *y) {
    const struct entry *a = x, *b = y;
    int c = str_cmp(a->of->file, b->of->file);
    if (c == 0)
        c = by_number((size_t)a->line, (size_t)b->line);
    if (c == 0)
        c = by_number((size_t)a->col, (size_t)b->col);
    return c ? c : by_number(a->order, b->order);
}

static void add_head(struct sb *b, const struct bucket *of, const struct entry *e) {
    if (of->file.n == 0)
        sb_addz(b, "lvyue");
    else
        sb_add(b, excerpt_printable(b->a, of->file, PATH_SHOWN_MAX));
    if (e && e->cell.n) {
        sb_char(b, ':');
        sb_add(b, excerpt_printable(b->a, e->cell, PATH_SHOWN_MAX));
    } else if (e && e->line > 0) {
        sb_fmt(b, ":%d", e->line);
        if (e->col > 0)
            sb_fmt(b, ":%d", e->col);
    }
    sb_addz(b, ": ");
}

static void add_excerpt(struct sb *b, const struct entry *e) {
    if (e->excerpt.line.n == 0)
        return;
    sb_fmt(b, "%*s%.*s\n", INDENT, "", STR_ARG(e->excerpt.line));
    if (e->col > 0)
        sb_fmt(b, "%*s^\n", INDENT + (int)e->excerpt.caret, "");
}

static void add_entry(struct sb *b, enum lang lang, const struct entry *e) {
    static const char *const words[3][2] = {{"error", "错误"}, {"warning", "警告"}, {"note", "提示"}};
    add_head(b, e->of, e);
    sb_fmt(b, "%s: ", words[table[e->of->id].level][lang]);
    sb_add(b, e->text);
    sb_fmt(b, " [%s]\n", table[e->of->id].name);
    add_excerpt(b, e);
}

static void add_more(struct sb *b, enum lang lang, const struct bucket *of) {
    add_head(b, of, NULL);
    if (lang == LANG_ZH)
        sb_fmt(b, "提示: 另有 %zu 处同类问题 [%s]\n", of->more, table[of->id].name);
    else
        sb_fmt(b, "note: %zu more like this [%s]\n", of->more, table[of->id].name);
}

/* Every kept diagnostic, sorted; the array lives in a. */
static size_t sort_entries(const struct diags *d, struct arena *a, struct entry **sorted) {
    VEC(struct entry) list = {0};
    for (size_t id = 0; id < DIAG__MAX; id++)
        for (const struct bucket *b = d->buckets[id]; b; b = b->next)
            for (size_t i = 0; i < b->n; i++)
                VEC_PUSH(a, &list, b->kept[i]);
    if (list.n)
        qsort(list.at, list.n, sizeof *list.at, by_place);
    *sorted = list.at;
    return list.n;
}

/* Whether nothing of the same kind and file follows: the count of what was left out stands there. */
static bool is_last_of_bucket(const struct entry *sorted, size_t n, size_t i) {
    for (size_t k = i + 1; k < n && str_eq(sorted[k].of->file, sorted[i].of->file); k++)
        if (sorted[k].of == sorted[i].of)
            return false;
    return true;
}

void diags_print(struct diags *d, FILE *to) {
    struct arena *scratch = arena_new();
    struct entry *sorted;
    struct sb b = {.a = scratch};
    size_t n = sort_entries(d, scratch, &sorted);
    for (size_t i = 0; i < n; i++) {
        add_entry(&b, d->lang, &sorted[i]);
        if (sorted[i].of->more && is_last_of_bucket(sorted, n, i))
            add_more(&b, d->lang, sorted[i].of);
    }
    if (b.n)
        fwrite(b.p, 1, b.n, to);
    arena_free(scratch);
}

const char *diag_name(enum diag_id id) {
    return table[id].name;
}

enum diag_level diag_level_of(enum diag_id id) {
    return table[id].level;
}

const char *diag_text(enum diag_id id, enum lang lang) {
    return table[id].text[lang];
}
