#include "archive/bag_verify.h"

#include <stdlib.h>
#include <string.h>

#include "archive/bag_manifest.h"
#include "util/file.h"
#include "util/hash.h"
#include "util/walk.h"

enum { SHA256, SHA512, ALGORITHMS };
static const struct algorithm {
    const char *manifest, *tagmanifest, *name;
    size_t digits;
} algorithms[ALGORITHMS] = {
    {"manifest-sha256.txt", "tagmanifest-sha256.txt", "SHA-256", 64},
    {"manifest-sha512.txt", "tagmanifest-sha512.txt", "SHA-512", 128},
};
static const char *const tag_files[] = {"bag-info.txt", "bagit.txt", "manifest-sha256.txt",
                                        "manifest-sha512.txt"};
#define TAG_FILES (sizeof tag_files / sizeof *tag_files)
static const char bagit_text[] = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n";

struct verifier {
    struct arena *a;
    enum lang lang;
    str root;
    struct bag_report *out;
    struct walk_entry *found;
    size_t n_found;
    bool *known; /* by entry found: asked for by a manifest or a tag file */
    struct manifest payload[ALGORITHMS];
};

const char *bag_fault_words(enum bag_fault fault, enum lang lang) {
    static const struct {
        const char *en, *zh;
    } words[BAG_FAULT__MAX] = {
        [BAG_MISSING] = {"missing", "缺失"},
        [BAG_EXTRA] = {"extra: in no manifest", "多余：不在任何清单中"},
        [BAG_ALTERED] = {"altered", "被改动"},
        [BAG_UNREADABLE] = {"cannot be read", "无法读取"},
        [BAG_NO_FILE] = {"no regular file", "不是普通文件"},
        [BAG_UNLISTED] = {"not named in", "未列入"},
        [BAG_MALFORMED] = {"malformed", "格式错误"},
    };
    return lang == LANG_ZH ? words[fault].zh : words[fault].en;
}

static void report(struct verifier *v, str path, enum bag_fault fault, str why) {
    VEC_PUSH(v->a, &v->out->problems, (struct bag_problem){path, fault, why});
}

/* -- entries -------------------------------------------------------------------------------------- */

