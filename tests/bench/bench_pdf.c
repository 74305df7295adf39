/* bench_pdf [ROWS [TTF]] - a ten-page Chinese report and a table of ROWS rows (100,000), each as a PDF by lvyue, by the
 * bare library (libharu's own text calls with an embedded TrueType font drawing the same words at the same places, so
 * without layout), by ReportLab and by WeasyPrint (pdf_peers.py). Each run is a process of its own; the fast ones take
 * turns and the best of each counts. Who is not installed is left out; WeasyPrint gets a table of 1,000 rows, which it
 * can finish.
 */
#include <fontconfig/fontconfig.h>
#include <hpdf.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "render/layout.h"
#include "util/civil.h"
#include "util/dec.h"

struct bench {
    struct arena *a;
    struct document doc;
    struct pages pages; /* laid out once, for the peer's words */
    char **words;       /* of each text operation, page by page */
    const char *ttf, *out, *source;
};
typedef void run_fn(const struct bench *b);
enum { WEASYPRINT_ROWS = 1000 };

static double seconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void die(const char *what) {
    fprintf(stderr, "bench_pdf: %s\n", what);
    exit(1);
}

/* -- documents -------------------------------------------------------------------------------------- */

static struct block *append(struct bench *b, struct block ***end, enum block_kind kind, int level,
                            const char *text) {
    struct block *block = ARENA_NEW(b->a, struct block);
    block->kind = kind;
    block->level = level;
    block->at = file_place(S("bench"));
    block->runs.n = 1;
    block->runs.at = ARENA_NEW(b->a, struct run);
    block->runs.at[0].text = str_from(text);
    **end = block;
    *end = &block->next;
    return block;
}

static const char *const sentences[] = {
    "检查期内共完成远程健康检查3次、现场全面巡检1次，发现需关注事项2项，均已处理完毕；系统整体可用率为99.96%"
    "。",
    "数据库、应用服务器、存储管理、Web浏览端、诊断报告端等全部授权模块运行平稳，与HIS、EMR、预约挂号系统的接"
    "口正常。",
    "时间以医院时钟服务器为准；可用率按分钟计算，计划内停机经甲方书面同意后扣除，重叠部分只计一次。",
    "工程师对全院范围内的诊断工作站逐台核对：时间偏差不超过1秒，系统盘剩余空间不低于20%"
    "，浏览器版本符合要求。",
    "影像加载缓慢的原因为存储阵列控制器缓存电池失效导致写回模式关闭，更换电池并恢复写回模式后，观察两小时恢复"
    "正常。",
};

static void make_report(struct bench *b) {
    struct block **end = &b->doc.blocks;
    for (int chapter = 0; chapter < 10; chapter++) {
        append(b, &end, BLOCK_HEADING, 1, "检查情况");
        for (int i = 0; i < 14; i++)
            append(b, &end, BLOCK_PARAGRAPH, 0, sentences[(chapter + i) % 5]);
    }
}

static void make_table(struct bench *b, size_t rows) {
    static const char *const titles[] = {"工单号", "系统", "报修时间", "现象", "历时", "结论"};
    static const char *const words[] = {"影像调阅缓慢", "报告无法保存", "接口队列积压", "登录失败"};
    struct block **end = &b->doc.blocks;
    struct table *t = ARENA_NEW(b->a, struct table);
    t->caption = S("故障明细");
    t->n_columns = 6;
    t->n_rows = rows;
    t->columns = ARENA_ARRAY(b->a, struct table_column, 6);
    t->cells = ARENA_ARRAY(b->a, struct table_cell, rows * 6);
    for (size_t c = 0; c < 6; c++)
        t->columns[c].title = str_from(titles[c]);
    for (size_t r = 0; r < rows; r++) {
        struct table_cell *c = &t->cells[r * 6];
        c[0].text = str_fmt(b->a, "INC-2025-%05zu", r);
        c[1].text = r % 3 ? S("PACS核心") : S("HIS接口");
        c[2].text =
            str_slice(civil_text(b->a, day_start(day_from_ymd(2025, 1, 1)) + (int64_t)r * 977), 0, 16);
        c[3].text = str_from(words[r % 4]);
        c[4].text = duration_text(b->a, (int64_t)(r % 700) * 60);
        c[5].text = r % 9 ? S("达标") : S("未达标");
    }
    append(b, &end, BLOCK_TABLE, 0, "")->table = t;
}

