/* standalone.c - runs a fuzz target over files instead of under the fuzzer, so that every corpus is an ordinary test.
 *
 * TARGET PATH...: each file, and each file of each folder, goes to LLVMFuzzerTestOneInput(), whole, each half of it, and
 * with every eighth of it cut out: a damaged copy must be survived too. A finding ends the program; else it prints how
 * many inputs it ran.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static long runs;

/* A copy of the very size, so that a read beyond the end is seen. */
static void run_copy(const uint8_t *first, size_t n_first, const uint8_t *second, size_t n_second) {
    size_t n = n_first + n_second;
    uint8_t *copy = malloc(n ? n : 1);
    if (!copy)
        exit(4);
    if (n_first)
        memcpy(copy, first, n_first);
    if (n_second)
        memcpy(copy + n_first, second, n_second);
    LLVMFuzzerTestOneInput(copy, n);
    free(copy);
    runs++;
}

static void run_variants(const uint8_t *data, size_t n) {
    run_copy(data, n, NULL, 0);
    run_copy(data, n / 2, NULL, 0);
    run_copy(data + n / 2, n - n / 2, NULL, 0);
    for (size_t i = 0; i < 8; i++) {
        size_t from = n / 8 * i, to = n / 8 * (i + 1);
        run_copy(data, from, data + to, n - to);
    }
}

static void run_file(const char *path, size_t size) {
    FILE *f = fopen(path, "rb");
    uint8_t *data = malloc(size + 1);
    if (!f || !data) {
        perror(path);
        exit(4);
    }
    size_t n = fread(data, 1, size, f);
    fclose(f);
    run_variants(data, n);
    free(data);
}

static void run_path(const char *path) {
    struct stat st;
    if (stat(path, &st) != 0) {
        perror(path);
        exit(4);
    }
    if (!S_ISDIR(st.st_mode)) {
        run_file(path, (size_t)st.st_size);
        return;
    }
    struct dirent **names;
    int n = scandir(path, &names, NULL, alphasort);
    for (int i = 0; i < n; i++) {
        char inner[4096];
        snprintf(inner, sizeof inner, "%s/%s", path, names[i]->d_name);
        if (names[i]->d_name[0] != '.')
            run_path(inner);
        free(names[i]);
    }
    if (n >= 0)
        free(names);
}

int main(int argc, char **argv) {
    for (int i = 1; i < argc; i++)
        run_path(argv[i]);
    printf("%ld runs\n", runs);
    return runs == 0;
}
