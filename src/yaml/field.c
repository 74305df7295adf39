/* field.c - scalars of a mapping: one small function per kind, in the order of enum field_kind. */
#include <assert.h>

#include "yaml/field.h"

struct value {
    const struct field_reader *r;
    const struct field *f;
    str name;
    const struct ynode *node;
    str text; /* without blanks around it */
};

static bool take_str(const struct value *v, void *to) {
    *(sval *)to = (sval){v->node->text, v->node->at};
    return true;
}

static bool take_int(const struct value *v, void *to) {
    struct intval *out = to;
    out->at = v->node->at;
    return out->set = str_to_int(v->text, &out->v);
}

static bool take_bool(const struct value *v, void *to) {
    static const struct {
        const char *word;
        bool value;
    } words[] = {{"yes", true}, {"no", false}, {"true", true}, {"false", false}, {"是", true}, {"否", false}};
    struct boolval *out = to;
    out->at = v->node->at;
    for (size_t i = 0; i < sizeof words / sizeof *words && !out->set; i++) {
        out->set = str_eqz(v->text, words[i].word);
        out->v = words[i].value;
    }
    return out->set;
}

static bool digits_at(str s, size_t from, size_t to, int *out) {
    *out = 0;
    for (size_t i = from; i < to; i++) {
        if (s.p[i] < '0' || s.p[i] > '9')
            return false;
        *out = *out * 10 + (s.p[i] - '0');
    }
    return true;
}

bool day_parse(str s, int32_t *day) {
    int y, m, d;
    if (s.n != 10 || s.p[4] != '-' || s.p[7] != '-' || !digits_at(s, 0, 4, &y) || !digits_at(s, 5, 7, &m) ||
        !digits_at(s, 8, 10, &d) || !ymd_valid(y, m, d))
        return false;
    *day = day_from_ymd(y, m, d);
    return true;
}

static bool take_day(const struct value *v, void *to) {
    struct dayval *out = to;
    out->at = v->node->at;
    return out->set = day_parse(v->text, &out->v);
}

static bool take_money(const struct value *v, void *to) {
    struct moneyval *out = to;
    out->at = v->node->at;
    return out->set = money_parse(v->text, &out->fen);
}

static bool take_dec(const struct value *v, void *to) {
    struct decval *out = to;
    out->at = v->node->at;
    return out->set = dec_parse(v->text, &out->v);
}

static bool take_percent(const struct value *v, void *to) {
    struct decval *out = to;
    out->at = v->node->at;
    return out->set = dec_parse_percent(v->text, &out->v);
}

static bool take_limit(const struct value *v, void *to) {
    struct limit *out = to;
    int64_t number = 0, hours = 0;
    bool good = limit_parse(v->text, out);
    out->at = v->node->at;
    if (good || !limit_is_bare(v->text, &number, &hours))
        return good;
    diag3(v->r->d, DIAG_LIMIT_BARE, span_place(v->node->at), v->text,
          str_fmt(v->r->a, "%lld", (long long)hours), str_fmt(v->r->a, "%lld", (long long)number));
    return true; /* said already */
}

static void unknown_word(const struct value *v, const str *known, size_t n) {
    diag3(v->r->d, DIAG_WORD_UNKNOWN, span_place(v->node->at), v->name, v->text,
          schema_nearest_suffix(v->r->a, diags_lang(v->r->d), v->text, known, n));
}

static bool take_enum(const struct value *v, void *to) {
    struct enumval *out = to;
    VEC(str) known = {0};
    out->at = v->node->at;
    for (int i = 0; v->f->words[i]; i++) {
        VEC_PUSH(v->r->a, &known, str_from(v->f->words[i]));
        if (str_eqz(v->text, v->f->words[i])) {
            out->v = i;
            return out->set = true;
        }
    }
    unknown_word(v, known.at, known.n);
    return true;
}

static bool take_freq(const struct value *v, void *to) {
    struct enumval *out = to;
    enum freq freq = FREQ_NONE;
    str known[FREQ__MAX];
    size_t n = 0;
    out->at = v->node->at;
    if (freq_parse(v->text, &freq)) {
        out->v = (int)freq;
        return out->set = true;
    }
    for (int i = FREQ_NONE + 1; i < FREQ__MAX; i++)
        known[n++] = freq_name((enum freq)i);
    unknown_word(v, known, n);
    return true;
}

enum shape { SHAPE_SCALAR, SHAPE_SCALARS, SHAPE_LIST, SHAPE_MAP, SHAPE_ANY };

