/* tell.h - one account of a figure, told once and written as text for a terminal or as JSON.
 *
 * Who tells knows nothing of the form: an account is an object of values, sentences, tables and lists of objects, each
 * with a label from labels.def. Text takes the label's words in the user's language, JSON its key, so both forms always
 * say the same and the keys stay what they are. Values have a kind; text shows a time, a duration or a sum as people
 * write it, JSON as the store keeps it (times "YYYY-MM-DD HH:MM:SS", whole seconds, integer fen).
 *
 * Text is 80 columns wide with Chinese characters counted as two. Where a table has no row, or a value is absent, text
 * leaves it out; JSON has [] and null.
 */
#ifndef LVYUE_EXPLAIN_TELL_H
#define LVYUE_EXPLAIN_TELL_H

#include <stdio.h>

#include "store/verdicts.h"
#include "util/civil.h"

enum label {
#define LABEL(ident, key, en, zh) ident,
#include "explain/labels.def"
#undef LABEL
    LABEL__MAX
};
const char *label_key(enum label l);
const char *label_words(enum label l, enum lang lang); /* empty: text shows the value alone */

enum told_kind {
    TOLD_NONE,
    TOLD_TEXT,
    TOLD_COUNT,
    TOLD_DAY,
    TOLD_MOMENT,
    TOLD_DUE,     /* the last moment in time: 23:59:59 is the end of its day */
    TOLD_SECONDS, /* a length of time */
    TOLD_FEN,
    TOLD_BOOL,
    TOLD_OUTCOME,
    TOLD_NAMED, /* a word of ours: JSON has its name, text says it */
    TOLD__MAX
};
struct told {
    enum told_kind kind;
    int64_t n;
    str text;
    str name;
};
struct told told_none(void);
struct told told_text(str s); /* empty: none */
struct told told_count(int64_t n);
struct told told_day(int32_t day);
struct told told_moment(int64_t t);  /* CIVIL_NONE: none */
struct told told_due(int64_t t);     /* likewise */
struct told told_seconds(int64_t s); /* CIVIL_NONE: none */
struct told told_fen(int64_t fen);
struct told told_bool(bool b);
struct told told_outcome(str name); /* met missed … */
struct told told_named(str name, str words);

struct tell;
/* to: where the account goes as it is told. */
struct tell *tell_new(struct arena *a, enum lang lang, bool json, FILE *to);

/* Several accounts as one array; text puts a rule between them. */
void tell_accounts_begin(struct tell *t);
void tell_accounts_end(struct tell *t);
/* One account: figure code, what it is called, its verdict. */
void tell_account_begin(struct tell *t, str figure, const char *kind, str title, struct told outcome);
void tell_account_end(struct tell *t);

/* What stands under a label without words is not indented in text, as if there were no object or list around it. */
void tell_begin(struct tell *t, enum label l); /* an object under a heading */
void tell_end(struct tell *t);
void tell_list_begin(struct tell *t, enum label l); /* of objects; in text the values of one share a line */
void tell_list_end(struct tell *t);
void tell_item_begin(struct tell *t);
void tell_item_end(struct tell *t);

void tell_put(struct tell *t, enum label l, struct told v); /* label: value */
void tell_say(struct tell *t, enum label l,
              str sentence); /* text: the sentence alone; an empty one is absent */
void tell_says(struct tell *t, enum label l, const str *sentences, size_t n);

#define TELL_COLUMNS_MAX 8
#define TELL_DEPTH_MAX 32
void tell_table_begin(struct tell *t, enum label l, const enum label *columns, size_t n);
void tell_row(struct tell *t, const struct told *cells);
void tell_table_end(struct tell *t);

/* -- inside explain/: what the two forms share -------------------------------------------------------- */

struct tell_table {
    enum label label;
    enum label columns[TELL_COLUMNS_MAX];
    size_t n;
    VEC(struct told) cells; /* row major; texts are copied */
};
/* A form is a table of functions over the same account. */
struct tell_form {
    void (*accounts)(struct tell *t, bool begin);
    void (*account)(struct tell *t, str figure, const char *kind, str title,
                    struct told outcome); /* kind NULL: its end */
    void (*object)(struct tell *t, enum label l, bool begin);
    void (*list)(struct tell *t, enum label l, bool begin);
    void (*item)(struct tell *t, bool begin);
    void (*value)(struct tell *t, enum label l, struct told v);
    void (*sentences)(struct tell *t, enum label l, const str *s, size_t n, bool single);
    void (*table)(struct tell *t, const struct tell_table *table);
};
struct tell {
    const struct tell_form *form;
    struct arena *a, *scratch;
    enum lang lang;
    FILE *to;
    struct tell_table table;
    /* text */
    struct tell_level { /* an object, or a list and its present item */
        enum label label;
        bool waits; /* a list without an item so far: its heading is not written yet */
        bool flows; /* the values of an item share a line */
        bool in_item;
    } levels[TELL_DEPTH_MAX];
    size_t indent;
    bool told_any;
    bool below_section; /* what follows without indentation stands apart */
    VEC(str) line;      /* values that share a line */
    size_t depth;       /* of levels */
    /* JSON */
    uint64_t filled; /* bit per depth: a member stands there */
};
extern const struct tell_form tell_text_form, tell_json_form;

str told_words(struct arena *a, enum lang lang, struct told v); /* as text shows it */

/* Cuts one line of at most `width` columns off the front of *rest; blanks at the cut are dropped. Latin words stay
 * whole where they can, and closing punctuation does not begin a line (GB/T 15834). */
str tell_wrap(str *rest, size_t width);
/* Columns of the longest piece that tell_wrap() would not cut where there is room for it. */
size_t tell_longest_piece(str s);

#define TELL_WIDTH 80

#endif
