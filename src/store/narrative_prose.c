#include "store/narrative_prose.h"

#include "records/narrative_dates.h"
#include "store/meta.h"

struct moments {
    int64_t *at;
    size_t n, cap;
};
/* A contradiction that may yet turn out to be about something else. */
struct doubt {
    const struct telling *about;
    struct span at;
    str said, recorded;
};
struct prose {
    struct store *s;
    struct diags *d;
    struct arena *a;
    const struct record_type *type;
    const struct narrative *n;
    struct value *cells;  /* of the record, by column */
    struct moments known; /* every moment recorded, events included */
    struct moments events;
    int32_t since; /* the first day of them */
    bool *agreed;  /* by telling: the narrative has it right somewhere */
    VEC(struct doubt) doubts;
};
/* Where the reader stands: a line, and in it one sentence and one clause. */
struct reading_at {
    str line;
    int number;
    bool dated;  /* a date was named in this paragraph before, or in this clause */
    int32_t day; /* the last one */
};

/* -- the record ----------------------------------------------------------------------------------- */

static bool cell_time(const struct prose *p, size_t column, int64_t *t) {
    const struct value *v = &p->cells[column];
    bool has_time;
    return v->kind == VALUE_TEXT && civil_parse(v->text, S(""), t, &has_time);
}

static void read_events(struct prose *p) {
    if (!str_eqz(p->type->name.v, "incident") || !record_types_find(p->s->types, S("event")))
        return;
    struct stmt *q = stmt_new(p->s, "SELECT at FROM event WHERE incident = ?1 AND at IS NOT NULL");
    stmt_bind_text(q, 1, p->n->id.v);
    while (stmt_step(q))
        VEC_PUSH(p->a, &p->events, stmt_time(q, 0));
    stmt_free(q);
}

static bool read_record(struct prose *p) {
    const struct record_type *t = p->type;
    struct stmt *q =
        stmt_new(p->s, str_z(p->a, str_fmt(p->a, "SELECT * FROM \"%.*s\" WHERE \"%.*s\" = ?1",
                                           STR_ARG(t->name.v), STR_ARG(t->columns[t->key].name.v))));
    stmt_bind_text(q, 1, p->n->id.v);
    bool found = stmt_step(q);
    p->cells = ARENA_ARRAY(p->a, struct value, t->n_columns + 1);
    for (size_t i = 0; found && i < t->n_columns; i++) {
        p->cells[i] = stmt_value(q, (int)i);
        if (p->cells[i].kind == VALUE_TEXT)
            p->cells[i].text = str_dup(p->a, p->cells[i].text);
    }
    stmt_free(q);
    read_events(p);
    for (size_t i = 0; i < t->n_columns; i++) {
        int64_t at;
        bool moment = t->columns[i].kind == COLUMN_TIME || t->columns[i].kind == COLUMN_DAY;
        if (moment && cell_time(p, i, &at))
            VEC_PUSH(p->a, &p->known, at);
    }
    for (size_t i = 0; i < p->events.n; i++)
        VEC_PUSH(p->a, &p->known, p->events.at[i]);
    p->since = INT32_MAX;
    for (size_t i = 0; i < p->known.n; i++)
        p->since = civil_day(p->known.at[i]) < p->since ? civil_day(p->known.at[i]) : p->since;
    return found && p->known.n > 0;
}

/* Moments of the named columns. */
static struct moments moments_of(struct prose *p, const struct svals *names) {
    struct moments found = {0};
    for (size_t i = 0; i < names->n; i++) {
        ptrdiff_t c = record_type_column(p->type, names->at[i].v);
        int64_t t;
        bool there = c >= 0 && cell_time(p, (size_t)c, &t);
        for (size_t k = 0; there && k < found.n; k++)
            there = found.at[k] != t;
        if (there)
            VEC_PUSH(p->a, &found, t);
    }
    return found;
}

