#include "cli/inputs.h"

#include <stdio.h>

#include "cli/font_choices.h"
#include "render/style.h"
#include "util/hash.h"
#include "util/walk.h"

static bool is_listed(const struct inputs *list, str name) {
    for (size_t i = 0; i < list->n; i++)
        if (list->at[i].own && str_eq(list->at[i].name, name))
            return true;
    return false;
}

/* Hidden files are an editor's or the system's, not received ones. */
static bool is_hidden(str name) {
    return name.p[0] == '.' || str_find(name, S("/.")) >= 0;
}

static void add_folder(struct job *j, struct inputs *list, enum input_kind kind, bool own, str base,
                       const char *folder) {
    struct walk_entry *found;
    size_t n = walk_folder(j->a, path_join(j->a, base, str_from(folder)), &found);
    for (size_t i = 0; i < n; i++) {
        str name = str_fmt(j->a, "%s/%.*s", folder, STR_ARG(found[i].name)),
            path = path_join(j->a, base, name);
        bool file = found[i].kind == WALK_FILE || (found[i].kind == WALK_LINK && file_exists(path));
        if (file && !is_hidden(found[i].name))
            VEC_PUSH(j->a, list, (struct input){kind, own, name, path});
    }
}

static void add_record_files(struct job *j, struct inputs *list) {
    struct stmt *q = stmt_new(j->store, "SELECT DISTINCT path FROM record_file ORDER BY path");
    while (stmt_step(q)) {
        str name = str_dup(j->a, stmt_text(q, 0));
        if (!is_listed(list, name) && !str_starts(name, S("odbc:"))) /* a query's rows: store_sources() */
            VEC_PUSH(j->a, list, (struct input){INPUT_RECORD, true, name, path_join(j->a, j->dir, name)});
    }
    stmt_free(q);
}

/* Fonts the contract brings along: without them the documents cannot be made again. */
static void add_own_fonts(struct job *j, struct inputs *list) {
    const struct font_choice *choices;
    if (!font_choices(j, &choices) || !choices)
        return;
    for (size_t i = 0; i < FACE__MAX; i++)
        if (choices[i].path.n && !is_listed(list, choices[i].file))
            VEC_PUSH(j->a, list, (struct input){INPUT_FONT, true, choices[i].file, choices[i].path});
}

static bool has_path(const struct inputs *list, str path) {
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->at[i].path, path))
            return true;
    return false;
}

void inputs_gather(struct job *j, struct inputs *list) {
    VEC_PUSH(j->a, list,
             (struct input){INPUT_CONTRACT, true, S("contract.yaml"),
                            path_join(j->a, j->dir, S("contract.yaml"))});
    add_folder(j, list, INPUT_RECORD, true, j->dir, "records");
    add_record_files(j, list);
    add_folder(j, list, INPUT_NARRATIVE, true, j->dir, "narratives");
    add_folder(j, list, INPUT_NARRATIVE, true, j->dir, "plans");
    add_folder(j, list, INPUT_TEMPLATE, true, j->dir, "templates");
    add_folder(j, list, INPUT_TEMPLATE, false, j->data, "templates");
    add_folder(j, list, INPUT_DATA, false, j->data, "data");
    add_folder(j, list, INPUT_ACCEPTED, true, j->dir, "accepted");
    add_own_fonts(j, list);
}

bool inputs_add_fonts(struct job *j, struct inputs *list) {
    const struct font_choice *choices;
    struct fonts *fonts = font_choices(j, &choices) ? fonts_open(j->a, j->d, choices, &j->f) : NULL;
    if (!fonts)
        return false;
    str *paths;
    size_t n = fonts_files(fonts, j->a, &paths);
    for (size_t i = 0; i < n; i++)
        if (!has_path(list, paths[i]))
            VEC_PUSH(j->a, list, (struct input){INPUT_FONT, false, path_base(paths[i]), paths[i]});
    fonts_close(fonts);
    return true;
}

bool inputs_digest_query(struct job *j, const struct record_source *src, str *out) {
    char hex[SHA256_HEX + 1];
    const char *why;
    struct record_copy c;
    FILE *to = tmpfile();
    if (!to) {
        failure_set(&j->f, S("TMPDIR"), "write");
        return false;
    }
    bool ok = copy_write(j->a, src, NULL, to, &c, &j->f) &&
              sha256_file(str_fmt(j->a, "/proc/self/fd/%d", fileno(to)), hex, &why);
    fclose(to);
    if (ok)
        *out = str_fmt(j->a, "%s", hex);
    return ok;
}
