#include "archive/bag_write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "archive/bag_manifest.h"

#define PIECE 262144
#define NAME_MAX_PORTABLE 100

/* -- names ---------------------------------------------------------------------------------------- */

static bool is_plain(char c) {
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
           c == '_' || c == '.';
}

/* Windows keeps these names, with any extension, for devices. */
static bool is_reserved(str part) {
    static const char *const names[] = {"con", "prn", "aux", "nul"};
    str stem = part, rest = part;
    str_cut(&rest, '.', &stem);
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (str_eq_nocase(stem, str_from(names[i])))
            return true;
    return stem.n == 4 && stem.p[3] >= '0' && stem.p[3] <= '9' &&
           (str_eq_nocase(str_slice(stem, 0, 3), S("com")) || str_eq_nocase(str_slice(stem, 0, 3), S("lpt")));
}

static bool is_portable(str part) {
    for (size_t i = 0; i < part.n; i++)
        if (!is_plain(part.p[i]))
            return false;
    return part.n > 0 && part.n <= NAME_MAX_PORTABLE && part.p[0] != '.' && part.p[0] != '-' &&
           part.p[part.n - 1] != '.' && !is_reserved(part);
}

static bool is_taken(const struct bag *b, str path) {
    for (size_t i = 0; i < b->items.n; i++)
        if (str_eq_nocase(b->items.at[i].path, path))
            return true;
    return false;
}

/* ".csv" of "故障登记.csv"; empty when it has none that is portable. */
static str extension(str name) {
    const char *dot = memrchr(name.p, '.', name.n);
    str ext = dot ? str_slice(name, (size_t)(dot - name.p), name.n) : S("");
    return ext.n > 1 && ext.n <= 9 && is_portable(str_slice(ext, 1, ext.n)) ? ext : S("");
}

str bag_portable(struct bag *b, str folder, str name) {
    str rest = path_dir(name), base = path_base(name), part;
    struct sb dir = {.a = b->a};
    sb_add(&dir, folder);
    while (!str_eq(rest, S(".")) && str_cut(&rest, '/', &part))
        if (is_portable(part))
            sb_fmt(&dir, "/%.*s", STR_ARG(part));
    str path = str_fmt(b->a, "%.*s/%.*s", STR_ARG(sb_str(&dir)), STR_ARG(base));
    if (is_portable(base) && !is_taken(b, path))
        return path;
    str ext = extension(base);
    for (int n = 1;; n++) {
        path = str_fmt(b->a, "%.*s/%03d%.*s", STR_ARG(sb_str(&dir)), n, STR_ARG(ext));
        if (!is_taken(b, path))
            return path;
    }
}

/* -- payload -------------------------------------------------------------------------------------- */

static bool unreadable(struct bag *b, str path, const char *why, struct failure *f) {
    failure_text(f, str_fmt(b->a, "cannot read '%.*s': %s", STR_ARG(path), why));
    return false;
}

bool bag_note(struct bag *b, size_t output, struct bag_item item, struct failure *f) {
    const char *why;
    str final = batch_final(b->batch, output);
    item.output = output;
    item.path = str_slice(final, b->root.n + 1, final.n);
    if (!hash_file(batch_path(b->batch, output), &item.hashes, &why))
        return unreadable(b, final, why, f);
    VEC_PUSH(b->a, &b->items, item);
    return true;
}

bool bag_add_text(struct bag *b, str path, str text, struct bag_item item, struct failure *f) {
    return batch_write(b->batch, path_join(b->a, b->root, path), text, f) &&
           bag_note(b, batch_count(b->batch) - 1, item, f);
}

static bool copy(int from, int to) {
    static _Thread_local char piece[PIECE];
    for (;;) {
        ssize_t got = read(from, piece, sizeof piece);
        if (got == 0)
            return true;
        if (got < 0 && errno != EINTR)
            return false;
        if (got > 0 && !fd_write_all(to, (str){piece, (size_t)got}))
            return false;
    }
}

bool bag_add_file(struct bag *b, const char *from, struct bag_item item, struct failure *f) {
    str final = path_join(b->a, b->root, item.path);
    int in = open(from, O_RDONLY | O_CLOEXEC);
    if (in < 0) {
        failure_set(f, str_from(from), "read");
        return false;
    }
    bool begun = batch_write(b->batch, final, S(""), f); /* an input may be empty */
    int out = begun ? open(batch_path(b->batch, batch_count(b->batch) - 1), O_WRONLY | O_CLOEXEC) : -1;
    bool copied = out >= 0 && copy(in, out);
    if (!copied)
        failure_set(f, final, "write");
    if (out >= 0 && close(out) != 0 && copied) {
        failure_set(f, final, "write");
        copied = false;
    }
    close(in);
    return copied && bag_note(b, batch_count(b->batch) - 1, item, f);
}

