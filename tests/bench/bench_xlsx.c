/* bench_xlsx.c - how fast N incidents come from a workbook into the store, against python3-openpyxl (read_only) that reads
 * the same file and keeps nothing.
 *
 * bench_xlsx [ROWS [shared]]: default 50000 rows of 16 columns, strings in the cells; shared: in the table of shared
 * strings, each of them once. Run it in the repository's root. openpyxl takes minutes beyond 200000 rows and is left out
 * there, as it is where it is not installed.
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

#include "store/store.h"

static const char *const headers[] = {"故障编号", "系统",     "故障级别", "故障现象", "详细描述", "报修科室",
                                      "报修人",   "报修方式", "报修时间", "响应时间", "到达时间", "恢复时间",
                                      "业务影响", "根本原因", "处理措施", "处理人"};
enum { COLUMNS = sizeof headers / sizeof *headers, FIRST_TIME = 8, TIMES = 4, PEER_ROWS_MAX = 200000 };

static const char contract_text[] =
    "lvyue: 1\n"
    "contract: {id: B-1, title: 示例维保, buyer: 示例市人民医院, supplier: 示例公司,\n"
    "  signed: 2024-12-20, from: 2025-01-01, to: 2025-12-31, amount: 100000}\n"
    "systems: [{id: pacs, name: 影像系统}, {id: ris, name: 登记系统}]\n"
    "records: {incident: {file: records/incident.xlsx}}\n"
    "clauses: [{id: c0, text: 前言, not_judged: 说明}]\n";

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

/* Text column c of row i; every third is like no other in the file. */
static const char *text_of(char *to, size_t size, long i, int c) {
    static const char *const levels[] = {"一级", "二级", "三级", "四级"}, *const ways[] = {"电话", "微信",
                                                                                           "现场"};
    switch (c) {
    case 0:
        snprintf(to, size, "INC-%08ld", i);
        return to;
    case 1:
        return i % 3 ? "pacs" : "登记系统";
    case 2:
        return levels[i % 4];
    case 7:
        return ways[i % 3];
    case 12:
        return i % 50 ? "性能下降" : "业务中断";
    case 4:
    case 13:
        snprintf(to, size,
                 "影像工作站调阅检查图像时长时间无响应，重新登录后仍然提示连接超时，%ld 号终端出现相同现象",
                 i * 2 + (c == 13));
        return to;
    default:
        snprintf(to, size, "%s%ld", headers[c], i % 300);
        return to;
    }
}

static void write_row(lxw_worksheet *sheet, lxw_format *when, long i) {
    char text[256];
    lxw_row_t row = (lxw_row_t)i + 1;
    for (int c = 0; c < COLUMNS; c++) {
        int k = c - FIRST_TIME;
        if (k >= 0 && k < TIMES)
            worksheet_write_number(sheet, row, (lxw_col_t)c, 45658.0 + (double)(i % 500000) / 1440 + k / 48.0,
                                   when);
        else
            worksheet_write_string(sheet, row, (lxw_col_t)c, text_of(text, sizeof text, i, c), NULL);
    }
}

/* In a process of its own, so that its memory is not counted. */
static void write_book(const char *path, long rows, bool shared) {
    pid_t pid = fork();
    if (pid == 0) {
        lxw_workbook_options options = {.constant_memory = shared ? LXW_FALSE : LXW_TRUE};
        lxw_workbook *book = workbook_new_opt(path, &options);
        lxw_worksheet *sheet = workbook_add_worksheet(book, "故障");
        lxw_format *when = workbook_add_format(book);
        format_set_num_format(when, "yyyy-mm-dd hh:mm:ss");
        for (int c = 0; c < COLUMNS; c++)
            worksheet_write_string(sheet, 0, (lxw_col_t)c, headers[c], NULL);
        for (long i = 0; i < rows; i++)
            write_row(sheet, when, i);
        _exit(workbook_close(book) == LXW_NO_ERROR ? 0 : 4);
    }
    int status = -1;
    waitpid(pid, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) {
        fprintf(stderr, "%s cannot be written\n", path);
        exit(4);
    }
}

static double run_ours(str dir, long rows) {
    struct arena *a = arena_new();
    struct diags *d = diags_new(a, LANG_EN);
    struct failure f = {0};
    struct record_types *types = record_types_load(a, d, S("data/records.yaml"));
    struct contract *c = contract_load(a, d, dir);
    double start = seconds();
    struct store *s = types && c ? store_open(a, types, NULL, day_from_ymd(2027, 1, 1), &f) : NULL;
    if (!s || !store_ingest(s, d, c, dir, &f) || diags_errors(d) || store_count(s, S("incident")) != rows) {
        diags_print(d, stderr);
        exit(4);
    }
    double took = seconds() - start;
    store_close(s);
    arena_free(a);
    return took;
}

/* A negative time: there is no openpyxl. */
static double run_openpyxl(const char *path) {
    static const char program[] =
        "import sys, openpyxl\n"
        "sheet = openpyxl.load_workbook(sys.argv[1], read_only=True, data_only=True).active\n"
        "sys.exit(sum(1 for row in sheet.iter_rows(values_only=True)) < 2)\n";
    double start = seconds();
    pid_t pid = fork();
    if (pid == 0) {
        execl("/usr/bin/python3", "python3", "-c", program, path, (char *)NULL);
        _exit(127);
    }
    int status = -1;
    waitpid(pid, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? seconds() - start : -1;
}

static void report(long rows, double ours) {
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    printf("xlsx in: %ld rows, %.0f rows/s, peak memory %ld MB\n", rows, (double)rows / ours,
           use.ru_maxrss / 1024);
    fflush(stdout);
}

static void compare(long rows, double ours, double theirs) {
    if (theirs > 0)
        printf("xlsx in: openpyxl read_only %.0f rows/s; lvyue takes %.2f of its time\n",
               (double)rows / theirs, ours / theirs);
}

int main(int argc, char **argv) {
    long rows = argc > 1 ? strtol(argv[1], NULL, 10) : 50000;
    bool shared = argc > 2 && strcmp(argv[2], "shared") == 0;
    const char *tmp = getenv("TMPDIR");
    struct arena *a = arena_new();
    char *dir = str_z(a, path_join(a, str_from(tmp && *tmp ? tmp : "/tmp"), S("lvyue-bench-XXXXXX")));
    if (!mkdtemp(dir)) {
        perror(dir);
        return 4;
    }
    char *records = str_z(a, path_join(a, str_from(dir), S("records")));
    char *book = str_z(a, path_join(a, str_from(records), S("incident.xlsx")));
    char *contract = str_z(a, path_join(a, str_from(dir), S("contract.yaml")));
    FILE *to = mkdir(records, 0700) == 0 ? fopen(contract, "wb") : NULL;
    if (!to || fputs(contract_text, to) < 0 || fclose(to) != 0) {
        perror(contract);
        return 4;
    }
    write_book(book, rows, shared);
    double ours = run_ours(str_from(dir), rows);
    report(rows, ours);
    if (rows <= PEER_ROWS_MAX)
        compare(rows, ours, run_openpyxl(book));
    unlink(book);
    rmdir(records);
    unlink(contract);
    rmdir(dir);
    arena_free(a);
    return 0;
}
