/* fonts.c - fontconfig is asked for exact families only: a substitute would print something else than what
 * was measured, so a missing family is named with the Debian package that has it. */
#include "render/cff.h"

#include <fontconfig/fontconfig.h>
#include <hb-ot.h>
#include <stdlib.h>
#include <string.h>

struct font_wish {
    const char *family, *name, *package;
    int weight; /* fontconfig's */
    bool serif, fixed;
};
static const struct font_wish wishes[FACE__MAX] = {
    [FACE_SERIF] = {"Noto Serif CJK SC", "NotoSerifCJKsc-Regular", "fonts-noto-cjk", FC_WEIGHT_REGULAR, true,
                    false},
    [FACE_SERIF_BOLD] = {"Noto Serif CJK SC", "NotoSerifCJKsc-Bold", "fonts-noto-cjk", FC_WEIGHT_BOLD, true,
                         false},
    [FACE_SANS] = {"Noto Sans CJK SC", "NotoSansCJKsc-Regular", "fonts-noto-cjk", FC_WEIGHT_REGULAR, false,
                   false},
    [FACE_SANS_BOLD] = {"Noto Sans CJK SC", "NotoSansCJKsc-Bold", "fonts-noto-cjk", FC_WEIGHT_BOLD, false,
                        false},
    [FACE_MONO] = {"Noto Sans Mono CJK SC", "NotoSansMonoCJKsc-Regular", "fonts-noto-cjk", FC_WEIGHT_REGULAR,
                   false, true},
};

struct mapped_file {
    str path;
    hb_blob_t *blob;
};
struct fonts {
    struct font faces[FACE__MAX];
    struct mapped_file files[FACE__MAX];
    size_t n_files;
    bool missing; /* a face; the number of diagnostics does not tell, the same one counts once */
};

const struct font *fonts_face(const struct fonts *fonts, enum face face) {
    return &fonts->faces[face];
}

/* Sans and Mono stand in one collection file: it is mapped once. */
static hb_blob_t *map_file(struct arena *a, struct fonts *fonts, str path, struct failure *f) {
    for (size_t i = 0; i < fonts->n_files; i++)
        if (str_eq(fonts->files[i].path, path))
            return fonts->files[i].blob;
    hb_blob_t *blob = hb_blob_create_from_file_or_fail(str_z(a, path));
    if (!blob) {
        failure_set(f, path, "read font");
        return NULL;
    }
    fonts->files[fonts->n_files++] = (struct mapped_file){str_dup(a, path), blob};
    return blob;
}

static bool table_present(hb_face_t *face, hb_tag_t tag) {
    hb_blob_t *blob = hb_face_reference_table(face, tag);
    bool present = hb_blob_get_length(blob) > 0;
    hb_blob_destroy(blob);
    return present;
}

/* Outlines we can embed: CFF and TrueType; not bitmaps. */
static bool outlines_present(hb_face_t *face) {
    return table_present(face, HB_TAG('C', 'F', 'F', ' ')) ||
           table_present(face, HB_TAG('C', 'F', 'F', '2')) || table_present(face, HB_TAG('g', 'l', 'y', 'f'));
}

static int table_int16(const uint8_t *p) {
    return (int16_t)(uint16_t)(p[0] << 8 | p[1]);
}

/* The box of all glyphs: head table, xMin at byte 36 (OpenType 1.9, "head"). */
static void read_box(hb_face_t *face, int box[4]) {
    hb_blob_t *blob = hb_face_reference_table(face, HB_TAG('h', 'e', 'a', 'd'));
    unsigned n = 0;
    const uint8_t *p = (const uint8_t *)hb_blob_get_data(blob, &n);
    int upem = (int)hb_face_get_upem(face);
    for (int i = 0; i < 4; i++)
        box[i] = n >= 44 ? table_int16(p + 36 + 2 * i) * 1000 / upem : 0;
    hb_blob_destroy(blob);
}

static int metric(hb_font_t *font, hb_ot_metrics_tag_t tag, int otherwise) {
    hb_position_t v;
    return hb_ot_metrics_get_position(font, tag, &v) ? v : otherwise;
}

static int widest_digit(hb_font_t *font) {
    int widest = 0;
    for (hb_codepoint_t c = '0', gid; c <= '9'; c++)
        if (hb_font_get_nominal_glyph(font, c, &gid)) {
            int w = hb_font_get_glyph_h_advance(font, gid);
            widest = w > widest ? w : widest;
        }
    return widest;
}

