/* bag_info.h - bag-info.txt of our bags: what verify needs to judge the year again stands in it. */
#ifndef LVYUE_CLI_BAG_INFO_H
#define LVYUE_CLI_BAG_INFO_H

#include "cli/job.h"

#define BAG_PERIOD "Lvyue-Period"
#define BAG_DATE "Bagging-Date"
#define BAG_AGENT "Bag-Software-Agent"
#define BAG_INPUTS "Lvyue-Inputs"
#define BAG_INPUTS_MASKED "masked copies" /* else: originals */
#define BAG_MASKED "Lvyue-Masked"         /* of masked copies: what is masked, at how many places */
#define BAG_DIFFERENT                                                                                        \
    "Lvyue-From-Originals-Only" /* documents that masked copies do not give: paths, one blank between */
#define BAG_FONTS "Lvyue-Fonts"

/* One SHA-256 over names and digests of the font files: documents can be made again byte for byte with the same ones. */
bool bag_fonts_digest(struct job *j, str *digest);
struct bag_facts {
    str fonts, masked, different; /* masked: absent of originals; different: empty for none */
};
str bag_info_text(struct job *j, const struct period *p, const struct bag_facts *facts);

#endif
