#include "document/book_rows.h"

#include "document/values.h"

struct book_rows {
    struct arena *scratch; /* texts of the current row that had to be made fit to print */
    struct arena_mark mark;
    const struct book_sheet *sheet;
    const struct sheet_rows *rows;
    struct stmt *stmt;
    bool failed;
};

struct book_rows *book_rows_open(const struct book *b, size_t sheet) {
    const struct book_rows_source *source = b->source;
    struct arena *scratch = arena_new();
    struct book_rows *r = ARENA_NEW(scratch, struct book_rows);
    *r = (struct book_rows){.scratch = scratch, .sheet = &b->sheets[sheet], .rows = &source->sheets[sheet]};
    r->stmt = query_start(source->queries, r->rows->query, NULL, r->rows->with);
    r->failed = !r->stmt;
    r->mark = arena_mark(scratch);
    return r;
}

bool book_rows_next(struct book_rows *r, struct value *cells) {
    if (!r->stmt || !stmt_step(r->stmt))
        return false;
    arena_rewind(r->scratch, r->mark);
    for (size_t i = 0; i < r->sheet->n_columns; i++) {
        cells[i] = stmt_value(r->stmt, r->rows->columns[i]);
        if (cells[i].kind == VALUE_TEXT)
            cells[i].text = clean_text(r->scratch, cells[i].text);
    }
    return true;
}

bool book_rows_failed(const struct book_rows *r) {
    return r->failed || (r->stmt && stmt_failed(r->stmt));
}

void book_rows_close(struct book_rows *r) {
    stmt_free(r->stmt);
    arena_free(r->scratch);
}
