/* bench_ingest.c - how long N incidents take from CSV into the store, against `sqlite3 .import` of the same file.
 *
 * bench_ingest [ROWS [PAIRS]]: default 200000 rows, 3 paired runs; run it in the repository's root. The import knows
 * no types, checks nothing and keeps no source rows: it is the floor of what loading into SQLite costs.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "store/store.h"

#define TEXT                                                                                                                                                    \
    "影像工作站调阅检查图像时长时间无响应，重新登录后仍然提示连接超时，放射科多台终端出现相同现象，临床无法" \
    "及时查看报告"

static const char contract_text[] =
    "lvyue: 1\n"
    "contract: {id: B-1, title: 示例维保, buyer: 示例市人民医院, supplier: 示例公司,\n"
    "  signed: 2024-12-20, from: 2025-01-01, to: 2025-12-31, amount: 100000}\n"
    "systems: [{id: pacs, name: 影像系统}, {id: ris, name: 登记系统}]\n"
    "clauses: [{id: c0, text: 前言, not_judged: 说明}]\n";

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static FILE *create(struct arena *a, str dir, const char *name) {
    FILE *to = fopen(str_z(a, path_join(a, dir, str_from(name))), "wb");
    if (!to) {
        perror(name);
        exit(4);
    }
    return to;
}

/* One incident about every half hour of a year, as many years' worth of them as needed. */
static void write_incidents(FILE *to, long rows) {
    static const char *const levels[] = {"一级", "二级", "三级", "四级"}, *const channels[] = {"电话", "微信",
                                                                                               "现场"};
    fputs("故障编号,系统,故障级别,故障现象,详细描述,报修科室,报修人,报修方式,报修时间,响应时间,到达时间,"
          "恢复时间,"
          "业务影响,根本原因,处理措施,处理人\n",
          to);
    for (long i = 0; i < rows; i++) {
        int minute = (int)(i * 31 % 30), hour = (int)(i / 2 % 12), day = (int)(i / 24 % 28) + 1,
            month = (int)(i / 672 % 12) + 1;
        fprintf(to, "INC-%08ld,%s,%s,图像调阅缓慢,\"%s,%ld\",放射科%ld室,工%04ld,%s,", i,
                i % 3 ? "pacs" : "登记系统", levels[i % 4], TEXT, i, i % 20, i % 300, channels[i % 3]);
        for (int k = 0; k < 4; k++)
            fprintf(to, "2025-%02d-%02d %02d:%02d%s,", month, day, hour + 2 * k, minute + 5 * k,
                    i % 2 ? ":00" : "");
        fprintf(to, "%s,%s,%s,工程师%ld\n", i % 50 ? "性能下降" : "业务中断", TEXT,
                "重启服务并清理日志，观察三十分钟后恢复正常", i % 9);
    }
}

static void fail_with(struct diags *d, struct failure *f) {
    diags_print(d, stderr);
    if (f->set)
        fprintf(stderr, "%s\n", f->text);
    exit(4);
}

static double run_ours(str dir, long rows) {
    struct arena *a = arena_new();
    struct diags *d = diags_new(a, LANG_EN);
    struct failure f = {0};
    struct record_types *types = record_types_load(a, d, S("data/records.yaml"));
    struct contract *c = contract_load(a, d, dir);
    if (!types || !c)
        fail_with(d, &f);
    double start = seconds();
    struct store *s = store_open(a, types, NULL, day_from_ymd(2026, 1, 1), &f);
    if (!s || !store_ingest(s, d, c, dir, &f) || diags_errors(d) || store_count(s, S("incident")) != rows)
        fail_with(d, &f);
    double took = seconds() - start;
    store_close(s);
    arena_free(a);
    return took;
}

/* A negative time: there is no sqlite3 program. */
static double run_import(struct arena *a, str dir) {
    char *db = str_z(a, path_join(a, dir, S("import.db")));
    char *import = str_z(a, str_fmt(a, ".import %.*s/records/incident.csv t", STR_ARG(dir)));
    unlink(db);
    double start = seconds();
    pid_t pid = fork();
    if (pid == 0) {
        execlp("sqlite3", "sqlite3", db, ".mode csv", import, (char *)NULL);
        _exit(127);
    }
    int status = -1;
    waitpid(pid, &status, 0);
    double took = seconds() - start;
    unlink(db);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? took : -1;
}

static void run_pairs(struct arena *a, str dir, long rows, int pairs) {
    double best = 0, ours = 0, import = 0;
    for (int i = 0; i < pairs; i++) {
        double t = run_ours(dir, rows), u = run_import(a, dir);
        if (u > 0)
            printf("  ingest %.2f s, .import %.2f s, ratio %.2f\n", t, u, t / u);
        ours = i == 0 || t < ours ? t : ours;
        import = i == 0 || u < import ? u : import;
        best = ours;
    }
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    printf("ingest: %ld rows, %.0f rows/s, peak memory %ld MB\n", rows, (double)rows / best,
           use.ru_maxrss / 1024);
    if (import > 0)
        printf("ingest: %.2f of sqlite3 .import (aim: at most 0.6)\n", ours / import);
}

int main(int argc, char **argv) {
    long rows = argc > 1 ? strtol(argv[1], NULL, 10) : 200000;
    int pairs = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 3;
    const char *tmp = getenv("TMPDIR");
    struct arena *a = arena_new();
    char *dir = str_z(a, path_join(a, str_from(tmp && *tmp ? tmp : "/tmp"), S("lvyue-bench-XXXXXX")));
    if (!mkdtemp(dir)) {
        perror(dir);
        return 4;
    }
    mkdir(str_z(a, path_join(a, str_from(dir), S("records"))), 0700);
    FILE *to = create(a, str_from(dir), "contract.yaml");
    fputs(contract_text, to);
    fclose(to);
    to = create(a, str_from(dir), "records/incident.csv");
    write_incidents(to, rows);
    printf("ingest: file of %.0f MB\n", (double)ftell(to) / 1e6);
    fclose(to);
    run_pairs(a, str_from(dir), rows, pairs);
    unlink(str_z(a, path_join(a, str_from(dir), S("records/incident.csv"))));
    rmdir(str_z(a, path_join(a, str_from(dir), S("records"))));
    unlink(str_z(a, path_join(a, str_from(dir), S("contract.yaml"))));
    rmdir(dir);
    arena_free(a);
    return 0;
}