static bool is_own_day(const struct prose *p, int32_t day) {
    for (size_t i = 0; i < p->known.n; i++)
        if (civil_day(p->known.at[i]) == day)
            return true;
    return false;
}

/* -- words ---------------------------------------------------------------------------------------- */

static bool starts_any(str s, const char *const *words) {
    for (; *words; words++)
        if (str_starts(s, str_from(*words)))
            return true;
    return false;
}

static bool ends_any(str s, const char *const *words) {
    for (; *words; words++)
        if (str_ends(s, str_from(*words)))
            return true;
    return false;
}

static void doubt(struct prose *p, const struct telling *x, const struct reading_at *r, str said,
                  str recorded) {
    int col = (int)utf8_count((str){r->line.p, (size_t)(said.p - r->line.p)}) + 1;
    struct doubt one = {x, {p->n->src, r->number, col}, said, recorded};
    VEC_PUSH(p->a, &p->doubts, one);
}

/* 恢复 is said of many things besides (power, one of two services): where the narrative has the record's own moment
 * too, the others are taken for those. */
static void report(struct prose *p) {
    for (size_t i = 0; i < p->doubts.n; i++) {
        const struct doubt *x = &p->doubts.at[i];
        if (!x->about->last.v || !p->agreed[x->about - p->type->tellings])
            diag2(p->d, DIAG_NARRATIVE_TIME, span_place(x->at), x->said, x->recorded);
    }
}

/* -- moments -------------------------------------------------------------------------------------- */

/* A time in a clause: where it ends, and what it says. */
struct said_time {
    size_t from, to;
    int minute;
};

static bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/* The last time of day in s, not followed at once by 前 and the like. */
static bool last_time(str s, struct said_time *out) {
    static const char *const not_at[] = {"前", "以前", "之前", "后", "以后", "之后",
                                         "起", "至",   "—",    "-",  "~",    NULL};
    bool found = false;
    *out = (struct said_time){0};
    for (size_t i = 0; i < s.n; i++) {
        size_t n;
        int minute;
        if (!is_digit(s.p[i]) || (i > 0 && is_digit(s.p[i - 1])) ||
            !prose_time_at(str_slice(s, i, s.n), &minute, &n))
            continue;
        found = !starts_any(str_slice(s, i + n, s.n), not_at);
        *out = (struct said_time){i, i + n, minute};
        i += n - 1;
    }
    return found;
}

static bool word_fits(const struct telling *x, str before, str after) {
    static const char *const negations[] = {"未",   "不",   "没有", "无",   "无法", "再次",
                                            "临时", "部分", "自动", "逐步", NULL};
    static const char *const nouns[] = {"前",   "后",   "时间", "时限", "方案", "要求",
                                        "目标", "用时", "演练", "测试", "速度", NULL};
    static const char *const ends[] = {"正常", "使用", "运行", "服务", "了", "可用", "业务", NULL};
    if (ends_any(before, negations) || starts_any(after, nouns))
        return false;
    return !x->last.v || after.n == 0 || starts_any(after, ends);
}

#define GAP_BYTES 60 /* twenty characters between the time and the word */

/* The moment said agrees with one of the record. without a date the time of day has to do. */
static bool agrees(const struct moments *m, const struct reading_at *r, int minute) {
    for (size_t i = 0; i < m->n; i++) {
        int64_t day_minute = (m->at[i] - day_start(civil_day(m->at[i]))) / 60;
        bool same_day = !r->dated || civil_day(m->at[i]) == r->day;
        if ((same_day && day_minute == minute) || (minute == 1440 && day_minute == 0))
            return true;
    }
    return false;
}

static str shown_moments(struct prose *p, const struct moments *m) {
    struct sb b = {.a = p->a};
    for (size_t i = 0; i < m->n; i++) {
        if (i)
            sb_addz(&b, "、");
        sb_add(&b, str_slice(civil_text(p->a, m->at[i]), 0, 16));
    }
    return sb_str(&b);
}

