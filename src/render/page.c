#include "render/page.h"

struct op *op_add(struct op_list *ops, struct op op) {
    VEC_PUSH(ops->a, ops, op);
    return &ops->at[ops->n - 1];
}

void op_line(struct op_list *ops, float x, float y, float x2, float y2, float width, enum ink ink) {
    op_add(ops, (struct op){
                    .kind = OP_LINE, .ink = (uint8_t)ink, .x = x, .y = y, .x2 = x2, .y2 = y2, .size = width});
}

void op_fill(struct op_list *ops, float x, float y, float x2, float y2, enum ink ink) {
    op_add(ops, (struct op){.kind = OP_FILL, .ink = (uint8_t)ink, .x = x, .y = y, .x2 = x2, .y2 = y2});
}
