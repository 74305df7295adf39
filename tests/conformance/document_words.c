/* document_words - lvyue whose PDFs are replaced by the text of their documents: the same command line, the same file
 * names, but each "PDF" is document_text(), for tests/conformance/reading-order to compare with the real ones.
 *
 * It is the program itself with a render_pdf() of its own. Charts are drawings: the words that stand for them are no
 * text of the page.
 */
#include <stdio.h>
#include <stdlib.h>

#include "render/render.h"

static struct block *without_charts(struct arena *a, const struct block *from) {
    struct block *first = NULL, **end = &first;
    for (; from; from = from->next, end = &(*end)->next) {
        *end = ARENA_NEW(a, struct block);
        **end = *from;
        (*end)->next = NULL;
        (*end)->child = without_charts(a, from->child);
        if (!from->chart)
            continue;
        struct chart *c = ARENA_NEW(a, struct chart);
        *c = *from->chart;
        c->alt = c->empty = (str){0};
        (*end)->chart = c;
    }
    return first;
}

bool render_pdf(struct arena *a, struct diags *d, struct fonts *fonts, const struct document *doc,
                const char *path, struct failure *f) {
    (void)d, (void)fonts;
    struct document bare = *doc;
    bare.blocks = without_charts(a, doc->blocks);
    str text = document_text(a, &bare);
    FILE *out = fopen(path, "w");
    bool ok = out && fwrite(text.p, 1, text.n, out) == text.n;
    if (!out || fclose(out) != 0 || !ok)
        failure_set(f, str_from(path), "write");
    return !f->set;
}
