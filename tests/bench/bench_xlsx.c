/* bench_xlsx.c - incidents in from a workbook and out to another, beside the usual libraries on the same rows.
 *
 * bench_xlsx LVYUE [ROWS]: default 100000 rows of 14 columns, three of them formulas. Prints rows a second and the peak
 * memory of each program: lvyue reads the rows (all its checks, into the store) and writes a table of them (with filters
 * and live formulas); openpyxl reads with read_only and keeps nothing, and writes with write_only; XlsxWriter and
 * libxlsxwriter write with constant_memory, plain cells without a table. Each is a process of its own. A fifth of the
 * rows, through lvyue alone, shows that memory stays the same. Run it in the repository's root; a library that is not
 * installed is left out.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <xlsxwriter.h>

#include "util/file.h"

static const char *const headers[] = {"故障编号", "系统",     "故障级别", "故障现象",  "详细描述",
                                      "报修科室", "报修人",   "报修方式", "报修时间",  "响应时间",
                                      "恢复时间", "响应用时", "恢复用时", "超过两小时"};
static const char *const formulas[] = {"J%ld-I%ld", "K%ld-I%ld", "IF(ROUND(M%ld*1440,0)>120,\"是\",\"否\")"};
enum {
    COLUMNS = sizeof headers / sizeof *headers,
    FIRST_TIME = 8,
    TIMES = 3,
    FIRST_FORMULA = 11,
    TEXT_MAX = 256
};

static const char contract_text[] =
    "lvyue: 1\n"
    "contract: {id: B-1, title: 示例维保, buyer: 示例市人民医院, supplier: 示例公司,\n"
    "  signed: 2024-12-20, from: 2025-01-01, to: 2025-12-31, amount: 100000}\n"
    "systems: [{id: pacs, name: 影像系统}, {id: ris, name: 登记系统}]\n"
    "records: {incident: {file: records/incident.xlsx}}\n"
    "clauses: [{id: c0, text: 每年提交故障台账, covered_by: [ledger]}]\n"
    "documents: [{template: ledger, clause: c0, every: year}]\n";
static const char template_text[] =
    "title: 故障台账\n"
    "queries:\n"
    "  ledger: |\n"
    "    SELECT id, system, level, title, description, department, reporter, channel, reported_at, "
    "responded_at, restored_at,\n"
    "           (strftime('%s', responded_at) - strftime('%s', reported_at)) / 60.0 AS response,\n"
    "           (strftime('%s', restored_at) - strftime('%s', reported_at)) / 60.0 AS repair,\n"
    "           CASE WHEN strftime('%s', restored_at) - strftime('%s', reported_at) > 7200 THEN '是' ELSE "
    "'否' END AS late\n"
    "    FROM incident\n"
    "sheets:\n"
    "  - name: 故障台账\n"
    "    table: 故障台账\n"
    "    query: ledger\n"
    "    columns:\n"
    "      - {title: 故障编号, value: id}\n"
    "      - {title: 系统, value: system}\n"
    "      - {title: 故障级别, value: level}\n"
    "      - {title: 故障现象, value: title}\n"
    "      - {title: 详细描述, value: description, width: 60}\n"
    "      - {title: 报修科室, value: department}\n"
    "      - {title: 报修人, value: reporter}\n"
    "      - {title: 报修方式, value: channel}\n"
    "      - {title: 报修时间, value: reported_at, format: time}\n"
    "      - {title: 响应时间, value: responded_at, format: time}\n"
    "      - {title: 恢复时间, value: restored_at, format: time}\n"
    "      - {title: 响应用时, value: response, format: duration, formula: '=[@响应时间]-[@报修时间]'}\n"
    "      - {title: 恢复用时, value: repair, format: duration, formula: '=[@恢复时间]-[@报修时间]', total: "
    "sum}\n"
    "      - {title: 超过两小时, value: late, formula: '=IF(ROUND([@恢复用时]*1440,0)>120,\"是\",\"否\")'}\n";

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* -- the rows --------------------------------------------------------------------------------------- */

/* Text column c of row i; the description is like no other in the file. */
static void text_of(char to[TEXT_MAX], long i, int c) {
    static const char *const levels[] = {"一级", "二级", "三级", "四级"}, *const ways[] = {"电话", "微信",
                                                                                           "现场"};
    const char *fixed = c == 1   ? (i % 3 ? "pacs" : "登记系统")
                        : c == 2 ? levels[i % 4]
                        : c == 7 ? ways[i % 3]
                                 : NULL;
    if (fixed)
        snprintf(to, TEXT_MAX, "%s", fixed);
    else if (c == 0)
        snprintf(to, TEXT_MAX, "INC-%08ld", i);
    else if (c == 4)
        snprintf(to, TEXT_MAX,
                 "影像工作站调阅检查图像时长时间无响应，重新登录后仍然提示连接超时，%ld 号终端出现相同现象",
                 i);
    else
        snprintf(to, TEXT_MAX, "%s%ld", headers[c], i % 300);
}

