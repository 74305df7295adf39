/* accepted_load.c - reads accepted/ and checks that the files follow one another. */
#include <stdlib.h>
#include <string.h>

#include "archive/accepted.h"
#include "util/hash.h"

#define FORMAT 1

#define FIELD(T, key, kind, member, need, note)                                                              \
    { key, kind, offsetof(struct T, member), need, NULL, NULL, note }
#define PART(T, key, kind, member, need, schema, note)                                                       \
    { key, kind, offsetof(struct T, member), need, &(schema), NULL, note }

static const struct field input_fields[] = {
    FIELD(input_hash, "file", FIELD_STR, file, true, "what was read"),
    FIELD(input_hash, "sha256", FIELD_STR, sha256, true, "its SHA-256"),
    {0},
};
static const struct schema input_schema = {"input", sizeof(struct input_hash), input_fields, 0,
                                           offsetof(struct input_hash, at)};

#define FIGURE_FIELDS(T, prefix)                                                                             \
    FIELD(T, "figure", FIELD_STR, prefix code, true, "its code, as explain takes it"),                       \
        FIELD(T, "basis", FIELD_STR, prefix basis, false, "of a deduction: what it is for"),                 \
        FIELD(T, "clause", FIELD_STR, prefix clause, false, "clauses it rests on")
static const struct field figure_fields[] = {
    FIGURE_FIELDS(figure, ),
    FIELD(figure, "outcome", FIELD_STR, outcome, false, "met, missed …"),
    FIELD(figure, "value", FIELD_STR, value, false, "as compared"),
    FIELD(figure, "fen", FIELD_INT, fen, false, "the sum deducted"),
    {0},
};
static const struct schema figure_schema = {"figure", sizeof(struct figure), figure_fields, 0,
                                            offsetof(struct figure, at)};

static const struct field item_fields[] = {
    FIGURE_FIELDS(correction_item, before.),
    FIELD(correction_item, "outcome_before", FIELD_STR, before.outcome, false, "accepted outcome"),
    FIELD(correction_item, "value_before", FIELD_STR, before.value, false, "accepted value"),
    FIELD(correction_item, "fen_before", FIELD_INT, before.fen, false, "accepted sum"),
    FIELD(correction_item, "outcome", FIELD_STR, outcome, false, "outcome from now on"),
    FIELD(correction_item, "value", FIELD_STR, value, false, "value from now on"),
    FIELD(correction_item, "fen", FIELD_INT, fen, false, "sum from now on"),
    FIELD(correction_item, "gone", FIELD_BOOL, gone, false, "there is no such figure any more"),
    FIELD(correction_item, "carried_by", FIELD_STR, carried_by, false, "payment that carries the difference"),
    FIELD(correction_item, "because", FIELD_STR, because, false, "row and field"),
    {0},
};
static const struct schema item_schema = {"figure", sizeof(struct correction_item), item_fields, 0,
                                          offsetof(struct correction_item, at)};

static const struct field cause_fields[] = {
    FIELD(correction_cause, "record_type", FIELD_STR, record_type, true, "record type, or input"),
    FIELD(correction_cause, "record", FIELD_STR, record, true, "id of the record, or name of the input"),
    FIELD(correction_cause, "field", FIELD_STR, field, false, "its field"),
    FIELD(correction_cause, "before", FIELD_STR, before, false, "value then"),
    FIELD(correction_cause, "after", FIELD_STR, after, false, "value now"),
    FIELD(correction_cause, "source", FIELD_STR, source, false, "file:row"),
    {0},
};
static const struct schema cause_schema = {"cause", sizeof(struct correction_cause), cause_fields, 0,
                                           offsetof(struct correction_cause, at)};

static const struct field file_fields[] = {
    FIELD(accepted_file, "accepted", FIELD_INT, format, true, "format of this file: 1"),
    FIELD(accepted_file, "sequence", FIELD_INT, sequence, true, "place in the order"),
    FIELD(accepted_file, "period", FIELD_STR, period, false, "of an acceptance"),
    FIELD(accepted_file, "correction", FIELD_INT, number, false, "number of a correction"),
    FIELD(accepted_file, "by", FIELD_STR, by, true, "who accepted, or wrote it"),
    FIELD(accepted_file, "on", FIELD_DAY, on, true, "the day"),
    FIELD(accepted_file, "version", FIELD_STR, version, true, "of lvyue"),
    FIELD(accepted_file, "previous", FIELD_STR, previous, false, "SHA-256 of the file before it"),
    FIELD(accepted_file, "records", FIELD_STR, records, true, "SHA-256 of the copy of the records"),
    PART(accepted_file, "inputs", FIELD_LIST, inputs, true, input_schema, "what was read"),
    PART(accepted_file, "figures", FIELD_LIST, figures, false, figure_schema, "what was accepted"),
    PART(accepted_file, "moved", FIELD_LIST, items, false, item_schema, "what a correction changes"),
    PART(accepted_file, "causes", FIELD_LIST, causes, false, cause_schema, "rows and fields"),
    {0},
};
static const struct schema file_schema = {"accepted", sizeof(struct accepted_file), file_fields, 0,
                                          SCHEMA_NO_AT};

