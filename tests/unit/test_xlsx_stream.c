/* Rows that go to the file as they come: memory does not grow with them, the table says what its cells say, and a disk
 * that fills up under them is seen at once. */
#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/wait.h>

#include <cmocka.h>

#include "book_rows_fixture.h"

static struct book_column columns[] = {
    {.title = Z("编号"), .total = TOTAL_LABEL, .total_label = Z("合计")},
    {.title = Z("故障现象")},
    {.title = Z("报修"), .format = FORMAT_TIME},
    {.title = Z("恢复"), .format = FORMAT_TIME},
    {.title = Z("用时"), .format = FORMAT_DURATION, .formula = Z("=[@恢复]-[@报修]"), .total = TOTAL_SUM},
    {.title = Z("累计"), .format = FORMAT_DURATION, .formula = Z("=N([^累计])+[@用时]")},
    {.title = Z("邮箱@a\"<&'[#1]"), .formula = Z("=IF([@用时]>1,\"长@\",\"<短>\")"), .total = TOTAL_COUNT},
};
enum { COLUMNS = sizeof columns / sizeof *columns };
static const struct value one_row[] = {
    TEXT("INC-1"),
    TEXT("影像工作站调阅检查图像时长时间无响应"),
    TEXT("2025-03-05 08:30:00"),
    TEXT("2025-03-05 09:15:00"),
    INT(45),
    INT(45),
    TEXT("<短>"),
};
static struct book_sheet sheet[] = {
    {.name = Z("台账"), .table = Z("台账"), .columns = columns, .n_columns = COLUMNS}};
static struct test_rows rows;

static struct book ledger(size_t times) {
    rows = (struct test_rows){.values = one_row, .n = 1, .times = times};
    return (struct book){
        .title = Z("故障台账"), .on = 20179, .sheets = sheet, .n_sheets = 1, .source = &rows};
}

/* -- memory ----------------------------------------------------------------------------------------- */

/* Peak of a process that writes so many rows, in kB; -1: it failed. */
static long peak_of(size_t times) {
    struct rusage use;
    int status = -1;
    pid_t pid = fork();
    if (pid == 0) {
        struct written w;
        struct book b = ledger(times);
        write_book(&w, &b);
        bool ok = w.ok;
        written_free(&w);
        _exit(ok ? 0 : 1);
    }
    wait4(pid, &status, 0, &use);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? use.ru_maxrss : -1;
}

/* Kept in memory, 28,000 rows more would take some 60 MB. */
static void test_memory(void **state) {
    (void)state;
#if defined __SANITIZE_ADDRESS__
    skip(); /* what is freed stays resident there */
#endif
    long few = peak_of(2000), many = peak_of(30000);
    assert_true(few > 0 && many > 0);
    if (many - few > 4096)
        fail_msg("2,000 rows: %ld kB, 30,000 rows: %ld kB", few, many);
}

/* -- table and cells -------------------------------------------------------------------------------- */

