/* path.c - names of files: joining and taking apart, no access to the disk. */
#include "util/file.h"

#include <string.h>

str path_join(struct arena *a, str dir, str name) {
    if (dir.n == 0 || str_eq(dir, S(".")) || str_starts(name, S("/")))
        return str_dup(a, name);
    const char *slash = str_ends(dir, S("/")) ? "" : "/";
    return str_fmt(a, "%.*s%s%.*s", STR_ARG(dir), slash, STR_ARG(name));
}

static str without_end_slashes(str path) {
    while (path.n > 1 && path.p[path.n - 1] == '/')
        path.n--;
    return path;
}

str path_dir(str path) {
    path = without_end_slashes(path);
    const char *slash = path.n ? memrchr(path.p, '/', path.n) : NULL;
    if (!slash)
        return S(".");
    return without_end_slashes(str_slice(path, 0, (size_t)(slash - path.p) + 1));
}

str path_base(str path) {
    path = without_end_slashes(path);
    const char *slash = path.n > 1 ? memrchr(path.p, '/', path.n) : NULL;
    return slash ? str_slice(path, (size_t)(slash - path.p) + 1, path.n) : path;
}

bool path_is_inside(str relative) {
    if (relative.n == 0 || relative.p[0] == '/' || memchr(relative.p, '\0', relative.n))
        return false;
    str part;
    while (str_cut(&relative, '/', &part))
        if (str_eq(part, S("..")))
            return false;
    return true;
}
