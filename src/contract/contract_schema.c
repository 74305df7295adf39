/* contract_schema.c - every key of contract.yaml. */
#include "contract/contract_schema.h"

#define FIELD(T, key, kind, member, need, note)                                                              \
    { key, kind, offsetof(struct T, member), need, NULL, NULL, note }
#define WORDS(T, key, member, list, note)                                                                    \
    { key, FIELD_ENUM, offsetof(struct T, member), false, NULL, list, note }
#define PART(T, key, kind, member, need, schema, note)                                                       \
    { key, kind, offsetof(struct T, member), need, &(schema), NULL, note }
#define END                                                                                                  \
    { 0 }
#define RULE_HEAD(T)                                                                                         \
    FIELD(T, "id", FIELD_STR, rule.id, true,                                                                 \
          "unique among all rules; used in figures such as kpi/ID@2025Q1"),                                  \
        FIELD(T, "name", FIELD_STR, rule.name, true, "as printed in reports"),                               \
        FIELD(T, "clause", FIELD_STRS, rule.clause, true, "ids of the clauses it comes from"),               \
        FIELD(T, "text", FIELD_STR, rule.text, false, "the clause in the contract's own words")

static const char *const quarters_words[] = {"calendar", "contract", NULL};
static const char *const once_words[] = {"signed", "from", "to", NULL}; /* in the order of enum once_after */

static const struct field head_fields[] = {
    FIELD(contract_head, "id", FIELD_STR, id, true, "short name of the contract"),
    FIELD(contract_head, "title", FIELD_STR, title, true, "name of the project"),
    FIELD(contract_head, "number", FIELD_STR, number, false, "number of the contract document"),
    FIELD(contract_head, "buyer", FIELD_STR, buyer, true, "the hospital"),
    FIELD(contract_head, "supplier", FIELD_STR, supplier, true, "the maintenance company"),
    FIELD(contract_head, "signed", FIELD_DAY, signed_on, true, "day of signature"),
    FIELD(contract_head, "from", FIELD_DAY, from, true, "first day of the term"),
    FIELD(contract_head, "to", FIELD_DAY, to, true, "last day of the term"),
    FIELD(contract_head, "amount", FIELD_MONEY, amount, true, "contract amount in yuan"),
    WORDS(contract_head, "quarters", quarters, quarters_words,
          "calendar (default), or contract: quarters, halves and years count from the first day"),
    END,
};
static const struct schema head_schema = {"contract", sizeof(struct contract_head), head_fields, 0,
                                          offsetof(struct contract_head, at)};

static const struct field clause_fields[] = {
    FIELD(clause, "id", FIELD_STR, id, true, "number of the clause"),
    FIELD(clause, "section", FIELD_STR, section, false, "heading it stands under"),
    FIELD(clause, "text", FIELD_STR, text, true, "its words"),
    FIELD(clause, "covered_by", FIELD_STRS, covered_by, false,
          "rules, record types or templates that answer it"),
    FIELD(clause, "not_judged", FIELD_STR, not_judged, false, "why nothing can judge it"),
    END,
};
static const struct schema clause_schema = {"clause", sizeof(struct clause), clause_fields, 0,
                                            offsetof(struct clause, at)};

static const struct field calendar_fields[] = {
    FIELD(calendar_def, "days", FIELD_STR, days, true, "mon-fri, or mon,wed-sat"),
    FIELD(calendar_def, "hours", FIELD_STRS, hours_text, true, "08:00-12:00, one or more; 24:00 may end"),
    FIELD(calendar_def, "holidays", FIELD_STR, holidays, true,
          "cn: State Council holidays and make-up days; none"),
    END,
};
static const struct schema calendar_schema = {"calendar", sizeof(struct calendar_def), calendar_fields,
                                              offsetof(struct calendar_def, name),
                                              offsetof(struct calendar_def, at)};

