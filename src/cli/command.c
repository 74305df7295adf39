/* command.c - the table of commands and options, and the reading of the command line. */
#include "cli/command.h"

#include <string.h>

#include "cli/help_topics.h"
#include "util/civil.h"
#include "util/version.h"

const struct option_info option_table[OPT__MAX] = {
    [OPT_ON] = {"on", "DATE", "take DATE (YYYY-MM-DD) for today; later events have not happened",
                "以 DATE（YYYY-MM-DD）为当日；此后的事件视为尚未发生"},
    [OPT_PERIOD] = {"period", "P",
                    "only documents whose period lies within P: 2025 2025H1 2025Q1 2025-03 contract",
                    "只生成周期落在 P 内的文档：2025 2025H1 2025Q1 2025-03 contract"},
    [OPT_ONLY] = {"only", "TEMPLATE", "only this template (may be a comma-separated list)",
                  "只生成此模板的文档（可用逗号分隔多个）"},
    [OPT_FORMAT] = {"format", "LIST", "build: pdf,xlsx; query: table, csv or json; explain: text or json",
                    "build：pdf,xlsx；query：table、csv 或 json；explain：text 或 json"},
    [OPT_OUT] = {"out", "FOLDER", "write to FOLDER instead of output/NAME", "写入 FOLDER，默认 output/名称"},
    [OPT_INDEX] = {"index", NULL, "also write README.md: what was made, what was due when, what is missing",
                   "另写 README.md：已生成的文档、应提交的期限与尚缺事项"},
    [OPT_JOBS] = {"jobs", "N", "so many processes at once; as many as the machine has processors when absent",
                  "同时使用的进程数，默认与处理器数相同"},
    [OPT_TIMINGS] = {"timings", NULL, "say on standard error where the time went",
                     "在标准错误输出中列出各步用时"},
    [OPT_BY] = {"by", "NAME", "who accepted, or wrote the correction; archive: who hands over",
                "验收人或更正人；archive：移交人"},
    [OPT_CORRECT] = {"correct", NULL, "write a numbered correction for the accepted figures that moved",
                     "为有变动的已验收数字写编号的更正说明"},
    [OPT_MASKED] = {"masked", NULL,
                    "check: list what is made unreadable in documents, with file:row; archive: keep masked "
                    "copies of the records instead of the originals",
                    "check：列出文档中被遮盖的内容及其 文件:行；archive：收入记录的遮盖副本而非原件"},
    [OPT_CLAUSES] = {"clauses", NULL, "list every clause with what covers it", "列出全部条款及其覆盖方式"},
    [OPT_FROM] = {"from", "EXAMPLE", "a contract folder to begin with, or the name of one of the examples",
                  "作为样例的合同文件夹，或随附样例的名称"},
};

