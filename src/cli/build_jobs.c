#include "cli/build_jobs.h"

#include <errno.h>
#include <stdatomic.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

/* What a process tells about an item; texts follow. Shorter than PIPE_BUF, so that writes never mix. */
struct message {
    size_t item;
    struct made_times times;
    unsigned short length[MADE__MAX + 2]; /* of the texts */
};
#define TEXTS (MADE__MAX + 2)
#define TEXTS_MAX 3000

static void progress(const struct build *b, size_t done, size_t all) {
    if (isatty(STDERR_FILENO))
        fprintf(b->j->v->err, done == all ? "\r\033[K" : "\r\033[K%zu/%zu", done, all);
}

static str *text_of(struct made *m, int i) {
    return i < MADE__MAX ? &m->name[i] : i == MADE__MAX ? &m->title : &m->number;
}

/* -- in a process of its own ---------------------------------------------------------------------- */

static void tell(int to, size_t item, struct made *m) {
    char bytes[sizeof(struct message) + TEXTS_MAX];
    struct message head = {.item = item};
    size_t n = sizeof head;
    head.times = m->times;
    for (int i = 0; i < TEXTS; i++) {
        str text = *text_of(m, i);
        if (n + text.n > sizeof bytes) /* left to the parent */
            return;
        head.length[i] = (unsigned short)text.n;
        if (text.n)
            memcpy(bytes + n, text.p, text.n);
        n += text.n;
    }
    memcpy(bytes, &head, sizeof head);
    fd_write_all(to, (str){bytes, n});
}

static void work(struct build *b, const struct plan *plan, const struct reserved *reserved,
                 atomic_size_t *next, int to) {
    size_t i;
    while ((i = atomic_fetch_add(next, 1)) < plan->n && !b->j->f.set) {
        struct arena *a = arena_new();
        struct made m;
        make_item(b, a, &plan->at[i], &reserved[i], &m);
        if (m.done)
            tell(to, i, &m);
        arena_free(a);
    }
}

/* -- in the first process ------------------------------------------------------------------------- */

static bool read_all(int from, void *to, size_t n) {
    for (size_t got = 0; got < n;) {
        ssize_t k = read(from, (char *)to + got, n - got);
        if (k < 0 && errno == EINTR)
            continue;
        if (k <= 0)
            return false;
        got += (size_t)k;
    }
    return true;
}

static str read_text(struct arena *a, int from, size_t n) {
    char *p = arena_alloc(a, n + 1, 1);
    return read_all(from, p, n) ? (str){p, n} : S("");
}

static void listen_to(struct build *b, const struct plan *plan, struct made *made, int from) {
    struct arena *a = b->j->a;
    struct message head;
    for (size_t done = 1; read_all(from, &head, sizeof head) && head.item < plan->n; done++) {
        struct made *m = &made[head.item];
        for (int i = 0; i < TEXTS; i++)
            *text_of(m, i) = read_text(a, from, head.length[i]);
        m->times = head.times;
        m->done = true;
        progress(b, done, plan->n);
    }
}

/* Starts the processes; how many there are. */
static size_t start(struct build *b, const struct plan *plan, const struct reserved *reserved,
                    atomic_size_t *next, const int pipe_ends[2], pid_t *pids) {
    size_t n = 0;
    fflush(NULL); /* nothing buffered is printed twice */
    for (; n < b->jobs && n < plan->n; n++) {
        pids[n] = fork();
        if (pids[n] < 0) /* what could be started does the work */
            break;
        if (pids[n] > 0)
            continue;
        close(pipe_ends[0]);
        work(b, plan, reserved, next, pipe_ends[1]);
        _exit(0);
    }
    return n;
}

static void build_beside(struct build *b, const struct plan *plan, const struct reserved *reserved,
                         struct made *made) {
    int ends[2];
    atomic_size_t *next = mmap(NULL, sizeof *next, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (next == MAP_FAILED)
        return;
    if (pipe(ends) == 0) {
        pid_t *pids = ARENA_ARRAY(b->j->a, pid_t, b->jobs + 1);
        size_t n = start(b, plan, reserved, next, ends, pids);
        close(ends[1]);
        listen_to(b, plan, made, ends[0]);
        close(ends[0]);
        for (size_t i = 0; i < n; i++)
            while (waitpid(pids[i], NULL, 0) < 0 && errno == EINTR)
                ;
    }
    munmap(next, sizeof *next);
}

/* Texts outlive the document's arena. */
static void keep_texts(struct arena *a, struct made *m) {
    for (int i = 0; i < TEXTS; i++)
        *text_of(m, i) = str_dup(a, *text_of(m, i));
}

static void build_here(struct build *b, const struct plan *plan, const struct reserved *reserved,
                       struct made *made) {
    for (size_t i = 0; i < plan->n && !b->j->f.set; i++) {
        if (made[i].done)
            continue;
        struct arena *a = arena_new();
        progress(b, i, plan->n);
        make_item(b, a, &plan->at[i], &reserved[i], &made[i]);
        keep_texts(b->j->a, &made[i]);
        arena_free(a);
    }
}

bool jobs_run(struct build *b, const struct plan *plan, const struct reserved *reserved, struct made *made) {
    if (b->jobs > 1 && plan->n > 1)
        build_beside(b, plan, reserved, made);
    build_here(b, plan, reserved, made);
    progress(b, plan->n, plan->n);
    return !b->j->f.set && diags_errors(b->j->d) == 0;
}
