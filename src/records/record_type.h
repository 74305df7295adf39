/* record_type.h - the record types of data/records.yaml: what a row may hold. Data, not code.
 *
 * The same table makes the SQL tables, the import checks, the entry workbooks and the manual.
 */
#ifndef LVYUE_RECORDS_RECORD_TYPE_H
#define LVYUE_RECORDS_RECORD_TYPE_H

#include "yaml/schema.h"

enum column_kind {
    COLUMN_TEXT,
    COLUMN_INT,
    COLUMN_DEC,
    COLUMN_BOOL, /* 是/否 yes/no 1/0 true/false */
    COLUMN_DAY,
    COLUMN_TIME,
    COLUMN_MONEY,
    COLUMN_ENUM,
    COLUMN_REF,
    COLUMN__MAX
};
const char *column_kind_name(enum column_kind k); /* text int dec … as written in data/records.yaml */

/* One allowed value: full, accepted as well: [全备, 完全备份], printed 全量. */
struct column_value {
    sval value;
    struct svals aliases;
    sval title;
};
struct column {
    sval name, title; /* name is SQL; title is the Chinese header */
    enum column_kind kind;
    bool required;
    bool happens;         /* a moment something happened: later than --on means not yet (stored as NULL) */
    bool day_enough;      /* COLUMN_TIME: people write the date alone; elsewhere that is a warning */
    struct svals aliases; /* further headers */
    sval ref;             /* COLUMN_REF: record type, or "system" */
    sval note, unit;
    struct column_value *values; /* COLUMN_ENUM; columns with the same `words` share them */
    size_t n_values;
    struct span at;
};
struct order {
    size_t before, after; /* column indexes: before <= after where both are recorded */
    struct span at;
};
/* How prose tells what a record holds: a moment ("14:05到达"), or a duration ("中断56分钟"). */
struct telling {
    struct svals words;
    struct svals at;       /* moment: columns, one of which it is */
    struct svals from, to; /* duration: between one of each */
    struct svals minutes;  /* duration: columns in minutes */
    struct boolval last; /* nothing but 正常, 使用 and the like follows the word: 恢复 is a verb there */
    struct span at_place;
};
struct record_types;
struct record_type {
    sval name, title, note;
    size_t key;     /* column index of the id, unique; SIZE_MAX when the type has none (measurement) */
    size_t date;    /* column index of the main date: later than --on means the row has not happened */
    bool narrative; /* may have a text of its own in narratives/ */
    struct column *columns;
    size_t n_columns;
    struct order *orders;
    size_t n_orders;
    size_t *one_of; /* column indexes of which each row fills exactly one */
    size_t n_one_of;
    struct telling *tellings;
    size_t n_tellings;
    const struct record_types *all; /* the table it stands in; NULL: none */
    struct span at;
};
struct record_types {
    struct record_type *at;
    size_t n;
    struct svals ignored; /* headers nobody needs to read: 序号 */
    struct svals empty;   /* texts that mean "nothing recorded" where no free text belongs: / — 无 */
    const struct source *src;
};

/* NULL when the table cannot be used; its faults are in d. */
struct record_types *record_types_load(struct arena *a, struct diags *d, str path);
const struct record_type *record_types_find(const struct record_types *t, str name);
ptrdiff_t record_type_column(const struct record_type *t, str name); /* -1 when unknown */
/* What a stored enum value is printed as; the value itself when it is not known. */
str column_value_title(const struct column *c, str value);

#endif
