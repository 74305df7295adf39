#include "store/words.h"

/* -- demands -------------------------------------------------------------------------------------- */

/* Hours stay hours: a limit of 24 hours is no day (Civil Code art. 201). */
static str clock_words(struct arena *a, int64_t seconds) {
    long long h = seconds / 3600, m = seconds / 60 % 60, s = seconds % 60;
    struct sb b = {.a = a};
    if (h)
        sb_fmt(&b, "%lld小时", h);
    if (m)
        sb_fmt(&b, "%lld分钟", m);
    if (s || !b.n)
        sb_fmt(&b, "%lld秒", s);
    return sb_str(&b);
}

static str limit_words(struct arena *a, const struct limit *l) {
    static const char *const units[LIMIT__MAX] = {
        [LIMIT_WORKDAYS] = "个工作日", [LIMIT_DAYS] = "日", [LIMIT_MONTHS] = "个月", [LIMIT_YEARS] = "年"};
    if (l->unit == LIMIT_SECONDS)
        return clock_words(a, l->n);
    if (l->unit == LIMIT_NEXT_OPENING)
        return S("下次上班前");
    if (l->unit == LIMIT_NONE)
        return (str){0};
    return str_fmt(a, "%lld%s", (long long)l->n, units[l->unit]);
}

static str percent_or_sum(struct arena *a, const struct decval *percent, const struct moneyval *sum) {
    if (percent->set)
        return str_fmt(a, "%.*s%%", STR_ARG(dec_text(a, percent->v)));
    return sum->set ? str_fmt(a, "%.*s元", STR_ARG(money_text(a, sum->fen))) : (str){0};
}

static str target_demand(struct arena *a, const struct contract *c, size_t i) {
    const struct target *t = &c->targets.at[i];
    if (t->by.v.p)
        return S("商定期限");
    str limit = limit_words(a, &t->within);
    bool less = t->late_if.v.p && target_late_at_limit(c, t) && t->within.unit == LIMIT_SECONDS;
    return less ? str_fmt(a, "小于%.*s", STR_ARG(limit)) : limit;
}

static str obligation_demand(struct arena *a, const struct contract *c, size_t i) {
    const struct obligation *o = &c->obligations.at[i];
    if (!o->every.set)
        return limit_words(a, &o->once.within);
    long long n = o->at_least.set ? o->at_least.v : 1;
    const char *unit = str_eqz(o->on.v, "attendance") ? "人" : str_eqz(o->on.v, "submission") ? "份" : "次";
    return str_fmt(a, "%.*s%lld%s", STR_ARG(freq_text_zh((enum freq)o->every.v)), n, unit);
}

static str no_demand(struct arena *a, const struct contract *c, size_t i) {
    (void)a, (void)c, (void)i;
    return (str){0};
}

static str kpi_demand(struct arena *a, const struct contract *c, size_t i) {
    const struct kpi *k = &c->kpis.at[i];
    const struct decval *limit = k->at_least.set ? &k->at_least : &k->at_most;
    if (!limit->set)
        return (str){0};
    return str_fmt(a, "%s%.*s%%", k->at_least.set ? "≥" : "≤", STR_ARG(dec_text(a, limit->v)));
}

static void add_tier(struct sb *b, const struct deduction_tier *t) {
    const struct decval *bound = t->below.set ? &t->below : &t->above;
    if (t->over.set)
        sb_fmt(b, "超过%lld次：", (long long)t->over.v);
    else
        sb_fmt(b, "%s%.*s%%：", t->below.set ? "<" : ">", STR_ARG(dec_text(b->a, bound->v)));
    if (t->points.set)
        sb_fmt(b, "%.*s分", STR_ARG(dec_text(b->a, t->points.v)));
    else
        sb_add(b, percent_or_sum(b->a, &t->percent, &t->fixed));
}

