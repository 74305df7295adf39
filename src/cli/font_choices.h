/* font_choices.h - the fonts a contract asks for, as the renderer takes them. */
#ifndef LVYUE_CLI_FONT_CHOICES_H
#define LVYUE_CLI_FONT_CHOICES_H

#include "cli/job.h"
#include "render/render.h"

/* One per face. A name with a file's ending is a file in the contract's folder, "x.ttc#2" the
 * third face of a collection; one that is not there is a diagnostic,
 * and *choices is NULL when the contract asks for no font. */
bool font_choices(struct job *j, const struct font_choice **choices);

#endif
