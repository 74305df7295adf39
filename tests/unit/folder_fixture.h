/* folder_fixture.h - a contract folder made in a temporary directory, loaded into a store. */
#ifndef FOLDER_FIXTURE_H
#define FOLDER_FIXTURE_H

#include <ftw.h>

#include "store_fixture.h"
#include "util/file.h"

struct folder {
    struct arena *a;
    struct diags *d;
    struct failure f;
    str dir;
    struct record_types *types;
    struct contract *contract;
    struct store *s;
};

static const char folder_types[] =
    "types:\n"
    "  incident:\n"
    "    title: 故障登记\n"
    "    key: id\n"
    "    date: reported_at\n"
    "    narrative: true\n"
    "    columns:\n"
    "      id: {title: 编号, kind: text, required: true}\n"
    "      system: {title: 系统, kind: ref, ref: system}\n"
    "      level: {title: 级别, kind: enum, values: {P1: {title: 一级}, P2: {title: 二级}}}\n"
    "      reported_at: {title: 报修时间, kind: time, required: true, happens: true}\n"
    "      restored_at: {title: 恢复时间, kind: time, happens: true}\n"
    "      repeat_of: {title: 重复, kind: ref, ref: incident}\n"
    "      cost: {title: 费用, kind: money}\n"
    "      share: {title: 比例, kind: dec}\n"
    "      on_site: {title: 现场, kind: bool}\n"
    "      planned_on: {title: 计划, kind: day}\n"
    "  event:\n"
    "    title: 故障过程\n"
    "    date: at\n"
    "    columns:\n"
    "      incident: {title: 编号, kind: ref, ref: incident, required: true}\n"
    "      at: {title: 时间, kind: time, required: true}\n"
    "      kind: {title: 事件, kind: text, required: true}\n"
    "      reason: {title: 原因, kind: enum, values: {waiting_customer: {title: 等待院方}, waiting_parts: "
    "{title: 等待备件}}}\n";

static const char folder_head[] =
    "lvyue: 1\n"
    "contract: {id: T-1, title: 示例维保, buyer: 示例市人民医院, supplier: 示例公司,\n"
    "  signed: 2024-12-20, from: 2025-01-01, to: 2025-12-31, amount: 100000}\n"
    "systems:\n"
    "  - {id: pacs, name: 影像系统, critical: true}\n"
    "  - {id: ris, name: 登记系统}\n"
    "clauses:\n"
    "  - {id: c0, text: 前言, not_judged: 说明}\n";

static inline void folder_write(struct folder *x, const char *name, str text) {
    str path = path_join(x->a, x->dir, str_from(name));
    assert_true(dir_make(path_dir(path), &x->f));
    FILE *to = fopen(str_z(x->a, path), "wb");
    assert_non_null(to);
    assert_int_equal(fwrite(text.p, 1, text.n, to), text.n);
    fclose(to);
}

static inline void folder_writez(struct folder *x, const char *name, const char *text) {
    folder_write(x, name, str_from(text));
}

static inline int folder_setup(void **state) {
    struct arena *a = arena_new();
    struct folder *x = ARENA_NEW(a, struct folder);
    char *dir = str_z(a, S("/tmp/lvyue-test-XXXXXX"));
    x->a = a;
    x->d = diags_new(a, LANG_EN);
    if (!mkdtemp(dir))
        return -1;
    x->dir = str_from(dir);
    folder_writez(x, "types.yaml", folder_types);
    *state = x;
    return 0;
}

static inline int folder_remove_one(const char *path, const struct stat *st, int kind, struct FTW *ftw) {
    (void)st, (void)kind, (void)ftw;
    return remove(path);
}

static inline int folder_teardown(void **state) {
    struct folder *x = *state;
    store_close(x->s);
    nftw(str_z(x->a, x->dir), folder_remove_one, 8, FTW_DEPTH | FTW_PHYS);
    arena_free(x->a);
    return 0;
}

/* contract.yaml is folder_head, clause c1 when a rule needs one, and `rules`; everything as of 2025-06-30. */
static inline void folder_load(struct folder *x, const char *rules) {
    const char *clause = strstr(rules, "clause:") ? "  - {id: c1, text: 要求}\n" : "";
    folder_write(x, "contract.yaml", str_fmt(x->a, "%s%s%s", folder_head, clause, rules));
    x->types = record_types_load(x->a, x->d, path_join(x->a, x->dir, S("types.yaml")));
    assert_non_null(x->types);
    x->contract = contract_load(x->a, x->d, x->dir);
    if (!x->contract || diags_errors(x->d))
        fail_msg("%s", str_z(x->a, fixture_said(x->a, x->d)));
    x->s = store_open(x->a, x->types, NULL, day_from_ymd(2025, 6, 30), &x->f);
    assert_non_null(x->s);
}

static inline void folder_ingest(struct folder *x, const char *rules) {
    folder_load(x, rules);
    assert_true(store_ingest(x->s, x->d, x->contract, x->dir, &x->f));
}

/* The first column of every row, joined by "|". */
static inline str folder_ask(struct folder *x, const char *sql) {
    struct sb b = {.a = x->a};
    struct stmt *q = stmt_new(x->s, sql);
    while (stmt_step(q)) {
        if (b.n)
            sb_char(&b, '|');
        sb_add(&b, stmt_is_null(q, 0) ? S("NULL") : stmt_text(q, 0));
    }
    stmt_free(q);
    sb_char(&b, '\0');
    return (str){b.p, b.n - 1};
}

#define assert_answer(x, sql, expected) assert_string_equal(folder_ask((x), (sql)).p, (expected))
#define assert_clean(x)                                                                                      \
    do {                                                                                                     \
        if (diags_errors((x)->d) + diags_warnings((x)->d))                                                   \
            fail_msg("%s", str_z((x)->a, fixture_said((x)->a, (x)->d)));                                     \
    } while (0)

#endif
