/* layout.h - a document's blocks to pages of draw operations. Knows no PDF.
 *
 * layout_document() is the way in; the rest is shared by the files layout_*.c, one kind of block each.
 */
#ifndef LVYUE_RENDER_LAYOUT_H
#define LVYUE_RENDER_LAYOUT_H

#include "render/flow.h"
#include "render/render.h"
#include "render/setter.h"

/* false: diagnostics were given, or the world failed. Pages live in arena a; glyphs records what they use. */
bool layout_document(struct arena *a, struct diags *d, struct glyphs *glyphs, const struct document *doc,
                     struct pages *out, struct failure *f);

/* Where a block may draw: a column of the text area. */
struct frame {
    float x, width;
    int depth;           /* of lists and quotes around it */
    enum style_id style; /* of paragraphs */
    float indent_em;     /* first line of a paragraph */
    tag_id in;           /* the element its blocks belong to */
};
struct layout {
    struct setter set;
    struct flow flow;
    const struct document *doc;
    struct frame text;            /* the whole text area of the pages being filled */
    enum sheet_id sheet;          /* these pages */
    enum sheet_id section;        /* what pages are when nothing on them says otherwise */
    const struct block *measured; /* a table with ORIENT_AUTO that was measured, and what came out */
    enum sheet_id measured_sheet;
    float cell_y; /* padding above and below the words of a row */
    struct tags tags;
    struct attachments attachments;
    size_t n_tables; /* so far */
    size_t n_charts;
    int heading_level;      /* of the last heading's element */
    size_t next_anchor;     /* headings are numbered in the order of the blocks */
    size_t n_headings;      /* their anchors come first, then those of the document's places */
    struct text_run marker; /* of a list item, waiting for its first line */
    float marker_x;
    tag_id marker_of;
};

/* The anchor number of a place of the document. */
size_t layout_place(const struct layout *l, uint32_t place);
void layout_blocks(struct layout *l, const struct block *first, struct frame fr);
void layout_title(struct layout *l);
void layout_cover(struct layout *l);
/* What a document is about, in the order of its head and cover. Returns how many. */
struct fact {
    const char *label, *cover_label; /* of four characters on the cover; NULL: it stands elsewhere there */
    str value;
};
enum { FACTS_MOST = 6 };
size_t layout_facts(const struct document *doc, struct fact facts[FACTS_MOST]);
void layout_toc(struct layout *l, const struct block *b, struct frame fr);
/* Whether a table's columns need more than this width to keep words and numbers whole. */
bool layout_table_cramped(struct layout *l, const struct block *b, float width);
void layout_table(struct layout *l, const struct block *b, struct frame fr);
void layout_figure(struct layout *l, const struct block *b, struct frame fr);
void layout_signature(struct layout *l, const struct block *b, struct frame fr);
/* Header and footer of every page, page numbers in the table of contents; after flow_end(). */
void layout_running(struct layout *l, struct pages *pages);

/* Lines as slabs. */
struct line_slabs {
    struct frame fr;
    float pitch, size;
    float before; /* above the first line */
    float after;  /* below the last one */
    float indent; /* of the first line */
    enum text_align align;
    bool keep_together; /* with each other */
    bool keep_with_next;
    bool keep_with_before;
    bool shade;    /* grey behind it: code */
    float bar_x;   /* > 0: a bar at the left: quotes */
    size_t anchor; /* > 0: anchor number at the first line */
    size_t place;  /* > 0: the same of a place that links lead to */
    tag_id of;     /* the element of the words */
};
void layout_lines(struct layout *l, const struct text *t, const struct lines *lines,
                  const struct line_slabs *how);
/* A whole text in one style. */
void layout_text(struct layout *l, str text, enum style_id style, const struct line_slabs *how);
struct line_slabs layout_slabs(struct frame fr, enum style_id style, tag_id of);
/* An element below the one blocks of this frame belong to. */
tag_id layout_tag(struct layout *l, enum tag_kind kind, struct frame fr);

#endif
