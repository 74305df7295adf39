#include "render/pdf_out.h"

#include <assert.h>
#include <fcntl.h>
#include <libdeflate.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { EXIT_WORLD = 4, PACK_MOST = 800, FILE_BUFFER = 64 * 1024, ROW = 7 };

/* Levels of libdeflate. For a fiftieth less, closely takes twice the time of usual; quickly half of it for a tenth more. */
static const int levels[] = {[PDF_QUICKLY] = 6, [PDF_USUALLY] = 8, [PDF_CLOSELY] = 10};

/* Where an object stands (7.5.8.3): in the file, or as the index-th in an object stream. */
struct stand {
    uint32_t where; /* byte, or number of the object stream */
    uint16_t index;
    uint8_t type; /* 0: free, 1: in the file, 2: packed */
};
struct pdf_out {
    struct arena *a, *stands_arena; /* its own: callers rewind theirs between two objects */
    const char *path;
    struct failure *f;
    int fd;
    bool failed;
    struct pdf_text file; /* not written yet */
    uint64_t at;          /* bytes before what comes next */
    uint64_t hash[2];
    VEC(struct stand) stands;
    struct pdf_text head, body; /* of the object stream being filled */
    size_t n_packed;
    uint32_t packed[PACK_MOST];
    struct libdeflate_compressor *compressor;
    struct pdf_text deflated;
};

/* -- bytes ------------------------------------------------------------------------------------------ */

static void fail(struct pdf_out *o) {
    if (!o->failed)
        failure_set(o->f, str_from(o->path), "write");
    o->failed = true;
}

static void flush(struct pdf_out *o) {
    if (!o->failed && !fd_write_all(o->fd, pdf_str(&o->file)))
        fail(o);
    o->file.n = 0;
}

/* Two runs of FNV-1a with different beginnings: the /ID tells files apart, it proves nothing. */
static void add_hash(struct pdf_out *o, str bytes) {
    uint64_t h0 = o->hash[0], h1 = o->hash[1];
    for (size_t i = 0; i < bytes.n; i++) {
        h0 = (h0 ^ (unsigned char)bytes.p[i]) * 1099511628211u;
        h1 = (h1 ^ (unsigned char)bytes.p[i]) * 1099511628211u + (h0 >> 57);
    }
    o->hash[0] = h0;
    o->hash[1] = h1;
}

static void write_bytes(struct pdf_out *o, str bytes) {
    add_hash(o, bytes);
    pdf_put_bytes(&o->file, bytes);
    o->at += bytes.n;
    if (o->file.n >= FILE_BUFFER)
        flush(o);
}

static void write_text(struct pdf_out *o, const char *text) {
    write_bytes(o, str_from(text));
}

static str deflate_bytes(struct pdf_out *o, str bytes) {
    o->deflated.n = 0;
    size_t most = libdeflate_zlib_compress_bound(o->compressor, bytes.n);
    char *to = pdf_reserve(&o->deflated, most);
    o->deflated.n = libdeflate_zlib_compress(o->compressor, bytes.p, bytes.n, to, most);
    assert(o->deflated.n); /* the bound is one */
    return pdf_str(&o->deflated);
}

/* -- objects ---------------------------------------------------------------------------------------- */

uint32_t pdf_out_reserve(struct pdf_out *o, size_t n) {
    uint32_t first = (uint32_t)o->stands.n;
    if (o->stands.cap < o->stands.n + n) {
        size_t cap = (o->stands.n + n) * 5 / 4 + 256;
        o->stands.at = arena_grow(o->stands_arena, o->stands.at, o->stands.cap * sizeof *o->stands.at,
                                  cap * sizeof *o->stands.at, _Alignof(struct stand));
        o->stands.cap = cap;
    }
    memset(o->stands.at + o->stands.n, 0, n * sizeof *o->stands.at);
    o->stands.n += n;
    return first;
}

static void stand(struct pdf_out *o, uint32_t number, uint32_t where, size_t index, uint8_t type) {
    assert(number < o->stands.n && o->stands.at[number].type == 0);
    o->stands.at[number] = (struct stand){where, (uint16_t)index, type};
}

static void stream_at(struct pdf_out *o, uint32_t number, const char *entries, str bytes,
                      enum pdf_packing how) {
    if (o->at > UINT32_MAX && !o->failed) {
        failure_text(o->f, str_fmt(o->a, "%s would be larger than 4 GB", o->path));
        o->failed = true;
    }
    str packed = how == PDF_DEFLATED ? deflate_bytes(o, bytes) : bytes;
    char line[64];
    stand(o, number, (uint32_t)o->at, 0, 1);
    snprintf(line, sizeof line, "%u 0 obj\n<<", (unsigned)number);
    write_text(o, line);
    write_text(o, entries);
    snprintf(line, sizeof line, "%s/Length %zu>>stream\n", how == PDF_DEFLATED ? "/Filter/FlateDecode" : "",
             packed.n);
    write_text(o, line);
    write_bytes(o, packed);
    write_text(o, "\nendstream\nendobj\n");
}

static void flush_packed(struct pdf_out *o) {
    if (o->n_packed == 0)
        return;
    uint32_t number = pdf_out_reserve(o, 1);
    for (size_t i = 0; i < o->n_packed; i++)
        stand(o, o->packed[i], number, i, 2);
    char entries[80];
    snprintf(entries, sizeof entries, "/Type/ObjStm/N %zu/First %zu", o->n_packed, o->head.n);
    pdf_put_bytes(&o->head, pdf_str(&o->body));
    stream_at(o, number, entries, pdf_str(&o->head), PDF_DEFLATED);
    o->head.n = o->body.n = o->n_packed = 0;
}

