#include "document/slots.h"

#include <string.h>

#include "document/values.h"

#define VALUE_OPEN S("\xEF\xB7\x90")
#define BLOCK_OPEN S("\xEF\xB7\x92")
#define CLOSE S("\xEF\xB7\x91")
#define MARK_BYTES 3

static void write_slot(struct slots *s, struct sb *out, str open, struct slot slot) {
    sb_add(out, open);
    sb_fmt(out, "%zu", s->at.n);
    sb_add(out, CLOSE);
    VEC_PUSH(s->a, &s->at, slot);
}

/* Line ends around a value would be breaks before and behind it. */
static str trim_line_ends(str s) {
    while (s.n && s.p[0] == '\n')
        s = str_slice(s, 1, s.n);
    while (s.n && s.p[s.n - 1] == '\n')
        s.n--;
    return s;
}

void slots_put(struct slots *s, struct sb *out, str value) {
    write_slot(s, out, VALUE_OPEN,
               (struct slot){.text = str_dup(s->a, trim_line_ends(clean_text(s->a, value)))});
}

void slots_put_block(struct slots *s, struct sb *out, const void *block, str text) {
    write_slot(s, out, BLOCK_OPEN, (struct slot){clean_text(s->a, text), block});
}

/* A tab means indentation to Markdown and stays. */
void slots_put_markdown(struct slots *s, struct sb *out, str markdown) {
    while (markdown.n) {
        size_t n = 0;
        while (n < markdown.n && markdown.p[n] != '<' && markdown.p[n] != '\t')
            n++;
        sb_add(out, clean_text(s->a, str_slice(markdown, 0, n)));
        if (n < markdown.n && markdown.p[n] == '<')
            slots_put(s, out, S("<"));
        else if (n < markdown.n)
            sb_char(out, '\t');
        markdown = str_slice(markdown, n + 1, markdown.n);
    }
}

/* The slot at the front of text: its length in bytes, 0 when there is none. */
static size_t slot_at(const struct slots *s, str text, const struct slot **out, bool *block) {
    *block = str_starts(text, BLOCK_OPEN);
    if (!*block && !str_starts(text, VALUE_OPEN))
        return 0;
    size_t i = MARK_BYTES, number = 0;
    for (; i < text.n && text.p[i] >= '0' && text.p[i] <= '9' && number < s->at.n; i++)
        number = number * 10 + (size_t)(text.p[i] - '0');
    if (i == MARK_BYTES || number >= s->at.n || !str_starts(str_slice(text, i, text.n), CLOSE))
        return 0;
    *out = &s->at.at[number];
    return i + MARK_BYTES;
}

bool slots_any(str text) {
    return str_find(text, VALUE_OPEN) >= 0 || str_find(text, BLOCK_OPEN) >= 0;
}

/* Bytes before the next byte that may begin a slot. */
static size_t plain_length(str text) {
    const char *lead = text.n ? memchr(text.p, 0xEF, text.n) : NULL;
    return lead ? (size_t)(lead - text.p) : text.n;
}

str slots_fill(const struct slots *s, struct arena *a, str text) {
    if (!slots_any(text))
        return clean_text(a, text);
    struct sb b = {.a = a};
    size_t from = 0, i = 0;
    while ((i += plain_length(str_slice(text, i, text.n))) < text.n) {
        const struct slot *slot;
        bool block;
        size_t n = slot_at(s, str_slice(text, i, text.n), &slot, &block);
        if (n) {
            sb_add(&b, clean_text(a, str_slice(text, from, i)));
            sb_add(&b, slot->text);
            from = i + n;
        }
        i += n ? n : 1;
    }
    sb_add(&b, clean_text(a, str_slice(text, from, text.n)));
    return sb_str(&b);
}

const void *slots_block(const struct slots *s, str text) {
    const struct slot *slot;
    bool block;
    size_t n = slot_at(s, text, &slot, &block);
    return n && n == text.n && block ? slot->block : NULL;
}
