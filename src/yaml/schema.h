/* schema.h - one table describes one YAML mapping; one reader fills the C struct from it.
 *
 * Used by the contract, record types, holidays, templates and workbooks. The reader reports unknown
 * keys (with the nearest known one), missing required keys, wrong node kinds and values that do not
 * parse, all in one run, and goes on. Every value type keeps its span.
 */
#ifndef LVYUE_YAML_SCHEMA_H
#define LVYUE_YAML_SCHEMA_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "util/civil.h"
#include "util/dec.h"
#include "util/diag.h"
#include "yaml/node.h"

/* absent: v.p == NULL */
typedef struct {
    str v;
    struct span at;
} sval;
struct svals {
    sval *at;
    size_t n;
};
struct intval {
    int64_t v;
    bool set;
    struct span at;
};
struct boolval {
    bool v;
    bool set;
    struct span at;
};
/* Of a key that is on unless the file says no. */
static inline bool boolval_unless_no(const struct boolval *b) {
    return !b->set || b->v;
}
/* a date */
struct dayval {
    int32_t v;
    bool set;
    struct span at;
};
struct moneyval {
    int64_t fen;
    bool set;
    struct span at;
};
/* number or percentage */
struct decval {
    struct dec v;
    bool set;
    struct span at;
};
/* index into the field's word list, or an enum freq */
struct enumval {
    int v;
    bool set;
    struct span at;
};

struct word_pair {
    sval key, value;
};
struct word_pairs { /* as written */
    struct word_pair *at;
    size_t n;
};

/* A time limit. Clock time runs on a calendar; legal periods follow Civil Code art. 200-204. */
enum limit_unit {
    LIMIT_NONE,
    LIMIT_SECONDS,
    LIMIT_WORKDAYS,
    LIMIT_DAYS,
    LIMIT_MONTHS,
    LIMIT_YEARS,
    LIMIT_NEXT_OPENING,
    LIMIT__MAX
};
struct limit {
    enum limit_unit unit;
    int64_t n;
    str text;
    struct span at;
};
/* Clock: "30min" "2h" "1h30min" "90s" "45 min", largest unit first. Legal periods: "3 workdays" "30 days"
 * "2 weeks" (= 14 days) "3 months" "1 year". "before next opening". The contract's own words 分钟 小时 秒
 * 工作日 自然日 周 个月 年 serve as units too. text is a view of s. false: none of these. */
bool limit_parse(str s, struct limit *out);
/* "1d", "1 day", "1天", "24": a number alone or of bare days, which may mean 24 hours, a working day or a
 * calendar day. *hours is what it would be on the clock. Such a text is never a limit. */
bool limit_is_bare(str s, int64_t *number, int64_t *hours);

/* YYYY-MM-DD and nothing else: a contract's dates must not depend on who reads 03/05/2025. */
bool day_parse(str s, int32_t *day);

enum field_kind {
    FIELD_STR,
    FIELD_STRS, /* scalar -> sval; scalar or list of scalars -> struct svals */
    FIELD_INT,
    FIELD_BOOL,
    FIELD_DAY,
    FIELD_MONEY,
    FIELD_DEC,
    FIELD_PERCENT,
    FIELD_LIMIT,
    FIELD_ENUM,  /* words: NULL-terminated list */
    FIELD_FREQ,  /* enumval holding enum freq */
    FIELD_MAP,   /* sub-mapping -> struct, by sub schema */
    FIELD_LIST,  /* list of mappings -> struct { T *at; size_t n; }, by sub schema */
    FIELD_DICT,  /* mapping name -> mapping: like FIELD_LIST, the key goes to the sval at sub->key_offset */
    FIELD_PAIRS, /* mapping word -> scalar: struct word_pairs */
    FIELD_NODE,  /* kept as struct ynode * for the owner to read */
    FIELD__MAX
};

struct schema;
struct field {
    const char *name;
    enum field_kind kind;
    size_t offset;
    bool required;
    const struct schema *sub;
    const char *const *words;
    const char *note; /* one line for the manual */
};
struct schema {
    const char *name; /* for messages: "target" */
    size_t size;
    const struct field *fields; /* ended by a NULL name */
    size_t key_offset;          /* FIELD_DICT only */
    size_t at_offset; /* offset of a struct span that receives the mapping's place, or SCHEMA_NO_AT */
};
#define SCHEMA_NO_AT ((size_t)-1)

/* Fills *into (zeroed by the caller) from a mapping. A key without a value counts as absent. Returns
 * false when a diagnostic was an error; *into then holds what could be read. */
bool schema_read(struct arena *a, struct diags *d, const struct ynode *node, const struct schema *s,
                 void *into);

/* For nodes the owner reads itself (FIELD_NODE): whether node is what a field of this kind takes, with the
 * usual diagnostic when not. name: its key. */
bool schema_expect(struct diags *d, enum field_kind kind, str name, const struct ynode *node);
/* What FIELD_PAIRS does, for such a node. */
void schema_read_pairs(struct arena *a, struct diags *d, str name, const struct ynode *node,
                       struct word_pairs *to);

/* The tail of a message about an unknown word: "; did you mean 'x'?", or "; known: a, b, c" when nothing
 * is near and the list is short, or nothing. */
str schema_nearest_suffix(struct arena *a, enum lang lang, str word, const str *known, size_t n);

/* What the user wrote, fit for a message: on one line and cut after 60 characters. */
str schema_quote(struct arena *a, str text);

#endif
