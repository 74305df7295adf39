/* condition.h - inside store/ only: where the words of one SQL text end. */
#ifndef LVYUE_STORE_CONDITION_H
#define LVYUE_STORE_CONDITION_H

#include <stdbool.h>

#include "util/str.h"

/* One expression stays inside the parentheses we put around it: its own are balanced, its quotes and comments
 * closed, and it has no semicolon. */
bool condition_is_closed(str cond);
/* What is left behind blanks and comments. */
str sql_skip_blank(str sql);
/* The next word [A-Za-z_0-9, above ASCII] of *rest outside strings and comments; false at the end. */
bool sql_next_word(str *rest, str *word);

#endif
