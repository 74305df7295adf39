/* help_topics.h - the tables the product is described by, as lists: for `lvyue help TOPIC` and the manual pages.
 *
 * Topics: contract (keys), method (accounting method), records (types and columns), functions (SQL), diagnostics,
 * commands (commands and options).
 */
#ifndef LVYUE_CLI_HELP_TOPICS_H
#define LVYUE_CLI_HELP_TOPICS_H

#include "cli/command.h"

/* Exit code. mdoc: as list items of a manual page instead of plain text. */
int help_topic(struct invocation *v, str topic, bool mdoc);
str help_topic_names(struct arena *a, enum lang lang); /* "contract, method, …" */

#endif