static void check_moment(struct prose *p, const struct telling *x, str clause, size_t at, str word,
                         const struct reading_at *r) {
    struct said_time time;
    str before = str_slice(clause, 0, at), after = str_slice(clause, at + word.n, clause.n);
    if (!word_fits(x, before, after) || !last_time(before, &time) || at - time.to > GAP_BYTES)
        return;
    struct moments own = moments_of(p, &x->at), all = own;
    if (own.n == 0 || (r->dated && !is_own_day(p, r->day)))
        return;
    for (size_t i = 0; i < p->events.n; i++)
        VEC_PUSH(p->a, &all, p->events.at[i]);
    if (agrees(&all, r, time.minute))
        p->agreed[x - p->type->tellings] = true;
    else
        doubt(p, x, r, str_slice(clause, time.from, at + word.n), shown_moments(p, &own));
}

/* -- durations ------------------------------------------------------------------------------------ */

/* The minutes a duration may have: between from and to, or as a column says. */
static struct moments minutes_of(struct prose *p, const struct telling *x) {
    struct moments from = moments_of(p, &x->from), to = moments_of(p, &x->to), found = {0};
    for (size_t i = 0; i < p->events.n; i++) {
        VEC_PUSH(p->a, &from, p->events.at[i]);
        VEC_PUSH(p->a, &to, p->events.at[i]);
    }
    for (size_t i = 0; i < from.n; i++)
        for (size_t k = 0; k < to.n; k++)
            if (to.at[k] >= from.at[i])
                VEC_PUSH(p->a, &found, (to.at[k] - from.at[i]) / 60);
    for (size_t i = 0; i < x->minutes.n; i++) {
        ptrdiff_t c = record_type_column(p->type, x->minutes.at[i].v);
        if (c >= 0 && p->cells[c].kind == VALUE_INT)
            VEC_PUSH(p->a, &found, p->cells[c].i);
    }
    return found;
}

/* What may stand between the word and its duration. */
static str skip_filler(str s) {
    static const char *const fillers[] = {"了", "共", "时间", "时长", "累计", "合计",
                                          "为", "：", "达",   " ",    NULL};
    for (bool again = true; again;) {
        again = false;
        for (size_t i = 0; fillers[i]; i++)
            if (str_starts(s, str_from(fillers[i]))) {
                s = str_slice(s, str_from(fillers[i]).n, s.n);
                again = true;
            }
    }
    return s;
}

static void check_duration(struct prose *p, const struct telling *x, str clause, size_t at, str word,
                           const struct reading_at *r) {
    static const char *const vague[] = {"余",   "多", "以上", "以内", "以下", "内",
                                        "左右", "前", "后",   "的",   NULL};
    str rest = skip_filler(str_slice(clause, at + word.n, clause.n));
    int64_t minutes;
    bool exact;
    size_t n;
    if (!prose_duration_at(rest, &minutes, &exact, &n) || starts_any(str_slice(rest, n, rest.n), vague))
        return;
    struct moments known = minutes_of(p, x);
    struct sb b = {.a = p->a};
    for (size_t i = 0; i < known.n; i++) {
        int64_t off = known.at[i] - minutes;
        if (off == 0 || (!exact && off > -60 && off < 60))
            return;
        sb_fmt(&b, "%s%lld分钟", i ? "、" : "", (long long)known.at[i]);
    }
    if (known.n)
        doubt(p, x, r, (str){clause.p + at, (size_t)(rest.p + n - (clause.p + at))}, sb_str(&b));
}

/* -- clauses and sentences ------------------------------------------------------------------------ */

static void check_words(struct prose *p, const struct telling *x, str clause, const struct reading_at *r) {
    bool moment = x->at.n > 0;
    for (size_t w = 0; w < x->words.n; w++) {
        str word = x->words.at[w].v;
        ptrdiff_t at = str_find(clause, word);
        if (at < 0)
            continue;
        if (moment)
            check_moment(p, x, clause, (size_t)at, word, r);
        else
            check_duration(p, x, clause, (size_t)at, word, r);
        return;
    }
}