/* "2%", "500.00元", "<95%：1%；<90%：3%", "2分，每分500.00元", "每逾期1小时100.00元" */
static str deduction_demand(struct arena *a, const struct contract *c, size_t i) {
    const struct deduction *d = &c->deductions.at[i];
    struct sb b = {.a = a};
    for (size_t k = 0; k < d->tiers.n; k++) {
        sb_addz(&b, k ? "；" : "");
        add_tier(&b, &d->tiers.at[k]);
    }
    if (d->points.set)
        sb_fmt(&b, "%.*s分", STR_ARG(dec_text(a, d->points.v)));
    if (d->point_value.set && d->point_value.share)
        sb_fmt(&b, "，每分%.*s%%", STR_ARG(dec_text(a, d->point_value.percent)));
    else if (d->point_value.set)
        sb_fmt(&b, "，每分%.*s元", STR_ARG(money_text(a, d->point_value.fen)));
    if (d->per_hour_late.set)
        sb_fmt(&b, "每逾期1小时%.*s元", STR_ARG(money_text(a, d->per_hour_late.fen)));
    return b.n ? sb_str(&b) : percent_or_sum(a, &d->percent, &d->fixed);
}

static str payment_demand(struct arena *a, const struct contract *c, size_t i) {
    return percent_or_sum(a, &c->payments.at[i].percent, &c->payments.at[i].amount);
}

str words_demand(struct arena *a, const struct contract *c, const struct rule_ref *r) {
    static str (*const of[RULE__MAX])(struct arena *, const struct contract *, size_t) = {
        [RULE_TARGET] = target_demand, [RULE_OBLIGATION] = obligation_demand, [RULE_CHECK] = no_demand,
        [RULE_KPI] = kpi_demand,       [RULE_DEDUCTION] = deduction_demand,   [RULE_PAYMENT] = payment_demand,
    };
    return of[r->kind](a, c, r->index);
}

/* -- calendars ------------------------------------------------------------------------------------ */

static void add_separator(struct sb *b, size_t before) {
    if (b->n > before)
        sb_addz(b, "、");
}

/* Runs of three days and more as 周一至周五, the others one by one. */
static void add_weekdays(struct sb *b, unsigned weekdays) {
    static const char *const names[] = {"周一", "周二", "周三", "周四", "周五", "周六", "周日"};
    for (int i = 0; i < 7; i++) {
        int last = i;
        if (!(weekdays >> i & 1))
            continue;
        while (last < 6 && weekdays >> (last + 1) & 1)
            last++;
        add_separator(b, 0);
        sb_addz(b, names[i]);
        if (last - i >= 2) {
            sb_fmt(b, "至%s", names[last]);
            i = last;
        }
    }
}

static void add_hours(struct sb *b, const struct calendar_def *def) {
    sb_char(b, ' ');
    size_t before = b->n;
    for (size_t i = 0; i < def->n_hours; i++) {
        add_separator(b, before);
        sb_fmt(b, "%02d:%02d—%02d:%02d", def->hours[i].from_min / 60, def->hours[i].from_min % 60,
               def->hours[i].to_min / 60, def->hours[i].to_min % 60);
    }
}

static void add_notices(struct sb *b, const struct holidays *h, struct term term) {
    int first, last, month, d;
    day_to_ymd(term.from, &first, &month, &d);
    day_to_ymd(term.to - 1, &last, &month, &d);
    sb_addz(b, "；节假日和调休按国务院办公厅通知");
    size_t before = b->n;
    for (int year = first; h && year <= last; year++) {
        str notice = holidays_notice(h, year);
        if (!notice.n)
            continue;
        sb_addz(b, b->n == before ? "（" : "、");
        sb_add(b, notice);
    }
    if (b->n > before)
        sb_addz(b, "）");
}

str words_calendar(struct arena *a, const struct calendar_def *def, const struct holidays *h,
                   struct term term) {
    struct sb b = {.a = a};
    add_weekdays(&b, def->weekdays);
    add_hours(&b, def);
    if (str_eqz(def->holidays.v, "cn"))
        add_notices(&b, h, term);
    return sb_str(&b);
}
