/* job.h - what every command does first: read the contract folder, fill the store, judge.
 *
 * job_open() prints the diagnostics and returns the exit code. Whatever it returns, job_close() follows.
 */
#ifndef LVYUE_CLI_JOB_H
#define LVYUE_CLI_JOB_H

#include "archive/accepted.h"
#include "cli/command.h"
#include "document/template.h"
#include "store/store.h"

/* checked: judged, and every template read; alone: judged, with no other run in the contract folder. */
enum job_depth { JOB_READ, JOB_JUDGED, JOB_CHECKED, JOB_ALONE };

/* Where the time of a run goes. */
enum job_phase {
    JOB_PHASE_READ,
    JOB_PHASE_INGEST,
    JOB_PHASE_CHECK,
    JOB_PHASE_ASSESS,
    JOB_PHASE_FIGURES,
    JOB_PHASE_FONTS,
    JOB_PHASE_BUILD,
    JOB_PHASE_COMMIT,
    JOB_PHASE__MAX
};

struct job {
    struct invocation *v;
    struct arena *a;
    struct diags *d;
    struct failure f;
    str dir;
    const struct contract *contract;
    const struct record_copies *copies; /* n is 0 but in a folder taken from an archive */
    const struct record_types *types;
    const struct holidays *holidays;
    const struct calendars *calendars;
    struct narrative *narratives;
    size_t n_narratives;
    struct store *store;
    struct template_dirs templates;
    str data;                  /* folder with data/ and templates/ */
    struct accepted *accepted; /* judged and more */
    struct moves
        moves; /* figures that are not what was accepted; empty when --on lies before an acceptance */
    int lock;  /* of the contract folder */
    int64_t ns[JOB_PHASE__MAX]; /* util/stopwatch.h */
    int64_t since;              /* end of the last phase */
};

/* What the entry says, else what the contract says for all. */
static inline sval plan_chosen(sval own, sval common) {
    return own.v.n ? own : common;
}

int job_open(struct job *j, struct invocation *v, enum job_depth depth);
/* Prints diagnostics and the failure, if any; returns the exit code they demand, or `otherwise`. */
int job_finish(struct job *j, int otherwise);
void job_close(struct job *j);
/* Accepted figures that moved, and a day before the latest acceptance, are errors here (check, build, archive)… */
void job_refuse_moved(struct job *j);
/* A folder of copies is no place to accept or to archive. */
void job_refuse_copies(struct job *j);
void job_warn_copies(struct job *j); /* job_warn_moved() does too */
void job_check_clock(struct job *j);
/* …or warnings (status, query, explain). */
void job_warn_moved(struct job *j);
/* The time since the last phase ended belongs to this one. */
void job_phase_end(struct job *j, enum job_phase phase);

/* The template of a document, NULL after diagnostics: its own, or that it is of another kind than `documents` asks. */
struct template *job_load_template(struct job *j, struct arena *a, const struct document_def *doc);
/* What all templates tell without data: front matter, SQL, tags, partials, sheets. */
void job_check_templates(struct job *j);

/* Folder that holds data/ and templates/: $LVYUE_DATA, or found from the program's own place. */
bool data_dir_find(struct arena *a, str *dir, struct failure *f);

#endif
