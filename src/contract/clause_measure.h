/* clause_measure.h - what in a clause's words can be measured: a number with a unit, a frequency, a document.
 *
 * Numbering ("1、", "（2）", "7.3.1") and ordinals ("第三方") are no numbers with a unit.
 */
#ifndef LVYUE_CONTRACT_CLAUSE_MEASURE_H
#define LVYUE_CONTRACT_CLAUSE_MEASURE_H

#include "util/str.h"

/* The first such words, as they stand in the text; empty when there are none. */
str clause_measure(str text);

#endif