#define OPTION(id) (1u << (id))
const struct command command_table[] = {
    {"check", "DIR", OPTION(OPT_ON) | OPTION(OPT_CLAUSES) | OPTION(OPT_MASKED),
     "read contract and records in full; every fault at file:line:column",
     "完整读取合同与记录，逐条指出错误所在的 文件:行:列",
     "Reads DIR/contract.yaml, the record files it names, narratives/ and templates/. Nothing is written.\n"
     "Exit: 0 no fault, 2 at least one.",
     "读取 DIR/contract.yaml、其中列出的记录文件、narratives/ 与 templates/，不写任何文件。\n"
     "退出码：0 无误，2 有错误。",
     command_check},
    {"status", "DIR", OPTION(OPT_ON),
     "what is due, late or missing; KPIs, allowance left, deductions to date",
     "到期、逾期、缺失事项；指标、剩余容限与累计扣款",
     "Exit: 0 all in order, 1 something contractual is missed or missing, 2 the input is wrong.",
     "退出码：0 正常，1 有未达标或缺失事项，2 输入有误。", command_status},
    {"build", "DIR",
     OPTION(OPT_ON) | OPTION(OPT_PERIOD) | OPTION(OPT_ONLY) | OPTION(OPT_FORMAT) | OPTION(OPT_OUT) |
         OPTION(OPT_INDEX) | OPTION(OPT_JOBS) | OPTION(OPT_TIMINGS),
     "make the documents the contract demands, as PDF and XLSX", "生成合同要求的文档（PDF 与 XLSX）",
     "Files appear whole or not at all: when one document cannot be made, none is written. A period that has "
     "not\n"
     "begun on --on is skipped; one that has not ended gives a draft.",
     "文件要么完整写出，要么不写：任何一份文档出错则全部不写。到 --on "
     "当日尚未开始的周期跳过；尚未结束的周期生成草稿。",
     command_build},
    {"explain", "DIR FIGURE", OPTION(OPT_ON) | OPTION(OPT_FORMAT),
     "one figure: clause, formula, numbers, intervals, records, file:row",
     "一个数字的来历：条款、算式、数值、时段、记录、文件:行",
     "FIGURE: kpi/ID@PERIOD target/ID/RECORD obligation/ID@PERIOD check/ID/RECORD outage/SYSTEM/N\n"
     "deduction/ID@PERIOD payment/ID exclusion/ID. RECORD is the record's id, or its source, "
     "records/x.csv:17,\n"
     "where records have none. deduction@PERIOD tells all deductions of a period; kpi@PERIOD, kpi/ID, kpi "
     "and\n"
     "the like list what there is. FIGURE - reads codes from standard input, one a line, and answers all of "
     "them;\n"
     "JSON is an array then.\n"
     "Exit: 0 done, 2 the input is wrong or there is no such figure (the nearest one is named).",
     "FIGURE：kpi/编号@期间 target/编号/记录 obligation/编号@期间 check/编号/记录 outage/系统/次序\n"
     "deduction/编号@期间 payment/编号 exclusion/编号。没有编号的记录写来源，如 records/x.csv:17。\n"
     "deduction@期间 说明该期全部扣款；kpi@期间、kpi/编号、kpi 等列出所含数字。\n"
     "FIGURE 写 - 时从标准输入逐行读取代码并全部回答，此时 JSON 为数组。\n"
     "退出码：0 完成，2 输入有误或没有该数字（提示最接近的一个）。",
     command_explain},
    {"query", "DIR SQL", OPTION(OPT_ON) | OPTION(OPT_FORMAT), "read-only SQL over facts and verdicts",
     "对事实与判定结果执行只读 SQL",
     "Tables: one per record type, target_result, outage, obligation_result, check_result, kpi_result,\n"
     "deduction_result, payment_result, contract, clause, rule, system, method.",
     "数据表：每种记录一张，另有 target_result、outage、obligation_result、check_result、kpi_result、\n"
     "deduction_result、payment_result、contract、clause、rule、system、method。",
     command_query},
    {"accept", "DIR", OPTION(OPT_ON) | OPTION(OPT_PERIOD) | OPTION(OPT_CORRECT) | OPTION(OPT_BY),
     "freeze the figures of a period as accepted, or write a correction",
     "将某期数字按验收结果固定，或写更正说明",
     "With --period the figures of every KPI, obligation, deduction and payment of the period go to\n"
     "accepted/P.yaml, with the method, the hashes of all inputs and a copy of the records. From then on "
     "check\n"
     "and build refuse when one of them comes out differently, and name the record and the field; status,\n"
     "query and explain warn. Restore the input, or write the next numbered correction with --correct; "
     "build\n"
     "then makes a document of it. Periods are accepted in order, once, and when they have ended.\n"
     "Exit: 0 written, 2 refused or the input is wrong.",
     "--period 将该期全部指标、义务、扣款与付款数字写入 "
     "accepted/P.yaml，连同核算方法、全部输入的哈希与记录副本。\n"
     "此后任一数字算得不同，check 与 build 即拒绝，并指出是哪条记录的哪个字段；status、query、explain "
     "给出警告。\n"
     "此时或恢复输入，或用 --correct 写下一号更正说明，build 随后生成其文档。各期按次序、一次、期满后验收。\n"
     "退出码：0 已写入，2 被拒绝或输入有误。",
     command_accept},
    {"archive", "DIR",
     OPTION(OPT_ON) | OPTION(OPT_PERIOD) | OPTION(OPT_OUT) | OPTION(OPT_BY) | OPTION(OPT_MASKED),
     "everything of a period as a BagIt package that can be checked without lvyue",
     "将某期全部文件打成 BagIt 案卷，不用 lvyue 也能核对",
     "Writes a BagIt 1.0 package (RFC 8493): documents and workbooks, the contract, records, narratives,\n"
     "templates, holiday data and accepted figures as received, the verdict tables as CSV and SQLite, a list "
     "of\n"
     "contents (PDF to sign, and CSV), RO-Crate 1.2 metadata, SHA-256 and SHA-512 manifests. The folder "
     "appears\n"
     "whole or not at all and is never written over. --masked puts masked copies of records, narratives and\n"
     "contract in the place of the originals; figures and documents still follow from them.\n"
     "Exit: 0 written, 2 refused or the input is wrong.",
     "写出 BagIt 1.0（RFC "
     "8493）案卷：文档与工作簿，收到时原样的合同、记录、叙述、模板、节假日数据与验收数字，\n"
     "CSV 与 SQLite 形式的判定结果，移交清单与卷内目录（供签字的 PDF 与 CSV），RO-Crate 1.2 元数据，\n"
     "SHA-256 与 SHA-512 清单。文件夹要么完整出现，要么不出现，且不覆盖已有文件夹。\n"
     "--masked 以记录、叙述与合同的遮盖副本代替原件，数字与文档仍可由其得出。\n"
     "退出码：0 已写出，2 被拒绝或输入有误。",
     command_archive},
    {"verify", "BAG", OPTION(OPT_OUT), "is an archive whole, and do its figures follow from its inputs?",
     "核对案卷是否完整，数字能否由其中的输入重新得出",
     "Reads every file and names those missing, extra, altered or unreadable. When all are as written, "
     "judges\n"
     "the archived inputs again and compares every verdict table, and makes the documents again where "
     "program\n"
     "and fonts are the same. Needs nothing but the archive. --out copies contract, data and documents "
     "under\n"
     "their own names into a new folder, to build from.\n"
     "Exit: 0 all is well, 1 something is not (listed), 2 there is no such folder.",
     "读取全部文件，指出缺失、多余、被改动或无法读取者。若均无误，则由案卷内的输入重新判定，逐表比较；程序与"
     "字体相同时，\n"
     "重新生成文档并比较。只需案卷本身。--out 将合同、数据与文档以原名复制到新文件夹，可据以生成。\n"
     "退出码：0 无误，1 有问题（列出），2 没有该文件夹。",
     command_verify},
    {"init", "DIR", OPTION(OPT_ON) | OPTION(OPT_FROM),
     "a new contract folder with a workbook to enter records in", "新建合同文件夹与记录登记簿",
     "Writes DIR/contract.yaml, with the terms of EXAMPLE to be changed, and DIR/records/登记簿.xlsx with a "
     "sheet for\n"
     "every record type the terms need: drop-downs, checks, A4. What is typed there is read without mapping. "
     "DIR must\n"
     "not exist.",
     "写出 DIR/contract.yaml（沿用样例的条款，待修改）和 "
     "DIR/records/登记簿.xlsx：条款所需的每种记录一张表，\n"
     "有下拉列表与检查，可按 A4 打印；填入的内容无需映射即可读取。DIR 必须尚不存在。",
     command_init},
};
const size_t command_count = sizeof command_table / sizeof *command_table;