/* -- lvyue ------------------------------------------------------------------------------------------ */

static void run_lvyue(const struct bench *b) {
    struct arena *a = arena_new();
    struct diags *d = diags_new(a, LANG_EN);
    struct failure f = {0};
    struct fonts *fonts = fonts_open(a, d, NULL, &f);
    if (!fonts || !render_pdf(a, d, fonts, &b->doc, b->out, &f))
        die(f.set ? f.text : "lvyue gave diagnostics");
    fonts_close(fonts);
    arena_free(a);
}

/* -- libharu ---------------------------------------------------------------------------------------- */

static void haru_error(HPDF_STATUS code, HPDF_STATUS detail, void *data) {
    (void)data;
    fprintf(stderr, "libharu error %04lX %lu\n", code, detail);
    exit(1);
}

static size_t haru_page(const struct bench *b, HPDF_Doc pdf, HPDF_Font font, size_t page, size_t word) {
    const struct page *p = &b->pages.at[page];
    HPDF_Page leaf = HPDF_AddPage(pdf);
    HPDF_Page_SetWidth(leaf, b->pages.at[0].width);
    HPDF_Page_SetHeight(leaf, b->pages.at[0].height);
    float size = 0;
    for (size_t i = 0; i < p->n_ops; i++) {
        const struct op *op = &p->ops[i];
        if (op->kind == OP_TEXT) {
            HPDF_Page_BeginText(leaf);
            if (op->size < size || op->size > size)
                HPDF_Page_SetFontAndSize(leaf, font, size = op->size);
            HPDF_Page_TextOut(leaf, op->x, b->pages.at[0].height - op->y, b->words[word++]);
            HPDF_Page_EndText(leaf);
        } else if (op->kind == OP_LINE) {
            HPDF_Page_MoveTo(leaf, op->x, b->pages.at[0].height - op->y);
            HPDF_Page_LineTo(leaf, op->x2, b->pages.at[0].height - op->y2);
            HPDF_Page_Stroke(leaf);
        }
    }
    return word;
}

static void run_libharu(const struct bench *b) {
    HPDF_Doc pdf = HPDF_New(haru_error, NULL);
    HPDF_SetCompressionMode(pdf, HPDF_COMP_ALL);
    HPDF_UseUTFEncodings(pdf);
    const char *name = strstr(b->ttf, ".ttc") ? HPDF_LoadTTFontFromFile2(pdf, b->ttf, 0, HPDF_TRUE)
                                              : HPDF_LoadTTFontFromFile(pdf, b->ttf, HPDF_TRUE);
    HPDF_Font font = HPDF_GetFont(pdf, name, "UTF-8");
    size_t word = 0;
    for (size_t i = 0; i < b->pages.n; i++)
        word = haru_page(b, pdf, font, i, word);
    HPDF_SaveToFile(pdf, b->out);
    HPDF_Free(pdf);
}

/* The words of all text operations, in their order. */
static void collect_words(struct bench *b, const struct glyphs *glyphs) {
    VEC(char *) words = {0};
    for (size_t i = 0; i < b->pages.n; i++)
        for (size_t k = 0; k < b->pages.at[i].n_ops; k++) {
            const struct op *op = &b->pages.at[i].ops[k];
            if (op->kind != OP_TEXT)
                continue;
            struct sb text = {.a = b->a};
            for (uint32_t g = 0; g < op->n; g++)
                sb_codepoint(&text, glyphs_used(glyphs, (enum face)op->face).at[op->u.cids[g]].codepoint);
            VEC_PUSH(b->a, &words, str_z(b->a, sb_str(&text)));
        }
    b->words = words.at;
}

