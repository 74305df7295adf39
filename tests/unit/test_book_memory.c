/* A workbook is read without its file staying in memory. */
#include <zip.h>

#include "records_fixture.h"

enum { ROWS = 24000, TEXT = 1000, MOST_KB = 12 << 10 };

#define RELATION "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define RELATIONS "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\">"
#define RELATED(id, type, to) "<Relationship Id=\"" id "\" Type=\"" RELATION "/" type "\" Target=\"" to "\"/>"

static void add(zip_t *z, const char *name, str bytes) {
    zip_source_t *s = zip_source_buffer(z, bytes.p, bytes.n, 0);
    zip_int64_t i = s ? zip_file_add(z, name, s, 0) : -1;
    assert_true(i >= 0);
    assert_int_equal(zip_set_file_compression(z, (zip_uint64_t)i, ZIP_CM_STORE, 0), 0);
}

#define CELL(text) "<c t=\"inlineStr\"><is><t>" text "</t></is></c>"

/* Not packed: as large on the disk as its rows are long. */
static void write_book(const char *path) {
    struct arena *own = arena_new();
    struct sb s = {.a = own};
    char text[TEXT + 1];
    memset(text, 'x', TEXT);
    text[TEXT] = '\0';
    sb_addz(&s, "<worksheet><sheetData><row>" CELL("工单号") CELL("故障现象") CELL("报修时间") "</row>");
    for (int i = 0; i < ROWS; i++)
        sb_fmt(&s, "<row>" CELL("A%d") CELL("%s") CELL("2025-03-05 08:30") "</row>", i, text);
    sb_addz(&s, "</sheetData></worksheet>");
    zip_t *z = zip_open(path, ZIP_CREATE | ZIP_TRUNCATE, NULL);
    assert_non_null(z);
    add(z, "_rels/.rels", S(RELATIONS RELATED("r1", "officeDocument", "w.xml") "</Relationships>"));
    add(z, "w.xml",
        S("<workbook xmlns:r=\"" RELATION "\"><sheets><sheet name=\"s\" r:id=\"r1\"/></sheets></workbook>"));
    add(z, "_rels/w.xml.rels", S(RELATIONS RELATED("r1", "worksheet", "s.xml") "</Relationships>"));
    add(z, "s.xml", sb_str(&s));
    assert_int_equal(zip_close(z), 0);
    arena_free(own);
}

/* Pages of files in the process's memory. */
static long file_pages_kb(void) {
    char line[128];
    long kb = -1;
    FILE *f = fopen("/proc/self/status", "r");
    while (f && fgets(line, sizeof line, f))
        if (sscanf(line, "RssFile: %ld", &kb) == 1)
            break;
    if (f)
        fclose(f);
    return kb;
}

struct watch {
    long rows, most;
};

static bool watch_row(void *ctx, const struct record_row *row) {
    struct watch *w = ctx;
    (void)row;
    if (w->rows++ % 500 == 0) {
        long now = file_pages_kb();
        w->most = now > w->most ? now : w->most;
    }
    return true;
}

static void test_pages_are_given_back(void **state) {
    struct fixture *x = *state;
    struct watch w = {0};
    x->src.path = path_join(x->a, x->dir, S("x.xlsx"));
    x->src.shown = S("records/x.xlsx");
    x->src.type = record_types_find(x->types, S("incident"));
    x->src.on_end = CIVIL_NONE;
    write_book(str_z(x->a, x->src.path));
    long before = file_pages_kb();
    assert_true(before > 0);
    record_read_all(x->scratch, x->d, &x->src, watch_row, fixture_later, &w, &x->stats);
    assert_string_equal(fixture_faults(x), "");
    assert_int_equal(w.rows, ROWS);
    if (w.most - before > MOST_KB)
        fail_msg("%ld kB of the file in memory", w.most - before);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        RECORDS_TEST(test_pages_are_given_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
