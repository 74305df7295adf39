/* xls_walk.c - one pass over the records of a workbook stream (MS-XLS 2.4). */
#include "records/xls_walk.h"

#include <stdlib.h>
#include <string.h>

#include "records/cfb.h"

enum {
    R_FORMULA = 0x06,
    R_EOF = 0x0A,
    R_DATEMODE = 0x22,
    R_FILEPASS = 0x2F,
    R_CODEPAGE = 0x42,
    R_BOUNDSHEET = 0x85,
    R_MULRK = 0xBD,
    R_XF = 0xE0,
    R_RSTRING = 0xD6,
    R_MERGED = 0xE5,
    R_SST = 0xFC,
    R_LABELSST = 0xFD,
    R_NUMBER = 0x203,
    R_LABEL = 0x204,
    R_BOOLERR = 0x205,
    R_STRING = 0x207,
    R_RK = 0x27E,
    R_FORMAT = 0x41E,
    R_BOF = 0x809
};
enum { CELLS_MAX = 4 << 20, SHEETS_MAX = 4096 };

struct record {
    unsigned type;
    str body;
};

static bool take_record(str *rest, struct record *r) {
    if (rest->n < 4)
        return false;
    size_t n = le16(rest->p + 2);
    r->type = le16(rest->p);
    r->body = str_slice(*rest, 4, 4 + n);
    bool whole = rest->n >= 4 + n;
    *rest = str_slice(*rest, 4 + n, rest->n);
    return whole;
}

/* -- the workbook ----------------------------------------------------------------------------------- */

struct code {
    unsigned id;
    struct number_format format;
};
struct globals {
    struct xls_walk *w;
    VEC(struct code) codes;
    bool damaged;
};

static void take_format(struct globals *g, str body) {
    struct xls_walk *w = g->w;
    if (body.n < 5)
        return;
    bool whole;
    str code = w->biff8 ? xls_text(w, str_slice(body, 4, body.n), le16(body.p + 2), &whole)
                        : xls_text(w, str_slice(body, 3, body.n), (unsigned char)body.p[2], &whole);
    VEC_PUSH(w->a, &g->codes, (struct code){le16(body.p), number_format_of_code(code)});
}

static void take_sheet(struct xls_walk *w, str body) {
    bool whole;
    if (body.n < 7 || w->sheets.n >= SHEETS_MAX)
        return;
    str name = xls_text(w, str_slice(body, 7, body.n), (unsigned char)body.p[6], &whole);
    VEC_PUSH(w->a, &w->sheets,
             (struct xls_sheet_info){name, le32(body.p), (body.p[4] & 3) != 0, body.p[5] == 0});
}

static void take_global(struct globals *g, const struct record *r, str rest) {
    struct xls_walk *w = g->w;
    str body = r->body;
    if (r->type == R_DATEMODE && body.n >= 2)
        w->from_1904 = le16(body.p) == 1;
    else if (r->type == R_FILEPASS)
        w->protected = true;
    else if (r->type == R_FORMAT)
        take_format(g, body);
    else if (r->type == R_XF && body.n >= 4)
        VEC_PUSH(w->a, &w->xfs, le16(body.p + 2));
    else if (r->type == R_CODEPAGE && body.n >= 2)
        w->codepage = le16(body.p);
    else if (r->type == R_BOUNDSHEET)
        take_sheet(w, body);
    else if (r->type == R_SST && !w->protected)
        g->damaged = !xls_strings_read(w, body, rest) || g->damaged;
}

static void set_formats(struct globals *g) {
    struct xls_walk *w = g->w;
    w->formats = ARENA_ARRAY(w->a, struct number_format, w->xfs.n + 1);
    for (size_t i = 0; i < w->xfs.n; i++) {
        w->formats[i] = number_format_of_id(w->xfs.at[i]);
        for (size_t k = 0; k < g->codes.n; k++)
            if (g->codes.at[k].id == w->xfs.at[i])
                w->formats[i] = g->codes.at[k].format;
    }
}

