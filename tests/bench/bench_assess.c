/* bench_assess.c - how long the verdicts over N incidents take, against a plain SQL aggregate over the same table and
 * against `sqlite3 .import` of the same rows as a file.
 *
 * bench_assess [ROWS [PAIRS]]: default 200000 rows, 3 paired runs; run it in the repository's root. Four targets (two
 * on office hours, one pausing), two KPIs by quarter and one of availability; one incident in fifty has events, one in
 * two thousand is an outage. The peer asks SQLite for the same counts by quarter with date functions, which is what a
 * report without a judge would do; it keeps no verdict per incident, knows no calendar and no pause.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "assess/assess.h"

static const char contract_text[] =
    "lvyue: 1\n"
    "contract: {id: B-1, title: 示例维保, buyer: 示例市人民医院, supplier: 示例公司,\n"
    "  signed: 2024-12-20, from: 2025-01-01, to: 2025-12-31, amount: 486000}\n"
    "clauses: [{id: c1, text: 要求}]\n"
    "calendars: {office: {days: mon-fri, hours: ['08:00-12:00', '13:30-18:00'], holidays: cn}}\n"
    "systems: [{id: pacs, name: 影像系统, critical: yes}, {id: ris, name: 登记系统}]\n"
    "targets:\n"
    "  - {id: response, name: 响应, clause: c1, on: incident, from: reported_at, to: responded_at, within: "
    "30min}\n"
    "  - {id: arrival, name: 到场, clause: c1, on: incident, from: reported_at, to: arrived_at, within: 2h, "
    "clock: office}\n"
    "  - {id: restore, name: 恢复, clause: c1, on: incident, where: level = 'P1', from: reported_at, to: "
    "[restored_at,\n"
    "     workaround_at], within: 4h, pause: [waiting_customer]}\n"
    "  - {id: repair, name: 修复, clause: c1, on: incident, where: level <> 'P1', from: reported_at, to: "
    "restored_at,\n"
    "     within: 3 workdays, clock: office}\n"
    "kpis:\n"
    "  - {id: k1, name: 响应率, clause: c1, every: quarter, met: [response, arrival], at_least: 95%}\n"
    "  - {id: k2, name: 解决率, clause: c1, every: quarter, at_least: 99%,\n"
    "     share: {of: incident, where: restored_at is not null}}\n"
    "  - {id: k3, name: 可用率, clause: c1, every: year, at_least: 99.9%,\n"
    "     availability: {systems: critical, down: impact = 'outage'}}\n";

/* The same figures as far as SQL alone can tell them, always on the clock. */
static const char peer_sql[] =
    "SELECT strftime('%Y', reported_at) || 'Q' || ((strftime('%m', reported_at) + 2) / 3) AS quarter, "
    "count(*),"
    " sum((julianday(responded_at) - julianday(reported_at)) * 1440 <= 30),"
    " sum((julianday(arrived_at) - julianday(reported_at)) * 1440 <= 120),"
    " sum(level = 'P1' AND (julianday(restored_at) - julianday(reported_at)) * 1440 <= 240),"
    " sum(level <> 'P1' AND (julianday(restored_at) - julianday(reported_at)) <= 3),"
    " sum(restored_at IS NOT NULL) FROM incident GROUP BY quarter";

struct bench {
    struct arena *a;
    struct diags *d;
    struct failure f;
    struct contract *contract;
    struct calendars *calendars;
    struct store *store;
};

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void give_up(struct bench *b, const char *what) {
    diags_print(b->d, stderr);
    fprintf(stderr, "bench_assess: %s %s\n", what, b->f.set ? b->f.text : "");
    exit(4);
}

static str write_folder(struct arena *a) {
    char *dir = str_z(a, S("/tmp/lvyue-bench-XXXXXX"));
    FILE *to = mkdtemp(dir) ? fopen(str_z(a, path_join(a, str_from(dir), S("contract.yaml"))), "wb") : NULL;
    if (!to || fwrite(contract_text, 1, strlen(contract_text), to) != strlen(contract_text) || fclose(to)) {
        perror(dir);
        exit(4);
    }
    return str_from(dir);
}

/* The row of one incident as bound, for the import. */
static void write_incident(FILE *to, struct arena *a, long i, const int64_t times[4], str title) {
    static const char *const levels[] = {"P1", "P2", "P3", "P3"};
    struct arena_mark m = arena_mark(a);
    fprintf(to, "INC-%08ld,%s,%s,%.*s", i, i % 3 ? "pacs" : "ris", levels[i % 4], STR_ARG(title));
    for (int k = 0; k < 4; k++) {
        str t = times[k] == CIVIL_NONE ? S("") : civil_text(a, times[k]);
        fprintf(to, ",%.*s", STR_ARG(t));
    }
    fprintf(to, ",%s,records/incident.csv,%ld\n", i % 2000 ? "degraded" : "outage", i + 2);
    arena_rewind(a, m);
}

static void add_incident(struct stmt *q, long i, FILE *csv, struct arena *a) {
    static const char *const levels[] = {"P1", "P2", "P3", "P3"};
    int64_t t = day_start(day_from_ymd(2025, 1, 1)) + (int64_t)i * 7919 % (360 * DAY_SECONDS);
    char id[32];
    snprintf(id, sizeof id, "INC-%08ld", i);
    stmt_bind_text(q, 1, str_from(id));
    stmt_bind_text(q, 2, i % 3 ? S("pacs") : S("ris"));
    stmt_bind_text(q, 3, str_from(levels[i % 4]));
    const int64_t times[] = {t, t + 60 * (i % 32), t + 60 * (i % 150),
                             i % 997 ? t + 60 * (i % 300) : CIVIL_NONE};
    str title =
        S("影像工作站调阅检查图像时长时间无响应，重新登录后仍然提示连接超时，放射科多台终端出现相同现象");
    stmt_bind_text(q, 4, title);
    for (int k = 0; k < 4; k++)
        stmt_bind_time(q, 5 + k, times[k]);
    write_incident(csv, a, i, times, title);
    stmt_bind_text(q, 9, i % 2000 ? S("degraded") : S("outage"));
    stmt_bind_int(q, 10, i + 2);
    stmt_step(q);
    stmt_reset(q);
}

