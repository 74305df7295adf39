/* fact_writer.h - inside store/ only: the rows of one file into their fact table.
 *
 * Reading a large file and inserting its rows cost about the same, so they go side by side: the caller fills one batch
 * of rows while a thread inserts the other. Between fact_writer_new() and fact_writer_close() the connection is the
 * writer's, but for the time between fact_writer_pause() and the next row. A file of a single batch needs no thread. Memory does not grow with the number of rows.
 */
#ifndef LVYUE_STORE_FACT_WRITER_H
#define LVYUE_STORE_FACT_WRITER_H

#include "store/database.h"

struct fact_writer;

/* used: by column of the type, set where a row has the column. */
struct fact_writer *fact_writer_new(struct store *s, const struct record_source *file, bool *used);
/* Copies the row. false: the world failed, maybe at an earlier row; fact_writer_close() says how. */
bool fact_writer_put(struct fact_writer *w, const struct record_row *row);
/* Returns when nothing is being written. */
void fact_writer_pause(struct fact_writer *w);
/* Writes what is left and ends the thread. The failure, if any, is the store's then. */
void fact_writer_close(struct fact_writer *w);

#endif
