/* narrative_actions.c - what the list items on measures say: who, until when, done when.
 *
 * An item is cut into clauses at punctuation; each clause with a date tells one thing. Words, not grammar: what
 * cannot be told stays unsaid, and the item's text is there in any case.
 */
#include "records/narrative_dates.h"
#include "records/narrative_sections.h"

static bool has_any(str s, const char *const *words) {
    for (; *words; words++)
        if (str_find(s, str_from(*words)) >= 0)
            return true;
    return false;
}

static bool is_on_measures(str heading) {
    static const char *const is[] = {"措施", "改进", "整改", "预防", "行动", NULL};
    static const char *const is_not[] = {"处理", "处置", "应急", NULL};
    return has_any(heading, is) && !has_any(heading, is_not);
}

/* -- one item ------------------------------------------------------------------------------------- */

struct item_reader {
    struct narrative_action *to;
    int32_t since, on;
};

static const char *const future_words[] = {"计划",   "预计", "拟",   "将于", "应于", "限期", "期限",
                                           "前完成", "之前", "以前", "截止", "尚未", "待",   NULL};
static const char *const done_words[] = {"完成", "上线", "发布", "生效", "投用", "启用", "更新", "起",
                                         "更换", "扩容", "升级", "补充", "修改", "通报", "关闭", "部署",
                                         "调整", "接入", "交付", "实施", "执行", "闭环", NULL};

/* "负责人：张三", "责任人 张三", "由张三负责". */
static void take_owner(struct narrative_action *to, str clause) {
    static const char *const keys[] = {"负责人", "责任人", NULL};
    for (size_t i = 0; keys[i]; i++) {
        str key = str_from(keys[i]);
        ptrdiff_t at = str_find(clause, key);
        if (at < 0)
            continue;
        str name = str_trim(str_slice(clause, (size_t)at + key.n, clause.n));
        str colons[] = {S("："), S(":"), S("为")};
        for (size_t k = 0; k < 3; k++)
            if (str_starts(name, colons[k])) {
                to->owner = str_trim(str_slice(name, colons[k].n, name.n));
                return;
            }
    }
    str by = S("由"), charge = S("负责");
    if (str_starts(clause, by) && str_ends(clause, charge) && clause.n > by.n + charge.n)
        to->owner = str_slice(clause, by.n, clause.n - charge.n);
}

static void take_clause(struct item_reader *r, str clause) {
    struct prose_date date;
    take_owner(r->to, clause);
    bool future = has_any(clause, future_words);
    if (!prose_date_find(clause, r->since, &date)) {
        r->to->done = r->to->done || (!future && str_find(clause, S("已完成")) >= 0);
        return;
    }
    if (future || date.day > r->on) {
        r->to->due = date.day;
    } else if (has_any(clause, done_words) || str_eq(str_trim(clause), date.text)) {
        r->to->closed = date.day;
        r->to->done = true;
    }
}

/* Marks that end a clause, full-width and ASCII. */
static size_t separator_at(str s) {
    static const char *const marks[] = {"，", "；", "。", "（", "）", "、", ";", "(", ")", ",", NULL};
    for (size_t i = 0; marks[i]; i++)
        if (str_starts(s, str_from(marks[i])))
            return str_from(marks[i]).n;
    return 0;
}

static void take_item(struct item_reader *r, str text) {
    size_t from = 0, i = 0;
    while (i <= text.n) {
        size_t n = i < text.n ? separator_at(str_slice(text, i, text.n)) : 1;
        if (!n) {
            i++;
            continue;
        }
        if (i > from)
            take_clause(r, str_trim(str_slice(text, from, i)));
        i += n;
        from = i;
    }
}

/* -- lists ---------------------------------------------------------------------------------------- */

/* Text behind the mark of a list item at the line's beginning ("- ", "* ", "1. ", "2) "), or nothing. */
static str item_text(str line) {
    size_t i = 0;
    while (i < line.n && line.p[i] >= '0' && line.p[i] <= '9')
        i++;
    bool bullet = i == 0 && line.n > 1 && str_find(S("-*+"), str_slice(line, 0, 1)) >= 0;
    bool number = i > 0 && i < line.n && (line.p[i] == '.' || line.p[i] == ')');
    if ((!bullet && !number) || i + 1 >= line.n || (line.p[i + 1] != ' ' && line.p[i + 1] != '\t'))
        return (str){0};
    return str_trim(str_slice(line, i + 1, line.n));
}

struct lister {
    struct arena *a;
    VEC(struct narrative_action) found;
    struct sb text; /* of the item being read */
};

static void end_item(struct lister *l, struct item_reader *r) {
    if (!l->text.n)
        return;
    r->to = &l->found.at[l->found.n - 1];
    r->to->text = str_dup(l->a, sb_str(&l->text));
    take_item(r, r->to->text);
    l->text.n = 0;
}

static void read_section(struct lister *l, struct item_reader *r, const struct narrative_section *s) {
    str rest = s->text, line;
    for (int number = s->text_line; str_cut(&rest, '\n', &line); number++) {
        str item = item_text(line), words = str_trim(line);
        if (item.n) {
            end_item(l, r);
            VEC_PUSH(l->a, &l->found,
                     (struct narrative_action){
                         .section = s, .due = NARRATIVE_NO_DAY, .closed = NARRATIVE_NO_DAY, .line = number});
            sb_add(&l->text, item);
        } else if (!words.n || str_starts(words, S("```"))) {
            end_item(l, r);
        } else if (l->text.n) { /* the item goes on */
            sb_add(&l->text, words);
        }
    }
    end_item(l, r);
}

size_t narrative_actions(struct arena *a, const struct narrative *n, int32_t since, int32_t on,
                         struct narrative_action **out) {
    struct lister l = {.a = a, .text = {.a = a}};
    struct item_reader r = {.since = since, .on = on};
    for (size_t i = 0; i < n->n_sections; i++)
        if (is_on_measures(n->sections[i].heading))
            read_section(&l, &r, &n->sections[i]);
    *out = l.found.at;
    return l.found.n;
}