static int usage_error(struct invocation *v, const char *en, const char *zh, str word, const str *known,
                       size_t n) {
    fprintf(v->err, "lvyue: ");
    fprintf(v->err, tr(v->lang, en, zh), STR_ARG(word));
    str near = str_nearest(word, known, n);
    if (near.n)
        fprintf(v->err, tr(v->lang, "; did you mean '%.*s'?", "；是否指“%.*s”？"), STR_ARG(near));
    fprintf(v->err, "\n%s\n", tr(v->lang, "try 'lvyue --help'", "请用 lvyue --help 查看用法"));
    return EXIT_USAGE;
}

static const struct command *find_command(str name) {
    for (size_t i = 0; i < command_count; i++)
        if (str_eqz(name, command_table[i].name))
            return &command_table[i];
    return NULL;
}

static int unknown_command(struct invocation *v, str word) {
    str known[16];
    size_t n = 0;
    for (; n < command_count; n++)
        known[n] = str_from(command_table[n].name);
    return usage_error(v, "unknown command '%.*s'", "未知命令“%.*s”", word, known, n);
}

static int unknown_option(struct invocation *v, const struct command *c, str word) {
    str known[OPT__MAX + 1];
    size_t n = 0;
    for (int i = 0; i < OPT__MAX; i++)
        if (c->options & OPTION(i))
            known[n++] = str_fmt(v->a, "--%s", option_table[i].name);
    known[n++] = S("--help");
    return usage_error(v, "unknown option '%.*s'", "未知选项“%.*s”", word, known, n);
}

/* Takes one "--name[=value]" at argv[*i]. */
static int take_option(struct invocation *v, const struct command *c, int argc, char **argv, int *i) {
    str word = str_from(argv[*i]), rest = word, name;
    str_cut(&rest, '=', &name);
    bool inline_value = name.n < word.n;
    for (int id = 0; id < OPT__MAX; id++) {
        if (!(c->options & OPTION(id)) || !str_eqz(str_slice(name, 2, name.n), option_table[id].name))
            continue;
        if (!option_table[id].value) {
            if (inline_value)
                return usage_error(v, "option '%.*s' takes no value", "选项“%.*s”不带值", name, NULL, 0);
            v->option[id] = S("1");
        } else if (inline_value) {
            v->option[id] = rest.n ? rest : S("");
        } else if (*i + 1 < argc) {
            v->option[id] = str_from(argv[++*i]);
        } else {
            return usage_error(v, "option '%.*s' needs a value", "选项“%.*s”缺少值", name, NULL, 0);
        }
        return EXIT_DONE;
    }
    return unknown_option(v, c, name);
}

