/* hash.h - SHA-256 (FIPS 180-4) of texts and files, and where a manifest wants it SHA-512 in the same reading.
 *
 * Digests are lower-case hexadecimal, as manifests write them. Files are read in pieces: memory does not grow with them, and
 * what is no regular file is refused. false: *why is strerror text.
 */
#ifndef LVYUE_UTIL_HASH_H
#define LVYUE_UTIL_HASH_H

#include <stdint.h>

#include "util/str.h"

enum { SHA256_HEX = 64, SHA512_HEX = 128 };

void sha256_text(str text, char hex[SHA256_HEX + 1]);
bool sha256_file(str path, char hex[SHA256_HEX + 1], const char **why);

struct hashes {
    char sha256[SHA256_HEX + 1], sha512[SHA512_HEX + 1];
    int64_t bytes;
};
void hash_text(str text, struct hashes *out);
bool hash_file(const char *path, struct hashes *out, const char **why);

#endif
