/* answer_availability.c - an availability KPI: outages of its systems, what is excluded, and what is left of the term.
 *
 * The union over the systems is worked out again from the outages; time in which two systems were down at once is the
 * difference between their sum and that union.
 */
#include "assess/downtime.h"
#include "explain/kpi_row.h"
#include "explain/outage_row.h"

struct sums {
    struct intervals gross, unknown;
    int64_t each_s, each_excluded_s; /* outage by outage */
    size_t n;
};

static str names_of_systems(struct answer *w, const struct kpi *k) {
    struct sb b = {.a = w->a};
    for (size_t i = 0; i < w->c->systems.n; i++) {
        const struct system_def *s = &w->c->systems.at[i];
        if (!downtime_covers(w->c, k, s->id.v))
            continue;
        sb_addz(&b, b.n ? (w->lang == LANG_ZH ? "、" : ", ") : "");
        sb_add(&b, s->name.v);
    }
    return b.n ? sb_str(&b) : words_join(w, &k->availability.systems);
}

str kpi_says_availability(struct answer *w, const struct kpi *k) {
    const struct kpi_availability *x = &k->availability;
    return SAY(w, P_KPI_SAYS_AVAILABILITY, names_of_systems(w, k), x->down.v,
               calendar_name(hours_find(w, x->clock.v).calendar));
}

static bool is_counted(const struct answer *w, const struct kpi_row *r, const struct outage_row *o) {
    bool ours =
        o->rules.n ? joined_has(o->rules, r->kpi->rule.id.v) : downtime_covers(w->c, r->kpi, o->system);
    return ours && o->from < day_start(r->period.to) && o->to > day_start(r->period.from);
}

static int64_t open_length(const struct calendar *c, const struct intervals *s) {
    int64_t sum = 0;
    for (size_t i = 0; i < s->n; i++)
        sum += calendar_between(c, s->at[i].from, s->at[i].to);
    return sum;
}

/* The part of the outage within the period, and what is excluded of it. */
static void clip(const struct kpi_row *r, struct outage_row *o) {
    int64_t from = day_start(r->period.from), to = day_start(r->period.to);
    bool whole = o->from >= from && o->to <= to;
    o->from = o->from > from ? o->from : from;
    o->to = o->to < to ? o->to : to;
    if (whole || o->unknown)
        return;
    intervals_clip(&o->excluded, from, to);
    o->gross_s = calendar_between(o->clock.calendar, o->from, o->to);
    if (o->excluded_known)
        o->excluded_s = open_length(o->clock.calendar, &o->excluded);
}

static void tell_one(struct answer *w, const struct kpi_row *r, const struct outage_row *o) {
    str rest = o->sources, source;
    tell_item_begin(w->t);
    tell_put(w->t, L_SEE, told_text(o->figure));
    tell_put(w->t, L_FROM, told_moment(o->from));
    tell_put(w->t, L_TO, o->open ? told_none() : told_moment(o->to));
    tell_put(w->t, L_GROSS, o->unknown ? told_none() : told_seconds(o->gross_s));
    tell_put(w->t, L_EXCLUDED, o->excluded_s ? told_seconds(o->excluded_s) : told_none());
    tell_put(w->t, L_UNKNOWN_END, o->unknown ? told_bool(true) : told_none());
    VEC(str) sources = {0};
    while (joined_next(&rest, &source))
        VEC_PUSH(w->a, &sources, source);
    tell_says(w->t, L_SOURCES, sources.at, sources.n);
    answer_exclusions(w, &(struct exclusion_asked){.incidents = o->incidents,
                                                   .system = o->system,
                                                   .rule = r->kpi->rule.id.v,
                                                   .from = o->from,
                                                   .to = o->to,
                                                   .clock = o->clock.calendar});
    tell_item_end(w->t);
}