static const struct field system_fields[] = {
    FIELD(system_def, "id", FIELD_STR, id, true, "as records name it"),
    FIELD(system_def, "name", FIELD_STR, name, true, "as printed in reports; records may use it too"),
    FIELD(system_def, "aliases", FIELD_STRS, aliases, false, "further names that records use"),
    FIELD(system_def, "critical", FIELD_BOOL, critical, false, "yes: counted where a rule says critical"),
    END,
};
static const struct schema system_schema = {"system", sizeof(struct system_def), system_fields, 0,
                                            offsetof(struct system_def, at)};

static const struct field quantity_fields[] = {
    FIELD(quantity, "id", FIELD_STR, id, true, "as templates and conditions name it"),
    FIELD(quantity, "name", FIELD_STR, name, true, "as printed in reports"),
    FIELD(quantity, "value", FIELD_DEC, value, true, "the number"),
    FIELD(quantity, "unit", FIELD_STR, unit, false, "what is counted"),
    FIELD(quantity, "clause", FIELD_STRS, clause, true, "ids of the clauses that state it"),
    END,
};
static const struct schema quantity_schema = {"quantity", sizeof(struct quantity), quantity_fields, 0,
                                              offsetof(struct quantity, at)};

static const struct field records_fields[] = {
    FIELD(records_def, "file", FIELD_STRS, file, false,
          "one or more files inside the contract folder; or odbc"),
    FIELD(records_def, "sheet", FIELD_STRS, sheet, false,
          "one or more sheets of a workbook; the one with the header when absent"),
    FIELD(records_def, "format", FIELD_STR, format, false,
          "sadf or prometheus; CSV and workbooks are known by what they hold"),
    FIELD(records_def, "odbc", FIELD_STR, odbc, false, "data source name of a database, instead of file"),
    FIELD(records_def, "query", FIELD_STR, query, false, "SQL that gives the records of odbc"),
    FIELD(records_def, "columns", FIELD_NODE, columns_node, false, "our column: their header"),
    FIELD(records_def, "values", FIELD_NODE, values_node, false, "our column: {their value: our value}"),
    FIELD(records_def, "fill", FIELD_NODE, fill_node, false,
          "our column: its value where the source gives none"),
    FIELD(records_def, "time", FIELD_STR, time, false, "form of times, such as %Y/%m/%d %H:%M"),
    FIELD(records_def, "encoding", FIELD_STR, encoding, false, "utf-8 or gb18030; found out when absent"),
    END,
};
static const struct schema records_schema = {"records", sizeof(struct records_def), records_fields,
                                             offsetof(struct records_def, type),
                                             offsetof(struct records_def, at)};

static const struct field target_fields[] = {
    RULE_HEAD(target),
    FIELD(target, "on", FIELD_STR, on, true, "record type"),
    FIELD(target, "where", FIELD_STR, where, false, "which records, as SQL; all when absent"),
    FIELD(target, "from", FIELD_STR, from, true, "column at which the clock starts"),
    FIELD(target, "to", FIELD_STRS, to, true, "columns that stop it, the earliest recorded one"),
    FIELD(target, "within", FIELD_LIMIT, within, false, "time limit"),
    FIELD(target, "by", FIELD_STR, by, false,
          "instead of within: column with the day or moment agreed for the record"),
    FIELD(target, "late_if", FIELD_STR, late_if, false,
          "after_limit or at_limit, where this limit differs from the method"),
    FIELD(target, "clock", FIELD_STR, clock, false, "calendar it runs on; always when absent"),
    FIELD(target, "pause", FIELD_STRS, pause, false, "reasons of hold events that stop the clock"),
    END,
};
static const struct schema target_schema = {"target", sizeof(struct target), target_fields, 0,
                                            offsetof(struct target, rule.at)};

static const struct field once_fields[] = {
    FIELD(once, "within", FIELD_LIMIT, within, false, "time limit; none when absent"),
    {"after", FIELD_ENUM, offsetof(struct once, after), true, NULL, once_words, "signed, from or to"},
    END,
};
static const struct schema once_schema = {"once", sizeof(struct once), once_fields, 0,
                                          offsetof(struct once, at)};

