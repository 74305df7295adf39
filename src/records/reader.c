/* reader.c - rows of a file through the column map into cells, checked and handed on. */
#include "records/reader.h"

#include "records/cell_read.h"
#include "records/column_map.h"

struct reading {
    struct rows *rows;
    struct arena *scratch;
    struct diags *d;
    const struct record_source *src;
    const struct record_type *type;
    struct column_map map;
    struct cell_reader *readers; /* by column */
    struct cell *cells;          /* by column, of the row */
    struct cell *filled;         /* by column, what the contract gives */
};

static struct place cell_place(struct reading *r, size_t column) {
    size_t field = r->map.field_of[column];
    return r->rows->kind->place(r->rows, r->scratch, field == NO_FIELD ? SIZE_MAX : field);
}

/* Cells beyond the end of a row of a workbook are blank. false: it cannot be read, which was said. */
static bool raw_of(struct reading *r, size_t column, struct raw_cell *raw) {
    size_t field = r->map.field_of[column];
    *raw = (struct raw_cell){0};
    if (field == NO_FIELD || field >= r->rows->n || field >= ROWS_CELLS_MAX)
        return true;
    return r->rows->kind->cell(r->rows, r->scratch, field, raw);
}

static bool is_moment(const struct column *c) {
    return c->kind == COLUMN_TIME || c->kind == COLUMN_DAY;
}

static int64_t moment_of(const struct column *c, const struct cell *cell) {
    return c->kind == COLUMN_DAY ? day_start((int32_t)cell->i) : cell->i;
}

static str moment_text(struct reading *r, size_t column) {
    int64_t i = r->cells[column].i;
    return r->type->columns[column].kind == COLUMN_DAY ? civil_text_day(r->scratch, (int32_t)i)
                                                       : civil_text(r->scratch, i);
}

/* -- one cell --------------------------------------------------------------------------------------- */

static void report_wrong(struct reading *r, size_t column, str text) {
    const struct column *c = &r->type->columns[column];
    struct place at = cell_place(r, column);
    enum lang lang = diags_lang(r->d);
    if (c->kind != COLUMN_ENUM) {
        diag3(r->d, DIAG_VALUE_FORMAT, at, r->map.shown[column], cell_wanted(c->kind, lang), text);
        return;
    }
    bool shown = diags_count_of(r->d, DIAG_VALUE_UNKNOWN) < DIAG_CAP;
    diag3(r->d, DIAG_VALUE_UNKNOWN, at, text, r->map.shown[column],
          shown ? cell_value_hint(&r->readers[column], r->scratch, lang, text) : S(""));
}

static bool read_column(struct reading *r, size_t column, int32_t day) {
    const struct column *c = &r->type->columns[column];
    struct cell *cell = &r->cells[column];
    struct raw_cell raw;
    *cell = r->filled[column];
    if (r->map.field_of[column] == NO_FIELD)
        return true;
    if (!raw_of(r, column, &raw))
        return false;
    enum cell_state state = cell_read(&r->readers[column], r->scratch, &raw, day, cell);
    if (state == CELL_BLANK && r->filled[column].set) {
        *cell = r->filled[column];
        return true;
    }
    if (state == CELL_WRONG)
        report_wrong(r, column, str_trim(raw.text));
    else if (state == CELL_NO_HOUR)
        diag1(r->d, DIAG_TIME_HOUR, cell_place(r, column), r->map.shown[column]);
    else if (state == CELL_BLANK && c->required)
        diag1(r->d, DIAG_CELL_EMPTY, cell_place(r, column), r->map.shown[column]);
    return state != CELL_WRONG && !(state == CELL_BLANK && c->required);
}

/* -- the row as a whole ----------------------------------------------------------------------------- */

static bool is_blank(struct reading *r, size_t i) {
    struct raw_cell raw = {0};
    return r->rows->kind->cell(r->rows, r->scratch, i, &raw) && str_trim(raw.text).n == 0;
}

/* Fields beyond the header that hold nothing are what a spreadsheet leaves behind. Beside the table of a sheet there
 * may be notes. */
static bool has_right_count(struct reading *r) {
    size_t n = r->rows->n, wanted = r->map.n_fields;
    if (n == wanted || r->rows->book)
        return true;
    size_t kept = n < ROWS_CELLS_MAX ? n : ROWS_CELLS_MAX, surplus = wanted;
    while (surplus < kept && is_blank(r, surplus))
        surplus++;
    if (n >= wanted && surplus == n)
        return true;
    size_t at = n < wanted ? n - 1 : surplus < kept ? surplus : kept - 1;
    diag2(r->d, DIAG_COLUMN_COUNT, r->rows->kind->place(r->rows, r->scratch, at),
          str_fmt(r->scratch, "%zu", n), str_fmt(r->scratch, "%zu", wanted));
    return false;
}

