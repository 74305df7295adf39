/* Pages of known hard cases as pictures: what they look like is kept in tests/golden/pictures, and any mark that moves,
 * comes or goes is seen. Grey steps at the edges of letters may differ.
 *
 * When a change of looks is meant: `rm tests/golden/pictures/hard-cases/page-*.png`, run this test, look at the new ones. */
#include "render_fixture.h"

#include <limits.h>
#include <png.h>

enum { DPI = 60, STEP = 90 /* of 255: more than an edge may differ by */ };
static const size_t tolerance = 40; /* pixels of a page; a line of text moved by one pixel is some hundred */
static const int pages[] = {1, 2, 3, 6}; /* text and lists; a table's beginning, middle and end */
static const char *const folder = "tests/golden/pictures/hard-cases";

struct picture {
    png_image head;
    unsigned char *grey;
};

static struct picture picture_read(const char *path) {
    struct picture p = {.head = {.version = PNG_IMAGE_VERSION}};
    if (!png_image_begin_read_from_file(&p.head, path))
        fail_msg("%s: %s", path, p.head.message);
    p.head.format = PNG_FORMAT_GRAY;
    p.grey = malloc(PNG_IMAGE_SIZE(p.head));
    assert_non_null(p.grey);
    if (!png_image_finish_read(&p.head, NULL, p.grey, 0, NULL))
        fail_msg("%s: %s", path, p.head.message);
    return p;
}

static void picture_free(struct picture *p) {
    free(p->grey);
    png_image_free(&p->head);
}

/* Pixels that differ by more than a shade; all of them when the sizes do. */
static size_t picture_differs(const struct picture *a, const struct picture *b) {
    size_t n = PNG_IMAGE_SIZE(a->head), differ = 0;
    if (a->head.width != b->head.width || a->head.height != b->head.height)
        return n;
    for (size_t i = 0; i < n; i++)
        differ += abs(a->grey[i] - b->grey[i]) > STEP;
    return differ;
}

/* The document, made by the program itself, as one picture a page. */
static int make_pictures(void **state) {
    static char dir[] = "/tmp/lvyue-picture-XXXXXX";
    const char *program = getenv("LVYUE");
    struct arena *a = arena_new();
    assert_non_null(mkdtemp(dir));
    command_output(a, "'%s' build %s --on 2026-01-31 --out %s/out", program ? program : "build/lvyue", folder,
                   dir);
    command_output(a, "pdftoppm -gray -png -r %d %s/out/*.pdf %s/page", DPI, dir, dir);
    arena_free(a);
    *state = dir;
    return 0;
}

static int remove_pictures(void **state) {
    struct arena *a = arena_new();
    command_output(a, "rm -r '%s'", (const char *)*state);
    arena_free(a);
    return 0;
}

static void kept_path(char path[PATH_MAX], int page) {
    snprintf(path, PATH_MAX, "%s/page-%d.png", folder, page);
}

static void made_path(char path[PATH_MAX], const char *dir, int page) {
    snprintf(path, PATH_MAX, "%s/page-%d.png", dir, page);
}

/* true: there was no picture of the page, now there is. */
static bool keep_if_new(const char *made, const char *kept) {
    if (access(kept, F_OK) == 0)
        return false;
    struct arena *a = arena_new();
    command_output(a, "cp '%s' '%s'", made, kept);
    arena_free(a);
    print_error("%s was made anew: look at it\n", kept);
    return true;
}

static void pages_look_as_they_should(void **state) {
    bool as_before = true;
    for (size_t i = 0; i < sizeof pages / sizeof *pages; i++) {
        char kept[PATH_MAX], made[PATH_MAX];
        kept_path(kept, pages[i]);
        made_path(made, *state, pages[i]);
        bool is_new = keep_if_new(made, kept);
        struct picture before = picture_read(kept), now = picture_read(made);
        size_t differ = picture_differs(&before, &now);
        if (differ > tolerance)
            print_error("page %d differs from %s in %zu pixels\n", pages[i], kept, differ);
        as_before = as_before && !is_new && differ <= tolerance;
        picture_free(&before);
        picture_free(&now);
    }
    assert_true(as_before);
}

/* Moves what stands in a band of the page by one pixel to the right. */
static void nudge(struct picture *p, size_t from, size_t to) {
    size_t width = p->head.width;
    for (size_t y = from; y < to; y++)
        memmove(p->grey + y * width + 1, p->grey + y * width, width - 1);
}

/* One line of the text, moved by one pixel, is more than the tolerance; so is another page. */
static void a_moved_line_is_seen(void **state) {
    char first[PATH_MAX], second[PATH_MAX];
    made_path(first, *state, 1);
    made_path(second, *state, 2);
    struct picture a = picture_read(first), b = picture_read(first), c = picture_read(second);
    assert_int_equal(picture_differs(&a, &b), 0);
    nudge(&b, 312, 324);
    assert_true(picture_differs(&a, &b) > tolerance);
    assert_true(picture_differs(&a, &c) > tolerance);
    picture_free(&a);
    picture_free(&b);
    picture_free(&c);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pages_look_as_they_should),
        cmocka_unit_test(a_moved_line_is_seen),
    };
    return cmocka_run_group_tests(tests, make_pictures, remove_pictures);
}
