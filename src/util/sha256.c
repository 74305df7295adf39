#include "util/sha256.h"

#include <nettle/base16.h>
#include <nettle/sha2.h>

#include "util/file.h"

enum { PIECE = 4 << 20 };

/* Piece by piece, so that the memory of the process does not grow with the file. */
static void add_file(struct sha256_ctx *sha, str mapped) {
    for (size_t at = 0; at < mapped.n; at += PIECE) {
        str piece = str_slice(mapped, at, mapped.n - at < PIECE ? mapped.n : at + PIECE);
        sha256_update(sha, piece.n, (const uint8_t *)piece.p);
        file_release(piece);
    }
}

bool sha256_file(str path, char hex[SHA256_HEX + 1], const char **why) {
    str text;
    if (!file_map(path, &text, why))
        return false;
    struct sha256_ctx sha;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&sha);
    add_file(&sha, text);
    sha256_digest(&sha, sizeof digest, digest);
    base16_encode_update(hex, sizeof digest, digest);
    hex[SHA256_HEX] = '\0';
    file_unmap(text);
    return true;
}
