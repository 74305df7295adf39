/* accepted_write.c - accepted/P.yaml and accepted/correction-N.yaml. */
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "archive/accepted.h"
#include "archive/snapshot.h"
#include "util/hash.h"

/* -- YAML ----------------------------------------------------------------------------------------- */

/* A double-quoted scalar: every text survives, on one line. */
static void put_text(struct sb *b, str s) {
    sb_char(b, '"');
    while (s.n) {
        str rest = s;
        uint32_t c = utf8_next(&rest);
        bool hidden = c < 0x20 || (c >= 0x7F && c <= 0xA0) || c == 0x2028 || c == 0x2029 || c == 0xFEFF;
        if (c == '"' || c == '\\')
            sb_fmt(b, "\\%c", (char)c);
        else if (hidden)
            sb_fmt(b, "\\u%04x", (unsigned)c);
        else
            sb_add(b, (str){s.p, s.n - rest.n});
        s = rest;
    }
    sb_char(b, '"');
}

static void put_pair(struct sb *b, bool *first, const char *key, str value) {
    if (!value.p)
        return;
    sb_fmt(b, "%s%s: ", *first ? "  - {" : ", ", key);
    put_text(b, value);
    *first = false;
}

static void put_fen(struct sb *b, const char *key, struct intval fen) {
    if (fen.set)
        sb_fmt(b, ", %s: %lld", key, (long long)fen.v);
}

static void put_line(struct sb *b, const char *key, str value) {
    sb_fmt(b, "%s: ", key);
    put_text(b, value);
    sb_char(b, '\n');
}

static void put_figures(struct sb *b, const struct figures *list) {
    sb_addz(b, list->n ? "figures:\n" : "figures: []\n");
    for (size_t i = 0; i < list->n; i++) {
        const struct figure *f = &list->at[i];
        bool first = true;
        put_pair(b, &first, "figure", f->code.v);
        put_pair(b, &first, "basis", f->basis.v);
        put_pair(b, &first, "clause", f->clause.v);
        put_pair(b, &first, "outcome", f->outcome.v);
        put_pair(b, &first, "value", f->value.v);
        put_fen(b, "fen", f->fen);
        sb_addz(b, "}\n");
    }
}

static void put_inputs(struct sb *b, const struct acceptance *w) {
    sb_addz(b, "inputs:\n");
    for (size_t i = 0; i < w->n_inputs; i++) {
        bool first = true;
        put_pair(b, &first, "file", w->inputs[i].file.v);
        put_pair(b, &first, "sha256", w->inputs[i].sha256.v);
        sb_addz(b, "}\n");
    }
}

static void put_moved(struct sb *b, const struct moves *moves) {
    sb_addz(b, "moved:\n");
    for (size_t i = 0; i < moves->n; i++) {
        const struct moved *m = &moves->at[i];
        const struct figure *known = m->before.code.v.p ? &m->before : &m->after;
        bool first = true;
        put_pair(b, &first, "figure", known->code.v);
        put_pair(b, &first, "basis", known->basis.v);
        put_pair(b, &first, "clause", known->clause.v);
        put_pair(b, &first, "outcome_before", m->before.outcome.v);
        put_pair(b, &first, "value_before", m->before.value.v);
        put_fen(b, "fen_before", m->before.fen);
        put_pair(b, &first, "outcome", m->after.outcome.v);
        put_pair(b, &first, "value", m->after.value.v);
        put_fen(b, "fen", m->after.fen);
        if (!m->after.code.v.p)
            sb_addz(b, ", gone: yes");
        put_pair(b, &first, "carried_by", m->payment);
        put_pair(b, &first, "because", m->because);
        sb_addz(b, "}\n");
    }
}

static void put_causes(struct sb *b, const struct moves *moves) {
    sb_addz(b, moves->n_causes ? "causes:\n" : "causes: []\n");
    for (size_t i = 0; i < moves->n_causes; i++) {
        const struct correction_cause *c = &moves->causes[i];
        bool first = true;
        put_pair(b, &first, "record_type", c->record_type.v);
        put_pair(b, &first, "record", c->record.v);
        put_pair(b, &first, "field", c->field.v);
        put_pair(b, &first, "before", c->before.v);
        put_pair(b, &first, "after", c->after.v);
        put_pair(b, &first, "source", c->source.v);
        sb_addz(b, "}\n");
    }
}

