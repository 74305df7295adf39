/* xlsx_strings.c - the strings that cells share: plain and rich ones, without the readings above them (rPh). */
#include <string.h>

#include "records/xlsx_book.h"

struct strings {
    struct xlsx_book *b;
    struct sb text; /* of the string being read */
    bool in_text, in_reading, full;
};

static void start(struct book_xml *x, const char *name, const char **attributes) {
    struct strings *s = x->ctx;
    (void)attributes;
    if (strcmp(name, "si") == 0)
        s->text.n = 0;
    s->in_reading = s->in_reading || strcmp(name, "rPh") == 0;
    s->in_text = strcmp(name, "t") == 0 && !s->in_reading;
}

static void keep(struct strings *s) {
    struct xlsx_strings *to = &s->b->strings;
    struct arena_mark mark = arena_mark(s->text.a);
    str text = xlsx_unescape(s->text.a, s->text.n ? sb_str(&s->text) : S(""));
    uint64_t end = to->bytes.n + text.n;
    s->full = s->full || !spool_add(&to->bytes, text) ||
              !spool_add(&to->ends, (str){(const char *)&end, sizeof end});
    to->n++;
    arena_rewind(s->text.a, mark);
}

static void end(struct book_xml *x, const char *name) {
    struct strings *s = x->ctx;
    s->in_text = false;
    if (strcmp(name, "rPh") == 0)
        s->in_reading = false;
    if (strcmp(name, "si") == 0)
        keep(s);
}

/* What is longer than a cell may be is cut one byte too late, so that the cell is refused. */
static void text(struct book_xml *x, str t) {
    struct strings *s = x->ctx;
    if (s->in_text && s->text.n <= ROWS_CELL_BYTES_MAX)
        sb_add(&s->text, t);
}

bool xlsx_strings_load(struct xlsx_book *b, str part) {
    static const struct book_xml_events events = {start, end, text};
    if (part.n == 0)
        return true;
    struct arena *own = arena_new();
    struct strings s = {.b = b, .text = {.a = own}};
    /* grown to its full size at once, so that what is taken behind it can be given back string by string */
    s.text.p = ARENA_ARRAY(own, char, s.text.cap = ROWS_CELL_BYTES_MAX * 2 + 1);
    bool sound = book_xml_read(&b->zip, b->a, part, &events, &s);
    arena_free(own);
    if (sound && (s.full || !spool_seal(&b->strings.bytes) || !spool_seal(&b->strings.ends))) {
        diag2(b->zip.d, DIAG_FILE_UNREADABLE, file_place(b->zip.shown), b->zip.shown, S("$TMPDIR"));
        return false;
    }
    return sound;
}

bool xlsx_string(struct xlsx_book *b, size_t i, str *out) {
    uint64_t range[2] = {0, 0};
    if (i >= b->strings.n)
        return false;
    size_t from = i ? (i - 1) * sizeof *range : 0, n = i ? sizeof range : sizeof *range;
    memcpy(i ? range : range + 1, spool_at(&b->strings.ends, from, n).p, n);
    *out = spool_at(&b->strings.bytes, (size_t)range[0], (size_t)(range[1] - range[0]));
    return true;
}

static int hex_digit(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
                                  : -1;
}

/* The character of "_xHHHH_" at the front (ECMA-376 part 1, 22.4.2.4), 0 when it is none that text may hold. */
static uint32_t escaped(str s) {
    uint32_t cp = 0;
    if (s.n < 7 || s.p[0] != '_' || s.p[1] != 'x' || s.p[6] != '_')
        return 0;
    for (int i = 2; i < 6; i++) {
        int digit = hex_digit(s.p[i]);
        if (digit < 0)
            return 0;
        cp = cp * 16 + (uint32_t)digit;
    }
    bool plain = (cp >= ' ' && cp != 0x7F && (cp < 0xD800 || cp > 0xDFFF) && cp < 0xFFFE) || cp == '\t' ||
                 cp == '\n' || cp == '\r';
    return plain ? cp : 0;
}

str xlsx_unescape(struct arena *a, str s) {
    if (str_find(s, S("_x")) < 0)
        return s;
    struct sb b = {.a = a};
    for (size_t i = 0; i < s.n;) {
        uint32_t cp = escaped(str_slice(s, i, s.n));
        if (cp)
            sb_codepoint(&b, cp);
        else
            sb_char(&b, s.p[i]);
        i += cp ? 7 : 1;
    }
    return b.n ? sb_str(&b) : S("");
}
