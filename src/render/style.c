/* style.c - the table of sizes. Change a look here and nowhere else. */
#include "render/style.h"

const struct colour style_inks[INK__MAX] = {
    [INK_TEXT] = {0, 0, 0}, /* pure black: print without a screen */
    [INK_SOFT] = {0.30f, 0.32f, 0.35f},
    [INK_RULE] = {0.76f, 0.78f, 0.80f},
    [INK_EDGE] = {0.22f, 0.26f, 0.32f},
    [INK_SHADE] = {0.93f, 0.945f, 0.96f},
    [INK_CODE] = {0.45f, 0.47f, 0.50f},
    [INK_LINK] = {0.08f, 0.30f, 0.55f},
    [INK_GOOD] = {0.05f, 0.42f, 0.22f},
    [INK_BAD] = {0.74f, 0.08f, 0.10f},
    [INK_WAITING] = {0.62f, 0.38f, 0.00f},
    [INK_EXEMPT] = {0.36f, 0.36f, 0.46f},
    /* Chart colours differ in lightness as well as hue, so that they survive a black-and-white printer. */
    [INK_SERIES + 0] = {0.10f, 0.33f, 0.58f},
    [INK_SERIES + 1] = {0.87f, 0.52f, 0.13f},
    [INK_SERIES + 2] = {0.17f, 0.55f, 0.44f},
    [INK_SERIES + 3] = {0.60f, 0.22f, 0.42f},
    [INK_SERIES + 4] = {0.45f, 0.66f, 0.85f},
    [INK_SERIES + 5] = {0.48f, 0.42f, 0.20f},
    [INK_SERIES + 6] = {0.93f, 0.72f, 0.60f},
    [INK_SERIES + 7] = {0.45f, 0.45f, 0.50f},
    [INK_WHITE] = {1.0f, 1.0f, 1.0f},
};

const uint8_t style_grids[FACE__MAX] = {
    [FACE_SERIF] = 8, [FACE_SERIF_BOLD] = 4, [FACE_SANS] = 8, [FACE_SANS_BOLD] = 8, [FACE_MONO] = 8};

/*                         face            ink       size  pitch before after indent */
const struct text_style style_texts[STYLE__MAX] = {
    [STYLE_TITLE] = {FACE_SERIF_BOLD, INK_TEXT, 22, 33, 6, 4, 0},
    [STYLE_SUBTITLE] = {FACE_SERIF, INK_TEXT, 14, 22, 2, 2, 0},
    [STYLE_COVER_TITLE] = {FACE_SERIF_BOLD, INK_TEXT, 30, 44, 0, 0, 0},
    [STYLE_COVER_SUBTITLE] = {FACE_SERIF, INK_TEXT, 16, 26, 0, 0, 0},
    [STYLE_COVER_LABEL] = {FACE_SANS, INK_TEXT, 14, 24, 0, 0, 0},
    [STYLE_COVER_VALUE] = {FACE_SERIF, INK_TEXT, 14, 24, 0, 0, 0},
    [STYLE_COVER_DATE] = {FACE_SERIF, INK_TEXT, 16, 26, 0, 0, 0},
    [STYLE_H1] = {FACE_SANS_BOLD, INK_TEXT, 16, 24, 18, 8, 0},
    [STYLE_H2] = {FACE_SANS_BOLD, INK_TEXT, 14, 21, 14, 6, 0},
    [STYLE_H3] = {FACE_SANS_BOLD, INK_TEXT, 12, 20, 10, 4, 0},
    [STYLE_H4] = {FACE_SANS_BOLD, INK_TEXT, 12, 20, 6, 2, 0},
    [STYLE_H5] = {FACE_SANS, INK_TEXT, 12, 20, 4, 2, 0},
    [STYLE_H6] = {FACE_SANS, INK_SOFT, 12, 20, 4, 2, 0},
    [STYLE_BODY] = {FACE_SERIF, INK_TEXT, 12, 20, 0, 3, 2},
    [STYLE_QUOTE] = {FACE_SERIF, INK_SOFT, 11, 18, 4, 4, 0},
    [STYLE_CODE] = {FACE_MONO, INK_TEXT, 9, 13.5f, 4, 6, 0},
    [STYLE_FACTS] = {FACE_SERIF, INK_TEXT, 10.5f, 16, 0, 0, 0},
    [STYLE_FACTS_LABEL] = {FACE_SANS_BOLD, INK_TEXT, 10.5f, 16, 0, 0, 0},
    [STYLE_TABLE] = {FACE_SERIF, INK_TEXT, 9.5f, 13.5f, 0, 0, 0},
    [STYLE_TABLE_HEAD] = {FACE_SANS_BOLD, INK_TEXT, 9.5f, 13.5f, 0, 0, 0},
    [STYLE_TABLE_TOTAL] = {FACE_SANS_BOLD, INK_TEXT, 9.5f, 13.5f, 0, 0, 0},
    [STYLE_TABLE_EMPTY] = {FACE_SERIF, INK_SOFT, 9.5f, 13.5f, 0, 0, 0},
    [STYLE_TABLE_CARRY] = {FACE_SANS, INK_TEXT, 9.5f, 13.5f, 0, 0, 0},
    [STYLE_CAPTION] = {FACE_SANS_BOLD, INK_TEXT, 10, 15, 0, 4, 0},
    [STYLE_TOC_TITLE] = {FACE_SANS_BOLD, INK_TEXT, 14, 24, 12, 6, 0},
    [STYLE_TOC_1] = {FACE_SANS_BOLD, INK_TEXT, 11, 20, 0, 0, 0},
    [STYLE_TOC] = {FACE_SERIF, INK_TEXT, 11, 19, 0, 0, 0},
    [STYLE_SIGN_TITLE] = {FACE_SANS_BOLD, INK_TEXT, 11, 18, 0, 0, 0},
    [STYLE_SIGN] = {FACE_SERIF, INK_TEXT, 11, 18, 0, 0, 0},
    [STYLE_RUNNING] = {FACE_SERIF, INK_SOFT, 9, 13, 0, 0, 0},
    [STYLE_DRAFT] = {FACE_SANS_BOLD, INK_BAD, 11, 15, 0, 0, 0},
    [STYLE_CHART] = {FACE_SERIF, INK_TEXT, 8.5f, 12, 0, 0, 0},
    [STYLE_CODE_MARGIN] = {FACE_MONO, INK_CODE, 5.5f, 6.2f, 0, 0, 0},
};

