/* bag_info.h - bag-info.txt of our bags: what verify needs to judge the year again stands in it. */
#ifndef LVYUE_CLI_BAG_INFO_H
#define LVYUE_CLI_BAG_INFO_H

#include "cli/job.h"

#define BAG_PERIOD "Lvyue-Period"
#define BAG_DATE "Bagging-Date"
#define BAG_AGENT "Bag-Software-Agent"
#define BAG_INPUTS "Lvyue-Inputs"
#define BAG_FONTS "Lvyue-Fonts"

/* One SHA-256 over names and digests of the font files: documents can be made again byte for byte with the same ones. */
bool bag_fonts_digest(struct job *j, str *digest);
str bag_info_text(struct job *j, const struct period *p, str fonts);

#endif
