/* measure_rows.h - internal to records/: what monitoring programs write, as rows of one figure each.
 *
 * The header is that of the record type `measurement`: at, host, metric, object, value, unit, and behind it the labels of
 * the source. Times are moved to those of China. A reader (sadf.c, prometheus.c) takes the file piece by piece and puts
 * the rows of a piece into a queue, so that memory does not grow with the file.
 */
#ifndef LVYUE_RECORDS_MEASURE_ROWS_H
#define LVYUE_RECORDS_MEASURE_ROWS_H

#include "records/rows.h"

enum { MEASURE_AT, MEASURE_HOST, MEASURE_METRIC, MEASURE_OBJECT, MEASURE_VALUE, MEASURE_UNIT, MEASURE_CELLS };
#define CHINA_SECONDS (8 * 3600)

struct measure {
    int64_t row; /* a line, or the number of the sample */
    bool line;
    struct raw_cell *cells; /* as many as the header has */
};
struct measure_rows {
    struct rows base;
    struct arena *a, *queue_a; /* its own; for what is in the queue */
    str mapped;
    size_t read; /* bytes of mapped */
    str *header;
    size_t n_header;
    VEC(struct measure) queue;
    size_t head;
    struct measure current;
    bool at_header, header_given;
    /* Takes one more piece. false: the end, or a fault, which is in d. */
    bool (*more)(struct measure_rows *m);
    void (*close)(struct measure_rows *m);
};

/* Fills what all have. m was zeroed; its `more` and `close` are set by the caller. */
void measure_rows_init(struct measure_rows *m, struct diags *d, const struct record_source *src, str mapped);
/* Adds a row and returns its cells, empty ones; memory for them comes from m->queue_a. */
struct raw_cell *measure_add(struct measure_rows *m, int64_t row, bool line);
void measure_set_time(struct raw_cell *cell, struct arena *a, int64_t t);
/* "names no output of …" at the file. Returns false. */
bool measure_fail(struct measure_rows *m, const char *of, str why);

#endif
