/* node_reader.h - internal to yaml/: the state of one parse, places in the text and libyaml's faults.
 *
 * libyaml counts its marks in characters and starts lines also at U+0085, U+2028 and U+2029, which an
 * editor does not; so line and column are counted here, from the mark's character index alone.
 */
#ifndef LVYUE_YAML_NODE_READER_H
#define LVYUE_YAML_NODE_READER_H

#include <yaml.h>

#include "yaml/node.h"

struct node_reader {
    yaml_parser_t parser;
    struct arena *a;
    struct diags *d;
    const struct source *src;
    str text;
    int line_offset;
    /* How far places have been counted; marks come in rising order, so all of them cost one pass. */
    size_t byte, index;
    int line, col;
    size_t nodes;
    bool broken;   /* reading cannot go on */
    bool unusable; /* reading goes on, but the tree is not what was meant */
};

void node_reader_rewind(struct node_reader *r);
struct span node_reader_span(struct node_reader *r, size_t char_index);
/* The diagnostic for the error in r->parser. */
void node_reader_syntax_fault(struct node_reader *r);

#endif