static char *find_truetype(struct arena *a) {
    FcPattern *p = FcPatternBuild(NULL, FC_LANG, FcTypeString, "zh-cn", FC_FONTFORMAT, FcTypeString,
                                  "TrueType", (char *)NULL);
    FcObjectSet *wanted = FcObjectSetBuild(FC_FILE, (char *)NULL);
    FcFontSet *found = FcFontList(NULL, p, wanted);
    FcChar8 *file = NULL;
    char *path = NULL;
    if (found && found->nfont && FcPatternGetString(found->fonts[0], FC_FILE, 0, &file) == FcResultMatch)
        path = str_z(a, str_from((const char *)file));
    FcFontSetDestroy(found);
    FcObjectSetDestroy(wanted);
    FcPatternDestroy(p);
    FcFini();
    return path;
}

/* -- other typesetters ------------------------------------------------------------------------------- */

/* The document for pdf_peers.py: a line for each heading, paragraph and row. */
static void write_source(const struct bench *b) {
    FILE *f = fopen(b->source, "w");
    if (!f)
        die(b->source);
    for (const struct block *block = b->doc.blocks; block; block = block->next) {
        const struct table *t = block->table;
        if (!t) {
            fprintf(f, "%c %.*s\n", block->kind == BLOCK_HEADING ? 'H' : 'P',
                    STR_ARG(block->runs.at[0].text));
            continue;
        }
        for (size_t c = 0; c < t->n_columns; c++)
            fprintf(f, "%s%.*s", c ? "\t" : "T ", STR_ARG(t->columns[c].title));
        for (size_t c = 0; c < t->n_rows * t->n_columns; c++)
            fprintf(f, "%s%.*s", c % t->n_columns ? "\t" : "\nR ", STR_ARG(t->cells[c].text));
        fputc('\n', f);
    }
    fclose(f);
}

static void run_peer(const struct bench *b, const char *who) {
    const char *root = getenv("LVYUE_ROOT");
    char script[4096];
    snprintf(script, sizeof script, "%s/tests/bench/pdf_peers.py", root ? root : ".");
    execl("/usr/bin/python3", "python3", script, who, b->source, b->out, b->ttf, (char *)NULL);
    _exit(1);
}

static void run_reportlab(const struct bench *b) {
    run_peer(b, "reportlab");
}

static void run_weasyprint(const struct bench *b) {
    run_peer(b, "weasyprint");
}

/* -- measuring -------------------------------------------------------------------------------------- */

struct contestant {
    const char *name;
    run_fn *run;
    bool slow; /* runs once */
};
static const struct contestant contestants[] = {{"lvyue", run_lvyue, false},
                                                {"libharu", run_libharu, false},
                                                {"ReportLab", run_reportlab, true},
                                                {"WeasyPrint", run_weasyprint, true}};
enum { CONTESTANTS = sizeof contestants / sizeof *contestants };
struct score {
    double best;
    long size, peak_kb;
    size_t pages;
};

static bool present(const struct bench *b, size_t who) {
    if (!contestants[who].slow)
        return who == 0 || b->ttf;
    char test[128];
    snprintf(test, sizeof test, "/usr/bin/python3 -c 'import %s' 2>/dev/null",
             contestants[who].run == run_reportlab ? "reportlab" : "weasyprint");
    return b->ttf && system(test) == 0;
}

/* Seconds of one run in a child process, and its peak memory; below 0: it failed. */
static double run_child(const struct bench *b, run_fn *run, long *peak_kb) {
    double from = seconds();
    pid_t pid = fork();
    if (pid == 0) {
        run(b);
        _exit(0);
    }
    int status;
    struct rusage use;
    if (pid < 0 || wait4(pid, &status, 0, &use) < 0 || status != 0)
        return -1;
    *peak_kb = use.ru_maxrss;
    return seconds() - from;
}

static size_t count_pages(const char *path) {
    char line[256];
    size_t n = 0;
    snprintf(line, sizeof line, "pdfinfo %s 2>/dev/null", path);
    FILE *f = popen(line, "r");
    while (f && fgets(line, sizeof line, f))
        sscanf(line, "Pages: %zu", &n);
    if (f)
        pclose(f);
    return n;
}

