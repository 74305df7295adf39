/* copies.c - the list of copies. */
#include "records/copies.h"

#include "records/csv.h"
#include "util/hash.h"

enum { FILE_CELL, SHEET_CELL, TYPE_CELL, SOURCE_CELL, FORM_CELL, SHA_CELL, COPY_CELL, COPY_SHA_CELL, CELLS };
static const char head[] = "file,sheet,record_type,source,form,sha256,copy,copy_sha256\n";
static const char *const forms[COPY_FORM__MAX] = {"text", "rows", "book", "labels", "out"};

struct list {
    struct arena *a;
    struct diags *d;
    str dir;
    struct record_copies *out;
};

static void report(struct list *l, int64_t line, enum diag_id id, str what) {
    struct place at = file_place(S(COPIES_LIST));
    at.line = line < INT32_MAX ? (int)line : INT32_MAX;
    diag1(l->d, id, at, what);
}

static bool is_digest(str s) {
    for (size_t i = 0; i < s.n; i++)
        if (!(s.p[i] >= '0' && s.p[i] <= '9') && !(s.p[i] >= 'a' && s.p[i] <= 'f'))
            return false;
    return s.n == SHA256_HEX;
}

static bool parse_form(str text, enum copy_form *out) {
    for (int i = 0; i < COPY_FORM__MAX; i++)
        if (str_eqz(text, forms[i])) {
            *out = (enum copy_form)i;
            return true;
        }
    return false;
}

static bool is_whole(struct list *l, const struct record_copy *c) {
    char hex[SHA256_HEX + 1];
    const char *why;
    return sha256_file(path_join(l->a, l->dir, c->copy), hex, &why) && str_eqz(c->copy_sha256, hex);
}

static void take_line(struct list *l, const struct csv *csv, const struct csv_row *row) {
    str cells[CELLS];
    struct record_copy c = {0};
    bool sound = !row->fault && row->n == CELLS;
    for (size_t i = 0; sound && i < CELLS; i++)
        cells[i] = str_dup(l->a, csv_unquote(l->a, &csv->fields[i]));
    sound = sound && parse_form(cells[FORM_CELL], &c.form) && cells[FILE_CELL].n &&
            is_digest(cells[SHA_CELL]) &&
            (c.form == COPY_OUT || (path_is_inside(cells[COPY_CELL]) && is_digest(cells[COPY_SHA_CELL])));
    if (!sound) {
        report(l, row->line, DIAG_COPIES_FORMAT, S(COPIES_LIST));
        return;
    }
    c.file = cells[FILE_CELL];
    c.sheet = cells[SHEET_CELL];
    c.type = cells[TYPE_CELL];
    c.source = cells[SOURCE_CELL];
    c.sha256 = cells[SHA_CELL];
    c.copy = cells[COPY_CELL];
    c.copy_sha256 = cells[COPY_SHA_CELL];
    if (c.form != COPY_OUT && !is_whole(l, &c))
        report(l, row->line, DIAG_COPY_ALTERED, c.copy);
    VEC_PUSH(l->a, l->out, c);
}

const struct record_copies *copies_load(struct arena *a, struct diags *d, str dir) {
    struct list l = {a, d, dir, ARENA_NEW(a, struct record_copies)};
    str path = path_join(a, dir, S(COPIES_LIST)), text;
    const char *why = "";
    struct csv csv;
    struct csv_row row;
    size_t faults = diags_errors(d);
    if (!file_exists(path))
        return l.out;
    if (!file_read(a, path, &text, &why)) {
        diag2(d, DIAG_FILE_UNREADABLE, file_place(S(COPIES_LIST)), S(COPIES_LIST), str_from(why));
        return NULL;
    }
    if (!utf8_valid(text) || !str_starts(text, S(head))) {
        report(&l, 1, DIAG_COPIES_FORMAT, S(COPIES_LIST));
        return NULL;
    }
    csv_init(&csv, a, str_slice(text, sizeof head - 1, text.n), ',');
    for (csv.line = 2; csv_next(&csv, &row);)
        take_line(&l, &csv, &row);
    return diags_errors(d) == faults ? l.out : NULL;
}

str copies_text(struct arena *a, const struct record_copies *list) {
    struct sb b = {.a = a};
    sb_addz(&b, head);
    for (size_t i = 0; i < list->n; i++) {
        const struct record_copy *c = &list->at[i];
        const str cells[CELLS] = {c->file,   c->sheet, c->type,       c->source, str_from(forms[c->form]),
                                  c->sha256, c->copy,  c->copy_sha256};
        for (size_t k = 0; k < CELLS; k++) {
            sb_addz(&b, k ? "," : "");
            csv_put(&b, cells[k]);
        }
        sb_char(&b, '\n');
    }
    return sb_str(&b);
}

const struct record_copy *copies_of_rows(const struct record_copies *list, str type, str file, str sheet) {
    for (size_t i = 0; list && i < list->n; i++) {
        const struct record_copy *c = &list->at[i];
        bool rows = c->form != COPY_TEXT && c->form != COPY_OUT;
        if (rows && str_eq(c->type, type) && str_eq(c->file, file) && str_eq(c->sheet, sheet))
            return c;
    }
    return NULL;
}

const struct record_copy *copies_of_file(const struct record_copies *list, str file) {
    for (size_t i = 0; list && i < list->n; i++)
        if (str_eq(list->at[i].file, file))
            return &list->at[i];
    return NULL;
}
