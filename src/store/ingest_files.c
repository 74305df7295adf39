#include "store/ingest.h"

/* Dates that far from the contract are slips of the pen (2052 for 2025). People were hired long before and free
 * maintenance ends long after. */
enum { YEARS_BEFORE = 20, YEARS_AFTER = 10 };

static void set_plausible_days(struct record_source *src, const struct contract *c) {
    bool known = c->head.from.set && c->head.to.set;
    int32_t from = known ? c->head.from.v : day_from_ymd(2010, 1, 1);
    int32_t to = known ? c->head.to.v : day_from_ymd(2090, 1, 1);
    src->day_min = day_add_months(from, -12 * YEARS_BEFORE);
    src->day_max = day_add_months(to, 12 * YEARS_AFTER);
}

static void copy_columns(struct arena *a, struct record_source *src, const struct records_def *def) {
    src->n_columns = def->n_columns;
    src->columns = ARENA_ARRAY(a, struct source_column, def->n_columns + 1);
    for (size_t i = 0; i < def->n_columns; i++) {
        const struct column_map *m = &def->columns[i];
        src->columns[i] = (struct source_column){m->column.v, m->header.v, m->column.at};
    }
}

static size_t count_values(const struct contract *c, const struct record_type *t,
                           const struct records_def *def) {
    size_t n = 0;
    for (size_t i = 0; i < c->systems.n; i++)
        n += t->n_columns * (1 + c->systems.at[i].aliases.n);
    for (size_t i = 0; def && i < def->n_values; i++)
        n += def->values[i].n;
    return n;
}

static struct source_value *add_system(struct source_value *v, str column, const struct system_def *system) {
    if (system->name.v.n)
        *v++ = (struct source_value){column, system->name.v, system->id.v, system->at, system->at};
    for (size_t i = 0; i < system->aliases.n; i++)
        *v++ = (struct source_value){column, system->aliases.at[i].v, system->id.v, system->at, system->at};
    return v;
}

/* What the contract says stands for what; and in a column that holds a system, its name and aliases for its id. */
static void set_values(struct ingest *in, struct record_source *src, const struct records_def *def) {
    const struct contract *c = in->contract;
    struct source_value *v =
        ARENA_ARRAY(in->store->a, struct source_value, count_values(c, src->type, def) + 1);
    src->values = v;
    for (size_t i = 0; def && i < def->n_values; i++)
        for (size_t k = 0; k < def->values[i].n; k++) {
            const struct value_map *m = &def->values[i].at[k];
            *v++ = (struct source_value){def->values[i].column.v, m->from.v, m->to.v, m->to.at,
                                         def->values[i].column.at};
        }
    for (size_t i = 0; i < src->type->n_columns; i++)
        for (size_t k = 0; str_eqz(src->type->columns[i].ref.v, "system") && k < c->systems.n; k++)
            v = add_system(v, src->type->columns[i].name.v, &c->systems.at[k]);
    src->n_values = (size_t)(v - src->values);
}

static struct record_source *add_file(struct ingest *in, const struct record_type *type,
                                      const struct records_def *def, str shown) {
    struct ingest_file file = {
        .source = {.type = type, .shown = shown, .on_end = day_start(in->store->on + 1)}};
    file.source.path = path_join(in->store->a, in->dir, shown);
    set_plausible_days(&file.source, in->contract);
    set_values(in, &file.source, def);
    VEC_PUSH(in->store->a, &in->files, file);
    return &in->files.at[in->files.n - 1].source;
}

static void set_fill(struct arena *a, struct record_source *src, const struct records_def *def) {
    src->n_fill = def->n_fill;
    src->fill = ARENA_ARRAY(a, struct source_fill, def->n_fill + 1);
    for (size_t i = 0; i < def->n_fill; i++) {
        const struct column_map *m = &def->fill[i];
        src->fill[i] = (struct source_fill){m->column.v, m->header.v, m->header.at, m->column.at};
    }
}

static struct record_source *add_mapped(struct ingest *in, const struct record_type *type,
                                        const struct records_def *def, str shown, struct span at) {
    struct record_source *src = add_file(in, type, def, shown);
    src->format = def->format.v;
    src->time = def->time.v;
    src->encoding = def->encoding.v;
    src->mentioned = span_place(at);
    copy_columns(in->store->a, src, def);
    set_fill(in->store->a, src, def);
    return src;
}

