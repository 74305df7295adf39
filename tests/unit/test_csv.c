/* The scanner: RFC 4180, line ends, faults with their places, hostile bytes; encodings. */
#include "records_fixture.h"

#include "records/csv_file.h"

/* Every row as "line[field|field]"; a fault as "line!unclosed@byte" or "line!stray@byte". */
static const char *scan(struct fixture *x, str text, char sep) {
    static const char *const faults[] = {"", "unclosed", "stray"};
    struct csv c;
    struct csv_row row;
    struct sb b = {.a = x->a};
    csv_init(&c, x->a, text, sep);
    while (csv_next(&c, &row)) {
        sb_fmt(&b, "%lld", (long long)row.line);
        if (row.fault) {
            sb_fmt(&b, "!%s@%zu", faults[row.fault], row.fault_at);
            continue;
        }
        sb_char(&b, '[');
        for (size_t i = 0; i < row.n && i < CSV_FIELDS_MAX; i++) {
            sb_addz(&b, i ? "|" : "");
            sb_add(&b, csv_unquote(x->a, &c.fields[i]));
        }
        sb_char(&b, ']');
    }
    return b.n ? b.p : "";
}

#define SCAN(text) scan(x, S(text), ',')

static void fields_and_rows(void **state) {
    struct fixture *x = *state;
    assert_string_equal(SCAN(""), "");
    assert_string_equal(SCAN("a,b,c"), "1[a|b|c]");
    assert_string_equal(SCAN("a,b,c\n"), "1[a|b|c]");
    assert_string_equal(SCAN("a,\n,b\n"), "1[a|]2[|b]");
    assert_string_equal(SCAN("\n\nx"), "1[]2[]3[x]");
    assert_string_equal(SCAN(" a , b "), "1[ a | b ]");
    assert_string_equal(scan(x, S("a;b,c;d"), ';'), "1[a|b,c|d]");
    assert_string_equal(scan(x, S("a\tb"), '\t'), "1[a|b]");
}

static void line_ends_of_every_kind(void **state) {
    struct fixture *x = *state;
    assert_string_equal(SCAN("a\r\nb\rc\nd"), "1[a]2[b]3[c]4[d]");
    assert_string_equal(SCAN("a\r\r\nb"), "1[a]2[]3[b]");
    assert_string_equal(SCAN("a\n\rb"), "1[a]2[]3[b]");
    assert_string_equal(SCAN("a\r"), "1[a]");
}

static void quoted_fields(void **state) {
    struct fixture *x = *state;
    assert_string_equal(SCAN("\"a,b\",c"), "1[a,b|c]");
    assert_string_equal(SCAN("\"a \"\"b\"\" c\""), "1[a \"b\" c]");
    assert_string_equal(SCAN("\"\",\"\"\"\""), "1[|\"]");
    assert_string_equal(SCAN("\"a\nb\r\nc\rd\",e\nf"), "1[a\nb\r\nc\rd|e]5[f]");
    assert_string_equal(SCAN("\"a\"\r\n\"b\"\r\"c\""), "1[a]2[b]3[c]");
}

static void stray_quotes(void **state) {
    struct fixture *x = *state;
    assert_string_equal(SCAN("a,b\"c\nd"), "1!stray@32[d]");
    assert_string_equal(SCAN("\"a\"b,c\nd"), "1!stray@32[d]");
    assert_string_equal(SCAN("x\na, \"b\"\nd"), "1[x]2!stray@53[d]");
}

/* An unclosed quote is named where it opens and costs its own line alone. */
static void unclosed_quotes(void **state) {
    struct fixture *x = *state;
    assert_string_equal(SCAN("a\n\"b,c\nd\ne\n"), "1[a]2!unclosed@23[d]4[e]");
    assert_string_equal(SCAN("x,\"b\ny\nz,\"c\"\n"), "1!unclosed@22[y]3[z|c]");
    assert_string_equal(SCAN("x,\"b\n\"c\"\n"), "1!unclosed@22[c]");
    /* closed lines later, in the middle of text: that quote is the other field's */
    assert_string_equal(SCAN("\"a\nb\"c\nd"), "1!unclosed@02!stray@43[d]");
    assert_string_equal(SCAN("\""), "1!unclosed@0");
    assert_string_equal(SCAN("\"a\"\""), "1!unclosed@0");
    assert_string_equal(SCAN("a,\"b\r\nc"), "1!unclosed@22[c]");
}