/* The first entry that is not before the path. */
static size_t lower_bound(const struct verifier *v, str path) {
    size_t low = 0, high = v->n_found;
    while (low < high) {
        size_t mid = low + (high - low) / 2;
        if (str_cmp(v->found[mid].name, path) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low;
}

static ptrdiff_t entry_of(const struct verifier *v, str path) {
    size_t i = lower_bound(v, path);
    return i < v->n_found && str_eq(v->found[i].name, path) ? (ptrdiff_t)i : -1;
}

/* The file is there and is a file; else that is reported. */
static bool claim(struct verifier *v, str path) {
    ptrdiff_t i = entry_of(v, path);
    if (i < 0) {
        report(v, path, BAG_MISSING, S(""));
        return false;
    }
    v->known[i] = true;
    if (v->found[i].kind == WALK_FILE)
        return true;
    report(v, path, BAG_NO_FILE, S(""));
    return false;
}

static bool holds_known(const struct verifier *v, size_t folder) {
    str prefix = str_fmt(v->a, "%.*s/", STR_ARG(v->found[folder].name));
    for (size_t i = lower_bound(v, prefix); i < v->n_found && str_starts(v->found[i].name, prefix); i++)
        if (v->known[i])
            return true;
    return false;
}

static void report_extras(struct verifier *v) {
    for (size_t i = 0; i < v->n_found; i++) {
        bool folder = v->found[i].kind == WALK_FOLDER;
        if (v->known[i] || (folder && holds_known(v, i)))
            continue;
        if (v->found[i].kind == WALK_UNREADABLE)
            report(v, v->found[i].name, BAG_UNREADABLE, S(""));
        else
            report(v, v->found[i].name, BAG_EXTRA, S(""));
    }
}

/* -- payload -------------------------------------------------------------------------------------- */

static str digest_of(const struct hashes *h, int algorithm) {
    return algorithm == SHA256 ? (str){h->sha256, 64} : (str){h->sha512, 128};
}

static void accuse_manifest(struct verifier *v, int algorithm, const struct manifest_entry *e) {
    report(v, str_from(algorithms[algorithm].manifest), BAG_ALTERED,
           str_fmt(v->a,
                   v->lang == LANG_ZH ? "第 %lld 行与 %.*s 不符，而另一清单相符"
                                      : "line %lld disagrees with %.*s, with which the other manifest agrees",
                   (long long)e->line, STR_ARG(e->path)));
}

static void check_digests(struct verifier *v, str path, const struct hashes *h) {
    const struct manifest_entry *e[ALGORITHMS];
    bool same[ALGORITHMS];
    for (int k = 0; k < ALGORITHMS; k++) {
        e[k] = manifest_find(&v->payload[k], path);
        same[k] = e[k] && str_eq(e[k]->digest, digest_of(h, k));
        if (!e[k] && !v->payload[k].bad_line)
            report(v, path, BAG_UNLISTED, str_from(algorithms[k].manifest));
    }
    bool any = same[SHA256] || same[SHA512];
    for (int k = 0; k < ALGORITHMS; k++)
        if (e[k] && !same[k] && any)
            accuse_manifest(v, k, e[k]);
    if (!any && (e[SHA256] || e[SHA512]))
        report(v, path, BAG_ALTERED, S(""));
}

static void check_payload_file(struct verifier *v, str path) {
    struct hashes h;
    const char *why;
    if (!claim(v, path))
        return;
    if (!hash_file(str_z(v->a, path_join(v->a, v->root, path)), &h, &why)) {
        report(v, path, BAG_UNREADABLE, str_fmt(v->a, "%s", why));
        return;
    }
    v->out->files++;
    v->out->bytes += h.bytes;
    check_digests(v, path, &h);
}

/* Every path that some manifest names, each once. */
static void check_payload(struct verifier *v) {
    const struct manifest *x = &v->payload[SHA256], *y = &v->payload[SHA512];
    for (size_t i = 0, k = 0; i < x->n || k < y->n;) {
        int order = i == x->n ? 1 : k == y->n ? -1 : str_cmp(x->at[i].path, y->at[k].path);
        struct arena_mark mark = arena_mark(v->a);
        size_t before = v->out->problems.n;
        check_payload_file(v, order <= 0 ? x->at[i].path : y->at[k].path);
        if (v->out->problems.n == before)
            arena_rewind(v->a, mark);
        i += order <= 0;
        k += order >= 0;
    }
}

/* -- tag files ------------------------------------------------------------------------------------ */

/* Empty when it cannot be read, which is reported. */
static str read_tag(struct verifier *v, str path) {
    str text = S("");
    const char *why;
    if (claim(v, path) && !file_read(v->a, path_join(v->a, v->root, path), &text, &why))
        report(v, path, BAG_UNREADABLE, str_fmt(v->a, "%s", why));
    return text;
}

static void read_manifests(struct verifier *v) {
    for (int k = 0; k < ALGORITHMS; k++) {
        str path = str_from(algorithms[k].manifest), text = read_tag(v, path);
        manifest_parse(v->a, text, algorithms[k].digits, true, &v->payload[k]);
        const struct manifest *m = &v->payload[k];
        if (m->bad_line)
            report(v, path, BAG_MALFORMED,
                   str_fmt(v->a, v->lang == LANG_ZH ? "第 %lld 行：%s" : "line %lld: %s",
                           (long long)m->bad_line, v->lang == LANG_ZH ? m->why_zh : m->why));
    }
}

/* What the tag manifest must say, from the tag files as they are. */
static str tag_manifest_of(struct verifier *v, const struct hashes *h, int algorithm) {
    struct sb b = {.a = v->a};
    for (size_t i = 0; i < TAG_FILES; i++)
        if (h[i].bytes >= 0)
            manifest_put(&b, str_fmt(v->a, "%.*s", STR_ARG(digest_of(&h[i], algorithm))).p,
                         str_from(tag_files[i]));
    return b.n ? sb_str(&b) : S("");
}

/* Does the tag manifest agree with this tag file? -1: it does not name it. */
static int agrees(const struct manifest *m, size_t i, const struct hashes *h, int algorithm) {
    const struct manifest_entry *e = manifest_find(m, str_from(tag_files[i]));
    return e ? str_eq(e->digest, digest_of(h, algorithm)) : -1;
}

struct tags {
    struct hashes h[TAG_FILES]; /* bytes below 0: not there */
    struct manifest m[ALGORITHMS];
    str text[ALGORITHMS];
};

static void read_tags(struct verifier *v, struct tags *t) {
    const char *why;
    for (size_t i = 0; i < TAG_FILES; i++)
        if (!hash_file(str_z(v->a, path_join(v->a, v->root, str_from(tag_files[i]))), &t->h[i], &why))
            t->h[i].bytes = -1;
    for (int k = 0; k < ALGORITHMS; k++) {
        t->text[k] = read_tag(v, str_from(algorithms[k].tagmanifest));
        manifest_parse(v->a, t->text[k], algorithms[k].digits, false, &t->m[k]);
    }
}

/* A tag manifest was changed when it is not what the tag files as they are make it; where one of those was changed, when
 * it disagrees with a file that the other tag manifest agrees with, or cannot be read. */
static bool is_changed(struct verifier *v, const struct tags *t, int k, bool file_altered) {
    if (entry_of(v, str_from(algorithms[k].tagmanifest)) < 0)
        return false; /* missing, and reported */
    bool lone = t->m[k].bad_line != 0;
    for (size_t i = 0; i < TAG_FILES; i++)
        lone |= agrees(&t->m[k], i, &t->h[i], k) != 1 && agrees(&t->m[!k], i, &t->h[i], !k) == 1;
    return lone || (!file_altered && !str_eq(t->text[k], tag_manifest_of(v, t->h, k)));
}

/* A tag file both tag manifests disagree with was altered; where only one does, that one was. */
static void check_tags(struct verifier *v) {
    struct tags t;
    bool altered = false;
    read_tags(v, &t);
    for (size_t i = 0; i < TAG_FILES; i++) {
        bool none =
            agrees(&t.m[SHA256], i, &t.h[i], SHA256) != 1 && agrees(&t.m[SHA512], i, &t.h[i], SHA512) != 1;
        altered |= none;
        if (none && t.h[i].bytes >= 0)
            report(v, str_from(tag_files[i]), BAG_ALTERED, S(""));
    }
    for (int k = 0; k < ALGORITHMS; k++)
        if (is_changed(v, &t, k, altered))
            report(v, str_from(algorithms[k].tagmanifest), BAG_ALTERED, S(""));
}

static void check_declaration(struct verifier *v) {
    str text = read_tag(v, S("bagit.txt"));
    if (text.n && !str_eqz(text, bagit_text))
        report(v, S("bagit.txt"), BAG_MALFORMED, S("BagIt-Version 1.0, UTF-8"));
}

static void check_info(struct verifier *v) {
    str info = read_tag(v, S("bag-info.txt"));
    v->out->info = info;
    str oxum = bag_info_get(v->a, info, "Payload-Oxum");
    str should = str_fmt(v->a, "%lld.%lld", (long long)v->out->bytes, (long long)v->out->files);
    if (info.n && !str_eq(oxum, should) && v->out->problems.n == 0)
        report(v, S("bag-info.txt"), BAG_MALFORMED,
               str_fmt(v->a, "Payload-Oxum %.*s, %.*s", STR_ARG(oxum), STR_ARG(should)));
}

void bag_verify(struct arena *a, enum lang lang, str root, struct bag_report *out) {
    struct verifier v = {.a = a, .lang = lang, .root = root, .out = out};
    *out = (struct bag_report){.info = S("")};
    v.n_found = walk_folder(a, root, &v.found);
    v.known = ARENA_ARRAY(a, bool, v.n_found + 1);
    read_manifests(&v);
    check_payload(&v);
    check_declaration(&v);
    check_info(&v);
    check_tags(&v);
    report_extras(&v);
}
