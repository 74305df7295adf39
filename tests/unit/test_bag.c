/* test_bag.c - bags: names, manifests, and that no byte of a bag can change unseen. */
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "archive/bag_manifest.h"
#include "archive/bag_verify.h"
#include "archive/bag_write.h"
#include "util/walk.h"

struct fixture {
    struct arena *a;
    str dir, root;
    struct walk_entry *files;
    size_t n;
};

static void write_bag(struct fixture *x) {
    struct failure f = {0};
    struct bag b = {.a = x->a, .batch = batch_new_folder(x->a, x->root), .root = x->root};
    for (int i = 0; i < 12; i++) {
        str path = bag_portable(&b, S("data/inputs"),
                                i % 2 ? str_fmt(x->a, "records/故障%d.csv", i)
                                      : str_fmt(x->a, "records/r%d.csv", i));
        str text = str_fmt(x->a, "id,title\n%d,某科室报修\n", i * 7919);
        assert_true(
            bag_add_text(&b, path, text, (struct bag_item){.kind = S("原始记录"), .title = path}, &f));
    }
    assert_true(bag_add_text(&b, S("data/empty.txt"), S(""), (struct bag_item){.kind = S("x")}, &f));
    assert_true(bag_finish(&b, S("Source-Organization: 示例\nBagging-Date: 2026-01-31\n"), &f));
    assert_true(batch_commit(b.batch, &f));
}

static int set_up(void **state) {
    struct fixture *x = calloc(1, sizeof *x);
    char dir[] = "/tmp/lvyue-bag-XXXXXX";
    x->a = arena_new();
    x->dir = str_dup(x->a, str_from(mkdtemp(dir)));
    x->root = path_join(x->a, x->dir, S("bag"));
    write_bag(x);
    x->n = walk_folder(x->a, x->root, &x->files);
    *state = x;
    return 0;
}

static int tear_down(void **state) {
    struct fixture *x = *state;
    struct walk_entry *found;
    size_t n = walk_folder(x->a, x->dir, &found);
    while (n-- > 0)
        if (remove(path_join(x->a, x->dir, found[n].name).p) != 0)
            return -1;
    int code = rmdir(x->dir.p);
    arena_free(x->a);
    free(x);
    return code;
}

static bool named(struct fixture *x, str path, size_t *problems) {
    struct bag_report r;
    bool any = false;
    bag_verify(x->a, LANG_EN, x->root, &r);
    for (size_t i = 0; i < r.problems.n; i++)
        any |= str_eq(r.problems.at[i].path, path);
    *problems = r.problems.n;
    return any;
}

static void put(str path, str text) {
    int fd = open(path.p, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    assert_true(fd >= 0 && fd_write_all(fd, text));
    close(fd);
}

static void a_whole_bag(void **state) {
    struct fixture *x = *state;
    struct bag_report r;
    bag_verify(x->a, LANG_EN, x->root, &r);
    assert_int_equal(r.problems.n, 0);
    assert_int_equal(r.files, 13);
    assert_true(str_eqz(bag_info_get(x->a, r.info, "bagging-date"), "2026-01-31"));
}

/* Every byte of every tag file, and each payload file at its ends and between, with one bit and with all bits changed. */
static void every_changed_byte_is_named(void **state) {
    struct fixture *x = *state;
    size_t changes = 0, problems;
    for (size_t i = 0; i < x->n; i++) {
        if (x->files[i].kind != WALK_FILE)
            continue;
        str path = path_join(x->a, x->root, x->files[i].name), text;
        const char *why;
        assert_true(file_read(x->a, path, &text, &why));
        bool tag = !str_starts(x->files[i].name, S("data/"));
        size_t step = tag ? 1 + text.n / 250 : 1 + text.n / 6;
        for (size_t at = 0; at < text.n; at += step) {
            struct arena_mark mark = arena_mark(x->a);
            char *copy = str_z(x->a, text);
            copy[at] = (char)(copy[at] ^ (at % 3 == 0 ? 0x20 : at % 3 == 1 ? 0x01 : 0xFF));
            put(path, (str){copy, text.n});
            if (!named(x, x->files[i].name, &problems))
                fail_msg("byte %zu of %.*s: %zu problems, none names it", at, STR_ARG(x->files[i].name),
                         problems);
            changes++;
            arena_rewind(x->a, mark);
        }
        put(path, text);
    }
    assert_true(changes >= 1000);
    assert_false(named(x, S(""), &problems));
    assert_int_equal(problems, 0);
}

static void cut_and_lengthened_files(void **state) {
    struct fixture *x = *state;
    size_t problems;
    for (size_t i = 0; i < x->n; i++) {
        if (x->files[i].kind != WALK_FILE)
            continue;
        str path = path_join(x->a, x->root, x->files[i].name), text;
        const char *why;
        assert_true(file_read(x->a, path, &text, &why));
        put(path, str_fmt(x->a, "%.*s\n", STR_ARG(text)));
        assert_true(named(x, x->files[i].name, &problems));
        if (text.n) {
            put(path, str_slice(text, 0, text.n - 1));
            assert_true(named(x, x->files[i].name, &problems));
            put(path, S(""));
            assert_true(named(x, x->files[i].name, &problems));
        }
        put(path, text);
    }
}

static void every_deleted_file_is_named(void **state) {
    struct fixture *x = *state;
    str aside = path_join(x->a, x->dir, S("aside"));
    size_t problems;
    for (size_t i = 0; i < x->n; i++) {
        str path = path_join(x->a, x->root, x->files[i].name);
        if (x->files[i].kind != WALK_FILE)
            continue;
        assert_int_equal(rename(path.p, aside.p), 0);
        assert_true(named(x, x->files[i].name, &problems));
        assert_int_equal(symlink(aside.p, path.p), 0); /* a link in its place is not the file */
        assert_true(named(x, x->files[i].name, &problems));
        unlink(path.p);
        assert_int_equal(mkdir(path.p, 0777), 0);
        assert_true(named(x, x->files[i].name, &problems));
        rmdir(path.p);
        assert_int_equal(mkfifo(path.p, 0666), 0);
        assert_true(named(x, x->files[i].name, &problems));
        unlink(path.p);
        assert_int_equal(rename(aside.p, path.p), 0);
    }
}

static void every_added_entry_is_named(void **state) {
    struct fixture *x = *state;
    static const char *const names[] = {"fetch.txt",
                                        "data/x",
                                        "data/inputs/records/R0.CSV",
                                        ".hidden",
                                        "data/.DS_Store",
                                        "data/inputs/x y.csv",
                                        "tagmanifest-md5.txt",
                                        "manifest-md5.txt"};
    size_t problems;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        str path = path_join(x->a, x->root, str_from(names[i]));
        put(path, S("x"));
        assert_true(named(x, str_from(names[i]), &problems));
        unlink(path.p);
        assert_int_equal(mkdir(path.p, 0777), 0); /* an empty folder */
        assert_true(named(x, str_from(names[i]), &problems));
        rmdir(path.p);
        assert_int_equal(symlink("/etc", path.p), 0);
        assert_true(named(x, str_from(names[i]), &problems));
        unlink(path.p);
    }
}