/* As the font calls itself, without what a PDF name may not hold (ISO 32000-1, 9.6.2.1). */
static const char *postscript_name(struct arena *a, hb_face_t *face) {
    char name[64];
    unsigned n = sizeof name;
    struct sb b = {.a = a};
    hb_ot_name_get_utf8(face, HB_OT_NAME_ID_POSTSCRIPT_NAME, HB_LANGUAGE_INVALID, &n, name);
    for (const char *c = name; n && *c; c++)
        if ((*c >= '0' && *c <= '9') || (*c >= 'A' && *c <= 'Z') || (*c >= 'a' && *c <= 'z') || *c == '-')
            sb_char(&b, *c);
    return b.n ? str_z(a, sb_str(&b)) : "Unnamed";
}

/* OS/2 fsType, byte 8: 2 alone is "restricted license", bit 9 "bitmap embedding only" (OpenType 1.9, "OS/2"). */
static bool may_be_embedded(hb_face_t *face) {
    enum { RESTRICTED = 0x0002, USES = 0x000E, BITMAP_ONLY = 0x0200 };
    hb_blob_t *blob = hb_face_reference_table(face, HB_TAG('O', 'S', '/', '2'));
    unsigned n = 0;
    const uint8_t *p = (const uint8_t *)hb_blob_get_data(blob, &n);
    unsigned type = n >= 10 ? (unsigned)(p[8] << 8 | p[9]) : 0;
    hb_blob_destroy(blob);
    return (type & USES) != RESTRICTED && !(type & BITMAP_ONLY);
}

static void font_set(struct font *out, enum face id, const struct font_wish *w, hb_face_t *face) {
    hb_face_make_immutable(face);
    out->face = face;
    out->font = hb_font_create(face);
    hb_font_set_scale(out->font, 1000, 1000);
    hb_font_make_immutable(out->font);
    out->charstrings = charstrings_new(out->font, style_grids[id]);
    out->name = w->name;
    read_box(face, out->metrics.box);
    out->metrics.digit = widest_digit(out->font);
    out->metrics.ascent = metric(out->font, HB_OT_METRICS_TAG_HORIZONTAL_ASCENDER, 880);
    out->metrics.descent = metric(out->font, HB_OT_METRICS_TAG_HORIZONTAL_DESCENDER, -120);
    out->metrics.cap_height = metric(out->font, HB_OT_METRICS_TAG_CAP_HEIGHT, 733);
    out->metrics.stem = w->weight == FC_WEIGHT_BOLD ? 140 : 80;
    out->metrics.serif = w->serif;
    out->metrics.fixed = w->fixed;
}

/* weight < 0: any */
static FcFontSet *list_family(FcConfig *config, const char *family, int weight) {
    FcPattern *p = FcPatternCreate();
    FcPatternAddString(p, FC_FAMILY, (const FcChar8 *)family);
    FcPatternAddBool(p, FC_VARIABLE, FcFalse);
    if (weight >= 0)
        FcPatternAddInteger(p, FC_WEIGHT, weight);
    FcObjectSet *wanted = FcObjectSetBuild(FC_FILE, FC_INDEX, (char *)NULL);
    FcFontSet *found = FcFontList(config, p, wanted);
    FcObjectSetDestroy(wanted);
    FcPatternDestroy(p);
    return found;
}

/* The first by file name: several installed copies must not make two runs differ. */
static bool first_file(const FcFontSet *set, str *path, int *index) {
    bool any = false;
    for (int i = 0; set && i < set->nfont; i++) {
        FcChar8 *file = NULL;
        int at = 0;
        if (FcPatternGetString(set->fonts[i], FC_FILE, 0, &file) != FcResultMatch ||
            FcPatternGetInteger(set->fonts[i], FC_INDEX, 0, &at) != FcResultMatch)
            continue;
        str found = str_from((const char *)file);
        if (!any || str_cmp(found, *path) < 0) {
            *path = found;
            *index = at;
            any = true;
        }
    }
    return any;
}

struct opening {
    struct arena *a;
    struct diags *d;
    struct fonts *fonts;
    FcConfig *config;
    struct failure *f;
};