static const struct field due_fields[] = {
    FIELD(due, "within", FIELD_LIMIT, within, false, "time limit"),
    FIELD(due, "after", FIELD_STR, after, false, "period, signed, from, to, or record.column"),
    FIELD(due, "where", FIELD_STR, where, false, "with record.column: which records, as SQL"),
    FIELD(due, "at", FIELD_STR, at_text, false, "start, end, 50% of term, or a date"),
    FIELD(due, "clock", FIELD_STR, clock, false, "calendar of the limit; always when absent"),
    END,
};
static const struct schema due_schema = {"due", sizeof(struct due), due_fields, 0, offsetof(struct due, at)};

static const struct field only_if_fields[] = {
    FIELD(only_if, "on", FIELD_STR, on, true, "record type"),
    FIELD(only_if, "where", FIELD_STR, where, false, "which records, as SQL; all when absent"),
    END,
};
static const struct schema only_if_schema = {"only_if", sizeof(struct only_if), only_if_fields, 0,
                                             offsetof(struct only_if, at)};

static const struct field obligation_fields[] = {
    RULE_HEAD(obligation),
    FIELD(obligation, "every", FIELD_FREQ, every, false,
          "day workday week 2weeks month quarter half year term"),
    PART(obligation, "once", FIELD_MAP, once, false, once_schema, "once in the term, instead of every"),
    FIELD(obligation, "on", FIELD_STR, on, true, "record type that proves it"),
    FIELD(obligation, "where", FIELD_STR, where, false, "which records, as SQL; all when absent"),
    FIELD(obligation, "date", FIELD_STR, date, false,
          "column that dates it; the type's main date when absent"),
    FIELD(obligation, "period", FIELD_STR, period, false,
          "column with the period a record is for; its date when absent"),
    FIELD(obligation, "calendar", FIELD_STR, calendar, false,
          "whose days are the working days of every: workday"),
    FIELD(obligation, "at_least", FIELD_INT, at_least, false, "records needed in each period; 1 when absent"),
    FIELD(obligation, "distinct", FIELD_STR, distinct, false,
          "column of which at_least counts the different values, such as person"),
    PART(obligation, "only_if", FIELD_MAP, only_if, false, only_if_schema,
         "owed only in periods to which such a record belongs"),
    PART(obligation, "due", FIELD_MAP, due, false, due_schema,
         "when it must be proved; the period's end when absent"),
    END,
};
static const struct schema obligation_schema = {"obligation", sizeof(struct obligation), obligation_fields, 0,
                                                offsetof(struct obligation, rule.at)};

static const struct field check_fields[] = {
    RULE_HEAD(check),
    FIELD(check, "on", FIELD_STR, on, true, "record type"),
    FIELD(check, "where", FIELD_STR, where, false, "which records, as SQL; all when absent"),
    FIELD(check, "require", FIELD_STR, require, true, "what must hold for each of them, as SQL"),
    PART(check, "due", FIELD_MAP, due, false, due_schema,
         "until then a record that does not satisfy it is pending: within, after: record.column"),
    END,
};
static const struct schema check_schema = {"check", sizeof(struct check), check_fields, 0,
                                           offsetof(struct check, rule.at)};

static const struct field share_fields[] = {
    FIELD(kpi_share, "of", FIELD_STR, of, true, "record type"),
    FIELD(kpi_share, "where", FIELD_STR, where, true, "records that count, as SQL"),
    FIELD(kpi_share, "among", FIELD_STR, among, false,
          "records they are counted among, as SQL; all when absent"),
    END,
};
static const struct schema share_schema = {"share", sizeof(struct kpi_share), share_fields, 0,
                                           offsetof(struct kpi_share, at)};

