#include "cli/font_choices.h"

#include <unistd.h>

#include "render/style.h"

static bool is_file_name(str name) {
    static const char *const endings[] = {".otf", ".ttf", ".ttc", ".otc"};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (name.n > 4 && str_eq_nocase(str_slice(name, name.n - 4, name.n), str_from(endings[i])))
            return true;
    return false;
}

/* Takes "#2" off the end of a collection's name. */
static int take_index(str *name) {
    ptrdiff_t at = str_find(*name, S("#"));
    int index = 0;
    if (at < 0 || (size_t)at + 1 == name->n || name->n - (size_t)at > 4)
        return 0;
    for (size_t i = (size_t)at + 1; i < name->n; i++) {
        if (name->p[i] < '0' || name->p[i] > '9')
            return 0;
        index = index * 10 + (name->p[i] - '0');
    }
    name->n = (size_t)at;
    return index;
}

static bool choose(struct job *j, sval name, struct font_choice *out) {
    str file = name.v;
    *out = (struct font_choice){.name = name.v, .at = span_place(name.at), .index = take_index(&file)};
    if (!is_file_name(file))
        return true;
    out->file = file;
    out->path = path_join(j->a, j->dir, file);
    if (access(str_z(j->a, out->path), R_OK) == 0)
        return true;
    diag1(j->d, DIAG_FILE_MISSING, out->at, file);
    return false;
}

bool font_choices(struct job *j, const struct font_choice **choices) {
    const struct font_names *names = &j->contract->fonts;
    const sval by_face[FACE__MAX] = {[FACE_SERIF] = names->song,
                                     [FACE_SERIF_BOLD] = names->song_bold,
                                     [FACE_SANS] = names->hei,
                                     [FACE_SANS_BOLD] = names->hei_bold,
                                     [FACE_MONO] = names->mono};
    struct font_choice *out = ARENA_ARRAY(j->a, struct font_choice, FACE__MAX);
    bool ok = true, any = false;
    for (int i = 0; i < FACE__MAX; i++) {
        if (!by_face[i].v.n)
            continue;
        any = true;
        ok = choose(j, by_face[i], &out[i]) && ok;
    }
    *choices = any ? out : NULL;
    return ok;
}
