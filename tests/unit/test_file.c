/* Unit tests for util/file.h. They work in a folder of their own under TMPDIR. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/file.h"

struct fixture {
    struct arena *a;
    str dir;
};

static int set_up(void **state) {
    struct fixture *x = calloc(1, sizeof *x);
    x->a = arena_new();
    const char *tmp = getenv("TMPDIR");
    str name = path_join(x->a, str_from(tmp ? tmp : "/tmp"), S("lvyue-test-XXXXXX"));
    char *made = mkdtemp(str_z(x->a, name));
    x->dir = str_dup(x->a, str_from(made));
    *state = x;
    return made ? 0 : -1;
}

static void remove_tree(struct arena *a, str path) {
    str *names;
    static const char *const folders[] = {"out/deep", "out", "folder", "blocked"};
    for (size_t k = 0; k < sizeof folders / sizeof *folders; k++) {
        str dir = path_join(a, path, str_from(folders[k]));
        size_t n = dir_list(a, dir, &names);
        for (size_t i = 0; i < n; i++)
            unlink(path_join(a, dir, names[i]).p);
        rmdir(dir.p);
    }
    size_t n = dir_list(a, path, &names);
    for (size_t i = 0; i < n; i++)
        unlink(path_join(a, path, names[i]).p);
    unlink(path_join(a, path, S(".hidden")).p);
    unlink(path_join(a, path, S("pipe")).p);
    rmdir(path.p);
}

static int tear_down(void **state) {
    struct fixture *x = *state;
    remove_tree(x->a, x->dir);
    bool gone = !dir_exists(x->dir); /* a temporary left behind would keep it */
    arena_free(x->a);
    free(x);
    return gone ? 0 : -1;
}

static str path_of(struct fixture *x, const char *name) {
    return path_join(x->a, x->dir, str_from(name));
}

static str put(struct fixture *x, const char *name, str data) {
    str path = path_of(x, name);
    int fd = open(path.p, O_WRONLY | O_CREAT | O_TRUNC, 0666);
    assert_true(fd >= 0 && fd_write_all(fd, data));
    close(fd);
    return path;
}

static str get(struct fixture *x, str path) {
    str text = S("");
    const char *why = NULL;
    assert_true(file_read(x->a, path, &text, &why));
    return text;
}

static void paths(void **state) {
    struct arena *a = ((struct fixture *)*state)->a;
    assert_string_equal(path_join(a, S("a"), S("b/c")).p, "a/b/c");
    assert_string_equal(path_join(a, S("a/"), S("b")).p, "a/b");
    assert_string_equal(path_join(a, S(""), S("b")).p, "b");
    assert_string_equal(path_join(a, S("."), S("b")).p, "b");
    assert_string_equal(path_join(a, S("a"), S("/b")).p, "/b");
    static const char *const cases[][3] = {
        {"a/b.csv", "a", "b.csv"}, {"b.csv", ".", "b.csv"}, {"/b", "/", "b"},    {"/", "/", "/"},
        {"a/b/", "a", "b"},        {"a//b", "a", "b"},      {"/a/b", "/a", "b"}, {"", ".", ""},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_string_equal(str_z(a, path_dir(str_from(cases[i][0]))), cases[i][1]);
        assert_string_equal(str_z(a, path_base(str_from(cases[i][0]))), cases[i][2]);
    }
    assert_true(path_is_inside(S("a/b..c/..d")));
    assert_false(path_is_inside(S("../a")));
    assert_false(path_is_inside(S("a/../b")));
    assert_false(path_is_inside(S("a/..")));
    assert_false(path_is_inside(S("/a")));
    assert_false(path_is_inside(S("")));
    assert_false(path_is_inside(S("a\0b")));
}

