#include "assess/charge.h"

__extension__ typedef __int128 int128;

#define EDGE_FEN (INT64_MAX / 1000000)

/* What one miss costs: flat, or as a tier says. */
enum price_kind { PRICE_NOTHING, PRICE_PERCENT, PRICE_FIXED, PRICE_POINTS, PRICE_HOUR };
struct price {
    enum price_kind kind;
    struct dec percent, points;
    int64_t fen; /* fixed, or an hour */
};
struct sum {
    struct arena *a;
    const struct contract *contract;
    const struct charge *x;
    struct sb formula;
    int64_t fen;
    struct charge_sum *out;
};

/* -- exact arithmetic ----------------------------------------------------------------------------- */

static int64_t at_edge(int128 fen) {
    return fen > EDGE_FEN ? EDGE_FEN : (int64_t)fen;
}

static int64_t times(int64_t fen, int64_t n) {
    return at_edge((int128)fen * n);
}

/* fen * factor, half up. */
static int64_t times_dec(int64_t fen, struct dec factor) {
    int128 unit = 1;
    for (int i = 0; i < factor.scale; i++)
        unit *= 10;
    return at_edge(((int128)fen * factor.m * 2 + unit) / (unit * 2));
}

static struct dec cut_noughts(int128 m, int scale) {
    while (scale > 0 && m % 10 == 0) {
        m /= 10;
        scale--;
    }
    for (; scale > 12; scale--)
        m /= 10;
    return (struct dec){m > EDGE_FEN ? EDGE_FEN : (int64_t)m, scale};
}

static struct dec dec_product(struct dec x, struct dec y) {
    return cut_noughts((int128)x.m * y.m, x.scale + y.scale);
}

static struct dec dec_sum(struct dec x, struct dec y) {
    int128 m = x.m, n = y.m;
    int scale = x.scale > y.scale ? x.scale : y.scale;
    for (int i = x.scale; i < scale; i++)
        m *= 10;
    for (int i = y.scale; i < scale; i++)
        n *= 10;
    return cut_noughts(m + n, scale);
}

static struct dec whole(int64_t n) {
    return (struct dec){n, 0};
}

/* -- prices --------------------------------------------------------------------------------------- */

static struct price price_of(const struct deduction *d) {
    struct price p = {PRICE_NOTHING, d->percent.v, d->points.v, d->fixed.fen};
    if (d->percent.set)
        p.kind = PRICE_PERCENT;
    else if (d->fixed.set)
        p.kind = PRICE_FIXED;
    else if (d->points.set)
        p.kind = PRICE_POINTS;
    else if (d->per_hour_late.set)
        p = (struct price){PRICE_HOUR, {0, 0}, {0, 0}, d->per_hour_late.fen};
    return p;
}

static struct price price_of_tier(const struct deduction_tier *t) {
    struct price p = {PRICE_FIXED, t->percent.v, t->points.v, t->fixed.fen};
    if (t->percent.set)
        p.kind = PRICE_PERCENT;
    else if (t->points.set)
        p.kind = PRICE_POINTS;
    return p;
}

static int64_t basis_of(const struct sum *s, const struct price *p) {
    if (p->kind == PRICE_PERCENT)
        return s->contract->head.amount.fen;
    if (p->kind == PRICE_POINTS)
        return s->x->rule->point_value.fen;
    return p->kind == PRICE_NOTHING ? 0 : p->fen;
}

/* -- terms of the formula ------------------------------------------------------------------------- */

static void plus(struct sum *s) {
    if (s->formula.n)
        sb_addz(&s->formula, " + ");
}

static void add_money(struct sum *s, int64_t fen) {
    sb_add(&s->formula, money_text(s->a, fen));
}

static void add_factor(struct sum *s, const char *behind, struct dec d) {
    sb_fmt(&s->formula, " × %.*s%s", STR_ARG(dec_text(s->a, d)), behind);
}

static const struct dec no_factor = {1, 0};