static const char *unescape(struct arena *a, str s) {
    static const char *const signs[][2] = {
        {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&apos;", "'"}, {"&amp;", "&"}};
    struct sb b = {.a = a};
    while (s.n > 0) {
        size_t k = 0, n = sizeof signs / sizeof *signs;
        while (k < n && !str_starts(s, str_from(signs[k][0])))
            k++;
        if (k < n)
            sb_addz(&b, signs[k][1]);
        else
            sb_char(&b, s.p[0]);
        s = str_slice(s, k < n ? str_from(signs[k][0]).n : 1, s.n);
    }
    return b.n ? b.p : "";
}

/* What stands between `before` and `after` in the first piece from `from` on; NULL: not before `end`. */
static const char *between(struct arena *a, const char *from, const char *end, const char *before,
                           const char *after) {
    const char *p = from ? strstr(from, before) : NULL;
    if (!p || (end && p > end))
        return NULL;
    p += strlen(before);
    return unescape(a, (str){p, (size_t)(strstr(p, after) - p)});
}

static const char *cell(struct arena *a, const char *part, const char *name, const char *tag) {
    const char *at = strstr(part, str_z(a, str_fmt(a, "<c r=\"%s\" ", name)));
    assert_non_null(at);
    const char *next = strstr(at + 1, "<c r="), *row = strstr(at, "</row>");
    return between(a, at, next && next < row ? next : row, str_z(a, str_fmt(a, "<%s>", tag)),
                   str_z(a, str_fmt(a, "</%s>", tag)));
}

static void test_table_says_what_cells_say(void **state) {
    (void)state;
    struct written w;
    struct book b = ledger(3);
    write_book(&w, &b);
    assert_true(w.ok);
    struct arena *a = w.a;
    const char *t = xlsx_part(a, w.path, "xl/tables/table1.xml"),
               *s = xlsx_part(a, w.path, "xl/worksheets/sheet1.xml");
    assert_has(t, "ref=\"A3:G7\" totalsRowCount=\"1\"");
    assert_has(t, "<autoFilter ref=\"A3:G6\"/>");
    assert_has(s, "<dimension ref=\"A1:G7\"/>");
    assert_has(s, "<tableParts count=\"1\">");
    const char *at = t;
    for (int i = 0; i < COLUMNS; i++) {
        char head[] = {(char)('A' + i), '3', '\0'}, data[] = {(char)('A' + i), '5', '\0'},
             foot[] = {(char)('A' + i), '7', '\0'};
        at = strstr(at, "<tableColumn ");
        assert_non_null(at);
        const char *end = strstr(at + 1, "<tableColumn ");
        assert_string_equal(between(a, at, end, " name=\"", "\""), cell(a, s, head, "t"));
        const char *formula = between(a, at, end, "<calculatedColumnFormula>", "</calculatedColumnFormula>"),
                   *label = between(a, at, end, "totalsRowLabel=\"", "\"");
        if (formula)
            assert_string_equal(formula, cell(a, s, data, "f"));
        if (label)
            assert_string_equal(label, cell(a, s, foot, "t"));
        assert_int_equal(between(a, at, end, "totalsRowFunction=\"", "\"") != NULL,
                         cell(a, s, foot, "f") != NULL);
        assert_int_equal(formula != NULL, i == 4 || i == 6); /* 累计 has another formula in each row */
        at++;
    }
    assert_string_equal(cell(a, s, "F5", "f"), "N(F4)+台账[[#This Row],[用时]]");
    assert_string_equal(cell(a, s, "G5", "f"), "IF(台账[[#This Row],[用时]]>1,\"长@\",\"<短>\")");
    assert_string_equal(cell(a, s, "G5", "v"), "<短>");
    assert_string_equal(cell(a, s, "E5", "v"), "0.03125");
    assert_string_equal(cell(a, s, "G7", "f"), "SUBTOTAL(103,台账[邮箱@a\"<&'''['#1']])");
    assert_null(xlsx_part(a, w.path, "xl/sharedStrings.xml"));
    written_free(&w);
}

/* -- a full disk ------------------------------------------------------------------------------------ */

static int open_files(void) {
    int n = 0;
    DIR *dir = opendir("/proc/self/fd");
    while (dir && readdir(dir))
        n++;
    if (dir)
        closedir(dir);
    return n;
}

static void test_disk_full_under_rows(void **state) {
    (void)state;
    struct written w;
    struct rlimit old, small;
    struct book b = ledger(20000);
    int before = open_files();
    getrlimit(RLIMIT_FSIZE, &old);
    small = old;
    small.rlim_cur = 200000;
    signal(SIGXFSZ, SIG_IGN);
    setrlimit(RLIMIT_FSIZE, &small);
    write_book(&w, &b);
    setrlimit(RLIMIT_FSIZE, &old);
    assert_false(w.ok);
    assert_true(w.f.set);
    assert_has(w.f.text, "cannot write temporary files in");
    assert_has(w.f.text, "File too large");
    assert_true(rows.taken < 1000); /* the rest was not asked for */
    assert_int_equal(open_files(), before);
    written_free(&w);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_memory),
        cmocka_unit_test(test_table_says_what_cells_say),
        cmocka_unit_test(test_disk_full_under_rows),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