static void reading(void **state) {
    struct fixture *x = *state;
    str path = put(x, "a.txt", S("一二\n"));
    assert_true(str_eq(get(x, path), S("一二\n")));
    assert_true(file_exists(path) && !dir_exists(path));
    assert_true(dir_exists(x->dir) && !file_exists(x->dir));
    str text = S("untouched");
    const char *why = NULL;
    assert_false(file_read(x->a, path_of(x, "none"), &text, &why));
    assert_string_equal(why, strerror(ENOENT));
    assert_false(file_read(x->a, x->dir, &text, &why));
    assert_string_equal(why, strerror(EISDIR));
    assert_false(file_read(x->a, S("/dev/null"), &text, &why));
    assert_string_equal(why, "not a regular file");
    assert_false(file_read(x->a, S(""), &text, &why));
    assert_false(file_read(x->a, S("a\0b"), &text, &why));
    char longest[5000];
    memset(longest, 'a', sizeof longest);
    assert_false(file_read(x->a, (str){longest, sizeof longest}, &text, &why));
    assert_string_equal(why, strerror(ENAMETOOLONG));
    assert_false(file_exists((str){longest, sizeof longest}));
    assert_true(str_eqz(text, "untouched"));
    assert_int_equal(get(x, put(x, "empty", S(""))).n, 0);
}

/* A named pipe nobody writes to must not stop the program. */
static void pipes_are_refused(void **state) {
    struct fixture *x = *state;
    str path = path_of(x, "pipe"), text;
    const char *why = NULL;
    assert_int_equal(mkfifo(path.p, 0600), 0);
    assert_false(file_read(x->a, path, &text, &why));
    assert_string_equal(why, "not a regular file");
}

static void reading_a_large_file(void **state) {
    struct fixture *x = *state;
    size_t n = 3000000;
    char *data = arena_alloc(x->a, n, 1);
    for (size_t i = 0; i < n; i++)
        data[i] = (char)(i * 7);
    str path = put(x, "large", (str){data, n}), mapped;
    assert_true(str_eq(get(x, path), (str){data, n}));
    const char *why = NULL;
    assert_true(file_map(path, &mapped, &why));
    assert_true(str_eq(mapped, (str){data, n}));
    file_unmap(mapped);
    assert_true(file_map(put(x, "empty", S("")), &mapped, &why));
    assert_int_equal(mapped.n, 0);
    file_unmap(mapped);
    assert_false(file_map(path_of(x, "none"), &mapped, &why));
}

static struct source *source_of(struct fixture *x, struct diags *d, const char *name) {
    return file_source(x->a, d, path_of(x, name), str_from(name), file_place(S("")));
}

static void sources(void **state) {
    struct fixture *x = *state;
    struct diags *d = diags_new(x->a, LANG_EN);
    put(x, "good.yaml",
        S("\xEF\xBB\xBF"
          "a: 1\n"));
    struct source *s = source_of(x, d, "good.yaml");
    assert_non_null(s);
    assert_true(str_eqz(s->text, "a: 1\n"));
    assert_true(str_eqz(s->path, "good.yaml"));
    assert_int_equal(diags_errors(d), 0);
    assert_null(source_of(x, d, "missing.yaml"));
    assert_null(source_of(x, d, "good.yaml/below"));
    assert_int_equal(diags_count_of(d, DIAG_FILE_MISSING), 2);
    put(x, "empty.yaml", S("\xEF\xBB\xBF"));
    assert_null(source_of(x, d, "empty.yaml"));
    assert_int_equal(diags_count_of(d, DIAG_FILE_EMPTY), 1);
    put(x, "gbk.csv", S("编号,\nb,\xB1\xE0\xBA\xC5\n"));
    assert_null(source_of(x, d, "gbk.csv"));
    assert_int_equal(diags_count_of(d, DIAG_NOT_UTF8), 1);
    assert_null(file_source(x->a, d, x->dir, S("folder"), file_place(S("contract.yaml"))));
    assert_int_equal(diags_count_of(d, DIAG_FILE_UNREADABLE), 1);
    char *shown = NULL;
    size_t n = 0;
    FILE *out = open_memstream(&shown, &n);
    diags_print(d, out);
    fclose(out);
    assert_non_null(strstr(
        shown, "contract.yaml: error: file 'folder' cannot be read: Is a directory [file-unreadable]\n"));
    assert_non_null(
        strstr(shown, "gbk.csv:2:3: error: text is not valid UTF-8 [not-utf8]\n    b,????\n      ^\n"));
    free(shown);
}

