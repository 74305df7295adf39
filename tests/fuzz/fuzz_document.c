/* fuzz_document.c - any bytes as a whole template (front matter, tags, Markdown, fences), filled from the store of a small
 * contract and set as a PDF. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "document/template.h"
#include "render/render.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static struct {
    struct arena *a;
    struct store *store;
    struct fonts *fonts;
    struct template_dirs dirs;
    char folder[32];
} desk;

static void remove_folder(void) {
    unlink(path_join(desk.a, str_from(desk.folder), S("t.md")).p);
    rmdir(desk.folder);
}

static void open_desk(void) {
    const char *root_z = getenv("LVYUE_ROOT");
    struct failure f = {0};
    struct arena *a = arena_new();
    struct diags *d = diags_new(a, LANG_EN);
    str root = str_from(root_z ? root_z : "."), dir = path_join(a, root, S("tests/data/accept"));
    int32_t on = day_from_ymd(2026, 1, 31);
    struct record_types *types = record_types_load(a, d, path_join(a, root, S("data/records.yaml")));
    struct holidays *holidays = holidays_load(a, d, path_join(a, root, S("data/holidays-cn.yaml")));
    struct contract *c = contract_load(a, d, dir);
    struct calendars *calendars = c && holidays ? calendars_build(a, d, c, holidays, on) : NULL;
    desk.a = a;
    desk.store = types && calendars ? store_open(a, types, calendars, on, &f) : NULL;
    desk.fonts = fonts_open(a, d, NULL, &f);
    snprintf(desk.folder, sizeof desk.folder, "/tmp/lvyue-fuzz-XXXXXX");
    if (!desk.store || !desk.fonts || !store_ingest(desk.store, d, c, dir, &f) ||
        !store_describe(desk.store, c, holidays, NULL, 0, &f) || !mkdtemp(desk.folder)) {
        diags_print(d, stderr);
        abort();
    }
    desk.dirs.dirs[desk.dirs.n++] = str_from(desk.folder);
    desk.dirs.dirs[desk.dirs.n++] = path_join(a, root, S("templates"));
    atexit(remove_folder);
}

static void write_template(struct arena *a, const uint8_t *data, size_t size) {
    int fd = open(path_join(a, str_from(desk.folder), S("t.md")).p, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    if (fd < 0 || !fd_write_all(fd, (str){(const char *)data, size}))
        abort();
    close(fd);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!desk.a)
        open_desk();
    struct arena *a = arena_new();
    struct diags *d = diags_new(a, LANG_ZH);
    struct failure f = {0};
    struct document_params p = {.period = S("2025Q1"),
                                .period_text = S("2025年第一季度"),
                                .on = day_from_ymd(2026, 1, 31),
                                .from = day_from_ymd(2025, 1, 1),
                                .to = day_from_ymd(2025, 4, 1)};
    write_template(a, data, size);
    struct template *t = template_load(a, d, desk.store, &desk.dirs, S("t"));
    struct document *doc = t ? template_build(a, d, desk.store, &desk.dirs, t, &p) : NULL;
    bool made = doc && render_pdf(a, d, desk.fonts, doc, "/dev/null", &f);
    if (f.set || (!made && diags_errors(d) == 0))
        abort(); /* refused without a word */
    arena_free(a);
    return 0;
}
