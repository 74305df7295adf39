/* narrative_sections.h - a narrative's Markdown by headings, and the measures it lists.
 *
 * Read as lines, not as a tree: what is wanted is the author's own text to carry over into another document. Headings are
 * those with '#'; nothing inside a fenced block counts.
 */
#ifndef LVYUE_RECORDS_NARRATIVE_SECTIONS_H
#define LVYUE_RECORDS_NARRATIVE_SECTIONS_H

#include "records/narrative.h"

size_t narrative_split(struct arena *a, str body, int body_line, struct narrative_section **out);
/* Every tag and comment of HTML is a diagnostic. (narrative_html.c) */
void narrative_check_html(struct arena *a, struct diags *d, const struct narrative *n);

/* One list item of a section on measures: a heading with 措施, 改进, 整改, 预防 or 行动, but not 处理, 处置 or 应急, which
 * tell what was done at the time. From its words: "（负责人：张三，计划4月30日前完成）" gives owner and due, "（4月2日完成）"
 * and "（4月8日起）" when it was closed. A date without a year is the first one not before the record's own day. */
struct narrative_action {
    const struct narrative_section *section;
    str text;            /* the item on one line, as written */
    str owner;           /* empty: not said */
    int32_t due, closed; /* NARRATIVE_NO_DAY: not said */
    bool done;           /* closed, or said to be done without a date */
    int line;
};
#define NARRATIVE_NO_DAY INT32_MIN
/* since: the record's day. on: a measure done later than that is still open, and due that day. */
size_t narrative_actions(struct arena *a, const struct narrative *n, int32_t since, int32_t on,
                         struct narrative_action **out);

#endif
