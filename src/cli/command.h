/* command.h - the commands as data: one row here, one function in a file of its own.
 *
 * The table is read by the parser, the help texts and the manual's check. Exit codes are fixed:
 * 0 done, 1 done and something contractual is missed or missing, 2 the input is wrong and nothing was
 * written, 3 usage, 4 the system failed.
 */
#ifndef LVYUE_CLI_COMMAND_H
#define LVYUE_CLI_COMMAND_H

#include "util/diag.h"

enum exit_code { EXIT_DONE = 0, EXIT_MISSED = 1, EXIT_INPUT = 2, EXIT_USAGE = 3, EXIT_SYSTEM = 4 };

enum option_id {
    OPT_ON,
    OPT_PERIOD,
    OPT_ONLY,
    OPT_FORMAT,
    OPT_OUT,
    OPT_INDEX,
    OPT_JOBS,
    OPT_TIMINGS,
    OPT_CLAUSES,
    OPT_BY,
    OPT_CORRECT,
    OPT_MASKED,
    OPT_FROM,
    OPT__MAX
};
struct option_info {
    const char *name;  /* without the dashes */
    const char *value; /* what it takes, for the help; NULL: a switch */
    const char *en, *zh;
};
extern const struct option_info option_table[OPT__MAX];

/* What the user typed, checked for form only. */
struct invocation {
    struct arena *a;
    enum lang lang;
    int32_t on;           /* --on, or today */
    str dir;              /* first operand */
    str operand;          /* second operand (FIGURE, SQL) */
    str data;             /* folder with data/ and templates/; empty: found (data_dir.c) */
    str option[OPT__MAX]; /* p == NULL: not given */
    FILE *out, *err;
};

struct command {
    const char *name;
    const char *operands; /* "DIR", "DIR FIGURE" or "DIR SQL" */
    unsigned options;     /* bit per option_id */
    const char *en, *zh;  /* one line */
    const char *more_en, *more_zh;
    int (*run)(struct invocation *v);
};
extern const struct command command_table[];
extern const size_t command_count;

int command_check(struct invocation *v);
int command_status(struct invocation *v);
int command_build(struct invocation *v);
int command_explain(struct invocation *v);
int command_query(struct invocation *v);
int command_accept(struct invocation *v);
int command_archive(struct invocation *v);
int command_verify(struct invocation *v);
int command_init(struct invocation *v);

/* Parses argv, answers --help and --version, runs the command. today: days since 1970 in China. */
int command_main(int argc, char **argv, enum lang lang, int32_t today);
void help_print(FILE *to, enum lang lang);
void help_print_command(FILE *to, enum lang lang, const struct command *c);

static inline const char *tr(enum lang lang, const char *en, const char *zh) {
    return lang == LANG_ZH ? zh : en;
}

#endif
