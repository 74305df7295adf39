/* front_matter.h - the YAML between two lines "---" at the top of a template or partial. */
#ifndef LVYUE_DOCUMENT_FRONT_MATTER_H
#define LVYUE_DOCUMENT_FRONT_MATTER_H

#include "util/str.h"

/* The YAML begins in line 2. false: the text does not begin with such a line, or there is no second one. */
bool front_matter_split(str text, str *head, str *body, int *body_line);
/* Does the text begin with a line "---"? */
bool front_matter_any(str text);

#endif