/* A type whose main date is a day may give times of day alone: 8:02 on that day. */
static int32_t row_day(struct reading *r) {
    size_t date = r->type->date;
    struct cell cell = {0};
    struct raw_cell raw;
    if (r->type->columns[date].kind != COLUMN_DAY)
        return INT32_MIN;
    r->rows->quiet = true;
    bool readable = raw_of(r, date, &raw);
    r->rows->quiet = false;
    bool read = readable && cell_read(&r->readers[date], r->scratch, &raw, INT32_MIN, &cell) == CELL_READ;
    return read ? (int32_t)cell.i : INT32_MIN;
}

static bool in_range(struct reading *r, size_t column) {
    const struct column *c = &r->type->columns[column];
    const struct record_source *s = r->src;
    if (!is_moment(c) || !r->cells[column].set || (s->day_min == 0 && s->day_max == 0))
        return true;
    int32_t day = civil_day(moment_of(c, &r->cells[column]));
    if (day >= s->day_min && day <= s->day_max)
        return true;
    diag4(r->d, DIAG_DATE_RANGE, cell_place(r, column), r->map.shown[column], moment_text(r, column),
          civil_text_day(r->scratch, s->day_min), civil_text_day(r->scratch, s->day_max));
    return false;
}

/* Within the file at hand: "17:9", "C17". */
static str short_place(const struct reading *r, struct place at) {
    ptrdiff_t bang = str_find(at.cell, S("!"));
    if (at.cell.n)
        return bang < 0 ? at.cell : str_slice(at.cell, (size_t)bang + 1, at.cell.n);
    return str_fmt(r->scratch, "%d:%d", at.line, at.col);
}

static bool in_order(struct reading *r, const struct order *o) {
    const struct column *columns = r->type->columns;
    const struct cell *before = &r->cells[o->before], *after = &r->cells[o->after];
    if (!before->set || !after->set)
        return true;
    int64_t first = moment_of(&columns[o->before], before), second = moment_of(&columns[o->after], after);
    bool by_day = columns[o->before].kind == COLUMN_DAY || columns[o->after].kind == COLUMN_DAY;
    if (by_day ? civil_day(first) <= civil_day(second) : first <= second)
        return true;
    diag4(r->d, DIAG_TIME_ORDER, cell_place(r, o->after), r->map.shown[o->after], moment_text(r, o->after),
          r->map.shown[o->before],
          str_fmt(r->scratch, "%.*s (%.*s)", STR_ARG(moment_text(r, o->before)),
                  STR_ARG(short_place(r, cell_place(r, o->before)))));
    return false;
}

/* Of the columns `one_of` of a type exactly one is filled. */
static bool has_one_of(struct reading *r) {
    const struct record_type *t = r->type;
    size_t filled = SIZE_MAX;
    for (size_t i = 0; i < t->n_one_of; i++) {
        size_t column = t->one_of[i];
        if (!r->cells[column].set)
            continue;
        if (filled != SIZE_MAX) {
            diag2(r->d, DIAG_CELL_BOTH, cell_place(r, column), r->map.shown[filled], r->map.shown[column]);
            return false;
        }
        filled = column;
    }
    if (t->n_one_of == 0 || filled != SIZE_MAX)
        return true;
    size_t first = t->one_of[0];
    for (size_t i = 0; r->map.field_of[first] == NO_FIELD && i < t->n_one_of; i++)
        first = t->one_of[i];
    bool mapped = r->map.field_of[first] != NO_FIELD;
    diag1(r->d, DIAG_CELL_EMPTY, cell_place(r, first),
          mapped ? r->map.shown[first] : t->columns[first].title.v);
    return false;
}

/* All faults of the row are named, not only the first. */
static bool read_row(struct reading *r) {
    if (!has_right_count(r))
        return false;
    bool sound = true;
    int32_t day = row_day(r);
    for (size_t i = 0; i < r->type->n_columns; i++)
        sound &= read_column(r, i, day) && in_range(r, i);
    sound = sound && has_one_of(r);
    for (size_t i = 0; i < r->type->n_orders; i++)
        sound &= in_order(r, &r->type->orders[i]);
    return sound;
}

static bool is_later(const struct reading *r, size_t column) {
    const struct cell *cell = &r->cells[column];
    return r->src->on_end != CIVIL_NONE && cell->set &&
           moment_of(&r->type->columns[column], cell) >= r->src->on_end;
}

static void hide_later(struct reading *r) {
    for (size_t i = 0; i < r->type->n_columns; i++)
        if (r->type->columns[i].happens && is_later(r, i))
            r->cells[i].set = false;
}

/* -- the file --------------------------------------------------------------------------------------- */