static void folders(void **state) {
    struct fixture *x = *state;
    struct failure f = {0};
    str *names;
    assert_true(dir_make(path_of(x, "out/deep"), &f));
    assert_true(dir_make(path_of(x, "out/deep/"), &f)); /* again */
    assert_true(dir_exists(path_of(x, "out/deep")));
    put(x, "b", S("x"));
    put(x, "a", S("x"));
    put(x, "B", S("x"));
    put(x, ".hidden", S("x"));
    assert_int_equal(dir_list(x->a, x->dir, &names), 3);
    assert_true(str_eqz(names[0], "B") && str_eqz(names[1], "a") && str_eqz(names[2], "b"));
    assert_int_equal(dir_list(x->a, path_of(x, "none"), &names), 0);
    assert_false(f.set);
    assert_false(dir_make(path_of(x, "a/below"), &f));
    assert_true(f.set);
    assert_non_null(strstr(f.text, "cannot make folder '"));
}

static void a_batch_appears_whole(void **state) {
    struct fixture *x = *state;
    struct failure f = {0};
    struct batch *b = batch_new(x->a);
    str one = path_of(x, "out/one.txt"), two = path_of(x, "out/deep/two.txt");
    assert_true(batch_write(b, one, S("1"), &f));
    const char *tmp = batch_add(b, two, &f);
    assert_non_null(tmp);
    int fd = open(tmp, O_WRONLY | O_CREAT, 0666);
    assert_true(fd_write_all(fd, S("2")));
    close(fd);
    assert_false(file_exists(one) || file_exists(two));
    assert_int_equal(batch_count(b), 2);
    assert_true(str_eq(batch_final(b, 1), two));
    assert_true(batch_commit(b, &f));
    batch_abort(b); /* nothing left to remove */
    assert_true(str_eqz(get(x, one), "1") && str_eqz(get(x, two), "2"));
    assert_false(file_exists(str_from(tmp)));
    assert_false(f.set);
}

static void an_aborted_batch_changes_nothing(void **state) {
    struct fixture *x = *state;
    struct failure f = {0};
    struct batch *b = batch_new(x->a);
    str one = put(x, "one.txt", S("old")), *names;
    assert_true(batch_write(b, one, S("new"), &f));
    assert_non_null(batch_add(b, path_of(x, "never-written"), &f));
    batch_abort(b);
    assert_true(str_eqz(get(x, one), "old"));
    assert_int_equal(dir_list(x->a, x->dir, &names), 1);
}

static void a_batch_that_cannot_be_written(void **state) {
    struct fixture *x = *state;
    struct failure f = {0};
    struct batch *b = batch_new(x->a);
    put(x, "file", S("x"));
    assert_null(batch_add(b, path_of(x, "file/below.txt"), &f));
    assert_non_null(strstr(f.text, "cannot make folder"));
    f = (struct failure){0};
    assert_true(batch_write(b, path_of(x, "one.txt"), S("1"), &f));
    assert_false(batch_write(b, path_of(x, "one.txt"), S("2"), &f));
    assert_non_null(strstr(f.text, "two outputs have the same name"));
    f = (struct failure){0};
    assert_non_null(batch_add(b, path_of(x, "unwritten.txt"), &f));
    assert_false(batch_commit(b, &f)); /* its temporary does not exist: nothing may be renamed */
    assert_true(f.set);
    assert_false(file_exists(path_of(x, "one.txt")));
    batch_abort(b);
}

static void a_rename_that_fails(void **state) {
    struct fixture *x = *state;
    struct failure f = {0};
    struct batch *b = batch_new(x->a);
    assert_true(dir_make(path_of(x, "blocked"), &f));
    assert_true(batch_write(b, path_of(x, "blocked"), S("1"), &f)); /* a folder stands at the name */
    assert_false(batch_commit(b, &f));
    assert_non_null(strstr(f.text, "cannot replace '"));
    batch_abort(b);
}

