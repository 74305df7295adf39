/* availability.c - the share of service time in which none of a KPI's systems was down.
 *
 * Downtime is the union over the KPI's systems ("any of them down"), on the KPI's clock, cut at the period's edges:
 *   gross      as recorded
 *   excluded   what the exclusions take from it; net = gross - excluded
 *   unknown    time without a recorded end that is not downtime anyway, less exclusions (`unknown: separate`)
 *   total      open time of the period, until now while it runs; with `total: agreed` less the exclusions. With
 *              several systems only the time excluded for every one of them: as long as one was owed service, the
 *              time belongs to the total, and its downtime never exceeds it.
 * numerator = total - net. Sums are of seconds, never of rounded parts.
 */
#include "assess/downtime.h"
#include "assess/kpi.h"

struct measure {
    struct assess *as;
    const struct calendar *calendar;
    struct kpi_work *work;
    enum view view;
    struct kpi_figure *figures; /* of the view */
    struct sweep gross, net, net_and_unknown;
};

static int64_t open_between(const struct calendar *c, int64_t from, int64_t to) {
    int64_t s = calendar_between(c, from, to);
    return s == CIVIL_NONE ? 0 : s;
}

static int64_t open_within(const struct calendar *c, const struct intervals *s, int64_t from, int64_t to) {
    int64_t sum = 0;
    for (size_t i = 0; i < s->n; i++) {
        int64_t a = s->at[i].from > from ? s->at[i].from : from, b = s->at[i].to < to ? s->at[i].to : to;
        sum += a < b ? open_between(c, a, b) : 0;
    }
    return sum;
}

/* -- downtime ------------------------------------------------------------------------------------- */

/* Adds what of [from, to) lies in each period to one member of its figures. */
static void spread(const struct measure *m, size_t member, int64_t from, int64_t to) {
    const struct period_table *p = &m->work->periods;
    for (size_t i = 0; i < p->n; i++) {
        int64_t a = day_start(p->at[i].from), b = day_start(p->at[i].to);
        a = a > from ? a : from;
        b = b < to ? b : to;
        if (a < b)
            *(int64_t *)((char *)&m->figures[i] + member) += open_between(m->calendar, a, b);
    }
}

/* While the rows come in, unknown_s is the union of net and unknown, excluded_s the net downtime. */
static void add_row(struct measure *m, enum downtime_kind kind, int64_t from, int64_t to) {
    int64_t start = from;
    if (kind == DOWN_GROSS && sweep_add(&m->gross, &start, to))
        spread(m, offsetof(struct kpi_figure, gross_s), start, to);
    start = from;
    if (kind == DOWN_NET && sweep_add(&m->net, &start, to))
        spread(m, offsetof(struct kpi_figure, excluded_s), start, to);
    start = from;
    if ((kind == DOWN_NET || kind == UNKNOWN_NET) && sweep_add(&m->net_and_unknown, &start, to))
        spread(m, offsetof(struct kpi_figure, unknown_s), start, to);
}

/* A disputed outage is noted for each period it touches. */
static void note_contested(const struct measure *m, struct stmt *contested, str record, int64_t from,
                           int64_t to) {
    const struct period_table *p = &m->work->periods;
    for (size_t i = 0; i < p->n; i++)
        if (from < day_start(p->at[i].to) && day_start(p->at[i].from) < to)
            contested_note_period(contested, m->work->kpi->rule.id.v, str_from(p->at[i].label), record);
}

static void read_downtime(struct measure *m, struct stmt *rows, struct stmt *contested, size_t watch) {
    stmt_bind_int(rows, 1, (int64_t)watch);
    while (stmt_step(rows)) {
        int64_t from = stmt_int(rows, 2), to = stmt_int(rows, 3);
        if (!downtime_covers(m->as->contract, m->work->kpi, stmt_text(rows, 1)))
            continue;
        if (m->view == VIEW_SUPPLIER && stmt_int(rows, 4))
            note_contested(m, contested, stmt_text(rows, 5), from, to);
        else
            add_row(m, (enum downtime_kind)stmt_int(rows, 0), from, to);
    }
    stmt_reset(rows);
}

/* -- total ---------------------------------------------------------------------------------------- */

/* Time excluded for every system of the KPI. */
static struct intervals common_exclusions(const struct measure *m, const struct exclusions *ex) {
    const struct contract *c = m->as->contract;
    struct intervals common = {0}, next;
    bool any = false;
    for (size_t i = 0; i < c->systems.n; i++) {
        str id = c->systems.at[i].id.v;
        if (!downtime_covers(c, m->work->kpi, id))
            continue;
        const struct intervals *own = exclusions_of_system(ex, m->work->kpi->rule.id.v, id);
        next = (struct intervals){0};
        intervals_intersect(m->as->a, any ? &common : own, own, &next);
        common = next;
        any = true;
    }
    return any ? common : *exclusions_of_system(ex, m->work->kpi->rule.id.v, S(""));
}

static int64_t total_between(const struct measure *m, const struct intervals *excluded, int64_t from,
                             int64_t to) {
    return to <= from ? 0
                      : open_between(m->calendar, from, to) - open_within(m->calendar, excluded, from, to);
}

static void finish(const struct measure *m, const struct exclusions *ex) {
    struct intervals excluded = {0};
    if (method_is(&m->as->contract->method, METHOD_TOTAL, "agreed"))
        excluded = common_exclusions(m, ex);
    for (size_t i = 0; i < m->work->periods.n; i++) {
        const struct period *p = &m->work->periods.at[i];
        struct kpi_figure *f = &m->figures[i];
        int64_t from = day_start(p->from), to = day_start(p->to), net = f->excluded_s;
        f->unknown_s -= net;
        f->excluded_s = f->gross_s - net;
        f->whole_s = total_between(m, &excluded, from, to);
        f->denominator = total_between(m, &excluded, from, to < m->as->now ? to : m->as->now);
        f->numerator = f->denominator - net;
    }
}

void availability_measure(struct assess *as, struct exclusions *ex, struct kpi_work *works) {
    struct stmt *contested = contested_stmt(as);
    struct stmt *rows =
        stmt_new(as->store, "SELECT kind, system, from_s, to_s, disputed, record FROM temp.downtime"
                            " WHERE watch = ?1 ORDER BY from_s, kind, rowid");
    for (size_t i = 0; i < as->contract->kpis.n * VIEW__MAX; i++) {
        struct kpi_work *w = &works[i / VIEW__MAX];
        enum view view = (enum view)(i % VIEW__MAX);
        if (!w->kpi->availability.at.src)
            continue;
        struct measure m = {as, downtime_calendar(as, w->kpi), w, view, w->figures[view], {0}, {0}, {0}};
        for (size_t p = 0; p < w->periods.n; p++)
            m.figures[p] = (struct kpi_figure){0};
        read_downtime(&m, rows, contested, downtime_watch(as->contract, ex, i / VIEW__MAX));
        finish(&m, ex);
    }
    stmt_free(rows);
    stmt_free(contested);
}