struct loader {
    struct arena *a;
    struct diags *d;
    const struct contract *c;
    const struct record_copies *copies;
    str dir;
    struct accepted *acc;
};

/* -- one file ------------------------------------------------------------------------------------- */

/* The last line is "seal: " and the SHA-256 of all that stands before it. */
static bool seal_holds(const struct source *src) {
    static const char key[] = "seal: ";
    size_t line = sizeof key - 1 + 64 + 1;
    struct hashes h;
    if (src->text.n < line || src->text.p[src->text.n - 1] != '\n')
        return false;
    str body = str_slice(src->text, 0, src->text.n - line),
        seal = str_slice(src->text, body.n, src->text.n - 1);
    hash_text(body, &h);
    return str_starts(seal, S("seal: ")) && str_eqz(str_slice(seal, sizeof key - 1, seal.n), h.sha256);
}

static struct place head_of(const struct accepted_file *f) {
    return span_place((struct span){f->src, 1, 1});
}

/* An acceptance has a period of the contract, a correction a number; each lies under the name that follows. */
static bool named_right(struct loader *l, struct accepted_file *f) {
    str name = f->number.set ? str_fmt(l->a, "accepted/correction-%lld.yaml", (long long)f->number.v)
                             : str_fmt(l->a, "accepted/%.*s.yaml", STR_ARG(f->period.v));
    bool known = f->number.set || (f->period.v.p && period_parse(l->c->term, f->period.v, &f->range));
    if (known && str_eq(name, f->shown) && f->format.v == FORMAT)
        return true;
    diag1(l->d, DIAG_ACCEPTED_NAME, head_of(f), f->shown);
    return false;
}

static void read_one(struct loader *l, str name) {
    struct accepted_file *f = ARENA_NEW(l->a, struct accepted_file);
    f->shown = path_join(l->a, S("accepted"), name);
    struct source *src =
        file_source(l->a, l->d, path_join(l->a, l->dir, f->shown), f->shown, (struct place){0});
    if (!src)
        return;
    f->src = src;
    if (!copies_of_file(l->copies, f->shown) && !seal_holds(src)) {
        diag1(l->d, DIAG_ACCEPTED_SEAL, head_of(f), f->shown);
        return;
    }
    struct ynode *root = ynode_parse(l->a, l->d, src, str_slice(src->text, 0, src->text.n - 71), 0);
    if (!root || !schema_expect(l->d, FIELD_MAP, f->shown, root) ||
        !schema_read(l->a, l->d, root, &file_schema, f) || !named_right(l, f))
        return;
    if (l->acc->n == l->acc->cap) {
        size_t cap = l->acc->cap ? l->acc->cap * 2 : 8, size = sizeof(struct accepted_file);
        l->acc->files =
            arena_grow(l->a, l->acc->files, l->acc->cap * size, cap * size, _Alignof(max_align_t));
        l->acc->cap = cap;
    }
    l->acc->files[l->acc->n++] = *f;
}

/* -- the chain ------------------------------------------------------------------------------------ */

static int by_sequence(const void *x, const void *y) {
    const struct accepted_file *p = x, *q = y;
    return p->sequence.v < q->sequence.v ? -1 : p->sequence.v > q->sequence.v;
}

/* SHA-256 of a file as it was written: the seal of one that was masked since covers a text that is not here. */
static str digest_of(struct loader *l, const struct accepted_file *f) {
    struct hashes h;
    const struct record_copy *copy = copies_of_file(l->copies, f->shown);
    hash_text(f->src->text, &h);
    return copy ? copy->sha256 : str_fmt(l->a, "%s", h.sha256);
}

static void check_chain(struct loader *l) {
    for (size_t i = 0; i < l->acc->n; i++) {
        const struct accepted_file *f = &l->acc->files[i];
        str before = i > 0 ? digest_of(l, &l->acc->files[i - 1]) : S("");
        if (f->sequence.v != (int64_t)i + 1 || !str_eq(f->previous.v, before)) {
            diag2(l->d, DIAG_ACCEPTED_CHAIN, head_of(f), f->shown, str_fmt(l->a, "%zu", i + 1));
            return;
        }
    }
}

