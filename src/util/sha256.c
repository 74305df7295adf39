#include "util/sha256.h"

#include <nettle/base16.h>
#include <nettle/sha2.h>

#include "util/file.h"

bool sha256_file(str path, char hex[SHA256_HEX + 1], const char **why) {
    str text;
    if (!file_map(path, &text, why))
        return false;
    struct sha256_ctx sha;
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_init(&sha);
    sha256_update(&sha, text.n, (const uint8_t *)text.p);
    sha256_digest(&sha, sizeof digest, digest);
    base16_encode_update(hex, sizeof digest, digest);
    hex[SHA256_HEX] = '\0';
    file_unmap(text);
    return true;
}