bool xls_walk_open(struct xls_walk *w, struct arena *a, str file) {
    struct globals g = {.w = w};
    struct record r;
    *w = (struct xls_walk){.a = a};
    if (!cfb_stream(a, file, "Workbook", &w->stream) && !cfb_stream(a, file, "Book", &w->stream))
        return false;
    str rest = w->stream;
    if (!take_record(&rest, &r) || r.type != R_BOF || r.body.n < 4)
        return false;
    w->biff8 = le16(r.body.p) == 0x600;
    while (take_record(&rest, &r) && r.type != R_EOF)
        take_global(&g, &r, rest);
    set_formats(&g);
    return r.type == R_EOF && !g.damaged;
}

/* -- a sheet ---------------------------------------------------------------------------------------- */

struct sheet_walk {
    struct xls_walk *w;
    struct xls_cells *out;
    bool text_follows; /* the last cell is a formula whose text is the next record */
    bool counting;     /* cells are only counted, in n */
    size_t n;
};

static double real_at(const char *p) {
    double v;
    uint64_t bits = (uint64_t)le32(p + 4) << 32 | le32(p);
    memcpy(&v, &bits, sizeof v);
    return v;
}

/* 30 bits: a whole number, or the upper half of a real one; either may stand for a hundredth. */
static double rk_value(uint32_t rk) {
    double v;
    uint64_t bits = (uint64_t)(rk & ~3u) << 32;
    memcpy(&v, &bits, sizeof v);
    if (rk & 2)
        v = (double)((int32_t)rk >> 2);
    return rk & 1 ? v / 100 : v;
}

static struct xls_cell *add_cell(struct sheet_walk *s, uint32_t row, uint32_t col, uint32_t xf, double v) {
    static struct xls_cell spare;
    struct xls_cell cell = {
        .row = row, .col = col, .number = v, .format = xf < s->w->xfs.n ? xf : (unsigned)s->w->xfs.n};
    if (s->counting || s->out->list.n >= CELLS_MAX) {
        s->n++;
        return &spare;
    }
    VEC_PUSH(s->w->a, &s->out->list, cell);
    return &s->out->list.at[s->out->list.n - 1];
}

static void take_many(struct sheet_walk *s, str body) {
    uint32_t row = le16(body.p), col = le16(body.p + 2);
    for (size_t at = 4; at + 8 <= body.n; at += 6)
        add_cell(s, row, col++, le16(body.p + at), rk_value(le32(body.p + at + 2)));
}

static void take_formula(struct sheet_walk *s, str body) {
    struct xls_cell *c = add_cell(s, le16(body.p), le16(body.p + 2), le16(body.p + 4), 0);
    const char *result = body.p + 6;
    if (le16(result + 6) != 0xFFFF) {
        c->number = real_at(result);
        return;
    }
    static const enum xls_kind kinds[] = {XLS_UNKNOWN, XLS_BOOL, XLS_ERROR, XLS_TEXT};
    c->kind = result[0] >= 0 && result[0] < 4 ? kinds[(int)result[0]] : XLS_UNKNOWN;
    c->number = (unsigned char)result[2];
    s->text_follows = result[0] == 0;
}

/* Text longer than its record goes on in others that are not read: only shared strings are that long. */
static void set_text(struct sheet_walk *s, struct xls_cell *c, str body) {
    bool whole = false;
    if (s->counting)
        return;
    if (body.n >= 2)
        c->text = xls_text(s->w, str_slice(body, 2, body.n), le16(body.p), &whole);
    c->kind = whole ? XLS_TEXT : XLS_UNKNOWN;
}

static void take_string(struct sheet_walk *s, str body) {
    if (s->text_follows && s->out->list.n)
        set_text(s, &s->out->list.at[s->out->list.n - 1], body);
}

static void take_shared(struct sheet_walk *s, str body) {
    struct xls_cell *c = add_cell(s, le16(body.p), le16(body.p + 2), le16(body.p + 4), 0);
    uint32_t i = le32(body.p + 6);
    c->kind = i < s->w->strings.n ? XLS_TEXT : XLS_UNKNOWN;
    c->text = i < s->w->strings.n ? s->w->strings.at[i] : S("");
}