#define MM(x) ((x)*72.0f / 25.4f)

/* 37 characters of 12 pt are 156.6 mm: the margin at the cut has 25.4 mm instead of 26. */
const struct sheet_style style_sheets[SHEET__MAX] = {
    [SHEET_PORTRAIT] = {.width = MM(210),
                        .height = MM(297),
                        .left = MM(28),
                        .right = MM(210) - MM(28) - 37 * 12,
                        .top = MM(37),
                        .bottom = MM(35),
                        .header = MM(28),
                        .footer = MM(25)},
    [SHEET_LANDSCAPE] = {.width = MM(297),
                         .height = MM(210),
                         .left = MM(35),
                         .right = MM(37),
                         .top = MM(28),
                         .bottom = MM(26),
                         .header = MM(20),
                         .footer = MM(16)},
};

const struct page_style style_page = {
    .rule = 0.4f,
    .edge = 0.9f,
    .cell_x = 4,
    .number_gap = 5,
    .table_smaller = 0.9f,
    .table_smallest = 0.79f, /* 7.5 pt, size 6 */
    .whole_rows = 5,
    .table_gap = 12,
    .figure_gap = 10,
    .list_em = 2,
    .quote_em = 2,
    .max_depth = 8,
    .min_line_em = 8,
    .chart_aspect = 0.38f,
    .margin_gap = 4,
    .margin_code = 54, /* 19 letters; 5 mm remain to the edge of the paper, which printers leave white */
    .sign_row = 30,
    .sign_min = 120,
    .cover_title = 120,
    .cover_facts = 330,
    .cover_date = 590,
    .cover_width = 340,
    .last_page_least = 0.35f,
    .tighten_pages = 30,
};

const struct tightness style_tightness[TIGHTNESS__MAX] = {
    {.gaps = 1, .cell_y = 3}, {0.85f, 2.6f}, {0.7f, 2.2f}, {0.55f, 1.8f}};

const struct spacing_style style_spacing = {
    .han_latin = 0.25f,
    .max_stretch = 0.09f,
    .max_elastic = 0.35f,
    .max_stretch_latin = 0.2f,
    .give_mark = 0.25f,
    .give_scripts = 0.125f,
    .push_in_least = 0.5f,
    .blank_weight = 5,
    .ascent = 0.88f, /* the ideographic em box of the CJK faces reaches from -0.12 to 0.88 */
};