/* Excel's serial of time k of row i: reported, responded, restored; whole minutes. */
static double time_of(long i, int k) {
    static const long after[TIMES] = {0, 15, 100};
    return (double)(45658L * 1440 + i % 500000 + after[k] + (k == 2 ? i % 40 : 0)) / 1440;
}

static void write_row(lxw_worksheet *sheet, lxw_format *when, long i) {
    char text[TEXT_MAX];
    lxw_row_t row = (lxw_row_t)i + 1;
    for (int c = 0; c < FIRST_TIME; c++) {
        text_of(text, i, c);
        worksheet_write_string(sheet, row, (lxw_col_t)c, text, NULL);
    }
    for (int k = 0; k < TIMES; k++)
        worksheet_write_number(sheet, row, (lxw_col_t)(FIRST_TIME + k), time_of(i, k), when);
    for (int k = 0; k < COLUMNS - FIRST_FORMULA; k++) {
        snprintf(text, sizeof text, formulas[k], i + 2, i + 2);
        if (k < 2)
            worksheet_write_formula_num(sheet, row, (lxw_col_t)(FIRST_FORMULA + k), text, NULL,
                                        time_of(i, k + 1) - time_of(i, 0));
        else
            worksheet_write_formula_str(sheet, row, (lxw_col_t)(FIRST_FORMULA + k), text, NULL,
                                        100 + i % 40 > 120 ? "是" : "否");
    }
}

static int write_book(const char *path, long rows) {
    lxw_workbook_options options = {.constant_memory = LXW_TRUE, .tmpdir = getenv("TMPDIR")};
    lxw_workbook *book = workbook_new_opt(path, &options);
    lxw_worksheet *sheet = workbook_add_worksheet(book, "故障");
    lxw_format *when = workbook_add_format(book);
    format_set_num_format(when, "yyyy-mm-dd hh:mm:ss");
    for (int c = 0; c < COLUMNS; c++)
        worksheet_write_string(sheet, 0, (lxw_col_t)c, headers[c], NULL);
    for (long i = 0; i < rows; i++)
        write_row(sheet, when, i);
    return workbook_close(book) == LXW_NO_ERROR ? 0 : 4;
}

/* For the peers: cells parted by tabs. */
static void write_rows(FILE *to, long rows) {
    char text[TEXT_MAX];
    for (int c = 0; c < COLUMNS; c++)
        fprintf(to, "%s%c", headers[c], c + 1 < COLUMNS ? '\t' : '\n');
    for (long i = 0; i < rows; i++) {
        for (int c = 0; c < FIRST_TIME; c++) {
            text_of(text, i, c);
            fprintf(to, "%s\t", text);
        }
        for (int k = 0; k < TIMES; k++)
            fprintf(to, "%.11f\t", time_of(i, k));
        for (int k = 0; k < COLUMNS - FIRST_FORMULA; k++) {
            fputc('=', to);
            fprintf(to, formulas[k], i + 2, i + 2);
            fputc(k + FIRST_FORMULA + 1 < COLUMNS ? '\t' : '\n', to);
        }
    }
}

/* -- processes -------------------------------------------------------------------------------------- */

struct run {
    double seconds;
    long peak_mb;
    bool ok;
};

static struct run finish(pid_t pid, double start) {
    struct rusage use;
    int status = -1;
    wait4(pid, &status, 0, &use);
    return (struct run){seconds() - start, use.ru_maxrss / 1024,
                        WIFEXITED(status) && WEXITSTATUS(status) == 0};
}

/* What is printed, warnings too (three columns are not read), goes to `printed`; NULL: away. */
static struct run run(const char *printed, const char *const argv[]) {
    double start = seconds();
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        if (!freopen(printed ? printed : "/dev/null", "w", stdout) || dup2(1, 2) < 0)
            _exit(126);
        execvp(argv[0], (char *const *)(uintptr_t)argv);
        _exit(127);
    }
    return finish(pid, start);
}

static void report(const char *what, long rows, struct run r, double of) {
    if (!r.ok) {
        printf("  %-42s not run\n", what);
        return;
    }
    printf("  %-42s %8.0f rows/s  %5ld MB; lvyue takes %.2f of its time\n", what, (double)rows / r.seconds,
           r.peak_mb, of / r.seconds);
    fflush(stdout);
}

