#include "document/front_matter.h"

/* Offset behind the line at `from`. */
static size_t next_line(str text, size_t from) {
    ptrdiff_t lf = str_find(str_slice(text, from, text.n), S("\n"));
    return lf < 0 ? text.n : from + (size_t)lf + 1;
}

static bool is_fence_line(str text, size_t from, size_t to) {
    return str_eqz(str_trim(str_slice(text, from, to)), "---");
}

bool front_matter_any(str text) {
    return is_fence_line(text, 0, next_line(text, 0));
}

bool front_matter_split(str text, str *head, str *body, int *body_line) {
    size_t begin = next_line(text, 0);
    if (!front_matter_any(text))
        return false;
    *body_line = 3;
    for (size_t at = begin, next; at < text.n; at = next, ++*body_line) {
        next = next_line(text, at);
        if (!is_fence_line(text, at, next))
            continue;
        *head = str_slice(text, begin, at);
        *body = str_slice(text, next, text.n);
        return true;
    }
    return false;
}