static bool find_family(const struct opening *o, const char *family, int weight, str *path, int *index) {
    FcFontSet *found = list_family(o->config, family, weight);
    bool any = first_file(found, path, index);
    if (any)
        *path = str_dup(o->a, *path);
    FcFontSetDestroy(found);
    return any;
}

static bool open_usual(const struct opening *o, enum face id) {
    const struct font_wish *w = &wishes[id];
    str path = {0};
    int index = 0;
    bool usable = find_family(o, w->family, w->weight, &path, &index);
    hb_blob_t *blob = usable ? map_file(o->a, o->fonts, path, o->f) : NULL;
    if (usable && !blob)
        return false;
    hb_face_t *face = blob ? hb_face_create(blob, (unsigned)index & 0xFFFFu) : NULL;
    if (face && outlines_present(face)) {
        font_set(&o->fonts->faces[id], id, w, face);
        return true;
    }
    hb_face_destroy(face);
    o->fonts->missing = true;
    diag2(o->d, DIAG_FONT_MISSING, file_place(S("fontconfig")), str_from(w->family), str_from(w->package));
    return true; /* all missing families in one run */
}

/* The face of a file; of a family the one with the wished weight, else any: many Chinese families have but one. */
static hb_face_t *chosen_face(const struct opening *o, enum face id, const struct font_choice *c) {
    str path = c->path;
    int index = c->index;
    if (!path.n && !find_family(o, str_z(o->a, c->name), wishes[id].weight, &path, &index) &&
        !find_family(o, str_z(o->a, c->name), -1, &path, &index)) {
        diag1(o->d, DIAG_FONT_UNKNOWN, c->at, c->name);
        return NULL;
    }
    hb_blob_t *blob = map_file(o->a, o->fonts, path, o->f);
    hb_face_t *face = blob ? hb_face_create(blob, (unsigned)index & 0xFFFFu) : NULL;
    if (!face || (outlines_present(face) && may_be_embedded(face)))
        return face;
    diag1(o->d, outlines_present(face) ? DIAG_FONT_LICENSE : DIAG_FONT_OUTLINES, c->at, c->name);
    hb_face_destroy(face);
    return NULL;
}

static bool open_choice(const struct opening *o, enum face id, const struct font_choice *c) {
    struct font_wish w = wishes[id];
    hb_face_t *face = chosen_face(o, id, c);
    if (face) {
        w.name = postscript_name(o->a, face);
        font_set(&o->fonts->faces[id], id, &w, face);
    }
    o->fonts->missing |= !face;
    return !o->f->set;
}

static bool open_faces(const struct opening *o, const struct font_choice *choices) {
    bool ok = true;
    for (int i = 0; i < FACE__MAX && ok; i++)
        ok = choices && choices[i].name.n ? open_choice(o, (enum face)i, &choices[i])
                                          : open_usual(o, (enum face)i);
    return ok && !o->fonts->missing;
}

struct fonts *fonts_open(struct arena *a, struct diags *d, const struct font_choice *choices,
                         struct failure *f) {
    struct fonts *fonts = ARENA_NEW(a, struct fonts);
    struct opening o = {a, d, fonts, FcInitLoadConfigAndFonts(), f};
    if (!o.config) {
        failure_text(f, S("fontconfig cannot read its configuration"));
        return NULL;
    }
    bool ok = open_faces(&o, choices);
    FcConfigDestroy(o.config);
    FcFini();
    if (ok)
        return fonts;
    fonts_close(fonts);
    return NULL;
}

static int by_path(const void *x, const void *y) {
    return str_cmp(*(const str *)x, *(const str *)y);
}

size_t fonts_files(const struct fonts *fonts, struct arena *a, str **paths) {
    *paths = ARENA_ARRAY(a, str, FACE__MAX);
    for (size_t i = 0; i < fonts->n_files; i++)
        (*paths)[i] = str_dup(a, fonts->files[i].path);
    qsort(*paths, fonts->n_files, sizeof **paths, by_path);
    return fonts->n_files;
}

void fonts_close(struct fonts *fonts) {
    if (!fonts)
        return;
    for (int i = 0; i < FACE__MAX; i++) {
        charstrings_free(fonts->faces[i].charstrings);
        hb_font_destroy(fonts->faces[i].font);
        hb_face_destroy(fonts->faces[i].face);
    }
    for (size_t i = 0; i < fonts->n_files; i++)
        hb_blob_destroy(fonts->files[i].blob);
    memset(fonts, 0, sizeof *fonts);
}
