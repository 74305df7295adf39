#include "util/version.h"

const char lvyue_version[] = "lvyue 1.0";
