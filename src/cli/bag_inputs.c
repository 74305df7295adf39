#include "cli/bag_inputs.h"

#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "cli/inputs.h"
#include "records/csv.h"
#include "util/hash.h"

static str kind_words(enum input_kind kind) {
    static const char *const words[INPUT__MAX] = {
        [INPUT_CONTRACT] = "合同文件", [INPUT_RECORD] = "原始记录", [INPUT_NARRATIVE] = "叙述材料",
        [INPUT_TEMPLATE] = "文档模板", [INPUT_DATA] = "基础数据",   [INPUT_ACCEPTED] = "验收数字",
        [INPUT_FONT] = "字体"};
    return str_from(words[kind]);
}

/* Names of files are texts too. */
static str shown_name(struct bag_inputs *x, str name) {
    return x->masked ? store_mask(x->j->store, x->j->a, name) : name;
}

static void note_place(struct bag_inputs *x, str place, str type, str field) {
    csv_put(&x->places, shown_name(x, place));
    sb_char(&x->places, ',');
    csv_put(&x->places, type);
    sb_char(&x->places, ',');
    csv_put(&x->places, field);
    sb_addz(&x->places, "\r\n");
}

static bool digest(struct bag_inputs *x, str path, str *out) {
    char hex[SHA256_HEX + 1];
    const char *why;
    if (!sha256_file(path, hex, &why)) {
        failure_text(&x->j->f, str_fmt(x->j->a, "cannot read '%.*s': %s", STR_ARG(path), why));
        return false;
    }
    *out = str_fmt(x->j->a, "%s", hex);
    return true;
}

static FILE *open_output(struct bag_inputs *x, str path) {
    const char *tmp = batch_add(x->bag->batch, path_join(x->j->a, x->bag->root, path), &x->j->f);
    int fd = tmp ? open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666) : -1;
    FILE *to = fd >= 0 ? fdopen(fd, "w") : NULL;
    if (!to)
        failure_set(&x->j->f, path, "write");
    return to;
}

static bool close_output(struct bag_inputs *x, FILE *to, str path, bool ok) {
    bool failed = ferror(to) != 0;
    if (fclose(to) != 0 || failed)
        failure_set(&x->j->f, path, "write");
    return ok && !x->j->f.set;
}

static struct bag_item *last_item(const struct bag_inputs *x) {
    return &x->bag->items.at[x->bag->items.n - 1];
}

static bool note_output(struct bag_inputs *x, struct bag_item item) {
    return bag_note(x->bag, batch_count(x->bag->batch) - 1, item, &x->j->f);
}

/* -- as received ---------------------------------------------------------------------------------- */

static struct bag_item item_of(struct bag_inputs *x, const struct input *in) {
    const char *folder = in->own ? "contract" : "lvyue";
    str name = shown_name(x, in->name);
    return (struct bag_item){.kind = kind_words(in->kind),
                             .title = path_base(name),
                             .name = str_fmt(x->j->a, "%s/%.*s", folder, STR_ARG(name)),
                             .path = bag_portable(x->bag, str_fmt(x->j->a, "data/inputs/%s", folder), name)};
}

static bool add_original(struct bag_inputs *x, const struct input *in) {
    return bag_add_file(x->bag, str_z(x->j->a, in->path), item_of(x, in), &x->j->f);
}

/* -- texts, masked where they stand ----------------------------------------------------------------- */

static bool mask_lines(struct bag_inputs *x, const struct input *in, str text, FILE *to, int64_t *found) {
    bool prose = in->kind == INPUT_NARRATIVE, ok = true;
    struct arena *a = arena_new();
    str rest = text, line;
    for (int64_t n = 1; ok && str_cut(&rest, '\n', &line); n++) {
        str masked = prose ? store_mask_prose(x->j->store, a, line) : store_mask(x->j->store, a, line);
        if (!str_eq(masked, line)) {
            note_place(x, str_fmt(x->j->a, "%.*s:%lld", STR_ARG(in->name), (long long)n),
                       kind_words(in->kind), S(""));
            ++*found;
        }
        ok = fwrite(masked.p, 1, masked.n, to) == masked.n &&
             (line.p + line.n == text.p + text.n || fputc('\n', to) != EOF);
        arena_rewind(a, (struct arena_mark){0});
    }
    arena_free(a);
    return ok;
}

static bool leave_out(struct bag_inputs *x, const struct input *in) {
    struct record_copy c = {.file = shown_name(x, in->name), .form = COPY_OUT};
    note_place(x, in->name, kind_words(in->kind), S("未收入：无法遮盖"));
    x->n_out++;
    if (!digest(x, in->path, &c.sha256))
        return false;
    VEC_PUSH(x->j->a, &x->list, c);
    return true;
}

static bool add_masked_text(struct bag_inputs *x, const struct input *in, str text) {
    struct bag_item item = item_of(x, in);
    int64_t found = 0;
    FILE *to = open_output(x, item.path);
    if (!to || !close_output(x, to, item.path, mask_lines(x, in, text, to, &found)))
        return false;
    if (found)
        item.kind = S(BAG_KIND_MASKED);
    if (!note_output(x, item))
        return false;
    struct record_copy c = {
        .file = shown_name(x, in->name), .form = COPY_TEXT, .copy = shown_name(x, in->name)};
    if (!found)
        return true;
    c.copy_sha256 = str_fmt(x->j->a, "%s", last_item(x)->hashes.sha256);
    if (!digest(x, in->path, &c.sha256))
        return false;
    last_item(x)->original = c.sha256;
    x->n_places += found;
    VEC_PUSH(x->j->a, &x->list, c);
    return true;
}