/* Before the commit nothing of the folder is there, under no name. */
static void a_folder_appears_whole(void **state) {
    struct fixture *x = *state;
    struct failure f = {0};
    str root = path_of(x, "out"), *names;
    struct batch *b = batch_new_folder(x->a, root);
    assert_true(batch_write(b, path_join(x->a, root, S("one.txt")), S("1"), &f));
    assert_true(batch_write(b, path_join(x->a, root, S("deep/two.txt")), S(""), &f));
    assert_true(str_eqz(get(x, str_from(batch_path(b, 0))), "1"));
    assert_false(dir_exists(root));
    assert_int_equal(dir_list(x->a, x->dir, &names), 0);
    assert_true(batch_commit(b, &f));
    batch_abort(b);
    assert_true(str_eqz(get(x, path_join(x->a, root, S("one.txt"))), "1"));
    assert_true(file_exists(path_join(x->a, root, S("deep/two.txt"))));
    struct batch *again = batch_new_folder(x->a, root);
    assert_true(batch_write(again, path_join(x->a, root, S("one.txt")), S("2"), &f));
    assert_false(batch_commit(again, &f));
    assert_non_null(strstr(f.text, "was made by another run"));
    batch_abort(again);
    assert_true(str_eqz(get(x, path_join(x->a, root, S("one.txt"))), "1"));
    assert_int_equal(dir_list(x->a, x->dir, &names), 0);
}

static void one_run_at_a_time(void **state) {
    struct fixture *x = *state;
    struct failure f = {0};
    int alone, reader, other;
    str left = put(x, "report.pdf.4711.tmp", S("half")), kept = put(x, "notes.tmp", S("mine"));
    assert_true(folder_lock(x->dir, false, &reader, &f) && folder_lock(x->dir, false, &other, &f));
    assert_false(folder_lock(x->dir, true, &alone, &f));
    assert_non_null(strstr(f.text, "another lvyue is at work in '"));
    folder_unlock(reader);
    folder_unlock(other);
    f = (struct failure){0};
    struct batch *b = batch_new(x->a);
    assert_true(batch_lock(b, x->dir, &f));
    assert_false(file_exists(left)); /* of a run that is over */
    assert_true(file_exists(kept));
    assert_false(folder_lock(x->dir, false, &reader, &f));
    batch_abort(b);
    f = (struct failure){0};
    assert_true(folder_lock(x->dir, true, &alone, &f));
    folder_unlock(alone);
    assert_false(folder_lock(path_of(x, "none"), true, &alone, &f));
    assert_non_null(strstr(f.text, "cannot open folder '"));
}

static void failures_keep_the_first(void **state) {
    (void)state;
    struct failure f = {0};
    errno = ENOSPC;
    failure_set(&f, S("a.pdf"), "write");
    assert_string_equal(f.text, "cannot write 'a.pdf': No space left on device");
    failure_text(&f, S("later"));
    assert_string_equal(f.text, "cannot write 'a.pdf': No space left on device");
    char text[600];
    for (size_t i = 0; i < sizeof text; i += 3)
        memcpy(text + i, "履", 3);
    struct failure cut = {0};
    failure_text(&cut, (str){text, sizeof text});
    assert_int_equal(strlen(cut.text), 510);
    assert_true(utf8_valid(str_from(cut.text)));
}

static void writing_to_a_closed_descriptor(void **state) {
    (void)state;
    assert_false(fd_write_all(-1, S("x")));
    assert_true(fd_write_all(-1, S("")));
}

#define WITH_FOLDER(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        WITH_FOLDER(paths),
        WITH_FOLDER(reading),
        WITH_FOLDER(pipes_are_refused),
        WITH_FOLDER(reading_a_large_file),
        WITH_FOLDER(sources),
        WITH_FOLDER(folders),
        WITH_FOLDER(a_batch_appears_whole),
        WITH_FOLDER(an_aborted_batch_changes_nothing),
        WITH_FOLDER(a_folder_appears_whole),
        WITH_FOLDER(one_run_at_a_time),
        WITH_FOLDER(a_batch_that_cannot_be_written),
        WITH_FOLDER(a_rename_that_fails),
        cmocka_unit_test(failures_keep_the_first),
        cmocka_unit_test(writing_to_a_closed_descriptor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
