/* help_topics.c - one writer of terms and texts, one small function per table. */
#include "cli/help_topics.h"

#include "cli/job.h"
#include "contract/contract_schema.h"
#include "yaml/schema.h"

struct writer {
    struct invocation *v;
    bool mdoc;
    int depth;
};

/* A line of a manual page must not begin with a control character, and a backslash begins an escape. */
static void put_text(const struct writer *w, str s) {
    FILE *to = w->v->out;
    if (w->mdoc && s.n && (s.p[0] == '.' || s.p[0] == '\''))
        fputs("\\&", to);
    for (size_t i = 0; i < s.n; i++) {
        if (w->mdoc && s.p[i] == '\\')
            fputs("\\e", to);
        else
            putc(s.p[i] == '\n' ? ' ' : s.p[i], to);
    }
}

static void item(const struct writer *w, str term, str text) {
    FILE *to = w->v->out;
    if (w->mdoc) {
        fputs(".It Li \"", to);
        for (int i = 0; i < w->depth; i++)
            fputs("\\ \\ ", to);
        put_text(w, term);
        fputs("\"\n", to);
    } else {
        fprintf(to, "%*s%.*s  ", w->depth * 2, "", STR_ARG(term));
    }
    put_text(w, text);
    putc('\n', to);
}

static void begin(const struct writer *w) {
    if (w->mdoc)
        fputs(".Bl -tag -width 14n -compact\n", w->v->out);
}

static void end(const struct writer *w) {
    if (w->mdoc)
        fputs(".El\n", w->v->out);
}

static void section(const struct writer *w, str name, str title) {
    FILE *to = w->v->out;
    fprintf(to, w->mdoc ? ".Ss %.*s (%.*s)\n" : "\n%.*s  %.*s\n", STR_ARG(name), STR_ARG(title));
}

/* -- contract ------------------------------------------------------------------------------------- */

static const char *const kind_names[] = {
    [FIELD_STR] = "text",       [FIELD_STRS] = "text or list",
    [FIELD_INT] = "number",     [FIELD_BOOL] = "yes/no",
    [FIELD_DAY] = "date",       [FIELD_MONEY] = "sum",
    [FIELD_DEC] = "number",     [FIELD_PERCENT] = "percentage",
    [FIELD_LIMIT] = "limit",    [FIELD_ENUM] = "word",
    [FIELD_FREQ] = "frequency", [FIELD_MAP] = "mapping",
    [FIELD_LIST] = "list",      [FIELD_DICT] = "mapping of names",
    [FIELD_NODE] = "mapping",
};

static void schema_items(struct writer *w, const struct schema *s) {
    for (const struct field *f = s->fields; f->name; f++) {
        struct sb text = {.a = w->v->a};
        sb_fmt(&text, "%s%s. %s", kind_names[f->kind], f->required ? ", required" : "",
               f->note ? f->note : "");
        if (f->kind == FIELD_ENUM) {
            sb_addz(&text, " (");
            for (size_t i = 0; f->words[i]; i++)
                sb_fmt(&text, "%s%s", i ? ", " : "", f->words[i]);
            sb_char(&text, ')');
        }
        item(w, str_from(f->name), sb_str(&text));
        if (f->sub) {
            w->depth++;
            schema_items(w, f->sub);
            w->depth--;
        }
    }
}

static bool topic_contract(struct writer *w) {
    begin(w);
    schema_items(w, &contract_schema);
    end(w);
    return true;
}

static bool topic_method(struct writer *w) {
    static const struct {
        enum method_key key;
        const char *answer, *zh, *en;
    } rows[] = {
#define METHOD_KEY(ident, key, default_answer)
#define METHOD(ident, answer, zh, en) {ident, answer, zh, en},
#include "contract/method.def"
#undef METHOD
#undef METHOD_KEY
    };
    begin(w);
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
        item(w, str_fmt(w->v->a, "%s: %s", method_key_name(rows[i].key), rows[i].answer),
             str_from(tr(w->v->lang, rows[i].en, rows[i].zh)));
    end(w);
    return true;
}

/* -- records -------------------------------------------------------------------------------------- */

static const char *const column_names[COLUMN__MAX] = {
    [COLUMN_TEXT] = "text",   [COLUMN_INT] = "int",   [COLUMN_DEC] = "dec",
    [COLUMN_BOOL] = "bool",   [COLUMN_DAY] = "day",   [COLUMN_TIME] = "time",
    [COLUMN_MONEY] = "money", [COLUMN_ENUM] = "enum", [COLUMN_REF] = "ref",
};