static void too_many_fields_are_counted_not_kept(void **state) {
    struct fixture *x = *state;
    size_t n = CSV_FIELDS_MAX + 500;
    char *text = ARENA_ARRAY(x->a, char, n + 2);
    memset(text, ',', n);
    memcpy(text + n, "\nz", 2);
    struct csv c;
    struct csv_row row;
    csv_init(&c, x->a, (str){text, n + 2}, ',');
    assert_true(csv_next(&c, &row));
    assert_int_equal(row.n, n + 1);
    assert_true(csv_next(&c, &row));
    assert_int_equal(row.n, 1);
    assert_int_equal(row.line, 2);
    assert_false(csv_next(&c, &row));
}

static void seek_counts_lines_as_the_scanner_does(void **state) {
    struct fixture *x = *state;
    str text = S("a\r\n\"b\nc\"\rd\n\ne");
    struct csv c;
    struct csv_row row;
    csv_init(&c, x->a, text, ',');
    while (csv_next(&c, &row)) {
        struct csv again;
        struct csv_row same;
        csv_init(&again, x->a, text, ',');
        assert_true(csv_seek(&again, row.line));
        assert_true(csv_next(&again, &same));
        assert_int_equal(same.from, row.from);
        assert_int_equal(same.line, row.line);
    }
    assert_false(csv_seek(&c, 7));
}

/* Bytes from a small alphabet, so that quotes, separators and line ends meet in every way. What holds for
 * any input: rows lie one behind the other, cover all bytes, and their lines are counted right. */
static void random_bytes(void **state) {
    struct fixture *x = *state;
    static const char alphabet[] = "\"\"\",,\n\r\n a\xE4\xB8\xAD\xB9";
    uint64_t seed = 20250305;
    for (int round = 0; round < 20000; round++) {
        struct arena_mark mark = arena_mark(x->scratch);
        char text[64];
        size_t n = 0;
        do {
            seed = seed * 6364136223846793005u + 1442695040888963407u;
            text[n++] = alphabet[(seed >> 33) % (sizeof alphabet - 1)];
        } while (n < sizeof text && (seed >> 60) != 0);
        char *exact = ARENA_ARRAY(x->scratch, char, n); /* so that one byte too far is seen */
        memcpy(exact, text, n);
        struct csv c;
        struct csv_row row;
        csv_init(&c, x->scratch, (str){exact, n}, ',');
        size_t at = 0;
        while (csv_next(&c, &row)) {
            assert_int_equal(row.from, at);
            assert_true(c.at > at);
            assert_int_equal(row.line, 1 + csv_count_lines((str){exact, n}, 0, at));
            for (size_t i = 0; !row.fault && i < row.n; i++)
                csv_unquote(x->scratch, &c.fields[i]);
            at = c.at;
        }
        assert_int_equal(at, n);
        arena_rewind(x->scratch, mark);
    }
}

static void encodings_are_told_apart(void **state) {
    (void)state;
    assert_int_equal(encoding_detect(S("plain ASCII")), TEXT_UTF8);
    assert_int_equal(encoding_detect(S("故障编号,报修时间")), TEXT_UTF8);
    assert_int_equal(encoding_detect(S("\xB9\xCA\xD5\xCF\xB1\xE0\xBA\xC5,\xB1\xA8\xD0\xDE")), TEXT_GB18030);
    /* one damaged byte in UTF-8 does not make it GB18030 */
    assert_int_equal(encoding_detect(S("故障编号,报修时间,\xE6\x95,系统")), TEXT_UTF8);
    enum text_encoding e;
    assert_true(encoding_parse(S(" GBK "), &e) && e == TEXT_GB18030);
    assert_true(encoding_parse(S("UTF8"), &e) && e == TEXT_UTF8);
    assert_false(encoding_parse(S("latin1"), &e));
}

