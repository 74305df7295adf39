/* document_fixture.h - templates written into a temporary folder and built against a small store. */
#ifndef DOCUMENT_FIXTURE_H
#define DOCUMENT_FIXTURE_H

#include <ftw.h>

#include "diag_shown.h"
#include "document/book_load.h"
#include "document/template.h"
#include "store_fixture.h"
#include "util/file.h"

struct desk {
    struct fixture *x;
    struct arena *a;
    struct diags *d;
    struct store *s;
    str dir;
    struct template_dirs dirs;
    struct document_params p;
};

static inline int desk_setup(void **state) {
    void *inner;
    if (fixture_open(&inner))
        return -1;
    struct fixture *x = inner;
    struct desk *k = ARENA_NEW(x->a, struct desk);
    char *dir = str_z(x->a, S("/tmp/lvyue-desk-XXXXXX"));
    if (!mkdtemp(dir))
        return -1;
    *k = (struct desk){.x = x, .a = x->a, .d = x->d, .s = x->s, .dir = str_from(dir)};
    k->dirs.dirs[k->dirs.n++] = path_join(k->a, k->dir, S("own"));
    k->dirs.dirs[k->dirs.n++] = path_join(k->a, k->dir, S("program"));
    k->p = (struct document_params){.period = S("2025Q1"),
                                    .period_text = S("2025年第一季度"),
                                    .on = day_from_ymd(2025, 4, 10),
                                    .from = day_from_ymd(2025, 1, 1),
                                    .to = day_from_ymd(2025, 4, 1)};
    store_do(k->s, "INSERT INTO contract(id, title, buyer, supplier) VALUES ('HT-1', '示例维保', "
                   "'示例市人民医院', '示例公司')");
    *state = k;
    return 0;
}

static inline int desk_remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw) {
    (void)st, (void)kind, (void)ftw;
    return remove(path);
}

static inline int desk_teardown(void **state) {
    struct desk *k = *state;
    void *inner = k->x;
    nftw(str_z(k->a, k->dir), desk_remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return fixture_close(&inner);
}

/* name: "own/t.md", "program/partials/p.md" */
static inline void desk_write(struct desk *k, const char *name, str text) {
    str path = path_join(k->a, k->dir, str_from(name));
    assert_true(dir_make(path_dir(path), &k->x->f));
    FILE *to = fopen(str_z(k->a, path), "wb");
    assert_non_null(to);
    assert_int_equal(fwrite(text.p, 1, text.n, to), text.n);
    fclose(to);
}

static inline struct document *desk_build(struct desk *k, const char *name) {
    struct template *t = template_load(k->a, k->d, k->s, &k->dirs, str_from(name));
    return t ? template_build(k->a, k->d, k->s, &k->dirs, t, &k->p) : NULL;
}

/* A template of these queries (YAML lines "name: SQL", or NULL) and this body; the front matter has 3 lines and
 * one more for each query. Diagnostics are new ones. */
static inline struct document *desk_document(struct desk *k, const char *queries, str body) {
    struct sb b = {.a = k->a};
    str rest = str_from(queries), line;
    sb_addz(&b, "---\ntitle: 试\n");
    if (rest.n)
        sb_addz(&b, "queries:\n");
    while (str_cut(&rest, '\n', &line)) {
        sb_addz(&b, "  ");
        sb_add(&b, line);
        sb_char(&b, '\n');
    }
    sb_addz(&b, "---\n");
    sb_add(&b, body);
    desk_write(k, "own/t.md", sb_str(&b));
    k->d = diags_new(k->a, LANG_EN);
    return desk_build(k, "t");
}

/* Its dump without the first line, or what is wrong with it. */
static inline const char *desk_dump(struct desk *k, const char *queries, str body) {
    struct document *doc = desk_document(k, queries, body);
    str dump = doc ? document_dump(k->a, doc) : S(""), first;
    if (!doc)
        return diag_shown(k->a, k->d);
    assert_int_equal(diags_errors(k->d), 0);
    str_cut(&dump, '\n', &first);
    return str_z(k->a, dump);
}

#define assert_dump(k, queries, body, expected) assert_string_equal(desk_dump(k, queries, S(body)), expected)

/* For values no SQL text could hold: incident.id of the only incident. */
static inline void desk_value(struct desk *k, str value) {
    store_do(k->s, "DELETE FROM incident");
    struct stmt *q = stmt_new(k->s, "INSERT INTO incident(id) VALUES (?1)");
    stmt_bind_text(q, 1, value);
    assert_false(stmt_step(q));
    stmt_free(q);
}
#define DESK_VALUE "q: SELECT id AS v FROM incident"

#endif
