/* reader.c - rows of a file through the column map into cells, checked and handed on. */
#include "records/reader.h"

#include "records/cell_read.h"
#include "records/column_map.h"

struct reading {
    struct csv_file f;
    struct arena *scratch;
    struct diags *d;
    const struct record_source *src;
    const struct record_type *type;
    struct column_map map;
    struct cell_reader *readers; /* by column */
    struct cell *cells;          /* by column, of the row */
    struct csv_row row;
};

static const struct csv_field *field_of(const struct reading *r, size_t column) {
    return &r->f.csv.fields[r->map.field_of[column]];
}

static struct place cell_place(struct reading *r, size_t column) {
    if (r->map.field_of[column] == NO_FIELD)
        return csv_file_place(&r->f, r->scratch, &r->row, r->row.from);
    return csv_file_place(&r->f, r->scratch, &r->row, csv_field_start(&r->f, field_of(r, column)));
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
    cell->set = false;
    if (r->map.field_of[column] == NO_FIELD)
        return true;
    str text;
    if (!csv_file_text(&r->f, r->scratch, field_of(r, column), &text)) {
        str byte = str_fmt(r->scratch, "0x%02X", (unsigned char)text.p[0]);
        diag2(r->d, DIAG_BAD_BYTE, cell_place(r, column), byte, encoding_name(r->f.encoding));
        return false;
    }
    enum cell_state state = cell_read(&r->readers[column], r->scratch, text, day, cell);
    if (state == CELL_WRONG)
        report_wrong(r, column, str_trim(text));
    else if (state == CELL_NO_HOUR)
        diag1(r->d, DIAG_TIME_HOUR, cell_place(r, column), r->map.shown[column]);
    else if (state == CELL_BLANK && c->required)
        diag1(r->d, DIAG_CELL_EMPTY, cell_place(r, column), r->map.shown[column]);
    return state != CELL_WRONG && !(state == CELL_BLANK && c->required);
}

/* -- the row as a whole ----------------------------------------------------------------------------- */

/* Fields beyond the header that hold nothing are what a spreadsheet leaves behind. */
static bool has_right_count(struct reading *r) {
    size_t n = r->row.n, wanted = r->map.n_fields;
    size_t kept = n < CSV_FIELDS_MAX ? n : CSV_FIELDS_MAX, surplus = wanted;
    while (surplus < kept && str_trim(r->f.csv.fields[surplus].raw).n == 0)
        surplus++;
    if (n >= wanted && surplus == n)
        return true;
    const struct csv_field *at = &r->f.csv.fields[n < wanted ? n - 1 : surplus < kept ? surplus : kept - 1];
    diag2(r->d, DIAG_COLUMN_COUNT, csv_file_place(&r->f, r->scratch, &r->row, csv_field_start(&r->f, at)),
          str_fmt(r->scratch, "%zu", n), str_fmt(r->scratch, "%zu", wanted));
    return false;
}

