/* meta_narratives.c - the tables narrative, narrative_section and narrative_action. */
#include "records/narrative_sections.h"
#include "store/meta.h"

struct filler {
    struct store *s;
    struct arena *a; /* scratch */
    struct stmt *whole, *section, *action;
};

static void put(struct stmt *q, const str *texts, size_t n) {
    stmt_reset(q);
    for (size_t i = 0; i < n; i++)
        stmt_bind_text(q, (int)i + 1, texts[i]);
}

static str day_text(struct arena *a, int32_t day) {
    return day == NARRATIVE_NO_DAY ? str_none() : civil_text_day(a, day);
}

int32_t meta_narrative_day(struct store *s, struct arena *a, const struct narrative *n) {
    const struct record_type *t = record_types_find(s->types, n->record.v);
    if (!t || t->key == SIZE_MAX)
        return INT32_MIN;
    struct stmt *q = stmt_new(s, str_z(a, str_fmt(a, "SELECT \"%.*s\" FROM \"%.*s\" WHERE \"%.*s\" = ?1",
                                                  STR_ARG(t->columns[t->date].name.v), STR_ARG(t->name.v),
                                                  STR_ARG(t->columns[t->key].name.v))));
    stmt_bind_text(q, 1, n->id.v);
    int64_t at = stmt_step(q) ? stmt_time(q, 0) : CIVIL_NONE;
    stmt_free(q);
    return at == CIVIL_NONE ? INT32_MIN : civil_day(at);
}

/* Numbers and names are masked here, before anything takes the text for Markdown. */
static str masked(struct filler *f, str text) {
    return store_mask_prose(f->s, f->a, text);
}

static void put_sections(struct filler *f, const struct narrative *n) {
    for (size_t i = 0; i < n->n_sections; i++) {
        const struct narrative_section *s = &n->sections[i];
        put(f->section,
            (const str[]){n->path, n->record.v, n->id.v, masked(f, s->heading), masked(f, s->text)}, 5);
        stmt_bind_int(f->section, 6, s->level);
        stmt_bind_int(f->section, 7, s->line);
        stmt_bind_int(f->section, 8, (int64_t)i + 1);
        stmt_step(f->section);
    }
}

static void put_actions(struct filler *f, const struct narrative *n, int32_t since) {
    struct narrative_action *list;
    size_t count = narrative_actions(f->a, n, since, f->s->on, &list);
    for (size_t i = 0; i < count; i++) {
        const struct narrative_action *x = &list[i];
        put(f->action,
            (const str[]){n->path, n->record.v, n->id.v, masked(f, x->section->heading), masked(f, x->text),
                          x->owner.n ? masked(f, x->owner) : (str){0}, day_text(f->a, x->due),
                          day_text(f->a, x->closed),
                          x->done                      ? S("closed")
                          : x->due != NARRATIVE_NO_DAY ? S("open")
                                                       : (str){0}},
            9);
        stmt_bind_int(f->action, 10, x->line);
        stmt_bind_int(f->action, 11, (int64_t)i + 1);
        stmt_step(f->action);
    }
}

static void put_one(struct filler *f, const struct narrative *n) {
    int32_t since = meta_narrative_day(f->s, f->a, n);
    put(f->whole,
        (const str[]){n->path, n->record.v, n->id.v, n->title.v.p ? masked(f, n->title.v) : n->title.v,
                      masked(f, n->body), masked(f, n->headings)},
        6);
    stmt_bind_int(f->whole, 7, n->body_line);
    stmt_step(f->whole);
    put_sections(f, n);
    put_actions(f, n, since == INT32_MIN ? f->s->on : since);
}

void meta_put_narratives(struct store *s, struct arena *a, const struct narrative *list, size_t n) {
    struct filler f = {.s = s, .a = a};
    f.whole = stmt_new(s, "INSERT INTO narrative(path, record, id, title, body, headings, body_line)"
                          " VALUES (?,?,?,?,?,?,?)");
    f.section =
        stmt_new(s, "INSERT INTO narrative_section(path, record, id, heading, text, level, line, position)"
                    " VALUES (?,?,?,?,?,?,?,?)");
    f.action =
        stmt_new(s, "INSERT INTO narrative_action(path, record, id, section, text, owner, due_on, closed_on,"
                    " state, line, position) VALUES (?,?,?,?,?,?,?,?,?,?,?)");
    for (size_t i = 0; i < n; i++)
        put_one(&f, &list[i]);
    stmt_free(f.whole);
    stmt_free(f.section);
    stmt_free(f.action);
}
