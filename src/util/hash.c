#include "util/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/base16.h>
#include <nettle/sha2.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define PIECE 262144

struct hasher {
    struct sha256_ctx sha256;
    struct sha512_ctx sha512;
    bool both;
    int64_t bytes;
};

static void begin(struct hasher *h, bool both) {
    sha256_init(&h->sha256);
    sha512_init(&h->sha512);
    h->both = both;
    h->bytes = 0;
}

static void add(struct hasher *h, const void *data, size_t n) {
    sha256_update(&h->sha256, n, data);
    if (h->both)
        sha512_update(&h->sha512, n, data);
    h->bytes += (int64_t)n;
}

static void put_sha256(struct hasher *h, char hex[SHA256_HEX + 1]) {
    uint8_t digest[SHA256_DIGEST_SIZE];
    sha256_digest(&h->sha256, sizeof digest, digest);
    base16_encode_update(hex, sizeof digest, digest);
    hex[SHA256_HEX] = '\0';
}

static void finish(struct hasher *h, struct hashes *out) {
    uint8_t digest[SHA512_DIGEST_SIZE];
    put_sha256(h, out->sha256);
    sha512_digest(&h->sha512, sizeof digest, digest);
    base16_encode_update(out->sha512, sizeof digest, digest);
    out->sha512[SHA512_HEX] = '\0';
    out->bytes = h->bytes;
}

void hash_text(str text, struct hashes *out) {
    struct hasher h;
    begin(&h, true);
    add(&h, text.p, text.n);
    finish(&h, out);
}

void sha256_text(str text, char hex[SHA256_HEX + 1]) {
    struct hasher h;
    begin(&h, false);
    add(&h, text.p, text.n);
    put_sha256(&h, hex);
}

static bool add_descriptor(struct hasher *h, int fd) {
    static _Thread_local unsigned char piece[PIECE];
    for (;;) {
        ssize_t got = read(fd, piece, sizeof piece);
        if (got == 0)
            return true;
        if (got > 0)
            add(h, piece, (size_t)got);
        else if (errno != EINTR)
            return false;
    }
}

/* What is no regular file has no end that can be relied on; O_NONBLOCK keeps a pipe from waiting for a writer. */
static bool add_file(struct hasher *h, const char *path, const char **why) {
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    bool known = fd >= 0 && fstat(fd, &st) == 0;
    bool regular = known && S_ISREG(st.st_mode), read_all = regular && add_descriptor(h, fd);
    if (!read_all)
        *why = known && !regular ? "not a regular file" : strerror(errno);
    if (fd >= 0)
        close(fd);
    return read_all;
}

bool hash_file(const char *path, struct hashes *out, const char **why) {
    struct hasher h;
    begin(&h, true);
    bool read_all = add_file(&h, path, why);
    finish(&h, out);
    return read_all;
}

bool sha256_file(str path, char hex[SHA256_HEX + 1], const char **why) {
    struct arena *a = arena_new();
    struct hasher h;
    begin(&h, false);
    bool read_all = add_file(&h, str_z(a, path), why);
    put_sha256(&h, hex);
    arena_free(a);
    return read_all;
}
