/* cell_read.c - one small function per kind of column, in the order of enum column_kind. */
#include "records/cell_read.h"

#include <string.h>

#include "records/fold.h"
#include "records/moment_read.h"

enum { EMPTY_WORD_MAX = 16 };

struct reading {
    struct cell_reader *r;
    struct arena *a;
    const struct raw_cell *raw;
    str text;
    int32_t day;
    struct cell *out;
};

static size_t count_words(const struct column *c, const struct record_source *src) {
    size_t n = src->n_values;
    for (size_t i = 0; i < c->n_values; i++)
        n += 2 + c->values[i].aliases.n;
    return n;
}

static void add_word(struct cell_reader *r, struct arena *a, str text, str value) {
    if (text.n)
        r->words[r->n_words++] = (struct cell_word){text, fold(a, text), value};
}

/* The value itself, its title, its aliases. */
static void add_column_words(struct cell_reader *r, struct arena *a) {
    for (size_t i = 0; i < r->column->n_values; i++) {
        const struct column_value *v = &r->column->values[i];
        add_word(r, a, v->value.v, v->value.v);
        add_word(r, a, v->title.v, v->value.v);
        for (size_t k = 0; k < v->aliases.n; k++)
            add_word(r, a, v->aliases.at[k].v, v->value.v);
    }
}

static const struct cell_word *search(const struct cell_reader *r, struct arena *a, str text) {
    for (size_t i = 0; i < r->n_words; i++)
        if (str_eq(r->words[i].text, text))
            return &r->words[i];
    str folded = fold(a, text);
    for (size_t i = 0; i < r->n_words; i++)
        if (str_eq(r->words[i].folded, folded))
            return &r->words[i];
    return NULL;
}

/* The contract's words stand for a value of the column, which may be written as value, title or alias. */
static void add_contract_words(struct cell_reader *r, struct arena *a, struct diags *d,
                               const struct record_source *src, const struct cell_reader *own) {
    for (size_t i = 0; i < src->n_values; i++) {
        const struct source_value *v = &src->values[i];
        if (!str_eq(v->column, r->column->name.v))
            continue;
        const struct cell_word *w = own->n_words ? search(own, a, v->to) : NULL;
        if (own->n_words && !w)
            diag3(d, DIAG_WORD_UNKNOWN, v->at.src ? span_place(v->at) : src->mentioned, r->column->name.v,
                  v->to, cell_value_hint(own, a, diags_lang(d), v->to));
        else
            add_word(r, a, v->from, w ? w->value : v->to);
    }
}

void cell_reader_init(struct cell_reader *r, struct arena *a, struct diags *d,
                      const struct record_source *src, size_t column) {
    const struct column *c = &src->type->columns[column];
    struct svals empty = src->type->all ? src->type->all->empty : (struct svals){0};
    struct cell_reader own = {.column = c,
                              .words = ARENA_ARRAY(a, struct cell_word, count_words(c, src) + 1)};
    add_column_words(&own, a);
    *r = (struct cell_reader){.column = c, .time_format = src->time, .n_empty = empty.n};
    r->words = ARENA_ARRAY(a, struct cell_word, count_words(c, src) + 1);
    r->empty = ARENA_ARRAY(a, str, empty.n + 1);
    add_contract_words(r, a, d, src, &own);
    add_column_words(r, a);
    for (size_t i = 0; i < empty.n; i++)
        r->empty[i] = fold(a, empty.at[i].v);
}

static const struct cell_word *find_word(struct cell_reader *r, struct arena *a, str text) {
    if (r->n_words == 0)
        return NULL;
    if (str_eq(r->words[r->last].text, text))
        return &r->words[r->last];
    const struct cell_word *w = search(r, a, text);
    if (w)
        r->last = (size_t)(w - r->words);
    return w;
}

