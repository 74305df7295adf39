/* json_stream.c - yajl, with the path to where it is. */
#include "records/json_stream.h"

#include <yajl/yajl_parse.h>

/* The key of the value that comes next, which is then used up. */
static str take_key(struct json_stream *j) {
    return sb_str(&j->keys[j->depth]);
}

static int open_value(struct json_stream *j, bool object) {
    if (j->depth + 1 >= JSON_DEPTH) {
        j->why = "nested too deep";
        return 0;
    }
    str key = take_key(j);
    j->depth++;
    j->keys[j->depth].n = 0;
    j->events->open(j, key, object);
    return 1;
}

static int close_value(struct json_stream *j, bool object) {
    j->events->close(j, object);
    j->depth--;
    return 1;
}

static int scalar(struct json_stream *j, str text) {
    j->events->scalar(j, take_key(j), text);
    return 1;
}

static int on_null(void *ctx) {
    return scalar(ctx, S("null"));
}
static int on_bool(void *ctx, int v) {
    return scalar(ctx, v ? S("true") : S("false"));
}
static int on_number(void *ctx, const char *s, size_t n) {
    return scalar(ctx, (str){s, n});
}
static int on_string(void *ctx, const unsigned char *s, size_t n) {
    return scalar(ctx, (str){(const char *)s, n});
}
static int on_key(void *ctx, const unsigned char *s, size_t n) {
    struct json_stream *j = ctx;
    j->keys[j->depth].n = 0;
    sb_add(&j->keys[j->depth], (str){(const char *)s, n});
    return 1;
}
static int on_open_map(void *ctx) {
    return open_value(ctx, true);
}
static int on_close_map(void *ctx) {
    return close_value(ctx, true);
}
static int on_open_array(void *ctx) {
    return open_value(ctx, false);
}
static int on_close_array(void *ctx) {
    return close_value(ctx, false);
}

bool json_open(struct json_stream *j, struct arena *a, const struct json_events *events, void *ctx) {
    static const yajl_callbacks callbacks = {.yajl_null = on_null,
                                             .yajl_boolean = on_bool,
                                             .yajl_number = on_number,
                                             .yajl_string = on_string,
                                             .yajl_start_map = on_open_map,
                                             .yajl_map_key = on_key,
                                             .yajl_end_map = on_close_map,
                                             .yajl_start_array = on_open_array,
                                             .yajl_end_array = on_close_array};
    *j = (struct json_stream){.events = events, .ctx = ctx};
    for (int i = 0; i < JSON_DEPTH; i++)
        j->keys[i].a = a;
    j->parser = yajl_alloc(&callbacks, NULL, j);
    return j->parser != NULL;
}

bool json_feed(struct json_stream *j, str bytes, bool last) {
    yajl_status status = yajl_parse(j->parser, (const unsigned char *)bytes.p, bytes.n);
    if (status == yajl_status_ok && last)
        status = yajl_complete_parse(j->parser);
    if (status != yajl_status_ok && !j->why)
        j->why = "no valid JSON";
    return status == yajl_status_ok;
}

void json_close(struct json_stream *j) {
    if (j->parser)
        yajl_free(j->parser);
    j->parser = NULL;
}

bool json_inside(const struct json_stream *j, int depth, const char *key) {
    return depth <= j->depth && str_eqz(sb_str(&j->keys[depth - 1]), key);
}