static void first_bad_byte(void **state) {
    (void)state;
    static const struct {
        str text;
        enum text_encoding encoding;
        size_t at;
    } cases[] = {
        {{"abcdefghijklm\tn\r\n", 17}, TEXT_UTF8, 17},
        {{"abcdefgh\0ij", 11}, TEXT_UTF8, 8},
        {{"abc\x0B", 4}, TEXT_UTF8, 3},
        {{"abcdefghijk\x1F", 12}, TEXT_UTF8, 11},
        {{"中文", 6}, TEXT_UTF8, 6},
        {{"\xC0\x80", 2}, TEXT_UTF8, 0},         /* overlong */
        {{"\xED\xA0\x80", 3}, TEXT_UTF8, 0},     /* surrogate */
        {{"\xF4\x90\x80\x80", 4}, TEXT_UTF8, 0}, /* beyond U+10FFFF */
        {{"\xF0\xA0\xAE\xB7", 4}, TEXT_UTF8, 4},
        {{"a\xE4\xB8", 3}, TEXT_UTF8, 1},
        {{"\xD6\xD0\x81\x30\x81\x30", 6}, TEXT_GB18030, 6},
        {{"\xD6\xD0\xFF", 3}, TEXT_GB18030, 2},
        {{"\xD6", 1}, TEXT_GB18030, 0},
        {{"\x80", 1}, TEXT_GB18030, 0},
        {{"\xD6\x7F", 2}, TEXT_GB18030, 0},
        {{"\xD6\xD0\0", 3}, TEXT_GB18030, 2},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(encoding_fault(cases[i].encoding, cases[i].text), cases[i].at);
}

/* No byte behind the first of a GB18030 character looks like a quote, a separator or a line end. */
static void gb18030_can_be_scanned_as_bytes(void **state) {
    (void)state;
    static const char marks[] = "\",;\t\r\n";
    for (int lead = 0x81; lead <= 0xFE; lead++)
        for (size_t i = 0; i < sizeof marks - 1; i++) {
            char two[2] = {(char)lead, marks[i]}, four[4] = {(char)lead, '0', (char)lead, marks[i]};
            assert_int_equal(encoding_fault(TEXT_GB18030, (str){two, 2}), 0);
            assert_int_equal(encoding_fault(TEXT_GB18030, (str){four, 4}), 0);
        }
}

static void gb18030_is_converted(void **state) {
    struct fixture *x = *state;
    iconv_t cd = iconv_open("UTF-8", "GB18030");
    str out;
    assert_true(cd != (iconv_t)-1);
    assert_true(encoding_convert(x->a, cd, S("\xB9\xCA\xD5\xCF A1 \x95\x34\xB2\x35"), &out));
    assert_string_equal(str_z(x->a, out), "故障 A1 𠮷");
    assert_false(encoding_convert(x->a, cd, S("ab\xFF"), &out));
    assert_int_equal(out.n, 0);
    assert_int_equal((unsigned char)out.p[0], 0xFF);
    iconv_close(cd);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        RECORDS_TEST(fields_and_rows),
        RECORDS_TEST(line_ends_of_every_kind),
        RECORDS_TEST(quoted_fields),
        RECORDS_TEST(stray_quotes),
        RECORDS_TEST(unclosed_quotes),
        RECORDS_TEST(too_many_fields_are_counted_not_kept),
        RECORDS_TEST(seek_counts_lines_as_the_scanner_does),
        RECORDS_TEST(random_bytes),
        RECORDS_TEST(encodings_are_told_apart),
        RECORDS_TEST(first_bad_byte),
        RECORDS_TEST(gb18030_can_be_scanned_as_bytes),
        RECORDS_TEST(gb18030_is_converted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
