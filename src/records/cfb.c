/* cfb.c - sector chains of a compound file (MS-CFB 2.2 to 2.6). Chains are followed no longer than the file is. */
#include "records/cfb.h"

#include <string.h>

enum { HEADER = 512, HEADER_DIFAT = 109, ENTRY = 128, NAME_MAX_BYTES = 64 };
static const uint32_t END = 0xFFFFFFFA; /* this and above are no sectors */

struct cfb {
    struct arena *a;
    str file;
    size_t sector; /* bytes */
    uint32_t *fat;
    size_t n_fat;
};

static str sector_at(const struct cfb *c, uint32_t i) {
    size_t from = ((size_t)i + 1) * c->sector;
    return i >= END || from >= c->file.n ? (str){NULL, 0} : str_slice(c->file, from, from + c->sector);
}

static bool add_fat_sector(struct cfb *c, uint32_t i) {
    str s = sector_at(c, i);
    if (s.n < c->sector || c->n_fat > c->file.n / c->sector + c->sector / 4)
        return false;
    for (size_t k = 0; k + 4 <= s.n; k += 4)
        c->fat[c->n_fat++] = le32(s.p + k);
    return true;
}

/* The table of the table's own sectors: 109 in the header, more in a chain. */
static bool read_fat(struct cfb *c) {
    size_t most = c->file.n / c->sector + c->sector;
    c->fat = ARENA_ARRAY(c->a, uint32_t, most + c->sector);
    for (size_t i = 0; i < HEADER_DIFAT; i++) {
        uint32_t at = le32(c->file.p + 0x4C + i * 4);
        if (at < END && !add_fat_sector(c, at))
            return false;
    }
    uint32_t next = le32(c->file.p + 0x44);
    for (size_t round = 0; next < END && round < c->file.n / c->sector; round++) {
        str s = sector_at(c, next);
        if (s.n < c->sector)
            return false;
        for (size_t k = 0; k + 8 <= s.n; k += 4)
            if (le32(s.p + k) < END && !add_fat_sector(c, le32(s.p + k)))
                return false;
        next = le32(s.p + s.n - 4);
    }
    return c->n_fat > 0;
}

/* Bytes of a chain, up to n and not much more than the file has. */
static size_t chain_bytes(const struct cfb *c, uint32_t first, size_t n) {
    size_t bytes = 0;
    for (uint32_t i = first; i < END && i < c->n_fat && bytes < n && bytes <= c->file.n; i = c->fat[i])
        bytes += c->sector;
    return bytes;
}

/* A chain of sectors in one piece, cut at n bytes. */
static bool read_chain(const struct cfb *c, uint32_t first, size_t n, str *out) {
    struct sb b = {.a = c->a};
    b.p =
        ARENA_ARRAY(c->a, char, b.cap = chain_bytes(c, first, n) + 1); /* at once: a workbook is most of it */
    for (uint32_t i = first; i < END && b.n < n; i = c->fat[i]) {
        str s = sector_at(c, i);
        if (s.n == 0 || i >= c->n_fat || b.n > c->file.n)
            return false;
        sb_add(&b, s);
    }
    *out = str_slice(sb_str(&b), 0, n);
    return true;
}

static bool entry_named(str entry, const char *name) {
    size_t n = strlen(name);
    if (le16(entry.p + NAME_MAX_BYTES) != (n + 1) * 2)
        return false;
    for (size_t i = 0; i < n; i++)
        if (entry.p[i * 2] != name[i] || entry.p[i * 2 + 1])
            return false;
    return true;
}

static bool find_entry(str directory, const char *name, str *entry) {
    for (size_t at = 0; at + ENTRY <= directory.n; at += ENTRY) {
        *entry = str_slice(directory, at, at + ENTRY);
        if (entry->p[66] == 2 && entry_named(*entry, name))
            return true;
    }
    return false;
}

/* Short streams lie in pieces of 64 bytes in the stream of the root. */
static bool read_short(const struct cfb *c, str root, str entry, str *out) {
    enum { PIECE = 64 };
    str whole, table;
    struct sb b = {.a = c->a};
    size_t n = le32(entry.p + 120);
    if (!read_chain(c, le32(root.p + 116), le32(root.p + 120), &whole) ||
        !read_chain(c, le32(c->file.p + 0x3C), c->file.n, &table))
        return false;
    for (uint32_t i = le32(entry.p + 116); i < END && b.n < n; i = le32(table.p + (size_t)i * 4)) {
        if (((size_t)i + 1) * PIECE > whole.n || ((size_t)i + 1) * 4 > table.n)
            return false;
        sb_add(&b, str_slice(whole, (size_t)i * PIECE, ((size_t)i + 1) * PIECE));
    }
    *out = str_slice(sb_str(&b), 0, n);
    return true;
}

bool cfb_stream(struct arena *a, str file, const char *name, str *out) {
    struct cfb c = {.a = a, .file = file};
    str directory, entry;
    if (file.n < HEADER)
        return false;
    uint32_t shift = le16(file.p + 0x1E);
    if (shift != 9 && shift != 12)
        return false;
    c.sector = (size_t)1 << shift;
    if (!read_fat(&c) || !read_chain(&c, le32(file.p + 0x30), file.n, &directory) || directory.n < ENTRY ||
        !find_entry(directory, name, &entry))
        return false;
    if (le32(entry.p + 120) < le32(file.p + 0x38))
        return read_short(&c, directory, entry, out);
    return read_chain(&c, le32(entry.p + 116), le32(entry.p + 120), out);
}
