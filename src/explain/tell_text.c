/* tell_text.c - an account as text: headings, indentation, tables that fit 80 columns. */
#include <assert.h>

#include "explain/tell.h"

#include "util/dec.h"

/* -- values --------------------------------------------------------------------------------------- */

/* Hours stay hours: 24 hours of service are no day. */
static str length_words(struct arena *a, enum lang lang, int64_t seconds) {
    static const char *const units[][3] = {
        [LANG_EN] = {" h", " min", " s"}, [LANG_ZH] = {"小时", "分", "秒"}};
    int64_t s = seconds < 0 ? -seconds : seconds;
    const int64_t parts[] = {s / 3600, s / 60 % 60, s % 60};
    struct sb b = {.a = a};
    if (lang == LANG_ZH && s < 3600 && s % 60 == 0)
        return str_fmt(a, "%s%lld分钟", seconds < 0 ? "−" : "", (long long)(s / 60));
    for (size_t i = 0; i < 3; i++)
        if (parts[i])
            sb_fmt(&b, "%s%lld%s", b.n && lang == LANG_EN ? " " : "", (long long)parts[i], units[lang][i]);
    if (!b.n)
        sb_addz(&b, "0 min");
    return seconds < 0 ? str_fmt(a, "−%.*s", STR_ARG(sb_str(&b))) : sb_str(&b);
}

/* Seconds are written where they are not zero. */
static str moment_words(struct arena *a, int64_t t) {
    str s = civil_text(a, t);
    return str_ends(s, S(":00")) ? str_slice(s, 0, s.n - 3) : s;
}

static str due_words(struct arena *a, int64_t t) {
    int32_t day = civil_day(t);
    if (t + 1 != day_start(day + 1))
        return moment_words(a, t);
    return str_fmt(a, "%.*s 24:00", STR_ARG(civil_text_day(a, day)));
}

static str outcome_words(enum lang lang, str name) {
    enum outcome o;
    return outcome_parse(name, &o) ? outcome_word(o, lang) : name;
}

/* A line break or another control character must not reach the terminal. */
static str printable(struct arena *a, str s) {
    struct sb b = {.a = a};
    while (s.n) {
        uint32_t cp = utf8_next(&s);
        sb_codepoint(&b, cp == UTF8_BAD ? 0xFFFD : cp < 0x20 || (cp >= 0x7F && cp < 0xA0) ? ' ' : cp);
    }
    return b.n ? sb_str(&b) : S("");
}

str told_words(struct arena *a, enum lang lang, struct told v) {
    bool zh = lang == LANG_ZH;
    switch (v.kind) {
    case TOLD_TEXT:
    case TOLD_NAMED:
        return printable(a, v.text);
    case TOLD_COUNT:
        return str_fmt(a, "%lld", (long long)v.n);
    case TOLD_DAY:
        return civil_text_day(a, (int32_t)v.n);
    case TOLD_MOMENT:
        return moment_words(a, v.n);
    case TOLD_DUE:
        return due_words(a, v.n);
    case TOLD_SECONDS:
        return length_words(a, lang, v.n);
    case TOLD_FEN:
        return zh ? str_fmt(a, "%.*s元", STR_ARG(money_text(a, v.n)))
                  : str_fmt(a, "CNY %.*s", STR_ARG(money_text(a, v.n)));
    case TOLD_BOOL:
        return str_from(v.n ? (zh ? "是" : "yes") : zh ? "否" : "no");
    case TOLD_OUTCOME:
        return outcome_words(lang, v.text);
    default:
        return S("");
    }
}

/* -- lines ---------------------------------------------------------------------------------------- */

static void blanks(struct tell *t, size_t n) {
    for (size_t i = 0; i < n; i++)
        putc(' ', t->to);
}

/* `hang` more columns before the lines after the first. */
static void paragraph(struct tell *t, str text, size_t hang) {
    for (size_t indent = t->indent; text.n; indent = t->indent + hang) {
        str line = tell_wrap(&text, TELL_WIDTH - indent);
        blanks(t, indent);
        fprintf(t->to, "%.*s\n", STR_ARG(line));
    }
}

