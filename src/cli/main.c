/* main.c - the only place that reads the clock and the locale. */
#include <locale.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "cli/command.h"
#include "util/civil.h"

/* POSIX order of precedence; only the language of messages depends on it. */
static enum lang locale_lang(void) {
    static const char *const names[] = {"LC_ALL", "LC_MESSAGES", "LANG"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        const char *value = getenv(names[i]);
        if (value && *value)
            return strncmp(value, "zh", 2) == 0 ? LANG_ZH : LANG_EN;
    }
    return LANG_EN;
}

/* A mapped input was cut off by somebody else while it was read: nothing can be read on, and no output has a name yet. */
static void input_cut_off(int sig) {
    static const char said[] = "lvyue: an input changed while it was read 读取时输入文件被改动\n";
    (void)sig;
    if (write(STDERR_FILENO, said, sizeof said - 1) < 0)
        _exit(EXIT_SYSTEM);
    _exit(EXIT_SYSTEM);
}

int main(int argc, char **argv) {
    setlocale(LC_CTYPE, "C.UTF-8");
    /* A file-size limit or a closed pipe must arrive as an error to report, not as a signal. */
    signal(SIGXFSZ, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    signal(SIGBUS, input_cut_off);
    int64_t now = (int64_t)time(NULL) + 8 * 3600; /* China, UTC+08:00 */
    return command_main(argc, argv, locale_lang(), civil_day(now));
}
