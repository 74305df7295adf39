/* dec.h - exact decimals, money and percentages. No floating point takes part in any verdict.
 *
 * Money is integer fen (1 yuan = 100 fen). A ratio is compared with a percentage by cross
 * multiplication in 128 bits. Printed figures are cut, never rounded: 99.896 % prints as 99.89 %.
 */
#ifndef LVYUE_UTIL_DEC_H
#define LVYUE_UTIL_DEC_H

#include <stdbool.h>
#include <stdint.h>

#include "util/str.h"

/* The value m / 10^scale, scale 0..12. 99.9 is {999, 1}. */
struct dec {
    int64_t m;
    int scale;
};

bool dec_parse(str s, struct dec *out);         /* "-12", "99.9"; "1,234.50" with grouping commas */
bool dec_parse_percent(str s, struct dec *out); /* "99.9%" or "99.9" -> 99.9 */
int dec_cmp(struct dec a, struct dec b);
str dec_text(struct arena *a, struct dec d); /* shortest exact form */
double dec_real(struct dec d);               /* for charts and result columns only */

/* sign of (num/den - percent/100); den > 0 */
int ratio_cmp_percent(int64_t num, int64_t den, struct dec percent);
/* num/den as "97.43%" cut to `places`; den == 0 gives "—" */
str percent_text(struct arena *a, int64_t num, int64_t den, int places);

bool money_parse(str s, int64_t *fen);        /* at most two decimals, optional ¥ and 元 */
str money_text(struct arena *a, int64_t fen); /* "1,234,567.80" */
str money_rmb_upper(struct arena *a,
                    int64_t fen); /* 大写: 壹拾贰万叁仟元整 (GB/T 15835, PBOC 支付结算办法 annex 1) */
int64_t money_percent(int64_t fen, struct dec percent); /* half up to the fen */

#endif