static str join_line(struct tell *t, size_t from, size_t to) {
    struct sb b = {.a = t->scratch};
    for (size_t i = from; i < to; i++) {
        sb_addz(&b, i > from ? "  " : "");
        sb_add(&b, t->line.at[i]);
    }
    return sb_str(&b);
}

/* The values of an item, as many to a line as fit; only one that fits no line is cut. */
static void flush(struct tell *t) {
    size_t n = t->line.n, hang = 0;
    for (size_t from = 0, to; from < n; from = to) {
        size_t width = utf8_columns(t->line.at[from]);
        for (to = from + 1; to < n; to++) {
            width += 2 + utf8_columns(t->line.at[to]);
            if (t->indent + hang + width > TELL_WIDTH)
                break;
        }
        t->indent += hang;
        paragraph(t, join_line(t, from, to), 2 - hang);
        t->indent -= hang;
        hang = 2;
    }
    t->line.n = 0;
}

/* The first level stands apart by an empty line. */
static void heading(struct tell *t, enum label l) {
    str words = str_from(label_words(l, t->lang));
    flush(t);
    if (!words.n)
        return;
    if (!t->indent)
        putc('\n', t->to);
    t->below_section = !t->indent;
    paragraph(t, words, 2);
}

/* A value or sentence of the account itself. */
static void stand_apart(struct tell *t) {
    if (!t->indent && t->below_section)
        putc('\n', t->to);
    t->below_section = t->below_section && t->indent;
}

static str labelled(struct tell *t, enum label l, str value) {
    str words = str_from(label_words(l, t->lang));
    if (!words.n)
        return value;
    return str_fmt(t->scratch, "%.*s%s%.*s", STR_ARG(words), t->lang == LANG_ZH ? "：" : ": ",
                   STR_ARG(value));
}

static struct tell_level *top(struct tell *t) {
    return &t->levels[t->depth];
}

static bool in_flow(struct tell *t) {
    return top(t)->in_item && top(t)->flows;
}

/* What stands in an item that flows belongs under its line. */
static size_t deeper(struct tell *t) {
    return in_flow(t) ? 2 : 0;
}

static bool has_words(struct tell *t, enum label l) {
    return label_words(l, t->lang)[0] != '\0';
}

/* -- tables --------------------------------------------------------------------------------------- */

#define GAP 2
#define NARROW 10 /* a date */

/* What gives way first where a table is too wide: texts, then times (the day above the time of day), then codes and
 * places in files, which break behind a "/". */
enum give_way { GIVES_TEXT, GIVES_MOMENT, GIVES_CODE, GIVES_NOTHING };
struct column {
    size_t source; /* number in the told table */
    size_t width, least;
    bool right;
    enum give_way gives;
};
struct grid {
    struct column at[TELL_COLUMNS_MAX];
    size_t n;
    str *cells; /* as words, row major in the told columns */
    size_t rows;
};

static bool is_right(enum told_kind k) {
    return k == TOLD_COUNT || k == TOLD_SECONDS || k == TOLD_FEN;
}

static enum give_way gives_of(enum told_kind k, enum label l) {
    if (k == TOLD_MOMENT || k == TOLD_DUE)
        return GIVES_MOMENT;
    if (k != TOLD_TEXT && k != TOLD_NAMED)
        return GIVES_NOTHING;
    return l == L_SOURCE || l == L_FIGURE || l == L_SEE ? GIVES_CODE : GIVES_TEXT;
}

static size_t longest_segment(str s) {
    size_t longest = 0;
    str segment;
    while (str_cut(&s, '/', &segment))
        longest = utf8_columns(segment) + 1 > longest ? utf8_columns(segment) + 1 : longest;
    return longest;
}

static size_t most(size_t a, size_t b) {
    return a > b ? a : b;
}

