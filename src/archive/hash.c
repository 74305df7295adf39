#include "archive/hash.h"

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
    int64_t bytes;
};

static void begin(struct hasher *h) {
    sha256_init(&h->sha256);
    sha512_init(&h->sha512);
    h->bytes = 0;
}

static void add(struct hasher *h, const void *data, size_t n) {
    sha256_update(&h->sha256, n, data);
    sha512_update(&h->sha512, n, data);
    h->bytes += (int64_t)n;
}

static void finish(struct hasher *h, struct hashes *out) {
    uint8_t digest[SHA512_DIGEST_SIZE];
    sha256_digest(&h->sha256, SHA256_DIGEST_SIZE, digest);
    base16_encode_update(out->sha256, SHA256_DIGEST_SIZE, digest);
    out->sha256[sizeof out->sha256 - 1] = '\0';
    sha512_digest(&h->sha512, SHA512_DIGEST_SIZE, digest);
    base16_encode_update(out->sha512, SHA512_DIGEST_SIZE, digest);
    out->sha512[sizeof out->sha512 - 1] = '\0';
    out->bytes = h->bytes;
}

void hash_text(str text, struct hashes *out) {
    struct hasher h;
    begin(&h);
    add(&h, text.p, text.n);
    finish(&h, out);
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
bool hash_file(const char *path, struct hashes *out, const char **why) {
    struct hasher h;
    struct stat st;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    begin(&h);
    bool known = fd >= 0 && fstat(fd, &st) == 0;
    bool regular = known && S_ISREG(st.st_mode), read_all = regular && add_descriptor(&h, fd);
    if (!read_all)
        *why = known && !regular ? "not a regular file" : strerror(errno);
    if (fd >= 0)
        close(fd);
    finish(&h, out);
    return read_all;
}
