/* contract_ids.c - ids that can stand in figures and lists, each only once.
 *
 * Figures tell a target from a KPI (target/response/…, kpi/response@…), so these two may share an id.
 * Targets, obligations and checks may not: `for_each` names them without their kind.
 */
#include "contract/contract_checks.h"

/* Figures are written target/ID/RECORD and kpi/ID@PERIOD, lists of ids with commas; so none of these. */
static bool id_refuses(uint32_t c) {
    return c <= ' ' || c == 0x7F || c == UTF8_BAD || c == '/' || c == '@' || c == ',' || c == ';' ||
           c == '\'' || c == '"' || c == '\\' || c == '`' || c == 0xA0 || c == 0x3000 ||
           c == 0x3001 /* 、 */ || c == 0xFF0C /* ， */;
}

static void check_form(struct checker *k, sval id) {
    str rest = id.v;
    while (rest.n > 0) {
        str at = rest;
        if (id_refuses(utf8_next(&rest))) {
            diag2(k->d, DIAG_ID_FORM, span_place(id.at), id.v, str_slice(at, 0, at.n - rest.n));
            return;
        }
    }
}

void check_ids(struct checker *k) {
    for (size_t i = 0; i < k->names.n; i++)
        if (k->names.at[i].kind & (KIND_RULES | KIND_CLAUSE | KIND_SYSTEM | KIND_CALENDAR))
            check_form(k, (sval){k->names.at[i].text, k->names.at[i].at});
    for (size_t i = 0; i < k->c->systems.n; i++)
        if (str_eqz(k->c->systems.at[i].id.v, "critical") || str_eqz(k->c->systems.at[i].id.v, "all"))
            diag1(k->d, DIAG_BUILT_IN_NAME, span_place(k->c->systems.at[i].id.at), k->c->systems.at[i].id.v);
    for (int kind = 0; kind < RULE__MAX; kind++)
        if (!(KIND_OF_RULE(kind) & KIND_JUDGED))
            names_report_twice(&k->names, k->a, k->d, KIND_OF_RULE(kind));
    names_report_twice(&k->names, k->a, k->d, KIND_JUDGED);
    names_report_twice(&k->names, k->a, k->d, KIND_CLAUSE);
    names_report_twice(&k->names, k->a, k->d, KIND_SYSTEM);
    names_report_twice(&k->names, k->a, k->d, KIND_QUANTITY);
}
