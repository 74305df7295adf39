/* xlsx_book.c - from the package's relationships to the list of sheets. */
#include "records/xlsx_book.h"

#include <string.h>

/* Relationships of one part. Their types end alike in strict and transitional files. */
struct relation {
    str id, type, target;
};
struct relations {
    struct arena *a;
    str base; /* folder targets are relative to, with its slash */
    VEC(struct relation) list;
};

/* "/xl/x.xml" and "../x.xml" as the name of a part. */
static str part_name(struct arena *a, str base, str target) {
    struct sb b = {.a = a};
    if (target.n && (target.p[0] == '/' || target.p[0] == '\\'))
        target = str_slice(target, 1, target.n);
    else
        sb_add(&b, base);
    for (str piece; str_cut(&target, '/', &piece);) {
        if (str_eqz(piece, "."))
            continue;
        if (!str_eqz(piece, "..")) {
            sb_add(&b, piece);
            sb_addz(&b, target.n ? "/" : "");
            continue;
        }
        while (b.n && b.p[b.n - 1] == '/')
            b.n--;
        while (b.n && b.p[b.n - 1] != '/')
            b.n--;
    }
    return b.n ? sb_str(&b) : S("");
}

static str attribute(struct arena *a, const char **attributes, const char *name) {
    return str_dup(a, str_from(book_xml_attribute(attributes, name)));
}

static void start_relation(struct book_xml *x, const char *name, const char **attributes) {
    struct relations *r = x->ctx;
    if (strcmp(name, "Relationship") != 0 || r->list.n >= XLSX_SHEETS_MAX)
        return;
    str target = attribute(r->a, attributes, "Target");
    VEC_PUSH(r->a, &r->list,
             (struct relation){attribute(r->a, attributes, "Id"), attribute(r->a, attributes, "Type"),
                               part_name(r->a, r->base, target)});
}

static void end_nothing(struct book_xml *x, const char *name) {
    (void)x, (void)name;
}

static bool read_relations(struct xlsx_book *b, str base, str name, struct relations *r) {
    static const struct book_xml_events events = {start_relation, end_nothing, NULL};
    *r = (struct relations){.a = b->a, .base = base};
    str part = str_fmt(b->a, "%.*s_rels/%.*s.rels", STR_ARG(base), STR_ARG(name));
    return book_xml_read(&b->zip, b->a, part, &events, r);
}

static str target_of_type(const struct relations *r, str type) {
    for (size_t i = 0; i < r->list.n; i++)
        if (str_ends(r->list.at[i].type, type))
            return r->list.at[i].target;
    return S("");
}

static str target_of_id(const struct relations *r, str id, str type) {
    for (size_t i = 0; i < r->list.n; i++)
        if (str_eq(r->list.at[i].id, id) && str_ends(r->list.at[i].type, type))
            return r->list.at[i].target;
    return S("");
}

/* -- the workbook part ------------------------------------------------------------------------------ */

struct workbook {
    struct xlsx_book *b;
    const struct relations *relations;
};

/* Sheets that hold a chart or a dialog have no cells. */
static void add_sheet(struct workbook *w, const char **attributes) {
    struct arena *a = w->b->a;
    str state = attribute(a, attributes, "state");
    struct xlsx_sheet sheet = {.name = attribute(a, attributes, "name"),
                               .hidden = state.n && !str_eqz(state, "visible")};
    sheet.part = target_of_id(w->relations, attribute(a, attributes, "id"), S("/worksheet"));
    if (sheet.part.n && w->b->sheets.n < XLSX_SHEETS_MAX)
        VEC_PUSH(a, &w->b->sheets, sheet);
}

static void start_workbook(struct book_xml *x, const char *name, const char **attributes) {
    struct workbook *w = x->ctx;
    if (strcmp(name, "sheet") == 0)
        add_sheet(w, attributes);
    else if (strcmp(name, "workbookPr") == 0)
        w->b->from_1904 = book_xml_true(book_xml_attribute(attributes, "date1904"));
}

static bool read_workbook(struct xlsx_book *b, str part) {
    static const struct book_xml_events events = {start_workbook, end_nothing, NULL};
    struct relations r;
    str name = path_base(part), base = str_slice(part, 0, part.n - name.n);
    if (!read_relations(b, base, name, &r))
        return false;
    struct workbook w = {b, &r};
    if (!book_xml_read(&b->zip, b->a, part, &events, &w))
        return false;
    if (target_of_type(&r, S("/vbaProject")).n)
        diag0(b->zip.d, DIAG_BOOK_MACROS, file_place(b->zip.shown));
    return xlsx_styles_load(b, target_of_type(&r, S("/styles"))) &&
           xlsx_strings_load(b, target_of_type(&r, S("/sharedStrings")));
}

bool xlsx_book_open(struct xlsx_book *b, struct arena *a, struct diags *d, str shown, str bytes) {
    struct relations package;
    *b = (struct xlsx_book){.a = a};
    b->strings.bytes.memory.a = b->strings.ends.memory.a = a;
    if (!book_zip_open(&b->zip, d, shown, bytes))
        return false;
    bool package_there = book_has(&b->zip, a, S("_rels/.rels"));
    if (package_there && !read_relations(b, S(""), S(""), &package))
        return false;
    str part = package_there ? target_of_type(&package, S("/officeDocument")) : S("");
    if (part.n == 0) {
        bool zh = diags_lang(d) == LANG_ZH;
        diag2(d, DIAG_NOT_BOOK, file_place(shown), shown, zh ? S("普通 zip 压缩包") : S("a zip archive"));
        return false;
    }
    return read_workbook(b, part);
}

void xlsx_book_close(struct xlsx_book *b) {
    spool_close(&b->strings.bytes);
    spool_close(&b->strings.ends);
    book_zip_close(&b->zip);
}
