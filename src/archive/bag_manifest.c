#include "archive/bag_manifest.h"

#include <stdlib.h>
#include <string.h>

#include "util/file.h"

/* -- paths ---------------------------------------------------------------------------------------- */

static void put_path(struct sb *b, str path) {
    for (size_t i = 0; i < path.n; i++) {
        if (path.p[i] == '%' || path.p[i] == '\r' || path.p[i] == '\n')
            sb_fmt(b, "%%%02X", (unsigned char)path.p[i]);
        else
            sb_char(b, path.p[i]);
    }
}

/* false: a percent sign that stands for none of the three, or one of them as it is. */
static bool take_path(struct arena *a, str text, str *out) {
    struct sb b = {.a = a};
    for (size_t i = 0; i < text.n; i++) {
        str rest = str_slice(text, i, i + 3 < text.n ? i + 3 : text.n);
        char c = str_eq(rest, S("%25"))   ? '%'
                 : str_eq(rest, S("%0D")) ? '\r'
                 : str_eq(rest, S("%0A")) ? '\n'
                                          : '\0';
        if ((text.p[i] == '%' && !c) || text.p[i] == '\r')
            return false;
        sb_char(&b, c ? c : text.p[i]);
        i += c ? 2 : 0;
    }
    *out = b.n ? sb_str(&b) : S("");
    return true;
}

/* Nothing that leads out of the bag, or that another system would take for another path. */
static bool is_safe(str path) {
    str part, rest = path;
    if (!path_is_inside(path) || str_ends(path, S("/")) || str_starts(path, S("~")) ||
        str_find(path, S("\\")) >= 0)
        return false;
    while (str_cut(&rest, '/', &part))
        if (part.n == 0 || str_eq(part, S(".")))
            return false;
    return utf8_valid(path);
}

void manifest_put(struct sb *b, const char *digest, str path) {
    sb_fmt(b, "%s  ", digest);
    put_path(b, path);
    sb_char(b, '\n');
}

/* -- reading -------------------------------------------------------------------------------------- */

static bool is_digest(str s) {
    for (size_t i = 0; i < s.n; i++)
        if (!((s.p[i] >= '0' && s.p[i] <= '9') || (s.p[i] >= 'a' && s.p[i] <= 'f')))
            return false;
    return true;
}

static void refuse(struct manifest *m, int64_t line, const char *why, const char *why_zh) {
    if (m->bad_line)
        return;
    m->bad_line = line;
    m->why = why;
    m->why_zh = why_zh;
}

static void take_line(struct arena *a, struct manifest *m, str line, int64_t number, size_t digits,
                      bool payload) {
    struct manifest_entry e = {.line = number};
    bool form = line.n > digits + 2 && is_digest(str_slice(line, 0, digits)) &&
                str_eq(str_slice(line, digits, digits + 2), S("  ")) &&
                take_path(a, str_slice(line, digits + 2, line.n), &e.path);
    if (!form) {
        refuse(m, number, "line is not a digest, two blanks and a path",
               "该行不是“摘要、两个空格、路径”的形式");
        return;
    }
    if (!is_safe(e.path) || str_starts(e.path, S("data/")) != payload) {
        refuse(m, number, "path leads elsewhere", "路径越出应在的位置");
        return;
    }
    e.digest = str_slice(line, 0, digits);
    VEC_PUSH(a, m, e);
}

static int by_path(const void *x, const void *y) {
    const struct manifest_entry *p = x, *q = y;
    int order = str_cmp(p->path, q->path);
    return order ? order : p->line < q->line ? -1 : p->line > q->line;
}

static unsigned char lower(char c) {
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c + ('a' - 'A') : c);
}

static int by_path_nocase(const void *x, const void *y) {
    str p = ((const struct manifest_entry *)x)->path, q = ((const struct manifest_entry *)y)->path;
    for (size_t i = 0; i < p.n && i < q.n; i++)
        if (lower(p.p[i]) != lower(q.p[i]))
            return lower(p.p[i]) < lower(q.p[i]) ? -1 : 1;
    return p.n < q.n ? -1 : p.n > q.n;
}

static void refuse_twins(struct arena *a, struct manifest *m) {
    struct manifest_entry *at = ARENA_ARRAY(a, struct manifest_entry, m->n + 1);
    for (size_t i = 0; i < m->n; i++)
        at[i] = m->at[i];
    if (m->n)
        qsort(at, m->n, sizeof *at, by_path_nocase);
    for (size_t i = 1; i < m->n; i++)
        if (by_path_nocase(&at[i - 1], &at[i]) == 0)
            refuse(m, at[i].line, "path is named twice, or differs in case only", "路径重复，或仅大小写不同");
}

void manifest_parse(struct arena *a, str text, size_t digits, bool payload, struct manifest *out) {
    *out = (struct manifest){0};
    str line;
    int64_t number = 0;
    if (text.n && text.p[text.n - 1] != '\n')
        refuse(out, 1, "last line has no end", "最后一行没有换行");
    while (str_cut(&text, '\n', &line))
        take_line(a, out, line, ++number, digits, payload);
    if (out->n)
        qsort(out->at, out->n, sizeof *out->at, by_path);
    refuse_twins(a, out);
}

const struct manifest_entry *manifest_find(const struct manifest *m, str path) {
    size_t low = 0, high = m->n;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        int order = str_cmp(m->at[mid].path, path);
        if (order == 0)
            return &m->at[mid];
        if (order < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return NULL;
}

/* -- bag-info.txt ------------------------------------------------------------------------------------ */

str bag_info_get(struct arena *a, str text, const char *name) {
    str line, found = {0};
    bool inside = false;
    while (str_cut(&text, '\n', &line)) {
        if (line.n && (line.p[0] == ' ' || line.p[0] == '\t')) {
            if (inside)
                found = str_fmt(a, "%.*s %.*s", STR_ARG(found), STR_ARG(str_trim(line)));
            continue;
        }
        str rest = line, key;
        if (found.p)
            break;
        inside =
            str_find(line, S(":")) >= 0 && str_cut(&rest, ':', &key) && str_eq_nocase(key, str_from(name));
        if (inside)
            found = rest.n ? str_trim(rest) : S("");
    }
    return found;
}

void bag_info_put(struct sb *b, const char *name, str value) {
    sb_fmt(b, "%s: ", name);
    for (size_t i = 0; i < value.n; i++)
        sb_char(b, (unsigned char)value.p[i] < 0x20 ? ' ' : value.p[i]);
    sb_char(b, '\n');
}
