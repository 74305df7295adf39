/* batch.c - files that appear whole or not at all.
 *
 * An output has no name while it is written: it is made with O_TMPFILE and reached as /proc/self/fd/N, so that a
 * run killed at any moment leaves nothing behind. A commit flushes all outputs before it gives the first its
 * name. Where the file system knows no such files, or too many are open, an output is written as
 * "<name>.<pid>.tmp" in its own folder. A batch for a folder gathers its outputs in "<folder>.<pid>.tmp" first.
 */
#include "util/file.h"

#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/scratch.h"

struct output {
    str final;
    const char *staged; /* the name it is renamed from */
    const char *path;   /* where it is written */
    int fd;             /* -1: written under the staged name */
    bool filled;        /* by batch_write: may be empty */
    bool renamed;
};

struct batch {
    struct arena *a;
    VEC(struct output) outputs;
    VEC(const char *) folders; /* made by this batch, parents first */
    str root, stage;           /* of a batch for a folder; else empty */
    int lock, stage_lock;
};

/* Descriptors left to fonts, the database and the libraries. */
#define SPARE_DESCRIPTORS 64

static int descriptors_max(void) {
    static int most = -1;
    struct rlimit limit;
    if (most >= 0 || getrlimit(RLIMIT_NOFILE, &limit) != 0)
        return most;
    if (limit.rlim_cur < limit.rlim_max) {
        limit.rlim_cur = limit.rlim_max > 65536 ? 65536 : limit.rlim_max;
        if (setrlimit(RLIMIT_NOFILE, &limit) != 0)
            getrlimit(RLIMIT_NOFILE, &limit);
    }
    most = (limit.rlim_cur > 65536 ? 65536 : (int)limit.rlim_cur) - SPARE_DESCRIPTORS;
    return most;
}

struct batch *batch_new(struct arena *a) {
    struct batch *b = ARENA_NEW(a, struct batch);
    b->a = a;
    b->lock = b->stage_lock = -1;
    return b;
}

struct batch *batch_new_folder(struct arena *a, str folder) {
    struct batch *b = batch_new(a);
    b->root = str_dup(a, folder);
    b->stage = scratch_stage_name(a, folder);
    return b;
}

static bool batch_has(const struct batch *b, str final_path) {
    for (size_t i = 0; i < b->outputs.n; i++)
        if (str_eq(b->outputs.at[i].final, final_path))
            return true;
    return false;
}

/* What a killed run gathered under this name goes before the first output. */
static void begin_stage(struct batch *b) {
    if (b->root.n && b->outputs.n == 0)
        scratch_sweep_stages(b->a, b->root);
}

/* Remembers which folders are about to be made, so that an aborted batch leaves none behind. */
static bool make_folder(struct batch *b, str dir, struct failure *f) {
    if (dir.n == 0 || dir_exists(dir))
        return dir.n == 0 || dir_make(dir, f);
    str parent = path_dir(dir);
    if (parent.n < dir.n && !make_folder(b, parent, f))
        return false;
    VEC_PUSH(b->a, &b->folders, str_z(b->a, dir));
    if (!dir_make(dir, f))
        return false;
    if (b->root.n && str_eq(dir, b->stage))
        b->stage_lock = scratch_lock(dir);
    return true;
}

/* -- folders -------------------------------------------------------------------------------------- */

/* "NAME.PID.tmp": what a killed run may leave where outputs had to have a name. */
static bool is_leftover(str name) {
    if (!str_ends(name, S(".tmp")))
        return false;
    size_t n = name.n - 4, digits = 0;
    while (digits < n && name.p[n - digits - 1] >= '0' && name.p[n - digits - 1] <= '9')
        digits++;
    return digits > 0 && digits < n && name.p[n - digits - 1] == '.';
}

/* Nobody else is at work here, so a leftover's run is over. */
static void sweep(struct batch *b, str dir) {
    str *names;
    size_t n = dir_list(b->a, dir, &names);
    for (size_t i = 0; i < n; i++)
        if (is_leftover(names[i]))
            unlink(str_z(b->a, path_join(b->a, dir, names[i])));
}

