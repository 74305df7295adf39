#include "util/scratch.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "util/walk.h"

static const str in_tmpdir = {"lvyue-", 6};

/* -- whose? --------------------------------------------------------------------------------------- */

/* head DIGITS tail; of a scratch folder the tail is "-" and six characters of mkdtemp(). */
static bool take_pid(str name, str head, str tail, bool any_tail, pid_t *pid) {
    int64_t n;
    if (!str_starts(name, head))
        return false;
    str rest = str_slice(name, head.n, name.n), digits = rest;
    if (any_tail ? !str_cut(&rest, '-', &digits) || rest.n != 6 : !str_ends(rest, tail))
        return false;
    if (!any_tail)
        digits = str_slice(rest, 0, rest.n - tail.n);
    if (digits.n == 0 || digits.p[0] < '1' || digits.p[0] > '9' || !str_to_int(digits, &n) || n > INT32_MAX)
        return false;
    *pid = (pid_t)n;
    return true;
}

static bool is_running(pid_t pid) {
    return kill(pid, 0) == 0 || errno != ESRCH;
}

int scratch_lock(str folder) {
    struct arena *a = arena_new();
    int fd = open(str_z(a, folder), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    arena_free(a);
    if (fd >= 0 && flock(fd, LOCK_EX | LOCK_NB) != 0) {
        close(fd);
        fd = -1;
    }
    return fd;
}

static bool only_files(struct arena *a, str folder) {
    struct walk_entry *found;
    size_t n = walk_folder(a, folder, &found);
    for (size_t i = 0; i < n; i++)
        if (found[i].kind != WALK_FILE && found[i].kind != WALK_FOLDER)
            return false;
    return true;
}

/* The lock is free only when its run is gone, on whatever machine it was; the id alone may be another process's by now. */
static void remove_leftover(struct arena *a, str folder, pid_t pid, bool links) {
    struct stat st;
    int lock = is_running(pid) ? -1 : scratch_lock(folder);
    if (lock < 0)
        return;
    if (fstat(lock, &st) == 0 && st.st_uid == geteuid() && (links || only_files(a, folder)))
        walk_remove(a, folder);
    close(lock);
}

static void sweep(struct arena *a, str dir, str head, str tail, bool any_tail) {
    DIR *d = opendir(str_z(a, dir));
    pid_t pid;
    if (!d)
        return;
    for (struct dirent *e; (e = readdir(d)) != NULL;) {
        str name = str_from(e->d_name);
        if (take_pid(name, head, tail, any_tail, &pid))
            remove_leftover(a, path_join(a, dir, name), pid, any_tail);
    }
    closedir(d);
}

/* -- stages --------------------------------------------------------------------------------------- */

str scratch_stage_name(struct arena *a, str name) {
    return str_fmt(a, "%.*s.%ld.tmp", STR_ARG(name), (long)getpid());
}

void scratch_sweep_stages(struct arena *a, str name) {
    sweep(a, path_dir(name), str_fmt(a, "%.*s.", STR_ARG(path_base(name))), S(".tmp"), false);
}

/* -- $TMPDIR -------------------------------------------------------------------------------------- */

bool scratch_open(struct arena *a, struct scratch *out, struct failure *f) {
    const char *tmp = getenv("TMPDIR");
    str dir = str_from(tmp && *tmp ? tmp : P_tmpdir);
    *out = (struct scratch){.path = S(""), .lock = -1};
    sweep(a, dir, in_tmpdir, S(""), true);
    char *path =
        str_z(a, path_join(a, dir, str_fmt(a, "%.*s%ld-XXXXXX", STR_ARG(in_tmpdir), (long)getpid())));
    if (!mkdtemp(path)) {
        failure_set(f, str_from(path), "make folder");
        return false;
    }
    out->path = str_from(path);
    out->lock = scratch_lock(out->path);
    return true;
}

void scratch_close(struct arena *a, struct scratch *s) {
    if (s->path.n)
        walk_remove(a, s->path);
    if (s->lock >= 0)
        close(s->lock);
    *s = (struct scratch){.path = S(""), .lock = -1};
}
