/* xlsx_room.c - is there room for the workbook?
 *
 * libxlsxwriter 1.1.4 writes the rows of a sheet, and later every part, to a temporary file and does not look at errors
 * there: on a full disk it would pack a part that breaks off in the middle and report success. So we look at the file of
 * the rows ourselves; and before the parts are put together room is asked for, there for all of them, beside the result
 * for half of that (it is compressed, and errors there are seen), and given back at once.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "render/xlsx.h"

/* errno, as posix_fallocate does not set it. */
static bool reserve(int fd, int64_t bytes) {
    int error = posix_fallocate(fd, 0, (off_t)bytes);
    if (error == 0)
        return true;
    errno = error;
    return error == EOPNOTSUPP || error == EINVAL; /* cannot be asked there */
}

static int open_temporary(const char *dir, char *path, size_t size) {
    snprintf(path, size, "%s/room-XXXXXX", dir);
    int fd = mkstemp(path);
    if (fd >= 0)
        unlink(path);
    return fd;
}

bool xlsx_room_left(struct xlsx *x, const lxw_worksheet *ws) {
    if (ferror(ws->optimize_tmpfile))
        failure_set(x->f, str_from(x->dir), "write temporary files in");
    return !x->f->set && !x->error;
}

bool xlsx_room_used(struct xlsx *x, lxw_worksheet *ws) {
    lxw_worksheet_write_single_row(ws);
    if (fflush(ws->optimize_tmpfile) != 0)
        failure_set(x->f, str_from(x->dir), "write temporary files in");
    if (!xlsx_room_left(x, ws))
        return false;
    x->bytes += ftello(ws->optimize_tmpfile);
    return true;
}

bool xlsx_room_check(const char *dir, const char *path, int64_t bytes, struct failure *f) {
    char temporary[4096];
    int room = open_temporary(dir, temporary, sizeof temporary);
    if (room < 0 || !reserve(room, bytes)) {
        failure_set(f, str_from(dir), "write temporary files in");
        if (room >= 0)
            close(room);
        return false;
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    bool ok = fd >= 0 && reserve(fd, bytes / 2);
    if (!ok)
        failure_set(f, str_from(path), "write");
    if (fd >= 0) {
        ok = (ftruncate(fd, 0) == 0) && ok;
        close(fd);
    }
    close(room);
    return ok;
}
