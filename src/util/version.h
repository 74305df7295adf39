/* version.h - what this program calls itself. */
#ifndef LVYUE_UTIL_VERSION_H
#define LVYUE_UTIL_VERSION_H

extern const char lvyue_version[]; /* "lvyue 1.0" */

#endif
