#include "assess/scan_source.h"

/* Only a recorded change counts; the first one tells what the level had been. */
static const char *const reported_level =
    "coalesce((SELECT event.level_from FROM event WHERE event.incident = one.id AND event.kind = 'level'"
    " AND event.level_from IS NOT NULL ORDER BY event.at, event.rowid LIMIT 1), one.level) AS level";

static const char *const earliest_report =
    "coalesce((SELECT d.starts_at FROM duplicate_result d WHERE d.merged_into = one.id LIMIT 1),"
    " one.reported_at) AS reported_at";

struct changes { /* what is read otherwise than it was written down */
    const char *level;
    bool reports, fewer;
};

static bool levels_of_report(struct assess *as) {
    return method_is(&as->contract->method, METHOD_LEVEL, "at_report") &&
           store_int(as->store, "SELECT EXISTS (SELECT 1 FROM event WHERE kind = 'level')", 0);
}

static struct changes changes_of(struct assess *as, const struct scan_source *source) {
    struct changes c = {0};
    if (!str_eq(source->type->name.v, S("incident")))
        return c;
    if (source->level == LEVEL_GIVEN)
        c.level = "?2 AS level";
    else if (levels_of_report(as))
        c.level = reported_level;
    c.reports = store_int(as->store, "SELECT EXISTS (SELECT 1 FROM duplicate_result)", 0);
    c.fewer = c.reports && !source->keep_duplicates;
    return c;
}

static void add_column(struct sb *sql, const struct changes *c, str name) {
    if (c->level && str_eq(name, S("level")))
        sb_addz(sql, c->level);
    else if (c->reports && str_eq(name, S("reported_at")))
        sb_addz(sql, earliest_report);
    else
        sb_fmt(sql, "one.\"%.*s\"", STR_ARG(name));
    sb_addz(sql, ", ");
}

void scan_source_add(struct sb *sql, struct assess *as, const struct scan_source *source) {
    const struct record_type *t = source->type;
    struct changes c = changes_of(as, source);
    sb_addz(sql, " FROM ");
    if (c.level || c.reports) {
        sb_addz(sql, "(SELECT ");
        for (size_t i = 0; i < t->n_columns; i++)
            add_column(sql, &c, t->columns[i].name.v);
        sb_fmt(sql, "one.source_file, one.source_row FROM \"%.*s\" AS one WHERE 1", STR_ARG(t->name.v));
        if (c.fewer)
            sb_addz(sql, " AND NOT EXISTS (SELECT 1 FROM duplicate_result d WHERE d.record_id = one.id)");
        if (source->level == LEVEL_GIVEN)
            sb_addz(sql, " AND one.id = ?1");
        sb_addz(sql, ") AS ");
    }
    sb_fmt(sql, "\"%.*s\"", STR_ARG(t->name.v));
}
