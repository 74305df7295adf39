#include "cli/bag_restore.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "archive/bag_write.h"
#include "records/csv.h"
#include "util/walk.h"

#define PATH_COLUMN 8 /* 路径 and 原名, as bag_list_csv() writes them */
#define NAME_COLUMN 9

static bool is_ours(str name) {
    static const char *const folders[] = {"contract/", "lvyue/", "documents/"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
        if (str_starts(name, str_from(folders[i])))
            return true;
    return false;
}

bool restore_list(struct arena *a, str bag, struct restored *out, str *why) {
    str text;
    const char *cause = "";
    struct csv csv;
    struct csv_row row;
    if (!file_read(a, path_join(a, bag, S("data/archive-list.csv")), &text, &cause)) {
        *why = str_fmt(a, "%s", cause);
        return false;
    }
    str root = restore_absolute(a, bag);
    csv_init(&csv, a, text, ',');
    for (bool head = true; csv_next(&csv, &row); head = false) {
        bool form = !row.fault && row.n == NAME_COLUMN + 1;
        str path = form ? str_dup(a, csv_unquote(a, &csv.fields[PATH_COLUMN])) : S("");
        str name = form ? str_dup(a, csv_unquote(a, &csv.fields[NAME_COLUMN])) : S("");
        bool inside = path_is_inside(path) && (name.n == 0 || path_is_inside(name));
        if (!head && (!form || !inside)) {
            *why = str_fmt(a, "%lld", (long long)row.line);
            return false;
        }
        if (!head && is_ours(name))
            VEC_PUSH(a, out, (struct restored_item){path, path_join(a, root, path), name});
    }
    return true;
}

str restore_absolute(struct arena *a, str path) {
    char *real = realpath(str_z(a, path), NULL);
    str s = str_dup(a, str_from(real ? real : ""));
    free(real);
    return s;
}

bool restore_links(struct arena *a, const struct restored *list, str folder, struct failure *f) {
    bool ok = dir_make(path_join(a, folder, S("contract")), f);
    for (size_t i = 0; ok && i < list->n; i++) {
        str to = path_join(a, folder, list->at[i].name);
        if (str_starts(list->at[i].name, S("documents/")))
            continue;
        ok = dir_make(path_dir(to), f);
        if (ok && symlink(list->at[i].open.p, to.p) != 0) {
            failure_set(f, to, "make link");
            ok = false;
        }
    }
    return ok;
}

bool restore_copies(struct arena *a, const struct restored *list, str folder, struct failure *f) {
    struct bag to = {.a = a, .batch = batch_new_folder(a, folder), .root = folder};
    bool ok = true;
    for (size_t i = 0; ok && i < list->n; i++) {
        struct bag_item item = {.path = list->at[i].name};
        ok = bag_add_file(&to, list->at[i].open.p, item, f);
    }
    ok = ok && batch_commit(to.batch, f);
    if (!ok) {
        batch_name_failure(to.batch, f);
        batch_abort(to.batch);
    }
    return ok;
}
