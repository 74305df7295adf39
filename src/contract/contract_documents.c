/* contract_documents.c - what is handed over, how often and when. */
#include "contract/contract_checks.h"

static void check_document(struct checker *k, struct document_def *doc) {
    static const char *const formats[] = {"pdf", "xlsx", NULL};
    bool periods = doc->every.at.src != NULL, records = doc->for_record.v.p != NULL;
    if (periods && records)
        fault_clash(k, doc->for_record.at, "for", "every");
    if (doc->where.v.p && !records)
        fault_only_with(k, doc->where.at, "where", "for");
    if (doc->every.set && doc->every.v == FREQ_WORKDAY)
        fault_only_with(k, doc->every.at, "every: workday", "obligations");
    for (size_t i = 0; i < doc->formats.n; i++)
        check_word(k, "formats", doc->formats.at[i], formats);
    check_due(k, &doc->due, periods ? DUE_OF_PERIODS : records ? DUE_OF_RECORD : DUE_OF_CONTRACT);
}

void check_documents(struct checker *k) {
    for (size_t i = 0; i < k->c->documents.n; i++)
        check_document(k, &k->c->documents.at[i]);
}
