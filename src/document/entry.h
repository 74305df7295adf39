/* entry.h - an entry workbook as renderers see it: one sheet per record type, to be filled in by hand.
 *
 * What is typed into it imports without mapping: headers are the record types' own, choices the contract's words.
 * Knows neither contract nor records, so that render/ can see it. Made by entry_form.h.
 */
#ifndef LVYUE_DOCUMENT_ENTRY_H
#define LVYUE_DOCUMENT_ENTRY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/str.h"

enum entry_kind {
    ENTRY_TEXT,
    ENTRY_ID, /* text that may not stand twice in its column */
    ENTRY_INT,
    ENTRY_DEC,
    ENTRY_MONEY,
    ENTRY_DAY,
    ENTRY_TIME,
    ENTRY_CHOICE, /* one of choices */
    ENTRY_REF,    /* one of the ids of another sheet of the workbook */
    ENTRY__MAX
};
struct entry_column {
    str title, note; /* note: shown when the header is pointed at; may be empty */
    enum entry_kind kind;
    bool required;
    bool spare; /* no rule of the contract looks at it: folded away, to be unfolded when wanted */
    str *choices;
    size_t n_choices;
    size_t ref_sheet, ref_column;
};
struct entry_order { /* before <= after where both are filled in; by_day: compared by day */
    size_t before, after;
    bool by_day;
};
struct entry_sheet {
    str name, note;
    struct entry_column *columns;
    size_t n_columns;
    struct entry_order *orders;
    size_t n_orders;
};
struct entry_book {
    str title, contract_title, supplier;
    int32_t on; /* the only date in it */
    struct entry_sheet *sheets;
    size_t n_sheets;
};

#endif
