/* sha256.h - the SHA-256 digest of a file (FIPS 180-4), as 64 lower-case hexadecimal digits. */
#ifndef LVYUE_UTIL_SHA256_H
#define LVYUE_UTIL_SHA256_H

#include <stdbool.h>

#include "util/str.h"

enum { SHA256_HEX = 64 };
/* false: the file cannot be read; *why as in file_map(). */
bool sha256_file(str path, char hex[SHA256_HEX + 1], const char **why);

#endif