static bool means_nothing(const struct cell_reader *r, struct arena *a, str text) {
    if (text.n > EMPTY_WORD_MAX)
        return false;
    str folded = fold(a, text);
    for (size_t i = 0; i < r->n_empty; i++)
        if (str_eq(folded, r->empty[i]))
            return true;
    return false;
}

/* Line ends inside a cell become LF, whatever the file uses. */
static str plain_line_ends(struct arena *a, str s) {
    if (s.n == 0 || !memchr(s.p, '\r', s.n))
        return s;
    char *p = ARENA_ARRAY(a, char, s.n);
    size_t n = 0;
    for (size_t i = 0; i < s.n; i++) {
        bool pair = s.p[i] == '\r' && i + 1 < s.n && s.p[i + 1] == '\n';
        if (!pair)
            p[n++] = s.p[i] == '\r' ? '\n' : s.p[i];
    }
    return (str){p, n};
}

static enum cell_state read_text(const struct reading *c) {
    c->out->text = plain_line_ends(c->a, c->text);
    return CELL_READ;
}

/* Whole numbers, also "1,200" and "3.0". */
static enum cell_state read_int(const struct reading *c) {
    struct dec d;
    if (!dec_parse(c->text, &d))
        return CELL_WRONG;
    for (; d.scale > 0 && d.m % 10 == 0; d.scale--)
        d.m /= 10;
    c->out->i = d.m;
    return d.scale == 0 ? CELL_READ : CELL_WRONG;
}

/* Already the shortest exact form: nothing to write anew. */
static bool is_shortest(str s) {
    bool point = false;
    for (size_t i = 0; i < s.n; i++) {
        point |= s.p[i] == '.';
        if ((s.p[i] < '0' || s.p[i] > '9') && s.p[i] != '.')
            return false;
    }
    bool leading = s.n > 1 && s.p[0] == '0' && s.p[1] != '.';
    return s.n && s.p[0] != '.' && !leading && !(point && s.p[s.n - 1] == '0');
}

/* A column without a unit of its own holds percentages too: "85.2%". */
static enum cell_state read_dec(const struct reading *c) {
    bool read =
        c->r->column->unit.v.n ? dec_parse(c->text, &c->out->dec) : dec_parse_percent(c->text, &c->out->dec);
    if (!read)
        return CELL_WRONG;
    c->out->text = is_shortest(c->text) ? c->text : dec_text(c->a, c->out->dec);
    return CELL_READ;
}

static enum cell_state read_bool(const struct reading *c) {
    static const struct {
        str word;
        bool value;
    } words[] = {{{"是", 3}, true},   {{"否", 3}, false},    {{"yes", 3}, true}, {{"no", 2}, false},
                 {{"y", 1}, true},    {{"n", 1}, false},     {{"1", 1}, true},   {{"0", 1}, false},
                 {{"true", 4}, true}, {{"false", 5}, false}, {{"√", 3}, true},   {{"×", 2}, false},
                 {{"✓", 3}, true},    {{"有", 3}, true}};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_eq_nocase(c->text, words[i].word)) {
            c->out->i = words[i].value;
            return CELL_READ;
        }
    return CELL_WRONG;
}

/* A spreadsheet's own dates need no reading. A number in a column of dates is one that lost its format, unless the
 * contract's form makes a date of its digits (20250305). */
static bool read_moment(const struct reading *c, struct moment *m) {
    if (c->raw->kind == RAW_MOMENT) {
        *m = c->raw->moment;
        return true;
    }
    bool digits = c->raw->kind == RAW_NUMBER;
    if (digits && (!c->r->time_format.n || !civil_parse(c->text, c->r->time_format, &m->t, &m->has_time))) {
        *m = c->raw->moment;
        return m->has_day;
    }
    m->has_day = true;
    return digits || moment_read(c->text, c->r->time_format, m);
}

static enum cell_state read_day(const struct reading *c) {
    struct moment m;
    if (!read_moment(c, &m) || !m.has_day)
        return CELL_WRONG;
    c->out->i = civil_day(m.t);
    return CELL_READ;
}