/* Columns without any value are left out. */
static void add_column(struct tell *t, const struct tell_table *table, struct grid *g, size_t c) {
    str head = str_from(label_words(table->columns[c], t->lang));
    struct column x = {.source = c,
                       .right = true,
                       .width = utf8_columns(head),
                       .least = tell_longest_piece(head),
                       .gives = GIVES_NOTHING};
    bool used = false;
    for (size_t r = 0; r < g->rows; r++) {
        enum told_kind k = table->cells.at[r * table->n + c].kind;
        str cell = g->cells[r * table->n + c];
        enum give_way gives = gives_of(k, table->columns[c]);
        if (k == TOLD_NONE)
            continue;
        used = true;
        x.gives = gives < x.gives ? gives : x.gives;
        x.right = x.right && is_right(k);
        x.width = most(x.width, utf8_columns(cell));
        x.least = most(x.least, gives == GIVES_CODE ? longest_segment(cell) : tell_longest_piece(cell));
    }
    if (used)
        g->at[g->n++] = x;
}

static size_t total_width(const struct grid *g) {
    size_t w = g->n ? GAP * (g->n - 1) : 0;
    for (size_t i = 0; i < g->n; i++)
        w += g->at[i].width;
    return w;
}

static struct column *widest(struct grid *g, enum give_way gives) {
    struct column *best = NULL;
    for (size_t i = 0; i < g->n; i++) {
        struct column *c = &g->at[i];
        size_t least = gives == GIVES_NOTHING ? NARROW : c->least;
        if ((gives == GIVES_NOTHING || c->gives == gives) && c->width > least &&
            (!best || c->width > best->width))
            best = c;
    }
    return best;
}

static void fit(struct grid *g, size_t width) {
    for (int gives = 0; gives <= GIVES_NOTHING; gives++) {
        struct column *c;
        while (total_width(g) > width && (c = widest(g, (enum give_way)gives)))
            c->width = gives == GIVES_MOMENT ? c->least : c->width - 1;
    }
}

/* Codes and places break behind a "/", so that an id and a file name stay whole. */
static str wrap_cell(const struct column *c, str *rest) {
    str all = *rest, ahead = all, segment;
    size_t width = 0, end = 0;
    if (c->gives != GIVES_CODE || utf8_columns(all) <= c->width)
        return tell_wrap(rest, c->width);
    while (str_cut(&ahead, '/', &segment) && (width += utf8_columns(segment) + 1) <= c->width)
        end += segment.n + 1;
    if (!end || end >= all.n)
        return tell_wrap(rest, c->width);
    *rest = str_slice(all, end, all.n);
    return str_slice(all, 0, end);
}

/* One row, as many lines as its longest cell needs. */
static void print_row(struct tell *t, const struct grid *g, const str *cells) {
    str rest[TELL_COLUMNS_MAX];
    bool more = true;
    for (size_t i = 0; i < g->n; i++)
        rest[i] = cells[g->at[i].source];
    while (more) {
        size_t owed = t->indent; /* blanks before the next text: none end a line */
        more = false;
        for (size_t i = 0; i < g->n; i++) {
            str piece = wrap_cell(&g->at[i], &rest[i]);
            size_t pad = g->at[i].width - utf8_columns(piece);
            if (piece.n) {
                blanks(t, owed + (g->at[i].right ? pad : 0));
                fprintf(t->to, "%.*s", STR_ARG(piece));
                owed = g->at[i].right ? 0 : pad;
            } else {
                owed += g->at[i].width;
            }
            owed += GAP;
            more = more || rest[i].n;
        }
        putc('\n', t->to);
    }
}

static void print_header(struct tell *t, const struct tell_table *table, const struct grid *g) {
    str words[TELL_COLUMNS_MAX];
    bool any = false;
    for (size_t c = 0; c < table->n; c++) {
        words[c] = str_from(label_words(table->columns[c], t->lang));
        any = any || words[c].n;
    }
    if (any)
        print_row(t, g, words);
}

