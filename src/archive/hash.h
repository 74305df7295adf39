/* hash.h - SHA-256 and SHA-512 of files and texts, both in one reading..
 *
 * Digests are lower-case hexadecimal, as manifests write them.
 */
#ifndef LVYUE_ARCHIVE_HASH_H
#define LVYUE_ARCHIVE_HASH_H

#include <stdint.h>

#include "util/str.h"

struct hashes {
    char sha256[65], sha512[129];
    int64_t bytes;
};

void hash_text(str text, struct hashes *out);
/* Reads in pieces: memory does not grow with the file. false: *why is strerror text. */
bool hash_file(const char *path, struct hashes *out, const char **why);

#endif