static int parse(struct invocation *v, const struct command *c, int argc, char **argv, bool *help) {
    size_t operands = 0, wanted = strchr(c->operands, ' ') ? 2 : 1;
    bool only_operands = false;
    for (int i = 2; i < argc; i++) {
        str word = str_from(argv[i]);
        if (!only_operands && str_eqz(word, "--")) {
            only_operands = true;
        } else if (!only_operands && (str_eqz(word, "--help") || str_eqz(word, "-h"))) {
            *help = true;
            return EXIT_DONE;
        } else if (!only_operands && word.n > 1 && word.p[0] == '-') {
            int code = take_option(v, c, argc, argv, &i);
            if (code)
                return code;
        } else if (operands == wanted) {
            return usage_error(v, "too many operands: '%.*s'", "多余的参数“%.*s”", word, NULL, 0);
        } else if (operands++ == 0) {
            v->dir = word;
        } else {
            v->operand = word;
        }
    }
    if (operands < wanted) {
        fprintf(v->err, "lvyue %s: %s %s\n", c->name, tr(v->lang, "needs", "需要参数"), c->operands);
        return EXIT_USAGE;
    }
    if (!utf8_valid(v->dir) || !utf8_valid(v->operand))
        return usage_error(v, "an operand is not valid UTF-8%.*s", "参数不是有效的 UTF-8 文本%.*s", S(""),
                           NULL, 0);
    return EXIT_DONE;
}

static int take_on(struct invocation *v, int32_t today) {
    v->on = today;
    str text = v->option[OPT_ON];
    if (!text.p)
        return EXIT_DONE;
    int64_t t;
    bool has_time;
    if (!civil_parse(text, S("%Y-%m-%d"), &t, &has_time))
        return usage_error(v, "--on takes a date like 2025-03-31, not '%.*s'",
                           "--on 需要形如 2025-03-31 的日期，而不是“%.*s”", text, NULL, 0);
    v->on = civil_day(t);
    return EXIT_DONE;
}

static int run_command(struct invocation *v, int argc, char **argv, int32_t today) {
    str name = str_from(argv[1]);
    const struct command *c = find_command(name);
    if (!c)
        return unknown_command(v, name);
    bool help = false;
    int code = parse(v, c, argc, argv, &help);
    if (help) {
        help_print_command(v->out, v->lang, c);
        return EXIT_DONE;
    }
    if (code == EXIT_DONE)
        code = take_on(v, today);
    return code == EXIT_DONE ? c->run(v) : code;
}

/* lvyue help [COMMAND | TOPIC [--mdoc]] */
static int run_help(struct invocation *v, int argc, char **argv) {
    if (argc < 3) {
        help_print(v->out, v->lang);
        return EXIT_DONE;
    }
    const struct command *c = find_command(str_from(argv[2]));
    if (!c)
        return help_topic(v, str_from(argv[2]), argc > 3 && str_eqz(str_from(argv[3]), "--mdoc"));
    help_print_command(v->out, v->lang, c);
    return EXIT_DONE;
}

int command_main(int argc, char **argv, enum lang lang, int32_t today) {
    struct invocation v = {.a = arena_new(), .lang = lang, .out = stdout, .err = stderr};
    int code = EXIT_DONE;
    str first = argc > 1 ? str_from(argv[1]) : S("");
    if (argc < 2) {
        help_print(stderr, lang);
        code = EXIT_USAGE;
    } else if (str_eqz(first, "--help") || str_eqz(first, "-h") || str_eqz(first, "help")) {
        code = run_help(&v, argc, argv);
    } else if (str_eqz(first, "--version")) {
        puts(lvyue_version);
    } else {
        code = run_command(&v, argc, argv, today);
    }
    arena_free(v.a);
    if (fflush(stdout) != 0 || ferror(stdout)) {
        fprintf(stderr, "lvyue: %s\n", tr(lang, "standard output cannot be written", "标准输出无法写入"));
        code = code == EXIT_DONE || code == EXIT_MISSED ? EXIT_SYSTEM : code;
    }
    return code;
}