/* -- lvyue ------------------------------------------------------------------------------------------ */

/* Seconds of the phase that --timings prints as "123.4 ms  NAME". */
static double phase(const char *path, const char *name) {
    char line[512], word[64];
    double ms, found = -1;
    FILE *f = fopen(path, "r");
    while (f && fgets(line, sizeof line, f))
        if (sscanf(line, "%lf ms %63s", &ms, word) == 2 && strcmp(word, name) == 0)
            found = ms / 1000;
    if (f)
        fclose(f);
    return found;
}

static void put_file(struct arena *a, const char *dir, const char *name, const char *text) {
    char *path = str_z(a, path_join(a, str_from(dir), str_from(name)));
    FILE *f = fopen(path, "wb");
    if (!f || fputs(text, f) < 0 || fclose(f) != 0) {
        perror(path);
        exit(4);
    }
}

static char *in_dir(struct arena *a, const char *dir, const char *name) {
    return str_z(a, path_join(a, str_from(dir), str_from(name)));
}

static const char *folder;

static void clear(void) {
    run(NULL, (const char *[]){"rm", "-r", folder, NULL});
}

static void die(const char *what) {
    fprintf(stderr, "%s failed\n", what);
    exit(4);
}

static struct run plain_book(const char *path, long rows) {
    double start = seconds();
    pid_t pid = fork();
    if (pid == 0)
        _exit(write_book(path, rows));
    return finish(pid, start);
}

static void list_rows(const char *path, long rows) {
    FILE *f = fopen(path, "wb");
    if (!f)
        die("writing the rows");
    write_rows(f, rows);
    fclose(f);
}

static void compare(struct arena *a, const char *lvyue, long rows, bool peers) {
    const char *book = in_dir(a, folder, "records/incident.xlsx"), *list = in_dir(a, folder, "rows.tsv"),
               *timings = in_dir(a, folder, "timings"), *out = in_dir(a, folder, "out"),
               *made = in_dir(a, folder, "peer.xlsx"), *script = "tests/bench/xlsx_peers.py",
               *python = "/usr/bin/python3";
    struct run plain = plain_book(book, rows);
    struct run check = run(NULL, (const char *[]){lvyue, "check", folder, "--on", "2027-01-01", NULL});
    struct run build = run(timings, (const char *[]){lvyue, "build", folder, "--on", "2027-01-01", "--format",
                                                     "xlsx", "--jobs", "1", "--out", out, "--timings", NULL});
    if (!plain.ok || !check.ok || !build.ok)
        die(plain.ok ? "lvyue" : "libxlsxwriter");
    double in = phase(timings, "ingest"), to = phase(timings, "build");
    printf("%ld rows of %d columns\n", rows, COLUMNS);
    printf("  %-42s %8.0f rows/s  %5ld MB\n", "in: lvyue, checked, into the store", (double)rows / in,
           check.peak_mb);
    if (peers)
        report("in: openpyxl read_only", rows,
               run(NULL, (const char *[]){python, script, "read", book, "-", NULL}), in);
    printf("  %-42s %8.0f rows/s  %5ld MB (reading included)\n", "out: lvyue, a table with formulas",
           (double)rows / to, build.peak_mb);
    if (!peers)
        return;
    list_rows(list, rows);
    report("out: libxlsxwriter constant_memory", rows, plain, to);
    report("out: XlsxWriter constant_memory", rows,
           run(NULL, (const char *[]){python, script, "xlsxwriter", list, made, NULL}), to);
    report("out: openpyxl write_only", rows,
           run(NULL, (const char *[]){python, script, "openpyxl", list, made, NULL}), to);
}

int main(int argc, char **argv) {
    long rows = argc > 2 ? strtol(argv[2], NULL, 10) : 100000;
    const char *tmp = getenv("TMPDIR");
    struct arena *a = arena_new();
    char *dir = in_dir(a, tmp && *tmp ? tmp : "/tmp", "lvyue-bench-XXXXXX");
    if (argc < 2 || rows < 5 || !mkdtemp(dir)) {
        fprintf(stderr, "usage: bench_xlsx LVYUE [ROWS]\n");
        return 3;
    }
    folder = dir;
    atexit(clear);
    mkdir(in_dir(a, dir, "records"), 0700);
    mkdir(in_dir(a, dir, "templates"), 0700);
    put_file(a, dir, "contract.yaml", contract_text);
    put_file(a, dir, "templates/ledger.xlsx.yaml", template_text);
    compare(a, argv[1], rows / 5, false);
    compare(a, argv[1], rows, true);
    return 0;
}