static void run_once(const struct bench *b, size_t who, struct score *s) {
    long kb = 0;
    double took = run_child(b, contestants[who].run, &kb);
    if (took < 0)
        die(contestants[who].name);
    struct stat st;
    s->best = s->size == 0 || took < s->best ? took : s->best;
    s->peak_kb = kb;
    s->size = stat(b->out, &st) == 0 ? (long)st.st_size : 0;
    if (!s->pages)
        s->pages = count_pages(b->out);
}

static void print_score(const char *who, const struct score *s, const struct score *ours) {
    double n = (double)s->pages;
    printf("  %-10s %9.1f ms %8.0f pages/s %7.0f bytes/page %7zu pages %8ld kB file %8ld kB peak", who,
           s->best * 1e3, n / s->best, (double)s->size / n, s->pages, s->size / 1000, s->peak_kb);
    if (s != ours)
        printf("   lvyue takes %.3f of its time", ours->best / (double)ours->pages / (s->best / n));
    putchar('\n');
}

static void compare(const struct bench *b, const char *what, int rounds, unsigned wanted) {
    struct score scores[CONTESTANTS] = {{0}};
    for (int i = 0; i < rounds; i++)
        for (size_t who = 0; who < CONTESTANTS; who++)
            if ((wanted >> who & 1) && (i == 0 || !contestants[who].slow) && present(b, who))
                run_once(b, who, &scores[who]);
    printf("%s (times are compared by the page)\n", what);
    for (size_t who = 0; who < CONTESTANTS; who++)
        if (scores[who].size)
            print_score(contestants[who].name, &scores[who], &scores[0]);
    fflush(stdout);
}

static void prepare(struct bench *b) {
    struct diags *d = diags_new(b->a, LANG_EN);
    struct failure f = {0};
    struct fonts *fonts = fonts_open(b->a, d, NULL, &f);
    struct glyphs *glyphs = fonts ? glyphs_new(b->a, fonts) : NULL;
    if (!glyphs || !layout_document(b->a, d, glyphs, &b->doc, &b->pages, &f)) {
        diags_print(d, stderr);
        die("the document cannot be laid out");
    }
    collect_words(b, glyphs);
    fonts_close(fonts);
}

static void measure(const char *what, size_t rows, const char *ttf, int rounds, unsigned wanted) {
    struct bench b = {
        .a = arena_new(), .out = "/tmp/lvyue-bench.pdf", .source = "/tmp/lvyue-bench.txt", .ttf = ttf};
    b.doc =
        (struct document){.title = S("系统健康检查报告"), .lang = S("zh-CN"), .on = day_from_ymd(2025, 4, 8)};
    if (rows)
        make_table(&b, rows);
    else
        make_report(&b);
    prepare(&b);
    write_source(&b);
    compare(&b, what, rounds, wanted);
    unlink(b.out);
    unlink(b.source);
    arena_free(b.a);
}

int main(int argc, char **argv) {
    enum { LVYUE = 1, HARU = 2, REPORTLAB = 4, WEASYPRINT = 8 };
    size_t rows = argc > 1 ? strtoul(argv[1], NULL, 10) : 0;
    rows = rows ? rows : 100000;
    struct arena *a = arena_new();
    const char *ttf = argc > 2 ? argv[2] : find_truetype(a);
    if (!ttf)
        printf("no TrueType font for Chinese: the peers are left out\n");
    measure("report of ten pages", 0, ttf, 15, LVYUE | HARU | REPORTLAB | WEASYPRINT);
    char what[64];
    snprintf(what, sizeof what, "table of %zu rows", rows);
    measure(what, rows, ttf, 3, LVYUE | HARU | REPORTLAB);
    snprintf(what, sizeof what, "table of %d rows, all that WeasyPrint can be asked for", WEASYPRINT_ROWS);
    measure(what, WEASYPRINT_ROWS, ttf, 3, LVYUE | HARU | REPORTLAB | WEASYPRINT);
    arena_free(a);
    return 0;
}
