/* spool.c - memory first, then an unnamed file. */
#include "records/spool.h"

#include <stdlib.h>
#include <sys/mman.h>

#include "util/file.h"

enum { READS_BETWEEN = 8192 };

static bool move_to_file(struct spool *s) {
    const char *dir = getenv("TMPDIR");
    char *path = str_z(s->memory.a, str_fmt(s->memory.a, "%s/lvyue-XXXXXX", dir && *dir ? dir : "/tmp"));
    int fd = mkstemp(path);
    s->file = fd < 0 ? NULL : fdopen(fd, "w+b");
    if (fd >= 0)
        remove(path);
    return s->file && fwrite(s->memory.p, 1, s->memory.n, s->file) == s->memory.n;
}

bool spool_add(struct spool *s, str bytes) {
    s->n += bytes.n;
    if (!s->file && s->n <= SPOOL_MEMORY) {
        sb_add(&s->memory, bytes);
        return true;
    }
    if (!s->file && !move_to_file(s))
        return false;
    return bytes.n == 0 || fwrite(bytes.p, 1, bytes.n, s->file) == bytes.n;
}

bool spool_seal(struct spool *s) {
    if (!s->file)
        return true;
    if (fflush(s->file) != 0)
        return false;
    void *p = mmap(NULL, s->n, PROT_READ, MAP_SHARED, fileno(s->file), 0);
    if (p == MAP_FAILED)
        return false;
    s->mapped = (str){p, s->n};
    return true;
}

str spool_at(struct spool *s, size_t from, size_t n) {
    if (!s->file)
        return n ? (str){s->memory.p + from, n} : S("");
    if (++s->reads == READS_BETWEEN) { /* they come back from the file when wanted */
        s->reads = 0;
        file_release(s->mapped);
    }
    return (str){s->mapped.p + from, n};
}

void spool_close(struct spool *s) {
    if (s->mapped.n)
        munmap((void *)(uintptr_t)s->mapped.p, s->mapped.n);
    if (s->file)
        fclose(s->file);
    s->mapped = (str){NULL, 0};
    s->file = NULL;
}
