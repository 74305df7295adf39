/* xlsx_formats.c - every cell format of a workbook, as tables. */
#include "render/xlsx.h"

#define FONT_BODY "宋体"
#define FONT_HEAD "黑体"
#define COLOUR_RULE 0xBFBFBF
#define COLOUR_HEADER 0xDCE6F1
#define COLOUR_TOTAL 0xF2F2F2
#define COLOUR_FIXED 0xF7F9FC /* a formula's cell: barely a tint, it prints as white */
#define COLOUR_DRAFT 0xC00000

/* A percentage shows what two places would round away: 99.896 % must not read as 99.90 %. */
static const struct {
    const char *number;
    enum lxw_format_alignments align;
} looks[FORMAT__MAX] = {
    [FORMAT_TEXT] = {NULL, LXW_ALIGN_LEFT},
    [FORMAT_INT] = {"#,##0", LXW_ALIGN_RIGHT},
    [FORMAT_NUMBER] = {NULL, LXW_ALIGN_RIGHT},
    [FORMAT_PERCENT] = {"0.00##%", LXW_ALIGN_RIGHT},
    [FORMAT_MONEY] = {"#,##0.00", LXW_ALIGN_RIGHT},
    [FORMAT_DATE] = {"yyyy-mm-dd", LXW_ALIGN_CENTER},
    [FORMAT_TIME] = {"yyyy-mm-dd hh:mm", LXW_ALIGN_CENTER},
    [FORMAT_DURATION] = {"[h]:mm", LXW_ALIGN_RIGHT},
    [FORMAT_OUTCOME] = {NULL, LXW_ALIGN_CENTER},
};

static const struct {
    const char *font;
    double size;
    bool bold;
    lxw_color_t colour;
} styles[XLSX__MAX] = {
    [XLSX_TITLE] = {FONT_HEAD, 16, true, LXW_COLOR_BLACK},
    [XLSX_LINE] = {FONT_BODY, 10, false, LXW_COLOR_BLACK},
    [XLSX_DRAFT] = {FONT_BODY, 10, true, COLOUR_DRAFT},
    [XLSX_HEADER] = {FONT_HEAD, 10, true, LXW_COLOR_BLACK},
};

/* The words of outcomes with their colours; the words alone already say it. */
static const struct {
    const char *outcome, *word;
    lxw_color_t ink, ground;
} words[WORD__MAX] = {
    [WORD_MET] = {"met", "达标", 0x006100, 0xC6EFCE},
    [WORD_MISSED] = {"missed", "未达标", 0x9C0006, 0xFFC7CE},
    [WORD_PENDING] = {"pending", "未到期", 0x7F6000, 0xFFEB9C},
    [WORD_UNPROVEN] = {"unproven", "无证据", 0x833C0B, 0xF8CBAD},
    [WORD_EXEMPT] = {"exempt", "免责", 0x1F4E79, 0xDDEBF7},
};

static lxw_format *add_style(lxw_workbook *wb, enum xlsx_style s) {
    lxw_format *f = workbook_add_format(wb);
    format_set_font_name(f, styles[s].font);
    format_set_font_size(f, styles[s].size);
    format_set_font_color(f, styles[s].colour);
    if (styles[s].bold)
        format_set_bold(f);
    format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
    return f;
}

static void add_frame(lxw_format *f) {
    format_set_border(f, LXW_BORDER_THIN);
    format_set_border_color(f, COLOUR_RULE);
    format_set_text_wrap(f);
}

static lxw_format *add_look(lxw_workbook *wb, enum value_format v, bool total) {
    lxw_format *f = add_style(wb, XLSX_LINE);
    add_frame(f);
    format_set_align(f, (uint8_t)looks[v].align);
    if (looks[v].align == LXW_ALIGN_LEFT)
        format_set_indent(f, 1); /* text does not touch the number before it */
    if (looks[v].number)
        format_set_num_format(f, looks[v].number);
    if (total) {
        format_set_bold(f);
        format_set_bg_color(f, COLOUR_TOTAL);
    }
    return f;
}

static lxw_format *add_word(lxw_workbook *wb, enum xlsx_word w) {
    lxw_format *f = workbook_add_format(wb);
    format_set_font_color(f, words[w].ink);
    format_set_bg_color(f, words[w].ground);
    return f;
}

void xlsx_formats_add(lxw_workbook *wb, struct xlsx_formats *f) {
    for (int i = 0; i < XLSX__MAX; i++)
        f->style[i] = add_style(wb, (enum xlsx_style)i);
    add_frame(f->style[XLSX_HEADER]);
    format_set_align(f->style[XLSX_HEADER], LXW_ALIGN_CENTER);
    format_set_bg_color(f->style[XLSX_HEADER], COLOUR_HEADER);
    for (int i = 0; i < FORMAT__MAX; i++) {
        f->body[i] = add_look(wb, (enum value_format)i, false);
        f->total[i] = add_look(wb, (enum value_format)i, true);
        f->fixed[i] = add_look(wb, (enum value_format)i, false);
        format_set_bg_color(f->fixed[i], COLOUR_FIXED);
        format_set_unlocked(
            f->body[i]); /* what was recorded may be tried otherwise, how it is judged may not */
    }
    for (int i = 0; i < WORD__MAX; i++)
        f->word[i] = add_word(wb, (enum xlsx_word)i);
}

str xlsx_word(enum xlsx_word w) {
    return str_from(words[w].word);
}

bool xlsx_word_find(str outcome, enum xlsx_word *w) {
    for (int i = 0; i < WORD__MAX; i++)
        if (str_eqz(outcome, words[i].outcome) || str_eqz(outcome, words[i].word)) {
            *w = (enum xlsx_word)i;
            return true;
        }
    return false;
}