static void tell_outages(struct answer *w, const struct kpi_row *r, struct sums *s) {
    struct outages all;
    struct outage_row o;
    outages_open(&all, w, S(""));
    tell_list_begin(w->t, L_OUTAGES);
    while (outages_next(&all, &o)) {
        if (!is_counted(w, r, &o))
            continue;
        clip(r, &o);
        tell_one(w, r, &o);
        intervals_add(w->a, o.unknown ? &s->unknown : &s->gross, o.from, o.to);
        s->each_s += o.gross_s;
        s->each_excluded_s += o.excluded_s;
        s->n++;
    }
    tell_list_end(w->t);
    outages_close(&all);
    intervals_normalise(&s->gross);
}

static int64_t total_until_now(const struct answer *w, const struct kpi_row *r, const struct hours_of *h) {
    int64_t from = day_start(r->period.from), to = day_start(r->period.to);
    to = to < w->as.now ? to : w->as.now;
    return to <= from ? 0 : calendar_between(h->calendar, from, to);
}

/* "12小时48分 − 28分 = 12小时20分" where something is taken off. */
static str minus(struct answer *w, enum phrase p, int64_t a, int64_t b) {
    return SAY(w, p, words_seconds(w, a), words_seconds(w, b), words_seconds(w, a - b));
}

static bool tell_sums(struct answer *w, const struct kpi_row *r, const struct sums *s) {
    struct hours_of h = hours_find(w, r->kpi->availability.clock.v);
    int64_t joined = open_length(h.calendar, &s->gross), total = total_until_now(w, r, &h);
    int64_t net = r->gross_s - r->excluded_s, off = total - r->denominator;
    str says[6];
    size_t n = 0;
    says[n++] = SAY(w, P_SUM_OUTAGES, words_count(w, (int64_t)s->n), words_seconds(w, s->each_s));
    if (s->each_s != joined)
        says[n++] = minus(w, P_SUM_JOINED, s->each_s, s->each_s - joined);
    says[n++] = minus(w, P_SUM_NET, r->gross_s, r->excluded_s);
    if (off)
        says[n++] = minus(w, P_SUM_AGREED, total, off);
    says[n++] = minus(w, P_SUM_UP, r->denominator, net);
    if (r->unknown_s > 0)
        says[n++] = SAY(w, P_SUM_UNKNOWN, words_seconds(w, r->unknown_s));
    tell_begin(w->t, L_SUMS);
    tell_says(w->t, L_STEPS, says, n);
    tell_put(w->t, L_GROSS, told_seconds(r->gross_s));
    tell_put(w->t, L_EXCLUDED, told_seconds(r->excluded_s));
    tell_put(w->t, L_NET, told_seconds(net));
    tell_put(w->t, L_UNKNOWN, told_seconds(r->unknown_s));
    tell_end(w->t);
    bool agreed = method_is(&w->c->method, METHOD_TOTAL, "agreed");
    return joined == r->gross_s && (agreed ? off >= 0 : off == 0) && r->numerator == r->denominator - net;
}

bool kpi_tell_availability(struct answer *w, const struct kpi_row *r, struct method_keys *keys,
                           struct links *links) {
    struct sums s = {0};
    struct hours_of h = hours_find(w, r->kpi->availability.clock.v);
    (void)links;
    answer_clock(w, &h, day_start(r->period.from), day_start(r->period.to));
    tell_outages(w, r, &s);
    bool agrees = tell_sums(w, r, &s);
    tell_say(w->t, L_ALLOWANCE_WORDS,
             SAY(w, r->allowance < 0 ? P_DOWN_ALLOWANCE_USED : P_DOWN_ALLOWANCE, kpi_demand(w, r->kpi),
                 words_seconds(w, r->allowance < 0 ? -r->allowance * 60 : r->allowance * 60)));
    answer_searched(w, &r->kpi->availability.of.v, 1);
    keys->at[METHOD_WORKAROUND] = keys->at[METHOD_OVERLAPS] = keys->at[METHOD_UNKNOWN] =
        keys->at[METHOD_TOTAL] = true;
    return agrees;
}

void kpi_misses_availability(struct answer *w, const struct kpi_row *r) {
    struct sums s = {0};
    tell_outages(w, r, &s);
}