static bool hand_on(struct reading *r, record_sink sink, record_sink later, void *ctx,
                    struct record_stats *stats) {
    struct record_row row = {r->type, r->cells, r->rows->source, r->rows->row};
    if (is_later(r, r->type->date)) {
        stats->not_yet++;
        return !later || later(ctx, &row);
    }
    hide_later(r);
    stats->rows++;
    return sink(ctx, &row);
}

/* Tells the source which of its cells were wanted. */
static void finish(struct reading *r) {
    if (!r->rows->kind->finish)
        return;
    bool *wanted = ARENA_ARRAY(r->scratch, bool, r->map.n_fields + 1);
    for (size_t i = 0; i < r->type->n_columns; i++)
        if (r->map.field_of[i] != NO_FIELD)
            wanted[r->map.field_of[i]] = true;
    r->rows->kind->finish(r->rows, r->scratch, wanted, r->map.n_fields);
}

static bool read_rows(struct reading *r, record_sink sink, record_sink later, void *ctx,
                      struct record_stats *stats) {
    struct arena_mark mark = arena_mark(r->scratch);
    bool going_on = true;
    while (going_on && r->rows->kind->next(r->rows, r->scratch)) {
        if (read_row(r))
            going_on = hand_on(r, sink, later, ctx, stats);
        else
            stats->refused++;
        arena_rewind(r->scratch, mark);
    }
    finish(r);
    arena_rewind(r->scratch, mark);
    stats->refused += r->rows->refused;
    return going_on;
}

static void report_no_column(const struct record_source *src, struct arena *a, struct diags *d, str key,
                             str word, struct span at) {
    const struct record_type *t = src->type;
    str *names = ARENA_ARRAY(a, str, t->n_columns + 1);
    for (size_t i = 0; i < t->n_columns; i++)
        names[i] = t->columns[i].name.v;
    diag3(d, DIAG_WORD_UNKNOWN, at.src ? span_place(at) : src->mentioned, key, word,
          schema_nearest_suffix(a, diags_lang(d), word, names, t->n_columns));
}

static void check_value_columns(const struct record_source *src, struct arena *a, struct diags *d) {
    for (size_t i = 0; i < src->n_values; i++)
        if (record_type_column(src->type, src->values[i].column) < 0)
            report_no_column(src, a, d, S("values"), src->values[i].column, src->values[i].column_at);
}

/* What the contract's `fill` gives, read like a cell. */
static void prepare_fill(struct reading *r) {
    for (size_t i = 0; i < r->src->n_fill; i++) {
        const struct source_fill *f = &r->src->fill[i];
        ptrdiff_t column = record_type_column(r->type, f->column);
        struct raw_cell raw = {.text = f->value};
        if (column < 0) {
            report_no_column(r->src, r->scratch, r->d, S("fill"), f->column, f->column_at);
            continue;
        }
        const struct column *c = &r->type->columns[column];
        enum lang lang = diags_lang(r->d);
        if (cell_read(&r->readers[column], r->scratch, &raw, INT32_MIN, &r->filled[column]) == CELL_WRONG)
            diag3(r->d, DIAG_VALUE_FORMAT, f->at.src ? span_place(f->at) : r->src->mentioned, c->name.v,
                  cell_wanted(c->kind, lang), f->value);
    }
}

static void prepare_cells(struct reading *r) {
    size_t n = r->type->n_columns;
    check_value_columns(r->src, r->scratch, r->d);
    r->cells = ARENA_ARRAY(r->scratch, struct cell, n + 1);
    r->filled = ARENA_ARRAY(r->scratch, struct cell, n + 1);
    r->readers = ARENA_ARRAY(r->scratch, struct cell_reader, n + 1);
    for (size_t i = 0; i < n; i++)
        cell_reader_init(&r->readers[i], r->scratch, r->d, r->src, i);
    prepare_fill(r);
}

bool record_read_all(struct arena *scratch, struct diags *d, const struct record_source *src,
                     record_sink sink, record_sink later, void *ctx, struct record_stats *stats) {
    struct arena_mark mark = arena_mark(scratch);
    struct reading r = {.scratch = scratch, .d = d, .src = src, .type = src->type};
    *stats = (struct record_stats){0};
    r.rows = rows_open(scratch, d, src);
    bool usable = r.rows && column_map_find(r.rows, scratch, src, &r.map);
    if (usable) {
        prepare_cells(&r);
        usable = read_rows(&r, sink, later, ctx, stats);
    }
    rows_close(r.rows);
    arena_rewind(scratch, mark);
    return usable;
}

bool record_read(struct arena *scratch, struct diags *d, const struct record_source *src, record_sink sink,
                 void *ctx, struct record_stats *stats) {
    return record_read_all(scratch, d, src, sink, NULL, ctx, stats);
}
