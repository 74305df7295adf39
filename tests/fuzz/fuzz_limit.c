/* fuzz_limit.c - any bytes as the expressions of calendars and limits: time limits, times, periods, decimals. */
#include <stdlib.h>

#include "util/dec.h"
#include "yaml/schema.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct arena *a = arena_new();
    str text = str_dup(a, (str){(const char *)data, size}), form = text, value;
    struct term terms[] = {{day_from_ymd(2025, 1, 1), day_from_ymd(2026, 1, 1), false},
                           {day_from_ymd(2024, 2, 29), day_from_ymd(2027, 3, 1), true}};
    struct limit limit;
    struct period p;
    struct dec dec;
    int64_t t, number, hours;
    int32_t day;
    enum freq freq;
    if (!utf8_valid(text)) { /* readers refuse it before */
        arena_free(a);
        return 0;
    }
    if (limit_parse(text, &limit) && limit_is_bare(text, &number, &hours))
        abort(); /* a text is never both */
    if (civil_parse(text, S(""), &t, NULL) && str_eq(civil_text(a, t), S("")))
        abort();
    str_cut(&form, '|', &value);
    civil_parse(value, form, &t, NULL);
    for (size_t i = 0; i < 2; i++)
        if (period_parse(terms[i], text, &p) && (p.from >= p.to || !str_eqz(text, p.label)))
            abort();
    day_parse(text, &day);
    freq_parse(text, &freq);
    dec_parse(text, &dec);
    arena_free(a);
    return 0;
}