static enum cell_state read_time(const struct reading *c) {
    struct moment m;
    if (!read_moment(c, &m) || (!m.has_day && c->day == INT32_MIN))
        return CELL_WRONG;
    c->out->i = m.has_day ? m.t : day_start(c->day) + m.t;
    return m.has_time || c->r->column->day_enough ? CELL_READ : CELL_NO_HOUR;
}

static enum cell_state read_money(const struct reading *c) {
    return money_parse(c->text, &c->out->i) ? CELL_READ : CELL_WRONG;
}

static enum cell_state read_enum(const struct reading *c) {
    (void)c; /* known words were found before */
    return CELL_WRONG;
}

static enum cell_state read_ref(const struct reading *c) {
    if (means_nothing(c->r, c->a, c->text))
        return CELL_BLANK;
    c->out->text = c->text;
    return CELL_READ;
}

static enum cell_state (*const readers[COLUMN__MAX])(const struct reading *) = {
    read_text, read_int, read_dec, read_bool, read_day, read_time, read_money, read_enum, read_ref};

static bool holds_number(enum column_kind k) {
    return k == COLUMN_INT || k == COLUMN_DEC || k == COLUMN_MONEY || k == COLUMN_BOOL;
}

/* What did not convert may be written in full-width forms, or say that there is nothing. */
static enum cell_state read_again(struct reading *c) {
    enum column_kind kind = c->r->column->kind;
    if (means_nothing(c->r, c->a, c->text))
        return CELL_BLANK;
    if (!holds_number(kind))
        return CELL_WRONG;
    c->text = fold(c->a, c->text);
    return readers[kind](c);
}

enum cell_state cell_read(struct cell_reader *r, struct arena *scratch, const struct raw_cell *raw,
                          int32_t day, struct cell *out) {
    struct reading c = {r, scratch, raw, str_trim(raw->text), day, out};
    *out = (struct cell){0};
    if (c.text.n == 0)
        return CELL_BLANK;
    const struct cell_word *w = find_word(r, scratch, c.text);
    if (w)
        c.text = w->value;
    enum cell_state state = CELL_READ;
    if (w && r->column->kind == COLUMN_ENUM)
        out->text = w->value;
    else
        state = readers[r->column->kind](&c);
    if (state == CELL_WRONG)
        state = read_again(&c);
    out->set = state == CELL_READ || state == CELL_NO_HOUR;
    return state;
}

str cell_wanted(enum column_kind kind, enum lang lang) {
    static const char *const wanted[COLUMN__MAX][2] = {
        [COLUMN_TEXT] = {"text", "文字"},
        [COLUMN_INT] = {"a whole number", "整数"},
        [COLUMN_DEC] = {"a number", "数字"},
        [COLUMN_BOOL] = {"yes or no (是, 否)", "“是”或“否”"},
        [COLUMN_DAY] = {"a date such as 2025-03-05", "日期（如 2025-03-05）"},
        [COLUMN_TIME] = {"a time such as 2025-03-05 08:30", "时间（如 2025-03-05 08:30）"},
        [COLUMN_MONEY] = {"a sum in yuan such as 1,234.50", "金额（元，如 1,234.50）"},
        [COLUMN_ENUM] = {"a known value", "已知取值"},
        [COLUMN_REF] = {"an id", "编号"},
    };
    return str_from(wanted[kind][lang]);
}

/* The nearest of all accepted words; when none is near, the values as printed. */
str cell_value_hint(const struct cell_reader *r, struct arena *a, enum lang lang, str text) {
    str *known = ARENA_ARRAY(a, str, r->n_words + 1);
    size_t n = 0;
    for (size_t i = 0; i < r->n_words; i++)
        known[n++] = r->words[i].text;
    if (str_nearest(text, known, n).n == 0) {
        n = 0;
        for (size_t i = 0; i < r->column->n_values; i++)
            known[n++] = r->column->values[i].title.v;
    }
    return schema_nearest_suffix(a, lang, text, known, n);
}
