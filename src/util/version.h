/* version.h - what this program calls itself. */
#ifndef LVYUE_UTIL_VERSION_H
#define LVYUE_UTIL_VERSION_H

#define LVYUE_VERSION "lvyue 1.0"

#endif