static void column_item(const struct writer *w, const struct column *c) {
    struct sb text = {.a = w->v->a};
    sb_fmt(&text, "%.*s. %s%s", STR_ARG(c->title.v), column_names[c->kind], c->required ? ", required" : "");
    if (c->ref.v.n)
        sb_fmt(&text, " (%.*s)", STR_ARG(c->ref.v));
    for (size_t i = 0; i < c->n_values; i++)
        sb_fmt(&text, "%s%.*s %.*s", i ? ", " : ": ", STR_ARG(c->values[i].value.v),
               STR_ARG(c->values[i].title.v));
    if (c->note.v.n)
        sb_fmt(&text, "; %.*s", STR_ARG(c->note.v));
    item(w, c->name.v, sb_str(&text));
}

static bool topic_records(struct writer *w) {
    struct diags *d = diags_new(w->v->a, w->v->lang);
    struct failure f = {0};
    str data;
    const struct record_types *types = NULL;
    if (data_dir_find(w->v->a, &data, &f))
        types = record_types_load(w->v->a, d, path_join(w->v->a, data, S("data/records.yaml")));
    diags_print(d, w->v->err);
    if (f.set)
        fprintf(w->v->err, "lvyue: %s\n", f.text);
    for (size_t i = 0; types && i < types->n; i++) {
        section(w, types->at[i].name.v, types->at[i].title.v);
        begin(w);
        for (size_t k = 0; k < types->at[i].n_columns; k++)
            column_item(w, &types->at[i].columns[k]);
        end(w);
    }
    return types != NULL;
}

/* -- functions, diagnostics, commands --------------------------------------------------------------- */

static bool topic_functions(struct writer *w) {
    size_t n;
    const struct sql_function_info *infos = store_functions(&n);
    begin(w);
    for (size_t i = 0; i < n; i++)
        item(w, str_fmt(w->v->a, "%s(%s)", infos[i].name, infos[i].args), str_from(infos[i].note));
    end(w);
    return true;
}

static bool topic_diagnostics(struct writer *w) {
    static const char *const levels[] = {"error", "warning", "note"};
    begin(w);
    for (int i = 0; i < DIAG__MAX; i++) {
        enum diag_id id = (enum diag_id)i;
        item(w, str_from(diag_name(id)),
             str_fmt(w->v->a, "%s: %s / %s", levels[diag_level_of(id)], diag_text(id, LANG_EN),
                     diag_text(id, LANG_ZH)));
    }
    end(w);
    return true;
}

static bool topic_commands(struct writer *w) {
    for (size_t i = 0; i < command_count; i++) {
        const struct command *c = &command_table[i];
        FILE *to = w->v->out;
        fprintf(to, w->mdoc ? ".Ss %s %s\n%s.\n%s\n" : "\n%s %s\n%s.\n%s\n", c->name, c->operands,
                tr(w->v->lang, c->en, c->zh), tr(w->v->lang, c->more_en, c->more_zh));
        begin(w);
        for (int k = 0; k < OPT__MAX; k++) {
            const struct option_info *o = &option_table[k];
            if (c->options & (1u << k))
                item(w, str_fmt(w->v->a, "--%s%s%s", o->name, o->value ? " " : "", o->value ? o->value : ""),
                     str_from(tr(w->v->lang, o->en, o->zh)));
        }
        end(w);
    }
    return true;
}

static const struct {
    const char *name;
    bool (*write)(struct writer *w);
} topics[] = {
    {"commands", topic_commands}, {"contract", topic_contract},   {"method", topic_method},
    {"records", topic_records},   {"functions", topic_functions}, {"diagnostics", topic_diagnostics},
};

str help_topic_names(struct arena *a, enum lang lang) {
    struct sb b = {.a = a};
    for (size_t i = 0; i < sizeof topics / sizeof *topics; i++)
        sb_fmt(&b, "%s%s", i ? tr(lang, ", ", "、") : "", topics[i].name);
    return sb_str(&b);
}

int help_topic(struct invocation *v, str topic, bool mdoc) {
    struct writer w = {.v = v, .mdoc = mdoc};
    for (size_t i = 0; i < sizeof topics / sizeof *topics; i++)
        if (str_eqz(topic, topics[i].name))
            return topics[i].write(&w) ? EXIT_DONE : EXIT_SYSTEM;
    fprintf(v->err,
            tr(v->lang, "lvyue: no help on '%.*s'; there is: %.*s\n",
               "lvyue：没有关于“%.*s”的帮助；可选：%.*s\n"),
            STR_ARG(topic), STR_ARG(help_topic_names(v->a, v->lang)));
    return EXIT_USAGE;
}