static void table(struct tell *t, const struct tell_table *table) {
    struct arena_mark m = arena_mark(t->scratch);
    struct grid g = {.rows = table->n ? table->cells.n / table->n : 0};
    if (g.rows) {
        size_t indent = t->indent;
        flush(t);
        t->indent += has_words(t, table->label) ? deeper(t) : 0;
        heading(t, table->label);
        t->indent += 2;
        g.cells = ARENA_ARRAY(t->scratch, str, table->cells.n);
        for (size_t i = 0; i < table->cells.n; i++)
            g.cells[i] = told_words(t->scratch, t->lang, table->cells.at[i]);
        for (size_t c = 0; c < table->n; c++)
            add_column(t, table, &g, c);
        fit(&g, TELL_WIDTH - t->indent);
        print_header(t, table, &g);
        for (size_t r = 0; r < g.rows; r++)
            print_row(t, &g, g.cells + r * table->n);
        t->indent = indent;
    }
    arena_rewind(t->scratch, m);
}

/* -- the form ------------------------------------------------------------------------------------- */

static void accounts(struct tell *t, bool begin) {
    (void)t, (void)begin;
}

static void account(struct tell *t, str figure, const char *kind, str title, struct told outcome) {
    if (!kind) {
        flush(t);
        t->line.at = NULL;
        t->line.cap = 0;
        return;
    }
    if (t->told_any) {
        putc('\n', t->to);
        for (int i = 0; i < TELL_WIDTH; i++)
            putc('=', t->to);
        putc('\n', t->to);
    }
    t->told_any = true;
    t->below_section = false;
    paragraph(t, printable(t->scratch, figure), 2);
    if (outcome.kind != TOLD_NONE)
        title = str_fmt(t->scratch, "%.*s%s%.*s", STR_ARG(title), t->lang == LANG_ZH ? "：" : ": ",
                        STR_ARG(told_words(t->scratch, t->lang, outcome)));
    paragraph(t, printable(t->scratch, title), 2);
}

static void push(struct tell *t, struct tell_level level) {
    flush(t);
    t->depth++;
    assert(t->depth < TELL_DEPTH_MAX);
    *top(t) = level;
    t->indent += level.flows ? 2 : 0;
}

static void pop(struct tell *t) {
    flush(t);
    t->indent -= top(t)->flows ? 2 : 0;
    t->depth--;
}

static void list(struct tell *t, enum label l, bool begin) {
    if (begin) {
        flush(t);
        t->indent += deeper(t);
        push(t, (struct tell_level){.label = l, .waits = true, .flows = has_words(t, l)});
    } else {
        pop(t);
        t->indent -= deeper(t);
    }
}

static void object(struct tell *t, enum label l, bool begin) {
    if (!begin) {
        pop(t);
        t->indent -= deeper(t);
        return;
    }
    flush(t);
    t->indent += deeper(t);
    heading(t, l);
    push(t, (struct tell_level){.label = l, .flows = has_words(t, l)});
}

/* The heading of a list waits for its first item: an empty list is not mentioned. */
static void item(struct tell *t, bool begin) {
    flush(t);
    top(t)->in_item = begin;
    if (!begin || !top(t)->waits)
        return;
    top(t)->waits = false;
    t->indent -= top(t)->flows ? 2 : 0;
    heading(t, top(t)->label);
    t->indent += top(t)->flows ? 2 : 0;
}

static void value(struct tell *t, enum label l, struct told v) {
    str words = told_words(t->scratch, t->lang, v);
    if (!words.n)
        return;
    if (in_flow(t)) {
        VEC_PUSH(t->scratch, &t->line, labelled(t, l, words));
        return;
    }
    stand_apart(t);
    paragraph(t, labelled(t, l, words), 2);
}

static void sentences(struct tell *t, enum label l, const str *s, size_t n, bool single) {
    size_t below = deeper(t);
    (void)single;
    flush(t);
    if (n)
        stand_apart(t);
    t->indent += below;
    for (size_t i = 0; i < n; i++)
        paragraph(t, labelled(t, l, printable(t->scratch, s[i])), below ? 0 : 2);
    t->indent -= below;
}

const struct tell_form tell_text_form = {accounts, account, object, list, item, value, sentences, table};
