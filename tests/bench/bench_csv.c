/* bench_csv ROWS - incidents of 16 columns (about 600 bytes each) made in $TMPDIR, then read twice: by the
 * scanner alone and by record_read() with every check. Prints rows/s, MB/s and the memory held. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#include "records/csv.h"
#include "records/reader.h"

struct bench {
    struct arena *a;
    const struct record_type *type;
    str path;
    int64_t rows, seen;
    struct arena *scratch;
    size_t held; /* most of scratch */
};

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void write_rows(FILE *f, int64_t rows) {
    static const char *const levels[] = {"一级", "二级", "三级", "P4"};
    static const char *const systems[] = {"pacs", "ris", "his", "emr"};
    struct arena *a = arena_new();
    fputs("故障编号,系统,故障级别,影响范围,故障现象,详细描述,报修科室,报修人,报修时间,响应时间,到达时间,"
          "恢复时间,"
          "需现场处理,业务影响,根本原因,处理措施\n",
          f);
    for (int64_t i = 0; i < rows; i++) {
        struct arena_mark mark = arena_mark(a);
        int64_t t = day_start(day_from_ymd(2025, 1, 1)) + i * 31 % (364 * DAY_SECONDS);
        fprintf(f,
                "INC-%08lld,%s,%s,科室,影像调阅缓慢第%lld次,\"检查列表打开需要三十秒以上, "
                "科室反映\"\"无法正常工作\"\"；",
                (long long)i, systems[i % 4], levels[i % 7 % 4], (long long)i);
        fputs("重启客户端后短时恢复，随后再次变慢，影响上午门诊检查安排，患者排队等候时间明显变长。\",放射科,"
              "示例,",
              f);
        for (int k = 0; k < 4; k++)
            fprintf(f, "%s,", str_z(a, civil_text(a, t + k * 600)));
        fputs("是,性能下降,存储阵列控制器缓存电池失效导致写回模式关闭，写入延迟升高，数据库等待增加,"
              "更换电池并恢复写回模式，观察两小时后性能指标恢复正常，已补充巡检项目并加入监控告警\n",
              f);
        arena_rewind(a, mark);
    }
    arena_free(a);
}

static void report(const struct bench *b, const char *what, double from, size_t bytes, size_t held) {
    double took = seconds() - from;
    struct rusage use;
    getrusage(RUSAGE_SELF, &use);
    printf("%-12s %9.3f s %12.0f rows/s %8.0f MB/s  arena %zu kB, peak resident %ld kB\n", what, took,
           (double)b->rows / took, (double)bytes / 1e6 / took, held / 1024, use.ru_maxrss);
}

static void bench_scan(struct bench *b) {
    struct arena *a = arena_new();
    const char *why = "";
    str text;
    struct csv c;
    struct csv_row row;
    double from = seconds();
    size_t fields = 0;
    if (!file_map(b->path, &text, &why)) {
        fprintf(stderr, "%s\n", why);
        exit(4);
    }
    csv_init(&c, a, text, ',');
    while (csv_next(&c, &row))
        fields += row.n;
    report(b, "scan", from, text.n, arena_held(a));
    if (fields != (size_t)(b->rows + 1) * 16)
        printf("wrong: %zu fields\n", fields);
    file_unmap(text);
    arena_free(a);
}

static bool count(void *ctx, const struct record_row *row) {
    struct bench *b = ctx;
    b->seen += row->cells[0].set;
    size_t held = arena_held(b->scratch);
    b->held = held > b->held ? held : b->held;
    return true;
}

static void bench_read(struct bench *b, size_t bytes) {
    struct arena *scratch = arena_new();
    struct diags *d = diags_new(b->a, LANG_EN);
    struct record_source src = {.type = b->type,
                                .path = b->path,
                                .shown = S("bench.csv"),
                                .on_end = CIVIL_NONE,
                                .day_min = day_from_ymd(2020, 1, 1),
                                .day_max = day_from_ymd(2030, 1, 1)};
    struct record_stats stats;
    b->scratch = scratch;
    double from = seconds();
    record_read(scratch, d, &src, count, b, &stats);
    report(b, "record_read", from, bytes, b->held);
    diags_print(d, stdout);
    if (b->seen != b->rows)
        printf("wrong: %lld rows\n", (long long)b->seen);
    arena_free(scratch);
}

int main(int argc, char **argv) {
    struct bench b = {.a = arena_new(), .rows = argc > 1 ? atoll(argv[1]) : 200000};
    const char *tmp = getenv("TMPDIR"), *root = getenv("LVYUE_ROOT");
    char *path = str_z(b.a, str_fmt(b.a, "%s/bench_csv.%ld.csv", tmp ? tmp : "/tmp", (long)getpid()));
    struct diags *d = diags_new(b.a, LANG_EN);
    struct record_types *types =
        record_types_load(b.a, d, str_fmt(b.a, "%s/data/records.yaml", root ? root : "."));
    FILE *f = fopen(path, "wb");
    diags_print(d, stderr);
    if (!types || !f) {
        fprintf(stderr, "bench_csv: run it in the source folder, or set LVYUE_ROOT\n");
        return 4;
    }
    write_rows(f, b.rows);
    size_t bytes = (size_t)ftell(f);
    fclose(f);
    b.path = str_from(path);
    b.type = record_types_find(types, S("incident"));
    printf("%lld rows, %.1f MB\n", (long long)b.rows, (double)bytes / 1e6);
    bench_read(&b, bytes); /* first: its peak resident size is then its own */
    bench_scan(&b);
    unlink(path);
    arena_free(b.a);
    return 0;
}
