/* cfb.h - internal to records/: a stream of a compound file (MS-CFB), which is what an XLS workbook lies in. */
#ifndef LVYUE_RECORDS_CFB_H
#define LVYUE_RECORDS_CFB_H

#include <stdbool.h>

#include "util/str.h"

/* The stream of that ASCII name in one piece, in a. false: damaged, or no such stream. */
bool cfb_stream(struct arena *a, str file, const char *name, str *out);

static inline uint32_t le16(const char *p) {
    return (uint32_t)(unsigned char)p[0] | (uint32_t)(unsigned char)p[1] << 8;
}
static inline uint32_t le32(const char *p) {
    return le16(p) | le16(p + 2) << 16;
}

#endif
