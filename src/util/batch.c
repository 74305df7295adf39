/* batch.c - files that appear whole or not at all.
 *
 * Each output is written under a temporary name in its own folder, so that the rename stays within
 * one file system. A commit flushes all of them before it renames the first.
 */
#include "util/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

struct output {
    str final;
    const char *tmp;
    bool renamed;
};

struct batch {
    struct arena *a;
    VEC(struct output) outputs;
    VEC(const char *) folders; /* made by this batch, parents first */
};

struct batch *batch_new(struct arena *a) {
    struct batch *b = ARENA_NEW(a, struct batch);
    b->a = a;
    return b;
}

static bool batch_has(const struct batch *b, str final_path) {
    for (size_t i = 0; i < b->outputs.n; i++)
        if (str_eq(b->outputs.at[i].final, final_path))
            return true;
    return false;
}

/* Remembers which folders are about to be made, so that an aborted batch leaves none behind. */
static void note_folders(struct batch *b, str dir) {
    if (dir.n == 0 || dir_exists(dir))
        return;
    str parent = path_dir(dir);
    if (parent.n < dir.n)
        note_folders(b, parent);
    VEC_PUSH(b->a, &b->folders, str_z(b->a, dir));
}

const char *batch_add(struct batch *b, str final_path, struct failure *f) {
    if (batch_has(b, final_path)) {
        failure_text(f, str_fmt(b->a, "two outputs have the same name '%.*s'", STR_ARG(final_path)));
        return NULL;
    }
    note_folders(b, path_dir(final_path));
    if (!dir_make(path_dir(final_path), f))
        return NULL;
    str tmp = str_fmt(b->a, "%.*s.%ld.tmp", STR_ARG(final_path), (long)getpid());
    VEC_PUSH(b->a, &b->outputs, (struct output){str_dup(b->a, final_path), tmp.p, false});
    return tmp.p;
}

bool fd_write_all(int fd, str data) {
    while (data.n) {
        ssize_t put = write(fd, data.p, data.n);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        data = str_slice(data, (size_t)put, data.n);
    }
    return true;
}

bool batch_write(struct batch *b, str final_path, str data, struct failure *f) {
    const char *tmp = batch_add(b, final_path, f);
    if (!tmp)
        return false;
    int fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool written = fd >= 0 && fd_write_all(fd, data);
    if (!written)
        failure_set(f, final_path, "write");
    if (fd >= 0 && close(fd) != 0 && written) {
        failure_set(f, final_path, "write");
        written = false;
    }
    return written;
}

size_t batch_count(const struct batch *b) {
    return b->outputs.n;
}

str batch_final(const struct batch *b, size_t i) {
    return b->outputs.at[i].final;
}

/* Some file systems know no fsync for folders and say EINVAL: nothing more can be done there. */
static bool flush_path(const char *path, int flags) {
    int fd = open(path, O_RDONLY | O_CLOEXEC | flags);
    if (fd < 0)
        return false;
    bool flushed = fsync(fd) == 0 || ((flags & O_DIRECTORY) && errno == EINVAL);
    int error = errno;
    close(fd);
    errno = error;
    return flushed;
}

static bool flush_files(struct batch *b, struct failure *f) {
    for (size_t i = 0; i < b->outputs.n; i++)
        if (!flush_path(b->outputs.at[i].tmp, 0)) {
            failure_set(f, b->outputs.at[i].final, "write");
            return false;
        }
    return true;
}

static bool rename_all(struct batch *b, struct failure *f) {
    for (size_t i = 0; i < b->outputs.n; i++) {
        struct output *o = &b->outputs.at[i];
        if (!o->renamed && rename(o->tmp, o->final.p) != 0) {
            failure_set(f, o->final, "replace");
            return false;
        }
        o->renamed = true;
    }
    return true;
}

/* Outputs of one folder mostly follow each other, so comparing with the one before is enough. */
static bool flush_folders(struct batch *b, struct failure *f) {
    str last = {0};
    for (size_t i = 0; i < b->outputs.n; i++) {
        str dir = path_dir(b->outputs.at[i].final);
        if (i > 0 && str_eq(dir, last))
            continue;
        last = dir;
        if (!flush_path(str_z(b->a, dir), O_DIRECTORY)) {
            failure_set(f, dir, "write folder");
            return false;
        }
    }
    return true;
}

/* A folder in an output's place would stop the renames half way. */
static bool places_free(const struct batch *b, struct failure *f) {
    for (size_t i = 0; i < b->outputs.n; i++)
        if (dir_exists(b->outputs.at[i].final)) {
            errno = EISDIR;
            failure_set(f, b->outputs.at[i].final, "replace");
            return false;
        }
    return true;
}

void batch_name_failure(const struct batch *b, struct failure *f) {
    str text = str_from(f->text);
    for (size_t i = 0; f->set && i < b->outputs.n; i++) {
        str tmp = str_from(b->outputs.at[i].tmp);
        ptrdiff_t at = str_find(text, tmp);
        if (at < 0)
            continue;
        str all = str_fmt(b->a, "%.*s%.*s%s", (int)at, text.p, STR_ARG(b->outputs.at[i].final),
                          text.p + at + tmp.n);
        snprintf(f->text, sizeof f->text, "%s", all.p);
        return;
    }
}

bool batch_commit(struct batch *b, struct failure *f) {
    return places_free(b, f) && flush_files(b, f) && rename_all(b, f) && flush_folders(b, f);
}

void batch_abort(struct batch *b) {
    for (size_t i = 0; i < b->outputs.n; i++)
        if (!b->outputs.at[i].renamed)
            unlink(b->outputs.at[i].tmp);
    for (size_t i = b->folders.n; i-- > 0;)
        rmdir(b->folders.at[i]); /* fails where something else stands in it by now: then it stays */
}