static const struct field availability_fields[] = {
    FIELD(kpi_availability, "systems", FIELD_STRS, systems, true, "critical, all, or ids of systems"),
    FIELD(kpi_availability, "clock", FIELD_STR, clock, false,
          "calendar of the service time; always when absent"),
    FIELD(kpi_availability, "down", FIELD_STR, down, true, "which records are outages, as SQL"),
    FIELD(kpi_availability, "of", FIELD_STR, of, false, "record type; incident when absent"),
    FIELD(kpi_availability, "from", FIELD_STRS, from, false,
          "columns of the begin; down_from, reported_at when absent"),
    FIELD(kpi_availability, "to", FIELD_STRS, to, false,
          "columns of the end; down_to, restored_at when absent"),
    END,
};
static const struct schema availability_schema = {"availability", sizeof(struct kpi_availability),
                                                  availability_fields, 0,
                                                  offsetof(struct kpi_availability, at)};

static const struct field kpi_fields[] = {
    RULE_HEAD(kpi),
    FIELD(kpi, "every", FIELD_FREQ, every, true, "period it is judged for"),
    PART(kpi, "share", FIELD_MAP, share, false, share_schema, "part of the records"),
    FIELD(kpi, "met", FIELD_STRS, met, false, "targets: the part of their results that is met"),
    PART(kpi, "availability", FIELD_MAP, availability, false, availability_schema,
         "part of the service time"),
    FIELD(kpi, "at_least", FIELD_PERCENT, at_least, false, "percentage to reach"),
    FIELD(kpi, "at_most", FIELD_PERCENT, at_most, false, "percentage not to exceed"),
    END,
};
static const struct schema kpi_schema = {"kpi", sizeof(struct kpi), kpi_fields, 0,
                                         offsetof(struct kpi, rule.at)};

static const struct field tier_fields[] = {
    FIELD(deduction_tier, "below", FIELD_PERCENT, below, false, "with for: the value is less than this"),
    FIELD(deduction_tier, "above", FIELD_PERCENT, above, false,
          "likewise for KPIs with at_most: the value is more than this"),
    FIELD(deduction_tier, "over", FIELD_INT, over, false,
          "with for_each: more misses than this in the period"),
    FIELD(deduction_tier, "percent", FIELD_PERCENT, percent, false, "percentage of the contract amount"),
    FIELD(deduction_tier, "fixed", FIELD_MONEY, fixed, false, "sum in yuan"),
    FIELD(deduction_tier, "points", FIELD_DEC, points, false, "points, each worth point_value"),
    END,
};
static const struct schema tier_schema = {"tier", sizeof(struct deduction_tier), tier_fields, 0,
                                          offsetof(struct deduction_tier, at)};

static const struct field repeats_fields[] = {
    FIELD(deduction_repeats, "from", FIELD_INT, from, true,
          "2: from the second miss of the same rule on; misses are counted in time order"),
    FIELD(deduction_repeats, "times", FIELD_DEC, times, false, "it costs so many times as much, or"),
    FIELD(deduction_repeats, "extra", FIELD_MONEY, extra, false, "so many yuan more"),
    FIELD(
        deduction_repeats, "within", FIELD_FREQ, within, false,
        "counted anew in each month, quarter, half, year or term; when absent in the term with for, in each "
        "period with for_each"),
    END,
};
static const struct schema repeats_schema = {"repeats", sizeof(struct deduction_repeats), repeats_fields, 0,
                                             offsetof(struct deduction_repeats, at)};

