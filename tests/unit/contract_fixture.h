/* contract_fixture.h - a contract given as text, loaded as the contract.yaml of a folder of its own. */
#ifndef CONTRACT_FIXTURE_H
#define CONTRACT_FIXTURE_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <unistd.h>

#include <cmocka.h>

#include "contract/contract.h"
#include "diag_shown.h"
#include "util/file.h"

struct loading {
    struct arena *a;
    struct diags *d;
    struct contract *c;
};

static const str types[] = {
    {"incident", 8}, {"inspection", 10}, {"submission", 10}, {"attendance", 10}, {"activity", 8}};
static const str templates[] = {{"health-report", 13}, {"annual-record", 13}, {"fault-analysis", 14}};

/* The contract as the file contract.yaml of a folder of its own. */
static struct loading load_text(str text) {
    struct loading l = {.a = arena_new()};
    char dir[] = "/tmp/lvyue-contract-XXXXXX";
    assert_non_null(mkdtemp(dir));
    char *path = str_z(l.a, path_join(l.a, str_from(dir), S("contract.yaml")));
    FILE *f = fopen(path, "wb");
    assert_non_null(f);
    assert_int_equal(fwrite(text.p, 1, text.n, f), text.n);
    fclose(f);
    l.d = diags_new(l.a, LANG_EN);
    l.c = contract_load(l.a, l.d, str_from(dir));
    if (l.c)
        contract_check_names(l.c, l.a, l.d, types, 5, templates, 3);
    unlink(path);
    rmdir(dir);
    return l;
}

#endif