static bool is_listed(const struct ingest *in, const struct record_type *type, str shown, str sheet) {
    for (size_t i = 0; i < in->files.n; i++) {
        const struct record_source *src = &in->files.at[i].source;
        if (src->type == type && str_eq(src->shown, shown) && str_eq(src->sheet, sheet))
            return true;
    }
    return false;
}

static void add_sheet(struct ingest *in, const struct record_type *type, const struct records_def *def,
                      sval file, sval sheet) {
    struct span at = sheet.v.p ? sheet.at : file.at;
    if (is_listed(in, type, file.v, sheet.v))
        diag1(in->d, DIAG_RECORDS_TWICE, span_place(at), sheet.v.p ? sheet.v : file.v);
    else
        add_mapped(in, type, def, file.v, at)->sheet = sheet.v;
}

static void add_named(struct ingest *in, const struct record_type *type, const struct records_def *def,
                      sval file) {
    static const sval any = {{NULL, 0}, {0}};
    if (!path_is_inside(file.v)) /* contract_load() said so */
        return;
    for (size_t i = 0; i < def->sheet.n; i++)
        add_sheet(in, type, def, file, def->sheet.at[i]);
    if (def->sheet.n == 0)
        add_sheet(in, type, def, file, any);
}

static void add_database(struct ingest *in, const struct record_type *type, const struct records_def *def) {
    str shown = str_fmt(in->store->a, "odbc:%.*s", STR_ARG(def->odbc.v));
    struct record_source *src = add_mapped(in, type, def, shown, def->odbc.at);
    src->odbc = def->odbc.v;
    src->query = def->query.v;
    src->query_at = span_place(def->query.at);
}

static const struct records_def *find_def(const struct contract *c, str type) {
    for (size_t i = 0; i < c->records.n; i++)
        if (str_eq(c->records.at[i].type.v, type))
            return &c->records.at[i];
    return NULL;
}

static void list_type(struct ingest *in, const struct record_type *type) {
    const struct records_def *def = find_def(in->contract, type->name.v);
    static const char *const endings[] = {"csv", "xlsx", "xls"};
    for (size_t i = 0; !def && i < sizeof endings / sizeof *endings; i++) {
        str usual = str_fmt(in->store->a, "records/%.*s.%s", STR_ARG(type->name.v), endings[i]);
        if (copies_of_rows(in->store->copies, type->name.v, usual, S("")) ||
            file_exists(path_join(in->store->a, in->dir, usual)))
            add_file(in, type, NULL, usual);
    }
    for (size_t i = 0; def && i < def->file.n; i++)
        add_named(in, type, def, def->file.at[i]);
    if (def && def->odbc.v.n)
        add_database(in, type, def);
}

static void find_copies(struct ingest *in) {
    for (size_t i = 0; i < in->files.n; i++) {
        struct record_source *src = &in->files.at[i].source;
        src->copy = copies_of_rows(in->store->copies, src->type->name.v, src->shown, src->sheet);
        if (src->copy)
            src->copy_path = path_join(in->store->a, in->dir, src->copy->copy);
    }
}

void ingest_list_files(struct ingest *in) {
    for (size_t i = 0; i < in->store->types->n; i++)
        list_type(in, &in->store->types->at[i]);
    find_copies(in);
}

static bool is_read(const struct ingest *in, str shown) {
    for (size_t i = 0; i < in->files.n; i++)
        if (str_eq(in->files.at[i].source.shown, shown))
            return true;
    return false;
}

void ingest_check_unused(struct ingest *in) {
    struct arena *a = in->store->a;
    const struct names *types = &in->store->type_names;
    str *names, *usual = ARENA_ARRAY(a, str, types->n + 1);
    for (size_t i = 0; i < types->n; i++)
        usual[i] = str_fmt(a, "%.*s.csv", STR_ARG(types->at[i]));
    size_t n = dir_list(a, path_join(a, in->dir, S("records")), &names);
    for (size_t i = 0; i < n; i++) {
        str shown = str_fmt(a, "records/%.*s", STR_ARG(names[i]));
        str near = str_nearest(names[i], usual, types->n);
        if (!is_read(in, shown))
            diag2(in->d, DIAG_FILE_UNUSED, file_place(shown), shown,
                  schema_nearest_suffix(a, diags_lang(in->d), names[i], &near, near.n != 0));
    }
}
