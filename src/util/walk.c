#include "util/walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

struct walk {
    struct arena *a;
    VEC(struct walk_entry) found;
};

static enum walk_kind kind_of(int dir, const char *name) {
    struct stat st;
    if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) != 0)
        return WALK_UNREADABLE;
    return S_ISREG(st.st_mode)   ? WALK_FILE
           : S_ISDIR(st.st_mode) ? WALK_FOLDER
           : S_ISLNK(st.st_mode) ? WALK_LINK
                                 : WALK_OTHER;
}

static bool is_dots(const char *name) {
    return name[0] == '.' && (name[1] == '\0' || (name[1] == '.' && name[2] == '\0'));
}

/* Takes the descriptor. */
static void walk_into(struct walk *w, int fd, str prefix, int depth) {
    DIR *dir = fdopendir(fd);
    if (!dir) {
        close(fd);
        return;
    }
    for (struct dirent *e; (e = readdir(dir)) != NULL;) {
        if (is_dots(e->d_name))
            continue;
        str name = str_fmt(w->a, "%.*s%s", STR_ARG(prefix), e->d_name);
        enum walk_kind kind = kind_of(fd, e->d_name);
        int below = kind == WALK_FOLDER && depth < WALK_DEPTH
                        ? openat(fd, e->d_name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC)
                        : -1;
        if (kind == WALK_FOLDER && below < 0)
            kind = WALK_UNREADABLE;
        VEC_PUSH(w->a, &w->found, (struct walk_entry){name, kind});
        if (below >= 0)
            walk_into(w, below, str_fmt(w->a, "%.*s/", STR_ARG(name)), depth + 1);
    }
    closedir(dir);
}

static int by_name(const void *x, const void *y) {
    return str_cmp(((const struct walk_entry *)x)->name, ((const struct walk_entry *)y)->name);
}

size_t walk_folder(struct arena *a, str folder, struct walk_entry **out) {
    struct walk w = {.a = a};
    int fd = open(str_z(a, folder), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd >= 0)
        walk_into(&w, fd, S(""), 0);
    if (w.found.n)
        qsort(w.found.at, w.found.n, sizeof *w.found.at, by_name);
    *out = w.found.at;
    return w.found.n;
}

/* What is below a folder sorts behind it. */
void walk_remove(struct arena *a, str folder) {
    struct walk_entry *found;
    size_t n = walk_folder(a, folder, &found);
    while (n-- > 0) {
        const char *path = str_fmt(a, "%.*s/%.*s", STR_ARG(folder), STR_ARG(found[n].name)).p;
        if (found[n].kind == WALK_FOLDER)
            rmdir(path);
        else
            unlink(path);
    }
    rmdir(str_z(a, folder));
}
