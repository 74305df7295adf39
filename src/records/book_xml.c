/* book_xml.c - expat over a part of a workbook. */
#include "records/book_xml.h"

#include <string.h>

enum { PIECE = 64 * 1024, DEPTH_MAX = 256 };

static void fail_with(struct book_xml *x, const char *why) {
    char where[160];
    if (x->failed)
        return;
    x->failed = true;
    snprintf(where, sizeof where, "%s (%lu:%lu)", why, (unsigned long)XML_GetCurrentLineNumber(x->parser),
             (unsigned long)XML_GetCurrentColumnNumber(x->parser) + 1);
    diag2(x->part.book->d, DIAG_BOOK_PART, file_place(x->part.book->shown), x->part.name, str_from(where));
}

void book_xml_stop(struct book_xml *x) {
    x->ended = true;
    XML_StopParser(x->parser, XML_FALSE);
}

static bool is_own(const struct book_xml *x, const char *name) {
    if (x->prefix == 0)
        return strchr(name, ':') == NULL;
    return strncmp(name, x->root_prefix, x->prefix) == 0;
}

static void take_root(struct book_xml *x, const char *name) {
    const char *colon = strchr(name, ':');
    size_t n = colon ? (size_t)(colon - name) + 1 : 0;
    if (n >= sizeof x->root_prefix) {
        fail_with(x, "prefix too long");
        book_xml_stop(x);
        return;
    }
    x->prefix = n;
    memcpy(x->root_prefix, name, n);
}

static void XMLCALL on_start(void *ctx, const char *name, const char **attributes) {
    struct book_xml *x = ctx;
    if (x->depth++ == 0)
        take_root(x, name);
    if (x->depth > DEPTH_MAX) {
        fail_with(x, "nested too deep");
        book_xml_stop(x);
    }
    if (!x->foreign && !is_own(x, name))
        x->foreign = x->depth;
    if (!x->foreign)
        x->events->start(x, name + x->prefix, attributes);
}

static void XMLCALL on_end(void *ctx, const char *name) {
    struct book_xml *x = ctx;
    if (!x->foreign)
        x->events->end(x, name + x->prefix);
    else if (x->foreign == x->depth)
        x->foreign = 0;
    x->depth--;
}

static void XMLCALL on_text(void *ctx, const char *s, int n) {
    struct book_xml *x = ctx;
    if (!x->foreign && x->events->text)
        x->events->text(x, (str){s, (size_t)n});
}

static void XMLCALL on_doctype(void *ctx, const char *name, const char *system, const char *public,
                               int subset) {
    struct book_xml *x = ctx;
    (void)name, (void)system, (void)public, (void)subset;
    fail_with(x, "a document type is not allowed");
    book_xml_stop(x);
}

bool book_xml_open(struct book_xml *x, struct book_zip *b, struct arena *a, str name,
                   const struct book_xml_events *events, void *ctx) {
    *x = (struct book_xml){.events = events, .ctx = ctx};
    if (!book_part_open(&x->part, b, a, name))
        return false;
    x->parser = XML_ParserCreate(NULL);
    if (!x->parser) {
        book_xml_close(x);
        return false;
    }
    XML_SetUserData(x->parser, x);
    XML_SetElementHandler(x->parser, on_start, on_end);
    XML_SetCharacterDataHandler(x->parser, on_text);
    XML_SetStartDoctypeDeclHandler(x->parser, on_doctype);
    return true;
}

void book_xml_pause(struct book_xml *x) {
    if (XML_StopParser(x->parser, XML_TRUE) == XML_STATUS_OK)
        x->suspended = true;
}

/* One more piece of the part to the parser. */
static enum XML_Status parse_piece(struct book_xml *x) {
    void *to = XML_GetBuffer(x->parser, PIECE);
    int64_t n = to ? book_part_read(&x->part, to, PIECE) : -1;
    if (n < 0) {
        x->failed = true; /* named there */
        return XML_STATUS_ERROR;
    }
    x->ended = n == 0;
    return XML_ParseBuffer(x->parser, (int)n, n == 0);
}

bool book_xml_go_on(struct book_xml *x) {
    while (!x->failed && (!x->ended || x->suspended)) {
        enum XML_Status status =
            x->suspended ? (x->suspended = false, XML_ResumeParser(x->parser)) : parse_piece(x);
        if (status == XML_STATUS_SUSPENDED)
            return true;
        if (status == XML_STATUS_ERROR && !x->failed && XML_GetErrorCode(x->parser) != XML_ERROR_ABORTED)
            fail_with(x, XML_ErrorString(XML_GetErrorCode(x->parser)));
        if (status == XML_STATUS_ERROR)
            return false;
    }
    return false;
}

void book_xml_close(struct book_xml *x) {
    if (x->parser)
        XML_ParserFree(x->parser);
    x->parser = NULL;
    book_part_close(&x->part);
}

bool book_xml_read(struct book_zip *b, struct arena *a, str name, const struct book_xml_events *events,
                   void *ctx) {
    struct book_xml x;
    if (!book_xml_open(&x, b, a, name, events, ctx))
        return false;
    while (book_xml_go_on(&x))
        continue;
    bool sound = !x.failed;
    book_xml_close(&x);
    return sound;
}

const char *book_xml_attribute(const char **attributes, const char *name) {
    for (; attributes[0]; attributes += 2) {
        const char *colon = strchr(attributes[0], ':');
        if (strcmp(colon ? colon + 1 : attributes[0], name) == 0)
            return attributes[1];
    }
    return NULL;
}

bool book_xml_true(const char *value) {
    return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0);
}
