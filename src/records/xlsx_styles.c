/* xlsx_styles.c - which number format each cell style has. */
#include <stdlib.h>
#include <string.h>

#include "records/xlsx_book.h"

struct code {
    unsigned id;
    struct number_format format;
};
struct styles {
    struct arena *a;
    bool in_cells; /* inside cellXfs: named styles have formats too */
    VEC(struct code) codes;
    VEC(struct number_format) styles;
};

static unsigned number_of(const char *s) {
    return s ? (unsigned)strtoul(s, NULL, 10) : 0;
}

/* A code given for an id goes before the format the id stands for by itself. */
static struct number_format format_of(const struct styles *s, unsigned id) {
    for (size_t i = 0; i < s->codes.n; i++)
        if (s->codes.at[i].id == id)
            return s->codes.at[i].format;
    return number_format_of_id(id);
}

static void start(struct book_xml *x, const char *name, const char **attributes) {
    struct styles *s = x->ctx;
    if (strcmp(name, "cellXfs") == 0) {
        s->in_cells = true;
    } else if (strcmp(name, "numFmt") == 0 && s->codes.n < XLSX_STYLES_MAX && !s->in_cells) {
        const char *code = book_xml_attribute(attributes, "formatCode");
        struct code c = {number_of(book_xml_attribute(attributes, "numFmtId")), {0}};
        c.format = number_format_of_code(str_from(code));
        VEC_PUSH(s->a, &s->codes, c);
    } else if (strcmp(name, "xf") == 0 && s->in_cells && s->styles.n < XLSX_STYLES_MAX) {
        VEC_PUSH(s->a, &s->styles, format_of(s, number_of(book_xml_attribute(attributes, "numFmtId"))));
    }
}

static void end(struct book_xml *x, const char *name) {
    struct styles *s = x->ctx;
    if (strcmp(name, "cellXfs") == 0)
        s->in_cells = false;
}

bool xlsx_styles_load(struct xlsx_book *b, str part) {
    static const struct book_xml_events events = {start, end, NULL};
    struct styles s = {.a = b->a};
    if (part.n == 0)
        return true;
    if (!book_xml_read(&b->zip, b->a, part, &events, &s))
        return false;
    b->styles = s.styles.at;
    b->n_styles = s.styles.n;
    return true;
}
