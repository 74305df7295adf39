/* block.h - a document as a tree of blocks: what renderers see, and all they see.
 *
 * Every block knows its kind, its text and its place in the template, so that a renderer can tag it. No
 * fonts, sizes or colours here. All memory belongs to the document's arena.
 */
#ifndef LVYUE_DOCUMENT_BLOCK_H
#define LVYUE_DOCUMENT_BLOCK_H

#include "util/arena.h"
#include "util/source.h"
#include "util/str.h"

enum block_kind {
    BLOCK_HEADING,
    BLOCK_PARAGRAPH,
    BLOCK_LIST,
    BLOCK_ITEM,
    BLOCK_QUOTE,
    BLOCK_CODE,
    BLOCK_TABLE,
    BLOCK_CHART,
    BLOCK_SIGNATURE,
    BLOCK_TOC,
    BLOCK_RULE,
    BLOCK_PAGE_BREAK,
    BLOCK__MAX
};
enum run_style {
    RUN_STRONG = 1,
    RUN_EMPH = 2,
    RUN_CODE = 4,
    RUN_BREAK = 8,
    RUN_PLACE = 16
}; /* RUN_BREAK: a line break, no text; RUN_PLACE: the href is "#name", a place in this document */
struct run {
    str text;
    unsigned style;
    str href;
    uint32_t target; /* the number of that place; 0: the link leads nowhere in it */
};
struct runs {
    struct run *at;
    size_t n;
};

enum align { ALIGN_AUTO, ALIGN_LEFT, ALIGN_CENTER, ALIGN_RIGHT };
/* How a column's values read. Shared by tables in documents and sheets in workbooks. */
enum value_format {
    FORMAT_TEXT,
    FORMAT_INT,
    FORMAT_NUMBER,
    FORMAT_PERCENT,
    FORMAT_MONEY,
    FORMAT_DATE,
    FORMAT_TIME,
    FORMAT_DURATION,
    FORMAT_OUTCOME,
    FORMAT__MAX
};
/* text; whole number; decimal as stored; ratio 0..1 cut to 2 places; fen -> yuan; date; time to the minute;
 * minutes -> 2小时5分; met -> 达标 */
enum tone {
    TONE_NONE,
    TONE_GOOD,
    TONE_BAD,
    TONE_WAITING,
    TONE_EXEMPT
}; /* from outcomes; never the only sign */

/* How a page stands. AUTO (tables only): landscape when the columns would break words on the page as it is. */
enum orientation { ORIENT_SAME, ORIENT_PORTRAIT, ORIENT_LANDSCAPE, ORIENT_AUTO };

struct value_sum; /* values.h */
struct table_column {
    str title;
    double width; /* weight, 0 = from content */
    enum align align;
    enum value_format format;
    bool group;                      /* equal values one below the other are one cell */
    const struct value_sum *running; /* its sum up to and with each row, for 承前页 and 过次页; NULL: none */
};
struct table_cell {
    str text;
    enum tone tone;
}; /* text may hold LF: a line break */
struct table {
    str caption;
    str empty; /* printed instead when there is no row */
    struct table_column *columns;
    size_t n_columns;
    struct table_cell *cells;
    size_t n_rows; /* row major */
    bool total;    /* the last row is a total */
    bool carry;    /* sums are carried over pages: some column has `running` */
    size_t label;  /* the column of the words 承前页, 过次页 */
    /* NULL when the template asks for none; else one per row, empty where the row has none. */
    str *anchors;          /* names by which links reach the row */
    str *figures;          /* figure codes, for the margin; names of the row as well */
    str *links;            /* one per cell: the name of the place it leads to */
    struct place *link_at; /* where the template asks for the links of a column */
    /* The same in numbers, filled by links_resolve(). */
    uint32_t *places;
    uint32_t *targets;
};