static void keep_term(struct sum *s, const struct price *p, int64_t n, const struct dec *factor,
                      int64_t fen) {
    static const enum charge_unit units[] = {[PRICE_PERCENT] = CHARGE_PERCENT,
                                             [PRICE_FIXED] = CHARGE_FIXED,
                                             [PRICE_POINTS] = CHARGE_POINTS,
                                             [PRICE_HOUR] = CHARGE_HOUR};
    VEC_PUSH(s->a, &s->out->terms,
             ((struct charge_term){units[p->kind], basis_of(s, p), n, fen, p->percent, p->points,
                                   factor ? *factor : no_factor}));
}

/* "2 分 × 3 × 500.00"; the points join those of the other terms and are turned into money once. */
static void add_points(struct sum *s, const struct price *p, int64_t n, const struct dec *factor) {
    struct dec points = dec_product(p->points, whole(n));
    plus(s);
    sb_fmt(&s->formula, "%.*s 分", STR_ARG(dec_text(s->a, p->points)));
    if (factor) {
        points = dec_product(points, *factor);
        add_factor(s, " 倍", *factor);
    }
    add_factor(s, "", whole(n));
    sb_addz(&s->formula, " × ");
    add_money(s, s->x->rule->point_value.fen);
    s->out->points = dec_sum(s->out->points, points);
    keep_term(s, p, n, factor, 0);
}

/* "486,000.00 × 2% × 3", "500.00 × 3", "100.00 × 7 小时", with a factor "500.00 × 2 倍 × 3". */
static void add_sum(struct sum *s, const struct price *p, int64_t n, const struct dec *factor) {
    int64_t unit = p->kind == PRICE_PERCENT ? money_percent(basis_of(s, p), p->percent) : p->fen;
    plus(s);
    add_money(s, basis_of(s, p));
    if (p->kind == PRICE_PERCENT)
        add_factor(s, "%", p->percent);
    if (factor) {
        unit = times_dec(unit, *factor);
        add_factor(s, " 倍", *factor);
    }
    if (p->kind != PRICE_PERCENT || n != 1)
        add_factor(s, p->kind == PRICE_HOUR ? " 小时" : "", whole(n));
    s->fen = at_edge((int128)s->fen + times(unit, n));
    keep_term(s, p, n, factor, times(unit, n));
}

static void add_term(struct sum *s, const struct price *p, int64_t n, const struct dec *factor) {
    if (n == 0)
        return;
    if (p->kind == PRICE_POINTS)
        add_points(s, p, n, factor);
    else
        add_sum(s, p, n, factor);
}

/* -- ways to charge ------------------------------------------------------------------------------- */

/* The misses at the price, the repeated ones at more. */
static void charge_misses(struct sum *s, const struct price *p) {
    const struct charge *x = s->x;
    const struct deduction_repeats *r = &x->rule->repeats;
    bool hours = p->kind == PRICE_HOUR;
    int64_t n = hours ? x->hours : x->misses, repeated = hours ? x->repeated_hours : x->repeated;
    bool dearer = r->times.set && repeated > 0;
    s->out->basis_fen = basis_of(s, p);
    s->out->in_points = p->kind == PRICE_POINTS;
    s->out->in_hours = hours;
    add_term(s, p, dearer ? n - repeated : n, NULL);
    if (dearer)
        add_term(s, p, repeated, &r->times.v);
    if (r->extra.set)
        add_term(s, &(struct price){.kind = PRICE_FIXED, .fen = r->extra.fen}, x->repeated, NULL);
}

static bool within_tier(const struct charge *x, const struct deduction_tier *t) {
    if (!x->kpi)
        return x->misses > t->over.v;
    if (!x->denominator)
        return false;
    return t->below.set ? ratio_cmp_percent(x->numerator, x->denominator, t->below.v) < 0
                        : ratio_cmp_percent(x->numerator, x->denominator, t->above.v) > 0;
}