/* What a kind looks like, and how its text is taken; false: the text does not fit. */
static const struct kind {
    enum shape shape;
    const char *en, *zh;
    bool (*take)(const struct value *v, void *to);
} kinds[FIELD__MAX] = {
    [FIELD_STR] = {SHAPE_SCALAR, "a text", "文本", take_str},
    [FIELD_STRS] = {SHAPE_SCALARS, "a text or a list of texts such as [a, b]", "文本或文本列表，如 [a, b]",
                    take_str},
    [FIELD_INT] = {SHAPE_SCALAR, "a whole number such as 3", "整数，如 3", take_int},
    [FIELD_BOOL] = {SHAPE_SCALAR, "yes or no", "yes 或 no（是或否）", take_bool},
    [FIELD_DAY] = {SHAPE_SCALAR, "a date such as 2025-01-31", "日期，如 2025-01-31", take_day},
    [FIELD_MONEY] = {SHAPE_SCALAR, "an amount in yuan such as 1280000.00", "金额（元），如 1280000.00",
                     take_money},
    [FIELD_DEC] = {SHAPE_SCALAR, "a number such as 99.5", "数值，如 99.5", take_dec},
    [FIELD_PERCENT] = {SHAPE_SCALAR, "a percentage such as 99.9%", "百分数，如 99.9%", take_percent},
    [FIELD_LIMIT] = {SHAPE_SCALAR, "a time limit such as 30min, 1h30min, 3 workdays, 30 days or 1 month",
                     "时限，如 30min、1h30min、3 workdays、30 days 或 1 month", take_limit},
    [FIELD_ENUM] = {SHAPE_SCALAR, "a word", "单个词", take_enum},
    [FIELD_FREQ] = {SHAPE_SCALAR, "a frequency such as month or quarter", "周期，如 month 或 quarter",
                    take_freq},
    [FIELD_MAP] = {SHAPE_MAP, "a mapping such as {key: value}", "映射，如 {key: value}", NULL},
    [FIELD_LIST] = {SHAPE_LIST, "a list of mappings such as [{key: value}]", "映射列表，如 [{key: value}]",
                    NULL},
    [FIELD_DICT] = {SHAPE_MAP, "a mapping of names such as {name: {key: value}}",
                    "名称映射，如 {name: {key: value}}", NULL},
    [FIELD_PAIRS] = {SHAPE_MAP, "a mapping such as {word: text}", "映射，如 {word: text}", NULL},
    [FIELD_NODE] = {SHAPE_ANY, "a value", "值", NULL},
};

static str kind_text(const struct diags *d, enum field_kind kind) {
    return str_from(diags_lang(d) == LANG_ZH ? kinds[kind].zh : kinds[kind].en);
}

bool field_is_value(enum field_kind kind) {
    return kinds[kind].take != NULL;
}

static void wrong_kind(struct diags *d, enum field_kind kind, str name, const struct ynode *node) {
    static const char *const en[] = {"a single value", "a list", "a mapping"};
    static const char *const zh[] = {"单个值", "列表", "映射"};
    bool nothing = ynode_is_null(node);
    const char *found = diags_lang(d) == LANG_ZH ? zh[node->kind] : en[node->kind];
    if (nothing)
        found = diags_lang(d) == LANG_ZH ? "空值" : "nothing";
    diag3(d, DIAG_VALUE_KIND, span_place(node->at), name, kind_text(d, kind), str_from(found));
}

bool schema_expect(struct diags *d, enum field_kind kind, str name, const struct ynode *node) {
    bool fits = false;
    switch (kinds[kind].shape) {
    case SHAPE_SCALAR:
        fits = node->kind == YNODE_SCALAR && !ynode_is_null(node);
        break;
    case SHAPE_SCALARS:
        fits = node->kind == YNODE_LIST || (node->kind == YNODE_SCALAR && !ynode_is_null(node));
        break;
    case SHAPE_LIST:
        fits = node->kind == YNODE_LIST;
        break;
    case SHAPE_MAP:
        fits = node->kind == YNODE_MAP;
        break;
    case SHAPE_ANY:
        fits = true;
        break;
    }
    if (!fits)
        wrong_kind(d, kind, name, node);
    return fits;
}

static void take_scalar(const struct field_reader *r, const struct field *f, str name,
                        const struct ynode *node, void *to) {
    struct value v = {r, f, name, node, str_trim(node->text)};
    if (!kinds[f->kind].take(&v, to))
        diag3(r->d, DIAG_VALUE_FORMAT, span_place(node->at), name, kind_text(r->d, f->kind), node->text);
}

static void take_scalars(const struct field_reader *r, const struct field *f, str name,
                         const struct ynode *node, struct svals *to) {
    bool list = node->kind == YNODE_LIST;
    size_t n = list ? node->n : 1;
    to->at = ARENA_ARRAY(r->a, sval, n + 1);
    for (size_t i = 0; i < n; i++) {
        const struct ynode *item = list ? node->items[i] : node;
        if (schema_expect(r->d, FIELD_STR, name, item))
            take_scalar(r, f, name, item, &to->at[to->n++]);
    }
}

void field_read_value(const struct field_reader *r, const struct field *f, str name, const struct ynode *node,
                      void *to) {
    assert(field_is_value(f->kind));
    if (f->kind == FIELD_STRS)
        take_scalars(r, f, name, node, to);
    else
        take_scalar(r, f, name, node, to);
}