void pdf_out_object(struct pdf_out *o, uint32_t number, str body) {
    pdf_put_integer(&o->head, (long)number);
    pdf_put_char(&o->head, ' ');
    pdf_put_integer(&o->head, (long)o->body.n);
    pdf_put_char(&o->head, ' ');
    pdf_put_bytes(&o->body, body);
    pdf_put_char(&o->body, '\n');
    o->packed[o->n_packed++] = number;
    if (o->n_packed == PACK_MOST)
        flush_packed(o);
}

void pdf_out_stream(struct pdf_out *o, uint32_t number, const char *entries, str bytes,
                    enum pdf_packing how) {
    stream_at(o, number, entries, bytes, how);
}

/* -- begin and end ---------------------------------------------------------------------------------- */

/* As the arena: out of memory ends the program. */
static struct libdeflate_compressor *compressor_for(enum pdf_effort effort) {
    struct libdeflate_compressor *c = libdeflate_alloc_compressor(levels[effort]);
    if (c)
        return c;
    fputs("lvyue: out of memory\n", stderr);
    exit(EXIT_WORLD);
}

struct pdf_out *pdf_out_open(struct arena *a, const char *path, enum pdf_effort effort, struct failure *f) {
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0) {
        failure_set(f, str_from(path), "write");
        return NULL;
    }
    struct pdf_out *o = ARENA_NEW(a, struct pdf_out);
    *o = (struct pdf_out){.a = arena_new(), .stands_arena = arena_new(), .path = path, .f = f, .fd = fd};
    o->file.a = o->head.a = o->body.a = o->deflated.a = o->a;
    o->hash[0] = 14695981039346656037u;
    o->hash[1] = 1469598103934665603u;
    o->compressor = compressor_for(effort);
    pdf_out_reserve(o, 1);
    o->stands.at[0].index = 65535; /* object 0 is never used (7.5.4) */
    write_text(o, "%PDF-1.7\n%\xE5\xB1\xA5\xE7\xBA\xA6\n");
    return o;
}

void pdf_out_hash(const struct pdf_out *o, uint8_t id[16]) {
    for (int i = 0; i < 16; i++)
        id[i] = (uint8_t)(o->hash[i / 8] >> (8 * (i % 8)));
}

/* Rows of the table, each as its difference from the one above (PNG filter 2): neighbours differ little. */
static str table_rows(struct pdf_out *o) {
    struct pdf_text t = {.a = o->a};
    uint8_t before[ROW] = {0};
    for (size_t i = 0; i < o->stands.n; i++) {
        const struct stand *s = &o->stands.at[i];
        const uint8_t row[ROW] = {
            s->type,           (uint8_t)(s->where >> 24), (uint8_t)(s->where >> 16), (uint8_t)(s->where >> 8),
            (uint8_t)s->where, (uint8_t)(s->index >> 8),  (uint8_t)s->index};
        char *p = pdf_reserve(&t, ROW + 1);
        *p++ = 2;
        for (int k = 0; k < ROW; k++)
            *p++ = (char)(row[k] - before[k]);
        memcpy(before, row, ROW);
        t.n += ROW + 1;
    }
    return pdf_str(&t);
}

static void write_table(struct pdf_out *o, uint32_t catalog, uint32_t info) {
    uint8_t id[16];
    pdf_out_hash(o, id);
    uint32_t number = pdf_out_reserve(o, 1);
    uint64_t at = o->at;
    o->stands.at[number] = (struct stand){(uint32_t)at, 0, 1};
    str rows = table_rows(o);
    o->stands.at[number].type = 0; /* set again where the stream is written */
    struct pdf_text t = {.a = o->a};
    pdf_put(&t, "/Type/XRef/W[1 4 2]/Size ");
    pdf_put_integer(&t, (long)o->stands.n);
    pdf_put(&t, "/DecodeParms<</Predictor 12/Columns 7>>/Root");
    pdf_put_ref(&t, catalog);
    pdf_put(&t, "/Info");
    pdf_put_ref(&t, info);
    pdf_put(&t, "/ID[<");
    for (int part = 0; part < 2; part++) {
        pdf_put(&t, part ? "><" : "");
        for (int i = 0; i < 16; i++) {
            pdf_put_char(&t, "0123456789abcdef"[id[i] >> 4]);
            pdf_put_char(&t, "0123456789abcdef"[id[i] & 15]);
        }
    }
    pdf_put(&t, ">]");
    pdf_put_char(&t, '\0');
    stream_at(o, number, t.p, rows, PDF_DEFLATED);
    t.n = 0;
    pdf_put(&t, "startxref\n");
    pdf_put_integer(&t, (long)at);
    pdf_put(&t, "\n%%EOF\n");
    write_bytes(o, pdf_str(&t));
}

bool pdf_out_close(struct pdf_out *o, uint32_t catalog, uint32_t info) {
    flush_packed(o);
    write_table(o, catalog, info);
    flush(o);
    if (close(o->fd) != 0)
        fail(o);
    libdeflate_free_compressor(o->compressor);
    bool ok = !o->failed;
    arena_free(o->stands_arena);
    arena_free(o->a);
    return ok;
}