static const struct field deduction_fields[] = {
    RULE_HEAD(deduction),
    FIELD(deduction, "for", FIELD_STRS, for_kpis, false, "KPIs: once for each missed one and its period"),
    FIELD(deduction, "for_each", FIELD_STRS, for_each, false,
          "targets, obligations, checks: once for each miss"),
    FIELD(deduction, "percent", FIELD_PERCENT, percent, false, "percentage of the contract amount"),
    FIELD(deduction, "of", FIELD_STR, of, false, "amount (default)"),
    FIELD(deduction, "fixed", FIELD_MONEY, fixed, false, "sum in yuan"),
    FIELD(deduction, "points", FIELD_DEC, points, false, "points, each worth point_value"),
    FIELD(deduction, "point_value", FIELD_STR, point_value.text, false,
          "what a point costs: a sum, or a percentage of the contract amount such as 0.5%"),
    FIELD(deduction, "per_hour_late", FIELD_MONEY, per_hour_late, false,
          "with for_each and targets: sum for each started hour past due, on the target's own clock"),
    PART(deduction, "tiers", FIELD_LIST, tiers, false, tier_schema,
         "sums that grow with the shortfall or the number of misses; the deepest that applies is taken"),
    PART(deduction, "repeats", FIELD_MAP, repeats, false, repeats_schema, "repeated misses cost more"),
    FIELD(
        deduction, "each", FIELD_STR, each, false,
        "kpi-period (with for), occurrence (with for_each), or period (with for_each and tiers, where it is "
        "the default: the tier's sum once; with occurrence each miss costs what the tier of its number "
        "says)"),
    FIELD(deduction, "every", FIELD_FREQ, every, false,
          "with for_each: the periods misses are counted in; quarter when absent"),
    FIELD(deduction, "cap", FIELD_STR, cap_text, false, "most it may come to over the term: 10% or a sum"),
    FIELD(deduction, "period_cap", FIELD_STR, period_cap.text, false,
          "most it may come to in one period: 5% or a sum"),
    END,
};
static const struct schema deduction_schema = {"deduction", sizeof(struct deduction), deduction_fields, 0,
                                               offsetof(struct deduction, rule.at)};

static const struct field payment_fields[] = {
    RULE_HEAD(payment),
    FIELD(payment, "percent", FIELD_PERCENT, percent, false, "percentage of the contract amount"),
    FIELD(payment, "amount", FIELD_MONEY, amount, false, "sum in yuan"),
    PART(payment, "due", FIELD_MAP, due, true, due_schema, "when it is due"),
    FIELD(payment, "requires", FIELD_STRS, requires, false,
          "rules, record types or templates that must be there"),
    END,
};
static const struct schema payment_schema = {"payment", sizeof(struct payment), payment_fields, 0,
                                             offsetof(struct payment, rule.at)};

static const struct field document_fields[] = {
    FIELD(document_def, "template", FIELD_STR, template, true, "name of the template"),
    FIELD(document_def, "clause", FIELD_STRS, clause, false, "ids of the clauses that demand it"),
    FIELD(document_def, "every", FIELD_FREQ, every, false, "one for each period"),
    FIELD(document_def, "for", FIELD_STR, for_record, false, "record type: one for each record"),
    FIELD(document_def, "where", FIELD_STR, where, false, "with for: which records, as SQL"),
    FIELD(document_def, "title", FIELD_STR, title, false, "instead of the template's"),
    FIELD(document_def, "number", FIELD_STR, number, false,
          "document number; may hold {{names}}; naming.number when absent"),
    FIELD(document_def, "file", FIELD_STR, file, false,
          "file name without its ending; may hold {{names}}; naming.file when absent"),
    FIELD(document_def, "code", FIELD_STR, code, false, "short sign for its kind, {{code}} in numbers"),
    FIELD(document_def, "sections", FIELD_STRS, sections, false,
          "headings that the narrative of each of its records, or its own, must have"),
    FIELD(document_def, "formats", FIELD_STRS, formats, false, "pdf, xlsx"),
    PART(document_def, "due", FIELD_MAP, due, false, due_schema, "when it must be handed over"),
    END,
};
static const struct schema document_schema = {"document", sizeof(struct document_def), document_fields, 0,
                                              offsetof(struct document_def, at)};

static const struct field naming_fields[] = {
    FIELD(naming, "number", FIELD_STR, number, false,
          "document number, such as HT-118-{{code}}-{{period}}-{{seq}}"),
    FIELD(naming, "file", FIELD_STR, file, false,
          "file name without its ending, such as {{number}} {{title}}"),
    END,
};
static const struct schema naming_schema = {"naming", sizeof(struct naming), naming_fields, 0,
                                            offsetof(struct naming, at)};