/* -- tag files ------------------------------------------------------------------------------------ */

static int by_path(const void *x, const void *y) {
    return str_cmp(((const struct bag_item *)x)->path, ((const struct bag_item *)y)->path);
}

static str manifest_text(struct bag *b, const struct bag_item *items, size_t n, bool sha512) {
    struct sb text = {.a = b->a};
    for (size_t i = 0; i < n; i++)
        manifest_put(&text, sha512 ? items[i].hashes.sha512 : items[i].hashes.sha256, items[i].path);
    return sb_str(&text);
}

static bool put_tag(struct bag *b, struct bag_item *tags, size_t *n, const char *name, str text,
                    struct failure *f) {
    struct bag_item *t = &tags[(*n)++];
    *t = (struct bag_item){.path = str_from(name)};
    hash_text(text, &t->hashes);
    return batch_write(b->batch, path_join(b->a, b->root, t->path), text, f);
}

bool bag_finish(struct bag *b, str info, struct failure *f) {
    struct bag_item tags[4];
    size_t n = 0;
    int64_t bytes = 0;
    for (size_t i = 0; i < b->items.n; i++)
        bytes += b->items.at[i].hashes.bytes;
    qsort(b->items.at, b->items.n, sizeof *b->items.at, by_path);
    info = str_fmt(b->a, "%.*sPayload-Oxum: %lld.%zu\n", STR_ARG(info), (long long)bytes, b->items.n);
    if (!put_tag(b, tags, &n, "bag-info.txt", info, f) ||
        !put_tag(b, tags, &n, "bagit.txt", S("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"),
                 f) ||
        !put_tag(b, tags, &n, "manifest-sha256.txt", manifest_text(b, b->items.at, b->items.n, false), f) ||
        !put_tag(b, tags, &n, "manifest-sha512.txt", manifest_text(b, b->items.at, b->items.n, true), f))
        return false;
    return batch_write(b->batch, path_join(b->a, b->root, S("tagmanifest-sha256.txt")),
                       manifest_text(b, tags, n, false), f) &&
           batch_write(b->batch, path_join(b->a, b->root, S("tagmanifest-sha512.txt")),
                       manifest_text(b, tags, n, true), f);
}

/* -- lists ---------------------------------------------------------------------------------------- */

static void put_cell(struct sb *b, str s) {
    sb_addz(b, str_is_formula(s) ? "\"'" : "\"");
    for (size_t i = 0; i < s.n; i++) {
        if (s.p[i] == '"')
            sb_char(b, '"');
        sb_char(b, s.p[i]);
    }
    sb_char(b, '"');
}

str bag_list_csv(struct bag *b) {
    struct sb t = {.a = b->a};
    sb_addz(&t, "\xEF\xBB\xBF序号,类别,题名,文号,日期,页数,字节数,SHA-256,路径,原名\r\n");
    for (size_t i = 0; i < b->items.n; i++) {
        const struct bag_item *x = &b->items.at[i];
        const str cells[] = {x->kind, x->title, x->number, x->date};
        sb_fmt(&t, "%zu", i + 1);
        for (size_t k = 0; k < sizeof cells / sizeof *cells; k++) {
            sb_char(&t, ',');
            put_cell(&t, cells[k]);
        }
        if (x->pages)
            sb_fmt(&t, ",%lld", (long long)x->pages);
        else
            sb_char(&t, ',');
        sb_fmt(&t, ",%lld,%s,", (long long)x->hashes.bytes, x->hashes.sha256);
        put_cell(&t, x->path);
        sb_char(&t, ',');
        put_cell(&t, x->name);
        sb_addz(&t, "\r\n");
    }
    return sb_str(&t);
}

int64_t pdf_pages(str bytes) {
    ptrdiff_t at = str_find(bytes, S("<xmpTPg:NPages>")), end;
    int64_t n;
    if (at < 0)
        return 0;
    str rest = str_slice(bytes, (size_t)at + sizeof "<xmpTPg:NPages>" - 1, bytes.n);
    end = str_find(rest, S("<"));
    return end > 0 && str_to_int(str_slice(rest, 0, (size_t)end), &n) && n > 0 ? n : 0;
}