enum chart_kind {
    CHART_LINE,
    CHART_BAR,
    CHART_STACKED,
    CHART_PIE,
    CHART_GANTT,
    CHART_SHARE,
    CHART_OUTAGES,
    CHART_CALENDAR,
    CHART__MAX
};
struct chart_series {
    str title;
    double *values;
}; /* NAN: no value; finite otherwise */
struct chart_threshold {
    str title;
    double value;
};
/* Where a series over days is going (util/trend.h). */
struct chart_trend {
    bool known;                  /* three points on two days */
    double slope, last, at_last; /* a day; the last day with a value; that value */
    double *reach;               /* one per threshold: the day it is reached, NAN when it is not */
};
/* How an obligation of a period stands. */
enum duty { DUTY_MET, DUTY_LATE, DUTY_MISSING, DUTY_PENDING, DUTY_EXEMPT, DUTY__MAX };
struct duty_count {
    uint32_t of[DUTY__MAX];
};
extern const char *const duty_words[DUTY__MAX]; /* 按期 逾期 缺失 未到期 免责 */
/* CHART_GANTT: series 2k and 2k+1 are begin and end of the bars of one kind, a bar for each label, in days since
 * 1970-01-01 with the time of day as a fraction; min and max are the document's period. CHART_PIE, CHART_SHARE: one
 * series. CHART_OUTAGES: a label is the system of one outage, the series are its begin, its end (as above), its minutes
 * and those of them that are excluded; a system without an outage has one label without values. CHART_CALENDAR: series
 * are obligations, labels periods, values how many results fall there. */
struct chart {
    enum chart_kind kind;
    str caption, unit, alt;
    str *labels;
    size_t n_points; /* x axis */
    struct chart_series *series;
    size_t n_series;
    struct chart_threshold *thresholds;
    size_t n_thresholds;
    double min, max;
    bool has_min, has_max;
    str empty;
    /* A line over dates, else NULL: the day of each label, ascending, and the trend of each series. */
    double *days;
    struct chart_trend *trends;
    double until;              /* the last day of the forecast, 0: none is asked for */
    bool panels;               /* each series in a plot of its own */
    struct duty_count *duties; /* CHART_CALENDAR: series by series, point by point */
};

struct signature_party {
    str title;
    str *lines;
    size_t n_lines;
}; /* 甲方（盖章） / 签字： / 日期： */
struct signature {
    struct signature_party *parties;
    size_t n_parties;
};

struct block {
    enum block_kind kind;
    int level;                  /* heading 1..6; list: 0 bullets, else the first number; toc: levels shown */
    enum orientation orient;    /* page break: of the pages from here on; table: of its own pages */
    struct place at;            /* in the template, for diagnostics of the renderer */
    str anchor;                 /* heading: the name by which links reach it */
    uint32_t place;             /* its number, 0: none */
    struct runs runs;           /* heading, paragraph, code (one run) */
    struct block *child, *next; /* list > item > blocks; quote > blocks */
    const struct table *table;
    const struct chart *chart;
    const struct signature *signature;
};

struct document {
    str title, subtitle, number;                      /* subtitle: the period in words */
    str contract_title, contract_id, buyer, supplier; /* contract_id: its number, else its short id */
    str file_name;                                    /* without its ending */
    str date_text;                                    /* of --on, 2026年1月15日 */
    str lang;                                         /* zh-CN */
    bool draft;                                       /* its period has not ended by --on */
    bool landscape;
    bool cover; /* title and facts stand on a page of their own */
    int32_t on; /* the only date a renderer may use */
    struct block *blocks;
    uint32_t n_places; /* places that links lead to are numbered from 1 */
};

/* Row `row` shows the value of a group column only when it differs from the row above there or in a group column to
 * its left. */
bool table_repeats(const struct table *t, size_t row, size_t column);
/* The column's sum over rows 0..row as text; empty when it is not carried. */
str table_carried(struct arena *a, const struct table *t, size_t row, size_t column);

/* The document as indented text, one line per block, run and row: for tests. */
str document_dump(struct arena *a, const struct document *doc);
/* Only its text, in reading order. */
str document_text(struct arena *a, const struct document *doc);

#endif
