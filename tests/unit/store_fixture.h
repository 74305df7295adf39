/* store_fixture.h - a store with two small record types for the tests of store/. */
#ifndef STORE_FIXTURE_H
#define STORE_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "store/store.h"

struct fixture {
    struct arena *a;
    struct diags *d;
    struct store *s;
    struct failure f;
};

#define COLUMN(n, k)                                                                                         \
    { .name = {.v = {n, sizeof n - 1}}, .title = {.v = {n, sizeof n - 1}}, .kind = k }

static struct column incident_columns[] = {
    COLUMN("id", COLUMN_TEXT),          COLUMN("system", COLUMN_REF),       COLUMN("level", COLUMN_ENUM),
    COLUMN("reported_at", COLUMN_TIME), COLUMN("restored_at", COLUMN_TIME), COLUMN("cost", COLUMN_MONEY),
    COLUMN("share", COLUMN_DEC),        COLUMN("on_site", COLUMN_BOOL),
};
static struct column event_columns[] = {
    COLUMN("incident", COLUMN_REF),
    COLUMN("at", COLUMN_TIME),
    COLUMN("reason", COLUMN_ENUM),
};
static struct column_value event_reasons[] = {
    {.value = {.v = {"waiting_customer", 16}}, .title = {.v = {"等待院方", 12}}},
    {.value = {.v = {"waiting_part", 12}}, .title = {.v = {"等待备件", 12}}},
};
static struct record_type fixture_type_list[] = {
    {.name = {.v = {"incident", 8}},
     .title = {.v = {"故障", 6}},
     .key = 0,
     .date = 3,
     .narrative = true,
     .columns = incident_columns,
     .n_columns = 8},
    {.name = {.v = {"event", 5}},
     .title = {.v = {"事件", 6}},
     .key = SIZE_MAX,
     .date = 1,
     .columns = event_columns,
     .n_columns = 3},
};
static struct record_types fixture_types = {.at = fixture_type_list, .n = 2};

static inline int fixture_open(void **state) {
    struct arena *a = arena_new();
    struct fixture *x = ARENA_NEW(a, struct fixture);
    incident_columns[1].ref.v = S("system");
    event_columns[0].ref.v = S("incident");
    event_columns[2].values = event_reasons;
    event_columns[2].n_values = 2;
    x->a = a;
    x->d = diags_new(a, LANG_EN);
    x->s = store_open(a, &fixture_types, NULL, day_from_ymd(2025, 6, 30), &x->f);
    *state = x;
    return x->s ? 0 : -1;
}

static inline int fixture_close(void **state) {
    struct fixture *x = *state;
    store_close(x->s);
    arena_free(x->a);
    return 0;
}

/* What the diagnostics say, as printed. */
static inline str fixture_said(struct arena *a, struct diags *d) {
    char *p = NULL;
    size_t n = 0;
    FILE *to = open_memstream(&p, &n);
    diags_print(d, to);
    fclose(to);
    str said = str_dup(a, (str){p, n});
    free(p);
    return said;
}

static inline void assert_says(struct arena *a, struct diags *d, const char *what) {
    str said = fixture_said(a, d);
    if (str_find(said, str_from(what)) < 0)
        fail_msg("expected \"%s\" in:\n%.*s", what, STR_ARG(said));
}

static inline void store_do(struct store *s, const char *sql) {
    struct stmt *q = stmt_new(s, sql);
    while (stmt_step(q))
        ;
    assert_false(stmt_failed(q));
    stmt_free(q);
}

#endif