/* "38/41 = 92.68% < 95%：", "5 次 > 3 次：" */
static str tier_reached(struct sum *s, const struct deduction_tier *t) {
    const struct charge *x = s->x;
    if (!x->kpi)
        return str_fmt(s->a, "%lld 次 > %lld 次：", (long long)x->misses, (long long)t->over.v);
    bool minutes = x->kpi->availability.at.src && x->numerator % 60 == 0 && x->denominator % 60 == 0;
    int64_t unit = minutes ? 60 : 1;
    const struct dec bound = t->below.set ? t->below.v : t->above.v;
    return str_fmt(s->a, "%lld/%lld = %.*s %s %.*s%%：", (long long)(x->numerator / unit),
                   (long long)(x->denominator / unit),
                   STR_ARG(percent_text(s->a, x->numerator, x->denominator, 2)), t->below.set ? "<" : ">",
                   STR_ARG(dec_text(s->a, bound)));
}

static str charge_deepest(struct sum *s) {
    const struct deduction *d = s->x->rule;
    const struct deduction_tier *reached = NULL;
    for (size_t i = 0; i < d->tiers.n; i++)
        if (within_tier(s->x, &d->tiers.at[i]))
            reached = &d->tiers.at[i];
    if (!reached)
        return S("未进入任何分档：");
    struct price p = price_of_tier(reached);
    if (s->x->kpi) {
        charge_misses(s, &p);
    } else {
        s->out->basis_fen = basis_of(s, &p);
        s->out->in_points = p.kind == PRICE_POINTS;
        add_term(s, &p, 1, NULL);
    }
    return tier_reached(s, reached);
}

/* Each miss at the price of the tier its number falls into: "第 4 至 6 次 500.00 × 3 + 第 7 次起 …". */
static str charge_each_tier(struct sum *s) {
    const struct deduction *d = s->x->rule;
    for (size_t i = 0; i < d->tiers.n; i++) {
        int64_t over = d->tiers.at[i].over.v, last = s->x->misses;
        if (i + 1 < d->tiers.n && d->tiers.at[i + 1].over.v < last)
            last = d->tiers.at[i + 1].over.v;
        if (last <= over)
            continue;
        struct price p = price_of_tier(&d->tiers.at[i]);
        s->out->basis_fen = basis_of(s, &p);
        s->out->in_points = s->out->in_points || p.kind == PRICE_POINTS;
        add_term(s, &p, last - over, NULL);
    }
    if (!s->formula.n)
        return S("未进入任何分档：");
    return str_fmt(s->a, "共 %lld 次，自第 %lld 次起计：", (long long)s->x->misses,
                   (long long)d->tiers.at[0].over.v + 1);
}

static str charge_all(struct sum *s) {
    const struct deduction *d = s->x->rule;
    struct price p = price_of(d);
    if (s->x->majeure)
        return S("不可抗力持续整个考核期，不扣：");
    if (!d->tiers.n) {
        charge_misses(s, &p);
        return S("");
    }
    return s->x->kpi || str_eqz(d->each.v, "period") ? charge_deepest(s) : charge_each_tier(s);
}

const char *charge_unit_name(enum charge_unit u) {
    static const char *const names[CHARGE_UNIT__MAX] = {"percent", "fixed", "points", "hour"};
    return names[u];
}

struct charge_sum charge_sum(struct arena *a, const struct contract *c, const struct charge *x) {
    struct charge_sum out = {.points = {0, 0}};
    struct sum s = {.a = a, .contract = c, .x = x, .formula = {.a = a}, .out = &out};
    str before = charge_all(&s);
    if (out.in_points)
        s.fen = at_edge((int128)s.fen + times_dec(x->rule->point_value.fen, out.points));
    out.full_fen = s.fen;
    out.formula = str_fmt(a, "%.*s%.*s%s%.*s", STR_ARG(before), STR_ARG(sb_str(&s.formula)),
                          s.formula.n ? " = " : "", STR_ARG(money_text(a, out.full_fen)));
    return out;
}
