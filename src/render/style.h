/* style.h - every size, margin, space and colour of a page, in one table.
 *
 * Lengths are points (1/72 inch). What follows GB/T 9704-2012: A4 with a text area of 156 mm by 225 mm, 37 mm from the
 * top and 28 mm from the binding (5.2); a turned page has the same area, its head towards the binding (10.5);
 * chapters in Hei of size 3 (16 pt), the title in a bold Song of size 2 (22 pt); the page number 7 mm below the text.
 * What a report of many tables does otherwise: text in small 4 (12 pt), 37 characters to the line, so that a line
 * of Chinese needs no stretching. Knows no PDF.
 */
#ifndef LVYUE_RENDER_STYLE_H
#define LVYUE_RENDER_STYLE_H

#include "document/block.h"

/* The faces of a document. Song (serif) is the text, Hei (sans) marks what stands out, as Chinese print does. */
enum face { FACE_SERIF, FACE_SERIF_BOLD, FACE_SANS, FACE_SANS_BOLD, FACE_MONO, FACE__MAX };

enum ink {
    INK_TEXT,
    INK_SOFT,  /* captions, running header and footer */
    INK_RULE,  /* thin rules */
    INK_EDGE,  /* first and last rule of a table */
    INK_SHADE, /* table head, code */
    INK_CODE,  /* figure codes in the margin */
    INK_LINK,
    INK_GOOD,
    INK_BAD,
    INK_WAITING,
    INK_EXEMPT,
    INK_SERIES, /* first of the chart colours */
    INK_SERIES_LAST = INK_SERIES + 7,
    INK_WHITE,
    INK__MAX
};
struct colour {
    float r, g, b;
};
extern const struct colour style_inks[INK__MAX];

enum style_id {
    STYLE_TITLE,
    STYLE_SUBTITLE,
    STYLE_COVER_TITLE,
    STYLE_COVER_SUBTITLE,
    STYLE_COVER_LABEL,
    STYLE_COVER_VALUE,
    STYLE_COVER_DATE,
    STYLE_H1,
    STYLE_H2,
    STYLE_H3,
    STYLE_H4,
    STYLE_H5,
    STYLE_H6,
    STYLE_BODY,
    STYLE_QUOTE,
    STYLE_CODE,
    STYLE_FACTS, /* the table of contract, parties, number under the title */
    STYLE_FACTS_LABEL,
    STYLE_TABLE,
    STYLE_TABLE_HEAD,
    STYLE_TABLE_TOTAL,
    STYLE_TABLE_EMPTY,
    STYLE_TABLE_CARRY,
    STYLE_CAPTION,
    STYLE_TOC_TITLE,
    STYLE_TOC_1,
    STYLE_TOC,
    STYLE_SIGN_TITLE,
    STYLE_SIGN,
    STYLE_RUNNING, /* header and footer */
    STYLE_DRAFT,
    STYLE_CHART,
    STYLE_CODE_MARGIN, /* figure codes beside a table */
    STYLE__MAX
};
struct text_style {
    enum face face;
    enum ink ink;
    float size, pitch;   /* type size; distance of base lines */
    float before, after; /* space around a block of this style */
    float indent_em;     /* first line */
};
extern const struct text_style style_texts[STYLE__MAX];

/* A sheet of paper: its margins around the text; base line of the header from the top edge, of the footer from
 * the bottom edge. */
struct sheet_style {
    float width, height;
    float left, right, top, bottom;
    float header, footer;
};
enum sheet_id { SHEET_PORTRAIT, SHEET_LANDSCAPE, SHEET__MAX };
extern const struct sheet_style style_sheets[SHEET__MAX];

struct page_style {
    float rule, edge;                           /* widths of thin and strong rules */
    float cell_x;                               /* padding beside the words of a table cell */
    float number_gap;                           /* more of it between a number and text in the next column */
    float table_smaller, table_smallest;        /* of its usual size of type, for a table that is cramped */
    int whole_rows;                             /* a table of no more rows is not divided */
    float table_gap, figure_gap;                /* space before and after tables and charts */
    float list_em, quote_em;                    /* indent of one level, in body ems */
    int max_depth;                              /* levels of lists and quotes */
    float min_line_em;                          /* the shortest line a list or quote may have, in body ems */
    float chart_aspect;                         /* height : width */
    float sign_row, sign_min;                   /* line distance and least height of a signature block */
    float cover_title, cover_facts, cover_date; /* of a cover: their tops below the top of the text area */
    float cover_width;                          /* of its facts */
    float margin_gap, margin_code;              /* before and width of the codes in the right margin */
    float last_page_least; /* of its text area; a last page that would hold less is taken in, if it can be */
    int tighten_pages;     /* in documents of no more pages */
};
extern const struct page_style style_page;

/* How far spaces may give way to take in a nearly empty last page, in steps; the first is what is usual. */
struct tightness {
    float gaps;   /* part of the space between blocks */
    float cell_y; /* padding above and below the words of a row */
};
enum { TIGHTNESS__MAX = 4 };
extern const struct tightness style_tightness[TIGHTNESS__MAX];

/* Spacing of characters, in ems (CLREQ §6.2.2, JLREQ §3.2.6). */
struct spacing_style {
    float han_latin;         /* between Chinese and Latin letters or digits */
    float max_stretch;       /* a justified line never opens the space between Chinese characters wider */
    float max_elastic;       /* after commas and stops, and between scripts, it may open by so much more */
    float max_stretch_latin; /* the same for a line without Chinese */
    float
        give_mark; /* behind a comma or stop a line may be closer by so much to take in one character more */
    float give_scripts;  /* and between scripts */
    float push_in_least; /* where it would else be short by more than this */
    float blank_weight;  /* a blank opens so many times as far */
    float ascent;        /* base line below the top of the em box */
};
extern const struct spacing_style style_spacing;

/* Outlines are embedded on a grid of so many 1/1000 em (outline.h): off by half of it on average, 0.02 mm at body size or
 * half a dot at 600 dpi, and by twice that at worst. That takes a third off a file. The face of titles has a finer one. */
extern const uint8_t style_grids[FACE__MAX];

#endif