static void check_copies(struct loader *l) {
    struct hashes h;
    const char *why;
    for (size_t i = 0; i < l->acc->n; i++) {
        const struct accepted_file *f = &l->acc->files[i];
        str copy = str_fmt(l->a, "%.*s.records.csv", (int)f->shown.n - 5, f->shown.p);
        const struct record_copy *masked = copies_of_file(l->copies, copy);
        if (masked && str_eq(masked->sha256, f->records.v))
            continue;
        bool whole = hash_file(str_z(l->a, path_join(l->a, l->dir, copy)), &h, &why);
        if (!whole || !str_eqz(f->records.v, h.sha256))
            diag1(l->d, DIAG_ACCEPTED_RECORDS, span_place(f->records.at), copy);
    }
}

/* -- what holds today ----------------------------------------------------------------------------- */

static struct figure *find(struct figures *list, const struct figure *f) {
    for (size_t i = 0; i < list->n; i++)
        if (str_eq(list->at[i].code.v, f->code.v) && str_eq(list->at[i].basis.v, f->basis.v))
            return &list->at[i];
    return NULL;
}

static void hold(struct loader *l, const struct figure *f) {
    struct figure *known = find(&l->acc->state, f);
    if (known)
        *known = *f;
    else
        VEC_PUSH(l->a, &l->acc->state, *f);
}

static void drop(struct loader *l, const struct figure *f) {
    struct figures *list = &l->acc->state;
    struct figure *known = find(list, f);
    if (known)
        memmove(known, known + 1, (size_t)(list->at + --list->n - known) * sizeof *known);
}

static void apply_correction(struct loader *l, const struct accepted_file *f) {
    for (size_t i = 0; i < f->items.n; i++) {
        const struct correction_item *item = &f->items.at[i];
        struct figure after = item->before;
        after.outcome = item->outcome;
        after.value = item->value;
        after.fen = item->fen;
        after.at = item->at;
        if (item->gone.v)
            drop(l, &after);
        else
            hold(l, &after);
    }
}

static void apply(struct loader *l, const struct accepted_file *f) {
    struct accepted *acc = l->acc;
    if (f->number.set) {
        apply_correction(l, f);
        return;
    }
    for (size_t i = 0; i < f->figures.n; i++)
        hold(l, &f->figures.at[i]);
    acc->periods[acc->n_periods++] = f->range;
}

static void settle(struct loader *l) {
    struct accepted *acc = l->acc;
    acc->settled = ARENA_ARRAY(l->a, struct settled, acc->state.n + 1);
    for (size_t i = 0; i < acc->state.n; i++) {
        const struct figure *f = &acc->state.at[i];
        if (str_starts(f->code.v, S("payment/")) && f->fen.set)
            acc->settled[acc->n_settled++] =
                (struct settled){str_slice(f->code.v, S("payment/").n, f->code.v.n), f->fen.v,
                                 str_fmt(l->a, "%.*s:%d", STR_ARG(f->at.src->path), f->at.line)};
    }
}

struct accepted *accepted_load(struct arena *a, struct diags *d, const struct contract *c,
                               const struct record_copies *copies, str dir) {
    struct loader l = {
        .a = a, .d = d, .c = c, .copies = copies, .dir = dir, .acc = ARENA_NEW(a, struct accepted)};
    size_t before = diags_errors(d);
    str *names;
    size_t n = dir_list(a, path_join(a, dir, S("accepted")), &names);
    for (size_t i = 0; i < n; i++)
        if (str_ends(names[i], S(".yaml")))
            read_one(&l, names[i]);
    if (diags_errors(d) != before)
        return NULL;
    if (l.acc->n)
        qsort(l.acc->files, l.acc->n, sizeof(struct accepted_file), by_sequence);
    check_chain(&l);
    check_copies(&l);
    l.acc->periods = ARENA_ARRAY(a, struct period, l.acc->n + 1);
    l.acc->last_on = CALENDAR_NO_DAY;
    for (size_t i = 0; i < l.acc->n; i++) {
        apply(&l, &l.acc->files[i]);
        if (l.acc->files[i].on.v > l.acc->last_on)
            l.acc->last_on = l.acc->files[i].on.v;
    }
    settle(&l);
    return diags_errors(d) == before ? l.acc : NULL;
}

bool accepted_is_ahead(const struct accepted *acc, int32_t on, const struct accepted_file **file) {
    for (size_t i = 0; i < acc->n; i++)
        if (acc->files[i].on.v > on) {
            *file = &acc->files[i];
            return true;
        }
    return false;
}

bool accepted_covers(const struct accepted *acc, const struct period *p) {
    int32_t day = p->from, before;
    do {
        before = day;
        for (size_t i = 0; i < acc->n_periods; i++)
            if (acc->periods[i].from <= day && acc->periods[i].to > day)
                day = acc->periods[i].to;
    } while (day > before && day < p->to);
    return day >= p->to;
}