bool folder_lock(str dir, bool alone, int *fd, struct failure *f) {
    struct arena *a = arena_new();
    *fd = open(str_z(a, dir), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool got = *fd >= 0 && (flock(*fd, (alone ? LOCK_EX : LOCK_SH) | LOCK_NB) == 0 || errno != EWOULDBLOCK);
    if (*fd < 0)
        failure_set(f, dir, "open folder");
    else if (!got)
        failure_text(
            f, str_fmt(a, "another lvyue is at work in '%.*s': try again when it is done", STR_ARG(dir)));
    if (*fd >= 0 && !got) {
        close(*fd);
        *fd = -1;
    }
    arena_free(a);
    return got;
}

void folder_unlock(int fd) {
    if (fd >= 0)
        close(fd);
}

bool batch_lock(struct batch *b, str dir, struct failure *f) {
    if (!make_folder(b, dir, f) || !folder_lock(dir, true, &b->lock, f))
        return false;
    sweep(b, dir);
    return true;
}

/* -- outputs -------------------------------------------------------------------------------------- */

static str staged_name(const struct batch *b, str final) {
    if (b->root.n)
        return path_join(b->a, b->stage, str_slice(final, b->root.n + 1, final.n));
    return scratch_stage_name(b->a, final);
}

/* A file without a name in dir; -1 when there can be none. */
static int open_nameless(struct batch *b, str dir, const char **path) {
    int most = descriptors_max();
    int fd = open(str_z(b->a, dir), O_TMPFILE | O_RDWR | O_CLOEXEC, 0666);
    if (fd < 0)
        return -1;
    *path = str_fmt(b->a, "/proc/self/fd/%d", fd).p;
    if (fd < most && access(*path, W_OK) == 0)
        return fd;
    close(fd);
    return -1;
}

const char *batch_add(struct batch *b, str final_path, struct failure *f) {
    if (batch_has(b, final_path)) {
        failure_text(f, str_fmt(b->a, "two outputs have the same name '%.*s'", STR_ARG(final_path)));
        return NULL;
    }
    begin_stage(b);
    str dir = path_dir(b->root.n ? b->root : final_path), staged = staged_name(b, final_path);
    if (!make_folder(b, dir, f))
        return NULL;
    struct output o = {.final = str_dup(b->a, final_path), .staged = staged.p, .path = staged.p, .fd = -1};
    o.fd = open_nameless(b, dir, &o.path);
    if (o.fd < 0)
        o.path = staged.p;
    if (o.fd < 0 && b->root.n && !make_folder(b, path_dir(staged), f))
        return NULL;
    VEC_PUSH(b->a, &b->outputs, o);
    return o.path;
}

bool batch_rename(struct batch *b, size_t i, str final_path) {
    assert(!b->root.n && str_eq(path_dir(final_path), path_dir(b->outputs.at[i].final)));
    for (size_t k = 0; k < b->outputs.n; k++)
        if (k != i && str_eq(b->outputs.at[k].final, final_path))
            return false;
    b->outputs.at[i].final = str_dup(b->a, final_path);
    return true;
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
    b->outputs.at[b->outputs.n - 1].filled = written;
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

const char *batch_path(const struct batch *b, size_t i) {
    return b->outputs.at[i].path;
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

/* An output that its writer never opened. */
static bool is_missing(const struct output *o) {
    struct stat st;
    errno = ENOENT;
    return o->fd >= 0 && !o->filled && (fstat(o->fd, &st) != 0 || st.st_size == 0);
}

static bool flush_files(struct batch *b, struct failure *f) {
    for (size_t i = 0; i < b->outputs.n; i++)
        if (is_missing(&b->outputs.at[i]) || !flush_path(b->outputs.at[i].path, 0)) {
            failure_set(f, b->outputs.at[i].final, "write");
            return false;
        }
    return true;
}

/* Gives a file without a name the staged one, or at once the final one where nothing stands there. */
static bool name_output(struct batch *b, struct output *o) {
    if (o->fd < 0)
        return true;
    if (!b->root.n && linkat(AT_FDCWD, o->path, AT_FDCWD, o->final.p, AT_SYMLINK_FOLLOW) == 0) {
        o->renamed = true;
        return true;
    }
    unlink(o->staged);
    return linkat(AT_FDCWD, o->path, AT_FDCWD, o->staged, AT_SYMLINK_FOLLOW) == 0;
}

static bool rename_all(struct batch *b, struct failure *f) {
    for (size_t i = 0; i < b->outputs.n; i++) {
        struct output *o = &b->outputs.at[i];
        bool done = o->renamed || (name_output(b, o) && (o->renamed || rename(o->staged, o->final.p) == 0));
        if (!done) {
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

static bool ends_number(const char *p) {
    return *p < '0' || *p > '9';
}

void batch_name_failure(const struct batch *b, struct failure *f) {
    str text = str_from(f->text);
    for (size_t i = 0; f->set && i < b->outputs.n; i++) {
        str path = str_from(b->outputs.at[i].path);
        ptrdiff_t at = str_find(text, path);
        if (at < 0 || !ends_number(text.p + at + path.n))
            continue;
        str all = str_fmt(b->a, "%.*s%.*s%s", (int)at, text.p, STR_ARG(b->outputs.at[i].final),
                          text.p + at + path.n);
        snprintf(f->text, sizeof f->text, "%s", all.p);
        return;
    }
}

/* Closes the descriptors: what has no name by then is gone. */
static void close_all(struct batch *b) {
    for (size_t i = 0; i < b->outputs.n; i++) {
        if (b->outputs.at[i].fd >= 0)
            close(b->outputs.at[i].fd);
        b->outputs.at[i].fd = -1;
    }
    folder_unlock(b->lock);
    folder_unlock(b->stage_lock);
    b->lock = b->stage_lock = -1;
}

/* -- a folder as a whole -------------------------------------------------------------------------- */

static bool gather(struct batch *b, struct failure *f) {
    str last = {0};
    for (size_t i = 0; i < b->outputs.n; i++) {
        struct output *o = &b->outputs.at[i];
        str dir = path_dir(str_from(o->staged));
        if (!str_eq(dir, last) && !make_folder(b, dir, f))
            return false;
        last = dir;
        if (!name_output(b, o)) {
            failure_set(f, o->final, "write");
            return false;
        }
    }
    return true;
}

static bool flush_one(struct batch *b, str dir, struct failure *f) {
    if (flush_path(str_z(b->a, dir), O_DIRECTORY))
        return true;
    failure_set(f, dir, "write folder");
    return false;
}

static bool flush_stage(struct batch *b, struct failure *f) {
    for (size_t i = 0; i < b->folders.n; i++)
        if (!flush_one(b, str_from(b->folders.at[i]), f))
            return false;
    return true;
}

static bool commit_folder(struct batch *b, struct failure *f) {
    if (!flush_files(b, f) || !gather(b, f) || !flush_stage(b, f))
        return false;
    if (rename(str_z(b->a, b->stage), str_z(b->a, b->root)) != 0) {
        if (errno == ENOTEMPTY || errno == EEXIST)
            failure_text(f,
                         str_fmt(b->a, "'%.*s' was made by another run in the meantime", STR_ARG(b->root)));
        else
            failure_set(f, b->root, "make folder");
        return false;
    }
    for (size_t i = 0; i < b->outputs.n; i++)
        b->outputs.at[i].renamed = true;
    return flush_one(b, path_dir(b->root), f);
}

bool batch_commit(struct batch *b, struct failure *f) {
    bool done = b->root.n ? commit_folder(b, f)
                          : places_free(b, f) && flush_files(b, f) && rename_all(b, f) && flush_folders(b, f);
    if (done)
        close_all(b);
    return done;
}

void batch_abort(struct batch *b) {
    for (size_t i = 0; i < b->outputs.n; i++)
        if (!b->outputs.at[i].renamed)
            unlink(b->outputs.at[i].staged);
    close_all(b);
    for (size_t i = b->folders.n; i-- > 0;)
        rmdir(b->folders.at[i]); /* fails where something else stands in it by now: then it stays */
}
