/* tell_json.c - an account as JSON: stable keys, values as the store keeps them. */
#include <assert.h>

#include "explain/tell.h"

static void put_text(struct tell *t, str s) {
    putc('"', t->to);
    while (s.n) {
        str rest = s;
        uint32_t cp = utf8_next(&rest);
        size_t n = s.n - rest.n;
        if (cp == '"' || cp == '\\')
            fprintf(t->to, "\\%c", (char)cp);
        else if (cp < 0x20)
            fprintf(t->to, "\\u%04x", (unsigned)cp);
        else if (cp == UTF8_BAD)
            fputs("\xEF\xBF\xBD", t->to);
        else
            fwrite(s.p, 1, n, t->to);
        s = rest;
    }
    putc('"', t->to);
}

static void put_value(struct tell *t, struct told v) {
    struct arena_mark m = arena_mark(t->scratch);
    switch (v.kind) {
    case TOLD_TEXT:
    case TOLD_OUTCOME:
        put_text(t, v.text);
        break;
    case TOLD_NAMED:
        put_text(t, v.name);
        break;
    case TOLD_DAY:
        put_text(t, civil_text_day(t->scratch, (int32_t)v.n));
        break;
    case TOLD_MOMENT:
    case TOLD_DUE:
        put_text(t, civil_text(t->scratch, v.n));
        break;
    case TOLD_COUNT:
    case TOLD_SECONDS:
    case TOLD_FEN:
        fprintf(t->to, "%lld", (long long)v.n);
        break;
    case TOLD_BOOL:
        fputs(v.n ? "true" : "false", t->to);
        break;
    default:
        fputs("null", t->to);
        break;
    }
    arena_rewind(t->scratch, m);
}

/* -- places --------------------------------------------------------------------------------------- */

static void new_line(struct tell *t) {
    putc('\n', t->to);
    for (size_t i = 0; i < t->depth; i++)
        fputs("  ", t->to);
}

/* A comma where something stands before, then a line of its own. */
static void next(struct tell *t) {
    uint64_t bit = UINT64_C(1) << t->depth;
    if (t->filled & bit)
        putc(',', t->to);
    t->filled |= bit;
    if (t->depth)
        new_line(t);
}

static void key(struct tell *t, enum label l) {
    next(t);
    fprintf(t->to, "\"%s\": ", label_key(l));
}

static void open_at(struct tell *t, char bracket) {
    putc(bracket, t->to);
    t->depth++;
    assert(t->depth < TELL_DEPTH_MAX);
    t->filled &= ~(UINT64_C(1) << t->depth);
}

static void close_at(struct tell *t, char bracket) {
    bool filled = t->filled >> t->depth & 1;
    t->depth--;
    if (filled)
        new_line(t);
    putc(bracket, t->to);
}

/* -- the form ------------------------------------------------------------------------------------- */

static void accounts(struct tell *t, bool begin) {
    if (begin) {
        open_at(t, '[');
        return;
    }
    close_at(t, ']');
    putc('\n', t->to);
}

static void object(struct tell *t, enum label l, bool begin) {
    if (!begin) {
        close_at(t, '}');
        return;
    }
    key(t, l);
    open_at(t, '{');
}

static void list(struct tell *t, enum label l, bool begin) {
    if (!begin) {
        close_at(t, ']');
        return;
    }
    key(t, l);
    open_at(t, '[');
}

static void item(struct tell *t, bool begin) {
    if (!begin) {
        close_at(t, '}');
        return;
    }
    next(t);
    open_at(t, '{');
}

static void value(struct tell *t, enum label l, struct told v) {
    key(t, l);
    put_value(t, v);
}

static void account(struct tell *t, str figure, const char *kind, str title, struct told outcome) {
    if (!kind) {
        close_at(t, '}');
        if (!t->depth)
            putc('\n', t->to);
        return;
    }
    next(t);
    open_at(t, '{');
    value(t, L_FIGURE, told_text(figure));
    value(t, L_KIND, told_text(str_from(kind)));
    value(t, L_TITLE, told_text(title));
    value(t, L_OUTCOME, outcome);
}

static void sentences(struct tell *t, enum label l, const str *s, size_t n, bool single) {
    if (single) {
        value(t, l, n ? told_text(s[0]) : told_none());
        return;
    }
    key(t, l);
    open_at(t, '[');
    for (size_t i = 0; i < n; i++) {
        next(t);
        put_text(t, s[i]);
    }
    close_at(t, ']');
}

static void table(struct tell *t, const struct tell_table *table) {
    list(t, table->label, true);
    for (size_t i = 0; i < table->cells.n; i += table->n) {
        next(t);
        putc('{', t->to);
        for (size_t c = 0; c < table->n; c++) {
            fprintf(t->to, "%s\"%s\": ", c ? ", " : "", label_key(table->columns[c]));
            put_value(t, table->cells.at[i + c]);
        }
        putc('}', t->to);
    }
    list(t, table->label, false);
}

const struct tell_form tell_json_form = {accounts, account, object, list, item, value, sentences, table};
