/* accepted.h - what a committee has accepted: accepted/P.yaml, the corrections after it, and how today differs.
 *
 * Each file in accepted/ carries its place in the order (sequence), the SHA-256 of the file before it and, in its last
 * line, the SHA-256 of all above that line, so that no figure can be changed, taken out or slipped in unseen. Beside each
 * lies a copy of the records it was judged by (snapshot.h), to name the row and the field when a figure moves.
 *
 * A figure is known by its code as `explain` takes it and, for deductions, what it is for. It is compared by outcome,
 * value and fen. One that was pending when accepted is open: what becomes of it is no difference.
 */
#ifndef LVYUE_ARCHIVE_ACCEPTED_H
#define LVYUE_ARCHIVE_ACCEPTED_H

#include "assess/assess.h"

/* `lvyue --version`: what wrote an accepted file or a bag. */
#define LVYUE_VERSION "1.0"

struct figure {
    sval code, basis, clause; /* kpi/response@2025Q1; basis: of a deduction, else absent */
    sval outcome, value;      /* met; "40/41" */
    struct intval fen;        /* of deductions and payments: the sum deducted */
    struct span at;
};
struct figures {
    struct figure *at;
    size_t n, cap;
};
struct input_hash {
    sval file, sha256;
    struct span at;
};

struct correction_item {
    struct figure before; /* an absent outcome, value and fen: there was no such figure */
    sval outcome, value;  /* after */
    struct intval fen;
    struct boolval gone; /* there is no such figure any more */
    sval carried_by;     /* payment id; absent: no payment is left, or no money moved */
    sval because;        /* in words */
    struct span at;
};
struct correction_cause { /* of a correction as a whole; record: its id, or empty */
    sval record_type, record, field, before, after, source;
    struct span at;
};

/* One file of accepted/: an acceptance (period set) or a correction (number set). */
struct accepted_file {
    const struct source *src;
    str shown;                                   /* accepted/2025Q1.yaml */
    struct intval format, number, sequence;      /* number: of the correction */
    sval period, by, version, previous, records; /* records: SHA-256 of the copy */
    struct dayval on;
    struct {
        struct input_hash *at;
        size_t n;
    } inputs;
    struct {
        struct figure *at;
        size_t n;
    } figures;
    struct {
        struct correction_item *at;
        size_t n;
    } items;
    struct {
        struct correction_cause *at;
        size_t n;
    } causes;
    struct period range; /* of an acceptance */
};

struct accepted {
    struct accepted_file *files; /* in sequence */
    size_t n, cap;
    struct figures
        state; /* what holds today: the acceptances with their corrections; `at` is where it stands */
    struct period *periods;
    size_t n_periods;
    struct settled *settled; /* payments whose deduction is final, for assess */
    size_t n_settled;
    int32_t last_on; /* day of the latest file; CALENDAR_NO_DAY: none */
};

/* Reads accepted/; without such a folder n is 0. NULL after diagnostics. copies: of the folder; a masked file of
 * accepted/ goes by its original's digest. */
struct accepted *accepted_load(struct arena *a, struct diags *d, const struct contract *c,
                               const struct record_copies *copies, str dir);
/* Is every day of the period in an accepted one? Four quarters cover their year. */
bool accepted_covers(const struct accepted *acc, const struct period *p);
/* true when the day lies before the latest acceptance; *file: which. */
bool accepted_is_ahead(const struct accepted *acc, int32_t on, const struct accepted_file **file);

/* The figures of the store that belong to one of the periods, and the payments due by a day or accepted before. After
 * assess_run(). */
struct scope {
    const struct period *periods;
    size_t n;
    int32_t due_by; /* CALENDAR_NO_DAY: only those accepted before */
    const struct accepted *acc;
};
struct figures figures_of(struct arena *a, struct store *s, const struct contract *c,
                          const struct scope *scope);

/* A figure that is not what was accepted. */
struct moved {
    struct figure before, after; /* before.code.v.p == NULL: new; after.code.v.p == NULL: gone */
    int64_t moved_fen;           /* more deducted than accepted (below 0: less) */
    str payment;                 /* id of the one that carries it, or empty */
    str because;                 /* words for people: "records/x.csv:17 GD-1 restored_at 10:00 → 12:30" */
};
struct moves {
    struct moved *at;
    size_t n, cap;
    struct correction_cause *causes;
    size_t n_causes, cap_causes;
};
str figure_text(struct arena *a, const struct figure *f); /* "40/41 达标" */
/* Compares; causes are looked for only when something moved. false: the world failed. */
bool accepted_compare(struct arena *a, struct store *s, const struct contract *c, const struct accepted *acc,
                      str dir, struct moves *out, struct failure *f);
/* Tables acceptance, accepted_figure, correction, correction_figure, correction_cause, accepted_moved of the store. */
bool accepted_describe(struct store *s, const struct accepted *acc, const struct moves *moves,
                       struct failure *f);

/* -- writing ---------------------------------------------------------------------------------------- */

struct acceptance {
    str dir, by;
    int32_t on;
    const struct contract *c;
    struct store *store;
    const struct accepted *acc;
    struct input_hash *inputs; /* contract, records, narratives, templates, holiday data and fonts */
    size_t n_inputs;
};
/* accepted/P.yaml and its copy of the records, through the batch. */
bool accepted_write(struct arena *a, const struct acceptance *w, const struct period *p, struct batch *b,
                    struct failure *f);
/* accepted/correction-N.yaml likewise. *number: N. */
bool accepted_write_correction(struct arena *a, const struct acceptance *w, const struct moves *moves,
                               struct batch *b, int64_t *number, struct failure *f);

#endif
