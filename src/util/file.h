/* file.h - reading whole files, and files that appear whole or not at all.
 *
 * An output has no name until it is whole and flushed (batch.c). A batch holds all outputs of a run: nothing gets its
 * name until everything was written.
 */
#ifndef LVYUE_UTIL_FILE_H
#define LVYUE_UTIL_FILE_H

#include <stdbool.h>

#include "util/arena.h"
#include "util/diag.h"
#include "util/str.h"

/* Why a system call failed: path and first cause, printed once by the command (exit code 4). */
struct failure {
    bool set;
    char text[512];
};
/* "cannot <doing> '<path>': <strerror(errno)>", doing being a verb as "write"; the first failure stays. */
void failure_set(struct failure *f, str path, const char *doing);
void failure_text(struct failure *f, str text);

bool file_exists(str path);
bool dir_exists(str path);
/* Reads a whole file into the arena. false: *why is strerror text, out untouched. */
bool file_read(struct arena *a, str path, str *out, const char **why);
/* Reads a text file of the user as a source: missing, unreadable, empty and non-UTF-8 files become
 * diagnostics at `at` (or at the file when at.file is empty) and NULL. A UTF-8 BOM is dropped. */
struct source *file_source(struct arena *a, struct diags *d, str path, str shown, struct place at);
/* Memory-maps a file read-only. Unmap with file_unmap. Empty files give n = 0. */
bool file_map(str path, str *out, const char **why);
void file_unmap(str mapped);
/* Lets go of the pages of a mapped file, or of a part that begins at a page of it: they come back when wanted, mostly
 * from the system's cache. */
void file_release(str mapped);

str path_join(struct arena *a, str dir, str name); /* an absolute name stays as it is */
str path_dir(str path);
str path_base(str path);
bool path_is_inside(str relative);          /* relative, no "..", no leading "/" : cannot leave its folder */
bool dir_make(str path, struct failure *f); /* with parents */
/* Names of regular files in a folder, sorted bytewise, without "." files; missing folder gives 0. */
size_t dir_list(struct arena *a, str path, str **names);

struct batch;
struct batch *batch_new(struct arena *a);
/* All outputs lie in folder, which does not exist yet and appears by one rename. */
struct batch *batch_new_folder(struct arena *a, str folder);
/* Makes the folder and keeps other runs out of it until commit or abort; removes what killed runs left in it. */
bool batch_lock(struct batch *b, str dir, struct failure *f);
/* Registers final path, makes its folder, returns the temporary path to write to; NULL on failure. */
const char *batch_add(struct batch *b, str final_path, struct failure *f);
/* Another final path for output i, of a batch that is not one for a folder, whose name shows only when it has been made.
 * false: another output has it, nothing is changed. */
bool batch_rename(struct batch *b, size_t i, str final_path);
bool batch_write(struct batch *b, str final_path, str data, struct failure *f);
size_t batch_count(const struct batch *b);
str batch_final(const struct batch *b, size_t i);
const char *batch_path(const struct batch *b, size_t i); /* where output i can be read before the commit */
bool batch_commit(struct batch *b, struct failure *f);   /* fsync files, rename all, fsync folders */
void batch_abort(struct batch *b);                       /* removes the temporaries */
/* A failure that names a temporary file names the output instead. */
void batch_name_failure(const struct batch *b, struct failure *f);
/* Keeps a folder for this process (alone), or with others that only read, until folder_unlock or the process ends,
 * however it ends. false: another run has it (said in f). A file system that knows no locks lets everyone in. */
bool folder_lock(str dir, bool alone, int *fd, struct failure *f);
void folder_unlock(int fd);
/* Writes all of data to an open descriptor. */
bool fd_write_all(int fd, str data);

#endif