/* A type whose main date is a day may give times of day alone: 8:02 on that day. */
static int32_t row_day(struct reading *r) {
    size_t date = r->type->date;
    struct cell cell = {0};
    str text;
    if (r->type->columns[date].kind != COLUMN_DAY || r->map.field_of[date] == NO_FIELD ||
        !csv_file_text(&r->f, r->scratch, field_of(r, date), &text))
        return INT32_MIN;
    return cell_read(&r->readers[date], r->scratch, text, INT32_MIN, &cell) == CELL_READ ? (int32_t)cell.i
                                                                                         : INT32_MIN;
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

static bool in_order(struct reading *r, const struct order *o) {
    const struct column *columns = r->type->columns;
    const struct cell *before = &r->cells[o->before], *after = &r->cells[o->after];
    if (!before->set || !after->set)
        return true;
    int64_t first = moment_of(&columns[o->before], before), second = moment_of(&columns[o->after], after);
    bool by_day = columns[o->before].kind == COLUMN_DAY || columns[o->after].kind == COLUMN_DAY;
    if (by_day ? civil_day(first) <= civil_day(second) : first <= second)
        return true;
    struct place other = cell_place(r, o->before);
    diag4(r->d, DIAG_TIME_ORDER, cell_place(r, o->after), r->map.shown[o->after], moment_text(r, o->after),
          r->map.shown[o->before],
          str_fmt(r->scratch, "%.*s (%d:%d)", STR_ARG(moment_text(r, o->before)), other.line, other.col));
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
    struct record_row row = {r->type, r->cells, r->row.line};
    if (is_later(r, r->type->date)) {
        stats->not_yet++;
        return !later || later(ctx, &row);
    }
    hide_later(r);
    stats->rows++;
    return sink(ctx, &row);
}

static bool read_rows(struct reading *r, record_sink sink, record_sink later, void *ctx,
                      struct record_stats *stats) {
    struct arena_mark mark = arena_mark(r->scratch);
    bool going_on = true;
    while (going_on && csv_file_next(&r->f, r->scratch, &r->row)) {
        if (read_row(r))
            going_on = hand_on(r, sink, later, ctx, stats);
        else
            stats->refused++;
        arena_rewind(r->scratch, mark);
    }
    arena_rewind(r->scratch, mark);
    stats->refused += r->f.refused;
    return going_on;
}

static void check_value_columns(const struct record_source *src, struct arena *a, struct diags *d) {
    const struct record_type *t = src->type;
    str *names = ARENA_ARRAY(a, str, t->n_columns + 1);
    for (size_t i = 0; i < t->n_columns; i++)
        names[i] = t->columns[i].name.v;
    for (size_t i = 0; i < src->n_values; i++) {
        const struct source_value *v = &src->values[i];
        if (record_type_column(t, v->column) < 0)
            diag3(d, DIAG_WORD_UNKNOWN, v->column_at.src ? span_place(v->column_at) : src->mentioned,
                  S("values"), v->column,
                  schema_nearest_suffix(a, diags_lang(d), v->column, names, t->n_columns));
    }
}

static void prepare_cells(struct reading *r) {
    size_t n = r->type->n_columns;
    check_value_columns(r->src, r->scratch, r->d);
    r->cells = ARENA_ARRAY(r->scratch, struct cell, n + 1);
    r->readers = ARENA_ARRAY(r->scratch, struct cell_reader, n + 1);
    for (size_t i = 0; i < n; i++)
        cell_reader_init(&r->readers[i], r->scratch, r->d, r->src, i);
}

bool record_read_all(struct arena *scratch, struct diags *d, const struct record_source *src,
                     record_sink sink, record_sink later, void *ctx, struct record_stats *stats) {
    struct arena_mark mark = arena_mark(scratch);
    struct reading r = {.scratch = scratch, .d = d, .src = src, .type = src->type};
    *stats = (struct record_stats){0};
    if (!csv_file_open(&r.f, scratch, d, src))
        return false;
    bool usable = column_map_find(&r.f, scratch, src, &r.map);
    if (usable) {
        prepare_cells(&r);
        usable = read_rows(&r, sink, later, ctx, stats);
    }
    csv_file_close(&r.f);
    arena_rewind(scratch, mark);
    return usable;
}

bool record_read(struct arena *scratch, struct diags *d, const struct record_source *src, record_sink sink,
                 void *ctx, struct record_stats *stats) {
    return record_read_all(scratch, d, src, sink, NULL, ctx, stats);
}

static struct place locate(struct reading *r, int64_t row, size_t column) {
    struct place at = {.file = r->src->shown, .line = row < INT32_MAX ? (int)row : INT32_MAX};
    if (!csv_file_open(&r->f, r->scratch, r->d, r->src))
        return at;
    column_map_find(&r->f, r->scratch, r->src, &r->map);
    bool found = r->map.field_of && csv_seek(&r->f.csv, row) && csv_next(&r->f.csv, &r->row) && !r->row.fault;
    if (found && (r->map.field_of[column] == NO_FIELD || r->map.field_of[column] < r->row.n))
        at = cell_place(r, column);
    return at;
}

struct place record_locate(struct arena *a, const struct record_source *src, int64_t row, size_t column) {
    struct arena *scratch = arena_new(), *unheard = arena_new();
    struct reading r = {.scratch = scratch, .d = diags_new(unheard, LANG_EN), .src = src, .type = src->type};
    struct place at = locate(&r, row, column);
    at.file = str_dup(a, at.file);
    at.text = str_dup(a, at.text);
    csv_file_close(&r.f);
    arena_free(scratch);
    arena_free(unheard);
    return at;
}
