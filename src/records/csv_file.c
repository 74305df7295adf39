/* csv_file.c - bytes of a file as sound rows of text. */
#include "records/csv_file.h"

#include <limits.h>

enum { RELEASE_STEP = 4 * 1024 * 1024, LINE_SHOWN_MAX = 4096 };

static const iconv_t no_converter = (iconv_t)-1;

static void unknown_encoding(struct csv_file *f, struct arena *a, const struct record_source *src) {
    const str *known;
    size_t n = encoding_names(&known);
    diag3(f->d, DIAG_WORD_UNKNOWN, rows_mentioned(src), S("encoding"), src->encoding,
          schema_nearest_suffix(a, diags_lang(f->d), src->encoding, known, n));
}

/* What the contract says; else a byte order mark; else what the bytes look like, which is then told. */
static bool choose_encoding(struct csv_file *f, struct arena *a, const struct record_source *src, str text,
                            bool marked) {
    f->encoding = TEXT_UTF8;
    if (src->encoding.n && !encoding_parse(src->encoding, &f->encoding)) {
        unknown_encoding(f, a, src);
        return false;
    }
    if (!src->encoding.n && !marked) {
        f->encoding = encoding_detect(text);
        if (f->encoding != TEXT_UTF8)
            diag1(f->d, DIAG_ENCODING_GUESSED, file_place(f->shown), encoding_name(f->encoding));
    }
    if (f->encoding == TEXT_GB18030)
        f->cd = iconv_open("UTF-8", "GB18030");
    if (f->encoding == TEXT_GB18030 && f->cd == no_converter)
        diag2(f->d, DIAG_FILE_UNREADABLE, file_place(f->shown), f->shown, S("iconv: GB18030"));
    return f->encoding == TEXT_UTF8 || f->cd != no_converter;
}

bool csv_file_open(struct csv_file *f, struct arena *a, struct diags *d, const struct record_source *src,
                   str mapped) {
    *f = (struct csv_file){.d = d, .shown = src->shown, .mapped = mapped, .cd = no_converter};
    bool marked = str_starts(mapped, S("\xEF\xBB\xBF"));
    str text = str_slice(mapped, marked ? 3 : 0, mapped.n);
    bool usable = choose_encoding(f, a, src, text, marked);
    csv_init(&f->csv, a, text, ',');
    if (!usable)
        csv_file_close(f);
    return usable;
}

void csv_file_close(struct csv_file *f) {
    file_unmap(f->mapped);
    f->mapped = (str){NULL, 0};
    if (f->cd != no_converter)
        iconv_close(f->cd);
    f->cd = no_converter;
}

/* The pages stay in the system's cache; only this process lets go of them. */
static void release_pages(struct csv_file *f) {
    size_t read = (size_t)(f->csv.text.p - f->mapped.p) + f->csv.at;
    size_t whole = read / RELEASE_STEP * RELEASE_STEP;
    if (whole <= f->released)
        return;
    file_release(str_slice(f->mapped, f->released, whole));
    f->released = whole;
}

bool csv_file_text(struct csv_file *f, struct arena *a, const struct csv_field *field, str *out) {
    *out = csv_unquote(a, field);
    if (f->encoding == TEXT_UTF8)
        return true;
    for (size_t i = 0; i < out->n; i++)
        if ((unsigned char)out->p[i] >= 0x80)
            return encoding_convert(a, f->cd, *out, out);
    return true;
}

/* Bytes as text that can be shown: in another encoding broken ones end it. */
static str shown_text(struct csv_file *f, struct arena *a, str bytes) {
    struct csv_field whole = {.raw = str_slice(bytes, 0, encoding_fault(f->encoding, bytes))};
    str out;
    if (f->encoding == TEXT_UTF8)
        return bytes;
    csv_file_text(f, a, &whole, &out);
    return out;
}

size_t csv_field_start(const struct csv_file *f, const struct csv_field *field) {
    return (size_t)(field->raw.p - f->csv.text.p) - field->quoted;
}

static size_t line_start(str text, size_t from, size_t at) {
    while (at > from && text.p[at - 1] != '\n' && text.p[at - 1] != '\r')
        at--;
    return at;
}

struct place csv_file_place(struct csv_file *f, struct arena *a, const struct csv_row *row, size_t at) {
    int64_t line = row->line + csv_count_lines(f->csv.text, row->from, at);
    size_t from = line_start(f->csv.text, row->from, at);
    size_t before = utf8_count(shown_text(f, a, str_slice(f->csv.text, from, at)));
    str around = csv_line_around(f->csv.text, from);
    struct place p = {.file = f->shown, .line = line < INT_MAX ? (int)line : INT_MAX};
    p.col = before < INT_MAX ? (int)before + 1 : INT_MAX;
    if (around.n <= LINE_SHOWN_MAX || f->encoding == TEXT_UTF8)
        p.text = shown_text(f, a, around);
    return p;
}

/* Text faults of a row, all but the encoding found by the scanner. */
static bool row_is_sound(struct csv_file *f, struct arena *scratch, const struct csv_row *row) {
    static const enum diag_id faults[] = {
        [CSV_UNCLOSED] = DIAG_QUOTE_UNCLOSED, [CSV_STRAY] = DIAG_QUOTE_STRAY};
    str bytes = str_slice(f->csv.text, row->from, row->to);
    size_t broken = encoding_fault(f->encoding, bytes);
    if (row->fault) {
        diag0(f->d, faults[row->fault], csv_file_place(f, scratch, row, row->fault_at));
        return false;
    }
    if (broken < bytes.n) {
        str byte = str_fmt(scratch, "0x%02X", (unsigned char)bytes.p[broken]);
        diag2(f->d, DIAG_BAD_BYTE, csv_file_place(f, scratch, row, row->from + broken), byte,
              encoding_name(f->encoding));
        return false;
    }
    if (bytes.n <= ROWS_CELL_BYTES_MAX)
        return true;
    for (size_t i = 0; i < row->n && i < CSV_FIELDS_MAX; i++)
        if (f->csv.fields[i].raw.n > ROWS_CELL_BYTES_MAX) {
            diag1(f->d, DIAG_FIELD_LONG,
                  csv_file_place(f, scratch, row, csv_field_start(f, &f->csv.fields[i])),
                  str_fmt(scratch, "%d", ROWS_CELL_BYTES_MAX));
            return false;
        }
    return true;
}

/* Spreadsheets leave rows of empty fields behind. */
static bool row_is_blank(const struct csv_file *f, const struct csv_row *row) {
    for (size_t i = 0; i < row->n; i++)
        if (i == CSV_FIELDS_MAX || str_trim(f->csv.fields[i].raw).n)
            return false;
    return true;
}

bool csv_file_next(struct csv_file *f, struct arena *scratch, struct csv_row *row) {
    struct arena_mark mark = arena_mark(scratch);
    while (csv_next(&f->csv, row)) {
        release_pages(f);
        if (row->fault == CSV_FINE && row_is_blank(f, row))
            continue;
        if (row_is_sound(f, scratch, row))
            return true;
        f->refused++;
        arena_rewind(scratch, mark);
    }
    return false;
}
