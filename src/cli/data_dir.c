/* data_dir.c - finds data/ and templates/: beside the sources while developing, in share/lvyue when installed. */
#include <stdlib.h>
#include <unistd.h>

#include "cli/job.h"

static bool holds_data(struct arena *a, str dir) {
    return file_exists(path_join(a, dir, S("data/records.yaml")));
}

bool data_dir_find(struct arena *a, str *dir, struct failure *f) {
    const char *given = getenv("LVYUE_DATA");
    if (given && *given) {
        *dir = str_from(given);
        if (holds_data(a, *dir))
            return true;
        failure_text(f, str_fmt(a, "LVYUE_DATA=%s: data/records.yaml is not there", given));
        return false;
    }
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    str at = n > 0 ? path_dir((str){self, (size_t)n}) : S(".");
    /* build/lvyue and build/asan/lvyue in the source tree; PREFIX/bin/lvyue with PREFIX/share/lvyue */
    static const char *const tries[] = {"..", "../..", "../share/lvyue"};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        *dir = path_join(a, at, str_from(tries[i]));
        if (holds_data(a, *dir)) {
            *dir = str_dup(a, *dir);
            return true;
        }
    }
    failure_text(f, S("data/records.yaml is not found beside the program; set LVYUE_DATA to the folder that "
                      "holds data/"));
    return false;
}
