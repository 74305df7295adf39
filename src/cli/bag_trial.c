#include "cli/bag_trial.h"

#include <stdio.h>
#include <stdlib.h>

#include "cli/bag_again.h"
#include "cli/bag_restore.h"

static str output_path(struct bag_trial *t, const struct bag_item *item) {
    str path = str_from(batch_path(t->bag->batch, item->output));
    return str_starts(path, S("/proc/")) ? path : restore_absolute(t->j->a, path);
}

static str archived(void *ctx, str path) {
    struct bag_trial *t = ctx;
    for (size_t i = 0; i < t->bag->items.n; i++)
        if (str_eq(t->bag->items.at[i].path, path))
            return output_path(t, &t->bag->items.at[i]);
    return S("");
}

static void note_fault(void *ctx, enum again_fault fault, str path, str why) {
    struct bag_trial *t = ctx;
    if (fault == AGAIN_DOCUMENT) {
        VEC_PUSH(t->j->a, &t->different, path);
    } else if (fault == AGAIN_TABLE && t->masked) {
        diag2(t->j->d, DIAG_MASK_MOVES, file_place(t->bag->root), path, why);
        t->moved = true;
    } else if (!t->moved) {
        failure_text(&t->j->f,
                     str_fmt(t->j->a, "the copies in '%.*s' cannot be judged as the records were: %.*s %.*s",
                             STR_ARG(t->bag->root), STR_ARG(path), STR_ARG(why)));
    }
}

static struct restored inputs_of(struct bag_trial *t) {
    struct restored list = {0};
    for (size_t i = 0; i < t->bag->items.n; i++) {
        const struct bag_item *item = &t->bag->items.at[i];
        if (str_starts(item->path, S("data/inputs/")))
            VEC_PUSH(t->j->a, &list, (struct restored_item){item->path, output_path(t, item), item->name});
    }
    return list;
}

/* What is said of records was said when they were judged; of their copies only what cannot be judged. */
bool bag_trial_run(struct bag_trial *t) {
    struct job *j = t->j;
    struct invocation quiet = *j->v;
    struct scratch scratch;
    struct restored list = inputs_of(t);
    if (!scratch_open(j->a, &scratch, &j->f))
        return false;
    char *said = NULL;
    size_t n = 0;
    quiet.err = open_memstream(&said, &n);
    struct again again = {.v = &quiet,
                          .a = j->a,
                          .period = j->v->option[OPT_PERIOD],
                          .agent = S("lvyue " LVYUE_VERSION),
                          .fonts = t->fonts,
                          .on = j->v->on,
                          .masked = t->masked,
                          .archived = archived,
                          .problem = note_fault,
                          .ctx = t};
    if (quiet.err && restore_links(j->a, &list, scratch.path, &j->f))
        again_run(&again, scratch.path, false);
    if (quiet.err)
        fclose(quiet.err);
    if (j->f.set && said)
        fputs(said, j->v->err);
    free(said);
    scratch_close(j->a, &scratch);
    return !again.f.set && !j->f.set && !t->moved;
}