/* -- a file and its copy of the records ------------------------------------------------------------- */

static bool write_copy(struct arena *a, const struct acceptance *w, struct batch *b, str path,
                       struct hashes *h, struct failure *f) {
    const char *tmp = batch_add(b, path, f), *why;
    if (!tmp)
        return false;
    int fd = open(tmp, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    FILE *to = fd >= 0 ? fdopen(fd, "w") : NULL;
    bool ok = to && fputs("# ", to) >= 0 && fprintf(to, "lvyue %s\n", LVYUE_VERSION) > 0 &&
              snapshot_write(a, w->store, to);
    if (!ok)
        failure_set(f, path, "write");
    if (to && fclose(to) != 0 && ok) {
        failure_set(f, path, "write");
        ok = false;
    }
    if (ok && !hash_file(tmp, h, &why)) {
        failure_text(f, str_fmt(a, "cannot read '%.*s': %s", STR_ARG(path), why));
        ok = false;
    }
    return ok;
}

static void put_head(struct sb *b, const struct acceptance *w, const struct hashes *copy) {
    struct hashes h;
    sb_addz(b, "# Written by lvyue. Any change to this file is noticed: correct the records and write a "
               "correction.\n");
    sb_fmt(b, "accepted: 1\nsequence: %zu\n", w->acc->n + 1);
    put_line(b, "by", w->by);
    sb_fmt(b, "on: %.*s\n", STR_ARG(civil_text_day(b->a, w->on)));
    put_line(b, "version", S(LVYUE_VERSION));
    if (w->acc->n) {
        hash_text(w->acc->files[w->acc->n - 1].src->text, &h);
        put_line(b, "previous", str_from(h.sha256));
    }
    put_line(b, "records", str_from(copy->sha256));
}

static bool write_sealed(struct sb *b, struct batch *batch, str path, struct failure *f) {
    struct hashes h;
    hash_text(sb_str(b), &h);
    sb_fmt(b, "seal: %s\n", h.sha256);
    return batch_write(batch, path, sb_str(b), f);
}

static str place_for(struct arena *a, const struct acceptance *w, str name, const char *suffix) {
    return path_join(a, w->dir, str_fmt(a, "accepted/%.*s%s", STR_ARG(name), suffix));
}

/* The copy first: what is named first is there first, and an acceptance without its copy would be none. */
bool accepted_write(struct arena *a, const struct acceptance *w, const struct period *p, struct batch *b,
                    struct failure *f) {
    struct hashes copy;
    struct sb text = {.a = a};
    if (!write_copy(a, w, b, place_for(a, w, str_from(p->label), ".records.csv"), &copy, f))
        return false;
    struct scope scope = {p, 1, w->on, w->acc};
    struct figures figures = figures_of(a, w->store, w->c, &scope);
    put_head(&text, w, &copy);
    put_line(&text, "period", str_from(p->label));
    put_figures(&text, &figures);
    put_inputs(&text, w);
    return write_sealed(&text, b, place_for(a, w, str_from(p->label), ".yaml"), f);
}

bool accepted_write_correction(struct arena *a, const struct acceptance *w, const struct moves *moves,
                               struct batch *b, int64_t *number, struct failure *f) {
    struct hashes copy;
    struct sb text = {.a = a};
    *number = 1;
    for (size_t i = 0; i < w->acc->n; i++)
        *number += w->acc->files[i].number.set;
    str name = str_fmt(a, "correction-%lld", (long long)*number);
    if (!write_copy(a, w, b, place_for(a, w, name, ".records.csv"), &copy, f))
        return false;
    put_head(&text, w, &copy);
    sb_fmt(&text, "correction: %lld\n", (long long)*number);
    put_moved(&text, moves);
    put_causes(&text, moves);
    put_inputs(&text, w);
    return write_sealed(&text, b, place_for(a, w, name, ".yaml"), f);
}
