/* setter.h - text as glyphs in lines: characters to items, items to lines, lines to operations.
 *
 * The typesetter of one document: everything that turns words into marks goes through it, so this is where
 * a character without a glyph is refused. Knows nothing of pages. Items and lines are scratch memory of the
 * caller's mark; operations stay.
 */
#ifndef LVYUE_RENDER_SETTER_H
#define LVYUE_RENDER_SETTER_H

#include "render/linebreak.h"
#include "render/page.h"

struct setter {
    struct arena *a;       /* operations and their glyphs */
    struct arena *scratch; /* items, lines */
    struct glyphs *glyphs;
    struct linebreak *lb; /* opened when a text first needs more than one line */
    struct diags *d;
    struct failure *f;
    struct place at; /* of the block being set */
    bool refused;    /* a diagnostic was given; their number does not tell, the same one counts once */
};
void setter_close(struct setter *s);

/* One stretch of text in one look. */
struct text_run {
    str text;
    enum face face;
    enum ink ink;
    float size;
    bool tabular;    /* its digits are all as wide as the widest, so that columns of numbers stand straight */
    const str *href; /* NULL: leads to no address */
    size_t anchor;   /* > 0: leads to anchor number `anchor` of the document */
    tag_id of;       /* its own element, a TAG_LINK or TAG_SPAN; 0: that of the line */
};

enum item_flag {
    ITEM_NEWLINE = 1,
    ITEM_INVISIBLE = 2,
    ITEM_PAIRED = 4,       /* never apart from the item before */
    ITEM_GAP_BEHIND = 8,   /* its gap is made by the item before */
    ITEM_SCRIPT_BLANK = 16 /* a blank typed between Chinese and Latin: the space between scripts, no wider */
};
struct item {
    float advance, gap; /* points; gap: before it, unless it begins a line; may be negative */
    uint32_t run;
    uint16_t cid;
    uint8_t face, class_, breaks, flags;
    int16_t gap_em;      /* the gap in 1/1000 em of the item that makes it */
    int16_t left, right; /* struct glyph, in 1/1000 em */
    int8_t lead, trail;  /* what a tabular digit is wider by, part of its advance, in 1/1000 em */
};
struct text {
    const struct text_run *runs;
    size_t n_runs;
    struct item *at;
    size_t n;
    str bytes;   /* of all runs, for line breaking */
    bool broken; /* breaks are known */
    /* Set by the caller: */
    bool flush;     /* an opening mark at its beginning gives up its empty half */
    bool justified; /* its lines will be, so they may be set closer as well as wider */
};
struct line {
    size_t from, to; /* items */
    size_t end;      /* behind the last one that is no blank */
    float width;     /* of from..end */
    int lead, trail; /* emptiness its first and last mark give up, in 1/1000 em */
    bool hard;       /* ends the paragraph or stands before a forced break: not justified */
};
struct lines {
    struct line *at;
    size_t n;
};

/* How much closer than usual two neighbours in a line may stand, in ems: a mark with what follows it, two scripts. */
float text_give(const struct item *before, const struct item *it);
struct text text_items(struct setter *s, const struct text_run *runs, size_t n);
/* Width of its longest line when only forced breaks divide it; of its longest word. */
float text_width(const struct text *t);
float text_widest_word(const struct text *t);
struct lines text_lines(struct setter *s, struct text *t, float width, float indent);
/* The same number of lines, as even as they can be: for headings that stand in the middle. */
struct lines text_lines_even(struct setter *s, struct text *t, float width);

enum text_align { TEXT_LEFT, TEXT_CENTER, TEXT_RIGHT, TEXT_JUSTIFY };
struct line_place {
    float x, y, width; /* y: base line */
    enum text_align align;
    tag_id of; /* the element of its words */
};
void text_draw_line(struct setter *s, struct op_list *ops, const struct text *t, const struct line *l,
                    struct line_place p);

/* One line of plain text, never broken. Returns its width. */
float text_draw(struct setter *s, struct op_list *ops, const struct text_run *run, struct line_place p);
float text_measure(struct setter *s, const struct text_run *run);

struct text_run text_run_of(enum style_id style, str text);
/* Distance from the top of a line of this pitch to its base line: the em box stands in the middle. */
float text_baseline(float pitch, float size);

#endif