static void take_merged(struct sheet_walk *s, str body) {
    for (size_t at = 2; !s->counting && at + 8 <= body.n && s->out->merged.n < CELLS_MAX; at += 8) {
        struct xls_range r = {le16(body.p + at), le16(body.p + at + 2), le16(body.p + at + 4)};
        if (r.last > r.first)
            VEC_PUSH(s->w->a, &s->out->merged, r);
    }
}

static void take_cell(struct sheet_walk *s, const struct record *r) {
    str body = r->body;
    bool text_follows = s->text_follows;
    if (r->type == R_STRING && body.n >= 3)
        take_string(s, body);
    s->text_follows = text_follows && r->type != R_STRING;
    if (r->type == R_NUMBER && body.n >= 14)
        add_cell(s, le16(body.p), le16(body.p + 2), le16(body.p + 4), real_at(body.p + 6));
    else if (r->type == R_RK && body.n >= 10)
        add_cell(s, le16(body.p), le16(body.p + 2), le16(body.p + 4), rk_value(le32(body.p + 6)));
    else if (r->type == R_LABELSST && body.n >= 10)
        take_shared(s, body);
    else if ((r->type == R_LABEL || r->type == R_RSTRING) && body.n >= 8)
        set_text(s, add_cell(s, le16(body.p), le16(body.p + 2), le16(body.p + 4), 0),
                 str_slice(body, 6, body.n));
    else if (r->type == R_MULRK && body.n >= 4)
        take_many(s, body);
    else if (r->type == R_FORMULA && body.n >= 14)
        take_formula(s, body);
    else if (r->type == R_BOOLERR && body.n >= 8)
        add_cell(s, le16(body.p), le16(body.p + 2), le16(body.p + 4), (unsigned char)body.p[6])->kind =
            body.p[7] ? XLS_ERROR : XLS_BOOL;
    else if (r->type == R_MERGED)
        take_merged(s, body);
}

static int by_place(const void *x, const void *y) {
    const struct xls_cell *a = x, *b = y;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->col > b->col) - (a->col < b->col);
}

static bool in_order(const struct xls_cells *c) {
    for (size_t i = 1; i < c->list.n; i++)
        if (by_place(&c->list.at[i - 1], &c->list.at[i]) > 0)
            return false;
    return true;
}

/* false: the sheet has no end. */
static bool take_cells(struct sheet_walk *s, str rest) {
    struct record r = {0};
    int depth = 0; /* charts lie inside as streams of their own */
    while (take_record(&rest, &r)) {
        depth += r.type == R_BOF;
        if (depth == 1)
            take_cell(s, &r);
        if (r.type == R_EOF && --depth <= 0)
            break;
    }
    return r.type == R_EOF;
}

/* Twice: a list that grows beside its texts would leave twice its size behind. */
bool xls_walk_sheet(struct xls_walk *w, size_t sheet, struct xls_cells *out) {
    struct sheet_walk count = {.w = w, .out = out, .counting = true}, s = {.w = w, .out = out};
    str rest = str_slice(w->stream, w->sheets.at[sheet].offset, w->stream.n);
    *out = (struct xls_cells){0};
    take_cells(&count, rest);
    out->list.cap = count.n < CELLS_MAX ? count.n : CELLS_MAX;
    out->list.at = ARENA_ARRAY(w->a, struct xls_cell, out->list.cap);
    bool whole = take_cells(&s, rest);
    if (!in_order(out))
        qsort(out->list.at, out->list.n, sizeof *out->list.at, by_place);
    return whole;
}

const struct xls_cell *xls_cells_find(const struct xls_cells *c, uint32_t row, uint32_t col) {
    struct xls_cell wanted = {.row = row, .col = col};
    return c->list.n ? bsearch(&wanted, c->list.at, c->list.n, sizeof wanted, by_place) : NULL;
}

const char *xls_error_name(int code) {
    switch (code) {
    case 0x00:
        return "#NULL!";
    case 0x07:
        return "#DIV/0!";
    case 0x0F:
        return "#VALUE!";
    case 0x17:
        return "#REF!";
    case 0x1D:
        return "#NAME?";
    case 0x24:
        return "#NUM!";
    default:
        return "#N/A";
    }
}