static bool refused(struct fixture *x, const char *text, bool payload) {
    struct manifest m;
    manifest_parse(x->a, str_from(text), 4, payload, &m);
    return m.bad_line > 0;
}

static void manifests_are_read_strictly(void **state) {
    struct fixture *x = *state;
    struct manifest m;
    manifest_parse(x->a, S("00ff  data/a%25b%0Ac\nffff  data/z\n"), 4, true, &m);
    assert_int_equal(m.bad_line, 0);
    assert_true(str_eqz(m.at[0].path, "data/a%b\nc"));
    assert_non_null(manifest_find(&m, S("data/z")));
    assert_null(manifest_find(&m, S("data/y")));
    static const char *const bad[] = {"00ff  data/a\r\n",
                                      "00FF  data/a\n",
                                      "00ff data/a\n",
                                      "00ff  data/a",
                                      "00ff  data/../x\n",
                                      "00ff  /etc/passwd\n",
                                      "00ff  bag-info.txt\n",
                                      "00ff  data/a%20b\n",
                                      "00ff  data//a\n",
                                      "00ff  data/./a\n",
                                      "00ff  data/a\\b\n",
                                      "00ff  data/a/\n",
                                      "00ff  data/a\n\n",
                                      "00ff  ~/data/a\n",
                                      "00ff  data/\xFF\n",
                                      "0ff  data/a\n",
                                      "00ff  data/a\n00ff  data/b\n11ff  data/A\n",
                                      "00ff  data/a\nffff  data/a\n",
                                      "00ff *data/a\n"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (!refused(x, bad[i], true))
            fail_msg("taken: %s", bad[i]);
    assert_true(refused(x, "00ff  data/a\n", false));
    assert_false(refused(x, "00ff  bag-info.txt\n", false));
}

static void names_are_portable(void **state) {
    struct fixture *x = *state;
    struct bag b = {.a = x->a};
    static const struct {
        const char *name, *path;
    } cases[] = {
        {"records/incident.csv", "data/records/incident.csv"},
        {"records/Incident.csv", "data/records/001.csv"},
        {"records/故障登记.csv", "data/records/002.csv"},
        {"故障/登记.xlsx", "data/001.xlsx"},
        {"con.csv", "data/001.csv"},
        {"LPT1", "data/001"},
        {"a.", "data/002"},
        {"-rf", "data/003"},
        {"a b.csv", "data/002.csv"},
        {"../../x", "data/x"},
        {"x/../../etc/passwd", "data/x/etc/passwd"},
        {"a.<b>", "data/004"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        str path = bag_portable(&b, S("data"), str_from(cases[i].name));
        assert_string_equal(str_z(x->a, path), cases[i].path);
        VEC_PUSH(x->a, &b.items, (struct bag_item){.path = path});
    }
}

static void lists_hold_no_formulas(void **state) {
    struct fixture *x = *state;
    struct bag b = {.a = x->a};
    VEC_PUSH(x->a, &b.items, (struct bag_item){.path = S("data/a"), .title = S("=1+1"), .number = S("a\"b")});
    str csv = bag_list_csv(&b);
    assert_true(str_find(csv, S("\"'=1+1\"")) > 0);
    assert_true(str_find(csv, S("\"a\"\"b\"")) > 0);
    assert_int_equal(pdf_pages(S("%PDF <xmpTPg:NPages>23</xmpTPg:NPages> %%EOF")), 23);
    assert_int_equal(pdf_pages(S("<xmpTPg:NPages>")), 0);
    assert_int_equal(pdf_pages(S("/Type /Page")), 0);
}

#define WITH_BAG(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_BAG(a_whole_bag),
        WITH_BAG(every_changed_byte_is_named),
        WITH_BAG(cut_and_lengthened_files),
        WITH_BAG(every_deleted_file_is_named),
        WITH_BAG(every_added_entry_is_named),
        WITH_BAG(manifests_are_read_strictly),
        WITH_BAG(names_are_portable),
        WITH_BAG(lists_hold_no_formulas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