static bool add_masked(struct bag_inputs *x, const struct input *in) {
    str text;
    const char *why;
    if (!file_map(in->path, &text, &why)) {
        failure_text(&x->j->f, str_fmt(x->j->a, "cannot read '%.*s': %s", STR_ARG(in->path), why));
        return false;
    }
    bool ok = utf8_valid(text) ? add_masked_text(x, in, text) : leave_out(x, in);
    file_unmap(text);
    return ok;
}

/* -- rows ----------------------------------------------------------------------------------------- */

/* Words behind which a patient's name stands may be the header of a column: the cell is the name alone then. */
static bool is_patient_column(const struct bag_inputs *x, str header) {
    static const char *const words[] = {"患者", "病人", "患儿", "产妇", "就诊人", "姓名"};
    const struct svals *more = &x->j->contract->mask.patient_words;
    if (!boolval_unless_no(&x->j->contract->mask.patients))
        return false;
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (str_find(header, str_from(words[i])) >= 0)
            return true;
    for (size_t i = 0; i < more->n; i++)
        if (more->at[i].v.n && str_find(header, more->at[i].v) >= 0)
            return true;
    return false;
}

static str mask_whole(struct arena *a, str text) {
    struct sb b = {.a = a};
    str rest = text;
    utf8_next(&rest);
    sb_add(&b, (str){text.p, text.n - rest.n});
    for (size_t n = utf8_count(rest); n > 0; n--)
        sb_char(&b, '*');
    return sb_str(&b);
}

/* Numbers, moments and the words of a list are what is judged; what nobody reads is masked as a text. */
static str mask_cell(void *ctx, struct arena *a, const struct column *c, str header, str text) {
    struct bag_inputs *x = ctx;
    if (c && c->kind != COLUMN_TEXT && (c->kind != COLUMN_REF || str_eqz(c->ref.v, "system")))
        return text;
    return !c && is_patient_column(x, header) ? mask_whole(a, text) : store_mask(x->j->store, a, text);
}

static void note_cell(void *ctx, str source, int64_t row, str header) {
    struct bag_inputs *x = ctx;
    struct arena *a = arena_new();
    note_place(x, str_fmt(a, "%.*s:%lld", STR_ARG(source), (long long)row), x->type, header);
    arena_free(a);
    x->n_places++;
}

static bool write_copy(struct bag_inputs *x, const struct record_source *src, str path,
                       struct record_copy *c) {
    const struct copy_mask mask = {mask_cell, note_cell, x};
    FILE *to = open_output(x, path);
    return to &&
           close_output(x, to, path, copy_write(x->j->a, src, x->masked ? &mask : NULL, to, c, &x->j->f));
}

static bool add_copy(struct bag_inputs *x, const struct record_source *src, size_t number) {
    struct job *j = x->j;
    struct record_copy c;
    str name = str_fmt(j->a, "copies/%03zu.csv", number), shown = shown_name(x, src->shown);
    struct bag_item item = {
        .kind = x->masked ? S(BAG_KIND_MASKED) : S("数据库记录"),
        .title = str_fmt(j->a, "%.*s（%.*s）", STR_ARG(path_base(shown)),
                         STR_ARG(src->sheet.n ? shown_name(x, src->sheet) : src->type->title.v)),
        .name = str_fmt(j->a, "contract/%.*s", STR_ARG(name)),
        .path = str_fmt(j->a, "data/inputs/contract/%.*s", STR_ARG(name))};
    x->type = src->type->title.v;
    if (!write_copy(x, src, item.path, &c) || !note_output(x, item))
        return false;
    c.file = shown;
    c.sheet = shown_name(x, c.sheet);
    c.source = shown_name(x, c.source);
    c.copy = name;
    c.copy_sha256 = c.sha256 = str_fmt(j->a, "%s", last_item(x)->hashes.sha256);
    if (!src->odbc.n ? !digest(x, src->path, &c.sha256)
                     : x->masked && !inputs_digest_query(j, src, &c.sha256))
        return false;
    if (x->masked)
        last_item(x)->original = c.sha256;
    VEC_PUSH(j->a, &x->list, c);
    return true;
}

/* -- all ------------------------------------------------------------------------------------------ */

static bool is_read(const struct bag_inputs *x, str name) {
    size_t n;
    const struct record_source *sources = store_sources(x->j->store, &n);
    for (size_t i = 0; i < n; i++)
        if (str_eq(sources[i].shown, name))
            return true;
    return false;
}

static bool add_file(struct bag_inputs *x, const struct input *in) {
    if (!x->masked || in->kind == INPUT_TEMPLATE || in->kind == INPUT_DATA || in->kind == INPUT_FONT)
        return add_original(x, in);
    if (in->kind == INPUT_RECORD)
        return is_read(x, in->name) || leave_out(x, in);
    return add_masked(x, in);
}

static bool add_sources(struct bag_inputs *x) {
    size_t n, number = 0;
    const struct record_source *sources = store_sources(x->j->store, &n);
    for (size_t i = 0; i < n; i++)
        if ((x->masked || sources[i].odbc.n) && !add_copy(x, &sources[i], ++number))
            return false;
    return true;
}

static bool add_list(struct bag_inputs *x) {
    struct bag_item item = {
        .kind = S("目录"), .title = S("记录副本与原件的对照"), .name = S("contract/" COPIES_LIST)};
    return x->list.n == 0 || bag_add_text(x->bag, S("data/inputs/contract/" COPIES_LIST),
                                          copies_text(x->j->a, &x->list), item, &x->j->f);
}

bool bag_inputs_add(struct bag_inputs *x) {
    struct inputs list = {0};
    bool ok = true;
    x->places.a = x->j->a;
    inputs_gather(x->j, &list);
    for (size_t i = 0; ok && i < list.n; i++)
        ok = add_file(x, &list.at[i]);
    return ok && add_sources(x) && add_list(x);
}
