/* book_zip.c - libzip behind limits. */
#include "records/book_zip.h"

#include "util/file.h"

enum { RELEASE_STEP = 8 << 20 };

static void report_damaged(struct diags *d, str shown, const char *why) {
    diag2(d, DIAG_BOOK_DAMAGED, file_place(shown), shown, str_from(why));
}

static void report_error(struct diags *d, str shown, zip_error_t *e) {
    report_damaged(d, shown, zip_error_strerror(e));
    zip_error_fini(e);
}

bool book_zip_open(struct book_zip *b, struct diags *d, str shown, str bytes) {
    zip_error_t error;
    *b = (struct book_zip){.d = d, .shown = shown, .bytes = bytes};
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(bytes.p, bytes.n, 0, &error);
    b->zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    if (!b->zip) {
        zip_source_free(source);
        report_error(d, shown, &error);
        return false;
    }
    zip_error_fini(&error);
    if (zip_get_num_entries(b->zip, 0) <= BOOK_PARTS_MAX)
        return true;
    report_damaged(d, shown, "too many members");
    book_zip_close(b);
    return false;
}

void book_zip_close(struct book_zip *b) {
    if (b->zip)
        zip_discard(b->zip);
    b->zip = NULL;
}

/* Some programs write the names of members as paths of Windows. */
static zip_int64_t find_part(const struct book_zip *b, struct arena *a, str name) {
    char *path = str_z(a, name);
    zip_int64_t i = zip_name_locate(b->zip, path, ZIP_FL_NOCASE);
    for (char *c = path; i < 0 && *c; c++)
        if (*c == '/')
            *c = '\\';
    return i < 0 ? zip_name_locate(b->zip, path, ZIP_FL_NOCASE) : i;
}

bool book_has(const struct book_zip *b, struct arena *a, str name) {
    return find_part(b, a, name) >= 0;
}

static void report_part(struct book_part *p, const char *why) {
    diag2(p->book->d, DIAG_BOOK_PART, file_place(p->book->shown), p->name, str_from(why));
}

bool book_part_open(struct book_part *p, struct book_zip *b, struct arena *a, str name) {
    *p = (struct book_part){.book = b, .name = name};
    zip_stat_t stat;
    zip_int64_t i = find_part(b, a, name);
    if (i < 0) {
        diag1(b->d, DIAG_BOOK_PART_MISSING, file_place(b->shown), name);
        return false;
    }
    if (zip_stat_index(b->zip, (zip_uint64_t)i, 0, &stat) == 0 && (stat.valid & ZIP_STAT_COMP_SIZE))
        p->packed = stat.comp_size;
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE) {
        diag1(b->d, DIAG_BOOK_PROTECTED, file_place(b->shown), b->shown);
        return false;
    }
    p->file = zip_fopen_index(b->zip, (zip_uint64_t)i, 0);
    if (!p->file)
        report_part(p, zip_strerror(b->zip));
    return p->file != NULL;
}

static bool within_limits(struct book_part *p) {
    uint64_t most = p->packed > BOOK_PART_MAX / BOOK_RATIO ? BOOK_PART_MAX : p->packed * BOOK_RATIO;
    if (most < BOOK_RATIO_FROM)
        most = BOOK_RATIO_FROM;
    if (p->unpacked <= most)
        return true;
    char factor[32], size[32];
    snprintf(factor, sizeof factor, "%d", BOOK_RATIO);
    snprintf(size, sizeof size, "%llu", (unsigned long long)(p->unpacked >> 20));
    diag3(p->book->d, DIAG_BOOK_BOMB, file_place(p->book->shown), p->name, str_from(size), str_from(factor));
    return false;
}

/* A sheet is read once, from front to end: without this the whole file would stay in the process's memory. */
static void release_pages(struct book_zip *b, size_t unpacked) {
    b->unpacked += unpacked;
    if (b->unpacked < RELEASE_STEP)
        return;
    b->unpacked = 0;
    file_release(b->bytes);
}

int64_t book_part_read(struct book_part *p, void *to, size_t n) {
    zip_int64_t got = zip_fread(p->file, to, n);
    if (got < 0) {
        report_part(p, zip_file_strerror(p->file));
        return -1;
    }
    p->unpacked += (uint64_t)got;
    release_pages(p->book, (size_t)got);
    return within_limits(p) ? got : -1;
}

void book_part_close(struct book_part *p) {
    if (p->file)
        zip_fclose(p->file);
    p->file = NULL;
}
