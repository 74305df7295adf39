/* sadf_figures.c - from sysstat's names to metrics (lvyue-records(5) lists this table). */
#include "records/sadf_figures.h"

struct figure {
    const char *text, *json; /* the column of `sadf -d`, the key of `sadf -j` */
    const char *metric, *unit;
    const char *suffix; /* behind the object: which of two figures it is */
    bool rest_of_100;   /* the value is what is missing to 100 */
};
static const struct figure figures[] = {
    {"%idle", "idle", "cpu", "%", "", true},
    {"%memused", "memused-percent", "memory", "%", "", false},
    {"%fsused", "fsused-percent", "disk", "%", "", false},
    {"tps", "tps", "io", "次/秒", "", false},
    {"rxkB/s", "rxkB", "network", "kB/s", " rx", false},
    {"txkB/s", "txkB", "network", "kB/s", " tx", false},
    {"ldavg-5", "ldavg-5", "other", "", "ldavg-5", false},
};
/* The columns that say which disk, interface or processor a line is about. */
static const char *const object_names[] = {"DEV",        "disk-device", "IFACE",      "iface",
                                           "MOUNTPOINT", "mountpoint",  "FILESYSTEM", "filesystem"};

static const struct sadf_field *find(const struct sadf_field *fields, size_t n, const char *name) {
    for (size_t i = 0; i < n; i++)
        if (str_eqz(fields[i].name, name))
            return &fields[i];
    return NULL;
}

static str object_of(const struct sadf_field *fields, size_t n) {
    for (size_t i = 0; i < sizeof object_names / sizeof *object_names; i++) {
        const struct sadf_field *f = find(fields, n, object_names[i]);
        if (f)
            return f->value;
    }
    return S("");
}

/* Of the processors only all of them together. */
static bool is_one_processor(const struct sadf_field *fields, size_t n) {
    const struct sadf_field *f = find(fields, n, "CPU");
    f = f ? f : find(fields, n, "cpu");
    return f && !str_eqz(f->value, "-1") && !str_eqz(f->value, "all");
}

static str value_of(struct arena *a, const struct figure *f, str text) {
    struct dec v;
    int64_t hundred = 100;
    if (!f->rest_of_100 || !dec_parse(text, &v))
        return text;
    for (int i = 0; i < v.scale; i++)
        hundred *= 10;
    return dec_text(a, (struct dec){hundred - v.m, v.scale});
}

void sadf_add_figures(struct measure_rows *m, const struct sadf_field *fields, size_t n, int64_t at, str host,
                      int64_t row, bool line) {
    struct arena *a = m->queue_a;
    if (is_one_processor(fields, n))
        return;
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        const struct figure *f = &figures[i];
        const struct sadf_field *value = find(fields, n, f->text);
        value = value ? value : find(fields, n, f->json);
        if (!value)
            continue;
        struct raw_cell *cells = measure_add(m, row, line);
        measure_set_time(&cells[MEASURE_AT], a, at);
        cells[MEASURE_HOST].text = str_dup(a, host);
        cells[MEASURE_METRIC].text = str_from(f->metric);
        cells[MEASURE_OBJECT].text = str_fmt(a, "%.*s%s", STR_ARG(object_of(fields, n)), f->suffix);
        cells[MEASURE_VALUE].text = str_dup(a, value_of(a, f, value->value));
        cells[MEASURE_UNIT].text = str_from(f->unit);
    }
}