static void check_clause(struct prose *p, str clause, struct reading_at *r) {
    struct prose_date date;
    if (prose_date_find(clause, p->since, &date)) {
        r->dated = true;
        r->day = date.day;
    } else if (r->dated && str_find(clause, S("次日")) >= 0) {
        r->day++;
    }
    for (size_t i = 0; i < p->type->n_tellings; i++)
        check_words(p, &p->type->tellings[i], clause, r);
}

/* Cuts the piece before the first of these marks off the front. */
static bool cut_at(str *rest, const char *const *marks, str *piece) {
    if (rest->n == 0)
        return false;
    for (size_t i = 0; i < rest->n; i++)
        for (size_t k = 0; marks[k]; k++)
            if (str_starts(str_slice(*rest, i, rest->n), str_from(marks[k]))) {
                *piece = str_slice(*rest, 0, i);
                *rest = str_slice(*rest, i + str_from(marks[k]).n, rest->n);
                return true;
            }
    *piece = *rest;
    *rest = (str){rest->p + rest->n, 0};
    return true;
}

static bool is_id_char(char c) {
    return is_digit(c) || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '-' || c == '_';
}

/* A word that is the id of another record of the type. */
static bool names_other(struct prose *p, str sentence) {
    const struct record_type *t = p->type;
    struct stmt *q =
        stmt_new(p->s, str_z(p->a, str_fmt(p->a, "SELECT 1 FROM \"%.*s\" WHERE \"%.*s\" = ?1",
                                           STR_ARG(t->name.v), STR_ARG(t->columns[t->key].name.v))));
    bool found = false;
    for (size_t i = 0; i < sentence.n && !found; i++) {
        size_t end = i;
        while (end < sentence.n && is_id_char(sentence.p[end]))
            end++;
        str word = str_slice(sentence, i, end);
        if (word.n >= 3 && !str_eq(word, p->n->id.v)) {
            stmt_bind_text(q, 1, word);
            found = stmt_step(q);
            stmt_reset(q);
        }
        i = end > i ? end : i;
    }
    stmt_free(q);
    return found;
}

/* "中断51分钟（两次报修合并计算）" is a figure of more than this record. */
static bool is_of_several(str sentence) {
    return str_find(sentence, S("合并")) >= 0 || str_find(sentence, S("累计")) >= 0 ||
           str_find(sentence, S("合计")) >= 0;
}

static void check_line(struct prose *p, str line, int number) {
    static const char *const sentences[] = {"。", "！", "？", "；", NULL};
    static const char *const clauses[] = {"，", "、", "（", "）", "“", "”", ",", NULL};
    struct reading_at r = {.line = line, .number = number};
    str rest = line, sentence, clause;
    while (cut_at(&rest, sentences, &sentence)) {
        bool other = names_other(p, sentence) || is_of_several(sentence);
        while (!other && cut_at(&sentence, clauses, &clause))
            check_clause(p, clause, &r);
    }
}

void narrative_check_prose(struct store *s, struct diags *d, const struct record_type *t,
                           const struct narrative *n) {
    struct prose p = {.s = s, .d = d, .a = arena_new(), .type = t, .n = n};
    str rest = n->body, line;
    bool fenced = false;
    p.agreed = ARENA_ARRAY(p.a, bool, t->n_tellings + 1);
    if (t->n_tellings && read_record(&p))
        for (int number = n->body_line; str_cut(&rest, '\n', &line); number++) {
            if (str_starts(str_trim(line), S("```")) || str_starts(str_trim(line), S("~~~")))
                fenced = !fenced;
            else if (!fenced)
                check_line(&p, line, number);
        }
    report(&p);
    arena_free(p.a);
}