static void add_events(struct stmt *q, long i) {
    char id[32];
    int64_t t = day_start(day_from_ymd(2025, 1, 1)) + (int64_t)i * 7919 % (360 * DAY_SECONDS);
    snprintf(id, sizeof id, "INC-%08ld", i);
    for (int k = 0; k < 2; k++) {
        stmt_bind_text(q, 1, str_from(id));
        stmt_bind_text(q, 2, k ? S("resume") : S("hold"));
        stmt_bind_time(q, 3, t + 600 + k * 1800);
        stmt_step(q);
        stmt_reset(q);
    }
}

static void fill(struct bench *b, str dir, long rows) {
    struct stmt *incident =
        stmt_new(b->store, "INSERT INTO incident(id, system, level, title, reported_at, responded_at,"
                           " arrived_at, restored_at, impact, source_file, source_row)"
                           " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 'records/incident.csv', ?10)");
    struct stmt *event = stmt_new(b->store, "INSERT INTO event(incident, kind, at, reason)"
                                            " VALUES (?1, ?2, ?3, 'waiting_customer')");
    FILE *csv = fopen(str_z(b->a, path_join(b->a, dir, S("incident.csv"))), "wb");
    if (!csv || !store_begin(b->store, &b->f))
        give_up(b, "begin");
    fputs("id,system,level,title,reported_at,responded_at,arrived_at,restored_at,impact,source_file,source_"
          "row\n",
          csv);
    for (long i = 0; i < rows; i++)
        add_incident(incident, i, csv, b->a);
    fclose(csv);
    for (long i = 0; i < rows; i += 50)
        add_events(event, i);
    stmt_free(incident);
    stmt_free(event);
    if (!store_commit(b->store, &b->f))
        give_up(b, "commit");
}

static double run_peer(struct bench *b) {
    double start = seconds();
    struct stmt *q = stmt_new(b->store, peer_sql);
    while (stmt_step(q))
        continue;
    stmt_free(q);
    return seconds() - start;
}

/* A negative time: there is no sqlite3 program. */
static double run_import(struct bench *b, str dir) {
    char *db = str_z(b->a, path_join(b->a, dir, S("import.db")));
    char *import = str_z(b->a, str_fmt(b->a, ".import %.*s/incident.csv t", STR_ARG(dir)));
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
    unlink(str_z(b->a, path_join(b->a, dir, S("incident.csv"))));
    return WIFEXITED(status) && WEXITSTATUS(status) == 0 ? took : -1;
}

static double run_assess(struct bench *b, int32_t on) {
    struct assess as = {.a = b->a,
                        .d = b->d,
                        .store = b->store,
                        .contract = b->contract,
                        .calendars = b->calendars,
                        .on = on,
                        .now = day_start(on + 1),
                        .f = &b->f};
    double start = seconds();
    if (!assess_run(&as) || diags_errors(b->d))
        give_up(b, "assess");
    return seconds() - start;
}

static void run_pair(str dir, long rows) {
    struct bench b = {.a = arena_new()};
    int32_t on = day_from_ymd(2025, 12, 31);
    b.d = diags_new(b.a, LANG_EN);
    struct record_types *types = record_types_load(b.a, b.d, S("data/records.yaml"));
    struct holidays *holidays = holidays_load(b.a, b.d, S("data/holidays-cn.yaml"));
    b.contract = contract_load(b.a, b.d, dir);
    if (!types || !holidays || !b.contract || diags_errors(b.d))
        give_up(&b, "contract");
    b.calendars = calendars_build(b.a, b.d, b.contract, holidays, INT32_MAX);
    b.store = store_open(b.a, types, b.calendars, on, &b.f);
    if (!b.store)
        give_up(&b, "store");
    fill(&b, dir, rows);
    double import = run_import(&b, dir);
    run_peer(&b); /* warms the cache for both */
    double peer = run_peer(&b);
    size_t before = arena_held(b.a);
    double ours = run_assess(&b, on);
    printf(
        "  %.2f s; plain SQL aggregate %.2f s, sqlite3 .import %.2f s; %lld results, arena grew by %zu kB\n",
        ours, peer, import, (long long)store_count(b.store, S("target_result")),
        (arena_held(b.a) - before) / 1024);
    printf("assess %ld incidents: %.2f of a plain SQL aggregate", rows, ours / peer);
    if (import > 0)
        printf(", %.2f of sqlite3 .import", ours / import);
    printf("\n");
    store_close(b.store);
    arena_free(b.a);
}

int main(int argc, char **argv) {
    long rows = argc > 1 ? atol(argv[1]) : 200000, pairs = argc > 2 ? atol(argv[2]) : 3;
    struct arena *a = arena_new();
    str dir = write_folder(a);
    for (long i = 0; i < pairs; i++)
        run_pair(dir, rows);
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    printf("assess %ld incidents: peak memory %ld MB\n", rows, use.ru_maxrss / 1024);
    unlink(str_z(a, path_join(a, dir, S("contract.yaml"))));
    rmdir(str_z(a, dir));
    arena_free(a);
    return 0;
}
