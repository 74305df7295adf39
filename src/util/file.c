/* file.c - looking at files and reading them. Writing is in batch.c, names are in path.c. */
#include "util/file.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* Keeps whole characters when the text is longer than the buffer. */
void failure_text(struct failure *f, str text) {
    if (f->set)
        return;
    size_t n = text.n < sizeof f->text - 1 ? text.n : sizeof f->text - 1;
    while (n < text.n && n > 0 && ((unsigned char)text.p[n] & 0xC0) == 0x80)
        n--;
    if (n)
        memcpy(f->text, text.p, n);
    f->text[n] = '\0';
    f->set = true;
}

void failure_set(struct failure *f, str path, const char *doing) {
    const char *why = strerror(errno);
    struct arena *a = arena_new();
    failure_text(f, str_fmt(a, "cannot %s '%.*s': %s", doing, STR_ARG(path), why));
    arena_free(a);
}

/* The system wants a NUL behind its paths; false (with errno) when the path cannot be one. */
static bool path_z(str path, char z[PATH_MAX]) {
    if (path.n >= PATH_MAX) {
        errno = ENAMETOOLONG;
        return false;
    }
    if (path.n == 0 || memchr(path.p, '\0', path.n)) {
        errno = ENOENT;
        return false;
    }
    memcpy(z, path.p, path.n);
    z[path.n] = '\0';
    return true;
}

static bool path_stat(str path, struct stat *st) {
    char z[PATH_MAX];
    return path_z(path, z) && stat(z, st) == 0;
}

bool file_exists(str path) {
    struct stat st;
    return path_stat(path, &st) && !S_ISDIR(st.st_mode);
}

bool dir_exists(str path) {
    struct stat st;
    return path_stat(path, &st) && S_ISDIR(st.st_mode);
}

/* Opens a regular file for reading. Folders, pipes and devices are refused: what comes out of them has
 * no end that can be relied on. O_NONBLOCK keeps the opening of a pipe from waiting for a writer. */
static int open_read(str path, struct stat *st, const char **why) {
    char z[PATH_MAX];
    int fd = path_z(path, z) ? open(z, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY) : -1;
    if (fd < 0 || fstat(fd, st) != 0)
        *why = strerror(errno);
    else if (S_ISREG(st->st_mode))
        return fd;
    else
        *why = S_ISDIR(st->st_mode) ? strerror(EISDIR) : "not a regular file";
    if (fd >= 0)
        close(fd);
    return -1;
}

/* Reads to the end: the size is only a guess, since files may grow meanwhile. */
static bool read_all(struct arena *a, int fd, size_t guess, str *out) {
    size_t cap = guess + 1, n = 0;
    char *p = arena_alloc(a, cap, 1);
    for (;;) {
        ssize_t got = read(fd, p + n, cap - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return false;
        if (got == 0)
            break;
        n += (size_t)got;
        if (n == cap) {
            p = arena_grow(a, p, cap, cap * 2 + 4096, 1);
            cap = cap * 2 + 4096;
        }
    }
    p[n] = '\0';
    *out = (str){p, n};
    return true;
}

bool file_read(struct arena *a, str path, str *out, const char **why) {
    struct stat st;
    int fd = open_read(path, &st, why);
    if (fd < 0)
        return false;
    bool read = read_all(a, fd, st.st_size > 0 ? (size_t)st.st_size : 0, out);
    if (!read)
        *why = strerror(errno);
    close(fd);
    return read;
}

/* The place of the first byte that is not UTF-8. The source is only made to find line and column. */
static struct place bad_byte_place(struct arena *a, str shown, str text) {
    str rest = text, before = text;
    while (rest.n) {
        before = rest;
        if (utf8_next(&rest) == UTF8_BAD)
            break;
    }
    return span_place(source_span(source_new(a, shown, text), text.n - before.n));
}

struct source *file_source(struct arena *a, struct diags *d, str path, str shown, struct place at) {
    str text;
    const char *why;
    struct place place = at.file.n ? at : file_place(shown);
    struct stat st;
    errno = 0;
    if (!path_stat(path, &st) && (errno == ENOENT || errno == ENOTDIR)) {
        diag1(d, DIAG_FILE_MISSING, place, shown);
        return NULL;
    }
    if (!file_read(a, path, &text, &why)) {
        diag2(d, DIAG_FILE_UNREADABLE, place, shown, str_from(why));
        return NULL;
    }
    if (str_starts(text, S("\xEF\xBB\xBF")))
        text = str_slice(text, 3, text.n);
    if (text.n == 0) {
        diag1(d, DIAG_FILE_EMPTY, place, shown);
        return NULL;
    }
    if (!utf8_valid(text)) {
        diag0(d, DIAG_NOT_UTF8, bad_byte_place(a, shown, text));
        return NULL;
    }
    return source_new(a, shown, text);
}

bool file_map(str path, str *out, const char **why) {
    struct stat st;
    int fd = open_read(path, &st, why);
    if (fd < 0)
        return false;
    void *p = st.st_size > 0 ? mmap(NULL, (size_t)st.st_size, PROT_READ, MAP_PRIVATE, fd, 0) : NULL;
    if (p == MAP_FAILED)
        *why = strerror(errno);
    else
        *out = p ? (str){p, (size_t)st.st_size} : S("");
    close(fd);
    return p != MAP_FAILED;
}

void file_unmap(str mapped) {
    if (mapped.n)
        munmap((void *)(uintptr_t)mapped.p, mapped.n);
}

void file_release(str mapped) {
    if (mapped.n)
        madvise((void *)(uintptr_t)mapped.p, mapped.n, MADV_DONTNEED);
}

static bool dir_make_one(const char *z) {
    struct stat st;
    if (mkdir(z, 0777) == 0)
        return true;
    int error = errno;
    if (stat(z, &st) == 0 && S_ISDIR(st.st_mode))
        return true;
    errno = error;
    return false;
}

bool dir_make(str path, struct failure *f) {
    char z[PATH_MAX];
    bool made = path_z(path, z);
    for (size_t i = 1; made && i <= path.n; i++) {
        if (i < path.n && z[i] != '/')
            continue;
        z[i] = '\0';
        made = dir_make_one(z);
        z[i] = i < path.n ? '/' : '\0';
    }
    if (!made)
        failure_set(f, path, "make folder");
    return made;
}

static int by_bytes(const void *a, const void *b) {
    return str_cmp(*(const str *)a, *(const str *)b);
}

size_t dir_list(struct arena *a, str path, str **names) {
    VEC(str) list = {0};
    char z[PATH_MAX];
    struct stat st;
    DIR *dir = path_z(path, z) ? opendir(z) : NULL;
    for (struct dirent *e; dir && (e = readdir(dir)) != NULL;)
        if (e->d_name[0] != '.' && fstatat(dirfd(dir), e->d_name, &st, 0) == 0 && S_ISREG(st.st_mode))
            VEC_PUSH(a, &list, str_dup(a, str_from(e->d_name)));
    if (dir)
        closedir(dir);
    if (list.n)
        qsort(list.at, list.n, sizeof *list.at, by_bytes);
    *names = list.at;
    return list.n;
}
