/* help.c - help texts, made from the tables of command.c. */
#include "cli/command.h"

void help_print(FILE *to, enum lang lang) {
    fprintf(to, "%s\n\n%s\n",
            tr(lang, "lvyue (履约) - from a maintenance contract and its records to the documents it demands",
               "履约 lvyue —— 由运维合同与服务记录生成合同要求的全部文档"),
            tr(lang, "usage: lvyue COMMAND DIR [OPTION...]", "用法：lvyue 命令 目录 [选项…]"));
    for (size_t i = 0; i < command_count; i++)
        fprintf(to, "  %-8s %-8s %s\n", command_table[i].name, command_table[i].operands,
                tr(lang, command_table[i].en, command_table[i].zh));
    fprintf(to, "\n%s\n",
            tr(lang,
               "lvyue COMMAND --help tells the options; lvyue --version the version\n"
               "lvyue help TOPIC: commands, contract, method, records, functions, diagnostics",
               "lvyue 命令 --help 显示选项；lvyue --version 显示版本\n"
               "lvyue help 主题：commands、contract、method、records、functions、diagnostics"));
}

void help_print_command(FILE *to, enum lang lang, const struct command *c) {
    fprintf(to, "%s lvyue %s %s%s\n\n%s\n", tr(lang, "usage:", "用法："), c->name, c->operands,
            c->options ? tr(lang, " [OPTION...]", " [选项…]") : "", tr(lang, c->en, c->zh));
    fprintf(to, "%s\n\n", tr(lang, c->more_en, c->more_zh));
    for (int i = 0; i < OPT__MAX; i++) {
        if (!(c->options & (1u << i)))
            continue;
        const struct option_info *o = &option_table[i];
        char left[64];
        snprintf(left, sizeof left, "--%s%s%s", o->name, o->value ? " " : "", o->value ? o->value : "");
        fprintf(to, "  %-18s %s\n", left, tr(lang, o->en, o->zh));
    }
}