static const struct field font_fields[] = {
    FIELD(font_names, "song", FIELD_STR, song, false, "text and tables; Noto Serif CJK SC when absent"),
    FIELD(font_names, "song_bold", FIELD_STR, song_bold, false, "titles; Noto Serif CJK SC, bold"),
    FIELD(font_names, "hei", FIELD_STR, hei, false, "emphasis; Noto Sans CJK SC"),
    FIELD(font_names, "hei_bold", FIELD_STR, hei_bold, false,
          "headings, captions, heads of tables; Noto Sans CJK SC, bold"),
    FIELD(font_names, "mono", FIELD_STR, mono, false, "code; Noto Sans Mono CJK SC"),
    END,
};
static const struct schema font_schema = {"fonts", sizeof(struct font_names), font_fields, 0, SCHEMA_NO_AT};

static const struct field mask_fields[] = {
    FIELD(mask_def, "numbers", FIELD_BOOL, numbers, false,
          "no: telephone and identity card numbers are printed"),
    FIELD(mask_def, "patients", FIELD_BOOL, patients, false, "no: patients' names are printed"),
    FIELD(mask_def, "patient_words", FIELD_STRS, patient_words, false,
          "further words behind which a patient's name stands"),
    FIELD(mask_def, "contacts", FIELD_STRS, contacts, false,
          "record types whose telephone numbers are there to be called, such as person: printed everywhere"),
    END,
};
static const struct schema mask_schema = {"mask", sizeof(struct mask_def), mask_fields, 0,
                                          offsetof(struct mask_def, at)};

static const struct field contract_fields[] = {
    FIELD(contract_file, "lvyue", FIELD_INT, c.version, true, "format of this file: 1"),
    PART(contract_file, "contract", FIELD_MAP, c.head, true, head_schema, "parties, term and amount"),
    PART(contract_file, "clauses", FIELD_LIST, c.clauses, true, clause_schema,
         "every requirement of the contract"),
    PART(contract_file, "calendars", FIELD_DICT, c.calendars, false, calendar_schema,
         "service hours by name"),
    PART(contract_file, "systems", FIELD_LIST, c.systems, false, system_schema, "what is maintained"),
    PART(contract_file, "quantities", FIELD_LIST, c.quantities, false, quantity_schema,
         "numbers that documents reckon with and no rule judges"),
    PART(contract_file, "records", FIELD_DICT, c.records, false, records_schema, "files of the record types"),
    FIELD(contract_file, "method", FIELD_NODE, method, false, "accounting method"),
    PART(contract_file, "mask", FIELD_MAP, c.mask, false, mask_schema,
         "what is made unreadable in documents"),
    PART(contract_file, "targets", FIELD_LIST, c.targets, false, target_schema,
         "time limits for each record"),
    PART(contract_file, "obligations", FIELD_LIST, c.obligations, false, obligation_schema,
         "work owed by period"),
    PART(contract_file, "checks", FIELD_LIST, c.checks, false, check_schema, "conditions on each record"),
    PART(contract_file, "kpis", FIELD_LIST, c.kpis, false, kpi_schema, "percentages to reach"),
    PART(contract_file, "deductions", FIELD_LIST, c.deductions, false, deduction_schema, "what a miss costs"),
    PART(contract_file, "payments", FIELD_LIST, c.payments, false, payment_schema, "when what is paid"),
    PART(contract_file, "documents", FIELD_LIST, c.documents, false, document_schema, "what is handed over"),
    PART(contract_file, "naming", FIELD_MAP, c.naming, false, naming_schema,
         "numbers and file names of documents"),
    PART(contract_file, "fonts", FIELD_MAP, c.fonts, false, font_schema,
         "of the documents: families that are installed, or files in this folder"),
    END,
};
const struct schema contract_schema = {"contract.yaml", sizeof(struct contract_file), contract_fields, 0,
                                       SCHEMA_NO_AT};
