/* json_stream.h - internal to records/: JSON as events with the keys that lead to them, in pieces; numbers stay text. */
#ifndef LVYUE_RECORDS_JSON_STREAM_H
#define LVYUE_RECORDS_JSON_STREAM_H

#include <stdbool.h>

#include "util/str.h"

#define JSON_DEPTH 16

struct json_stream;
struct json_events { /* key: of the member in its object; empty in an array */
    void (*open)(struct json_stream *j, str key, bool object);
    void (*close)(struct json_stream *j, bool object);
    void (*scalar)(struct json_stream *j, str key, str text); /* a string, a number or true, false, null */
};
struct json_stream {
    const struct json_events *events;
    void *ctx;
    void *parser;
    struct sb keys[JSON_DEPTH]; /* of what is open: keys[0] is that of the outermost value */
    int depth;                  /* 0: outside */
    const char *why;            /* the fault of json_feed() */
};

bool json_open(struct json_stream *j, struct arena *a, const struct json_events *events, void *ctx);
/* false: no JSON; j->why says why. `last`: nothing follows. */
bool json_feed(struct json_stream *j, str bytes, bool last);
void json_close(struct json_stream *j);
/* Whether what is open at a depth (from 1) has that key. */
bool json_inside(const struct json_stream *j, int depth, const char *key);

#endif
