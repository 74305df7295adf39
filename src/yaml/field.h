/* field.h - internal to yaml/: one value of a mapping into one member of a struct. */
#ifndef LVYUE_YAML_FIELD_H
#define LVYUE_YAML_FIELD_H

#include "yaml/schema.h"

struct field_reader {
    struct arena *a;
    struct diags *d;
};

/* Whether the kind is read from one scalar (or, FIELD_STRS, a list of them) by field_read_value. */
bool field_is_value(enum field_kind kind);
/* name: the key, for messages. */
void field_read_value(const struct field_reader *r, const struct field *f, str name, const struct ynode *node,
                      void *to);
#endif
