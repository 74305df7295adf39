/* file_kind.c - the first bytes of a file, for archives and compound files a little more. */
#include "records/file_kind.h"

#include <string.h>

struct signature {
    str bytes;
    struct file_kind kind;
};

static const struct signature heads[] = {
    {{"PK\3\4", 4}, {CONTENT_XLSX, {"a workbook (xlsx)", "xlsx 工作簿"}}},
    {{"PK\5\6", 4}, {CONTENT_OTHER, {"an empty zip archive", "空的 zip 压缩包"}}},
    {{"\xD0\xCF\x11\xE0", 4}, {CONTENT_XLS, {"a workbook (xls)", "xls 工作簿"}}},
    {{"\x09\x08\x10\0", 4}, {CONTENT_OTHER, {"a bare BIFF workbook", "未封装的 BIFF 工作簿"}}},
    {{"\xFF\xFE", 2}, {CONTENT_OTHER, {"UTF-16 text", "UTF-16 文本"}}},
    {{"\xFE\xFF", 2}, {CONTENT_OTHER, {"UTF-16 text", "UTF-16 文本"}}},
    {{"%PDF", 4}, {CONTENT_OTHER, {"a PDF file", "PDF 文件"}}},
    {{"Rar!", 4}, {CONTENT_OTHER, {"a rar archive", "rar 压缩包"}}},
    {{"7z\xBC\xAF", 4}, {CONTENT_OTHER, {"a 7z archive", "7z 压缩包"}}},
    {{"\x1F\x8B", 2}, {CONTENT_OTHER, {"a gzip file", "gzip 文件"}}},
};
/* Names of members that tell what an archive is, looked for in its whole length. */
static const struct signature archives[] = {
    {{"xl/workbook.bin", 15}, {CONTENT_OTHER, {"a binary workbook (xlsb)", "xlsb 二进制工作簿"}}},
    {{"opendocument.spreadsheet", 24},
     {CONTENT_OTHER, {"an OpenDocument spreadsheet (ods)", "ods 电子表格"}}},
    {{"word/document.xml", 17}, {CONTENT_OTHER, {"a Word document (docx)", "Word 文档（docx）"}}},
};
/* Names of streams in a compound file, in UTF-16. */
static const struct signature streams[] = {
    {{"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32},
     {CONTENT_PROTECTED, {"a protected workbook", "加密的工作簿"}}},
    {{"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", 24},
     {CONTENT_OTHER, {"a Word document (doc)", "Word 文档（doc）"}}},
};
static const struct signature texts[] = {
    {{"<html", 5}, {CONTENT_OTHER, {"an HTML page", "HTML 网页"}}},
    {{"<!doctype html", 14}, {CONTENT_OTHER, {"an HTML page", "HTML 网页"}}},
    {{"<table", 6}, {CONTENT_OTHER, {"an HTML page", "HTML 网页"}}},
    {{"mime-version", 12}, {CONTENT_OTHER, {"a saved web page (mht)", "网页存档（mht）"}}},
    {{"<?xml", 5}, {CONTENT_OTHER, {"an XML file", "XML 文件"}}},
};

#define FIND(list, by) find(list, sizeof(list) / sizeof *(list), bytes, by)

static bool at_start(str bytes, str what) {
    return str_starts(bytes, what);
}

static bool at_start_any_case(str bytes, str what) {
    return bytes.n >= what.n && str_eq_nocase(str_slice(bytes, 0, what.n), what);
}

static bool anywhere(str bytes, str what) {
    return memmem(bytes.p, bytes.n, what.p, what.n) != NULL;
}

static const struct file_kind *find(const struct signature *list, size_t n, str bytes, bool (*by)(str, str)) {
    for (size_t i = 0; i < n; i++)
        if (by(bytes, list[i].bytes))
            return &list[i].kind;
    return NULL;
}

/* Names of members stand at both ends of an archive: the local header of the first, and the directory at the end. */
static const struct file_kind *archive_kind(str all) {
    enum { END = 256 * 1024 };
    str bytes = str_slice(all, 0, all.n < END ? all.n : END);
    const struct file_kind *kind = FIND(archives, anywhere);
    bytes = str_slice(all, all.n < END ? 0 : all.n - END, all.n);
    return kind ? kind : FIND(archives, anywhere);
}

static str skip_mark_and_blanks(str s) {
    if (str_starts(s, S("\xEF\xBB\xBF")))
        s = str_slice(s, 3, s.n);
    while (s.n && (s.p[0] == ' ' || s.p[0] == '\t' || s.p[0] == '\r' || s.p[0] == '\n'))
        s = str_slice(s, 1, s.n);
    return s;
}

struct file_kind file_kind_of(str bytes) {
    static const struct file_kind text = {CONTENT_TEXT, {"CSV text", "CSV 文本"}};
    const struct file_kind *kind = FIND(heads, at_start), *closer = NULL;
    if (kind && kind->content == CONTENT_XLSX)
        closer = archive_kind(bytes);
    else if (kind && kind->content == CONTENT_XLS)
        closer = FIND(streams, anywhere);
    if (closer || kind)
        return closer ? *closer : *kind;
    bytes = skip_mark_and_blanks(bytes);
    kind = FIND(texts, at_start_any_case);
    return kind ? *kind : text;
}

bool file_named_book(str name) {
    static const str endings[] = {{".xlsx", 5}, {".xlsm", 5}, {".xltx", 5},
                                  {".xltm", 5}, {".xls", 4},  {".et", 3}};
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++)
        if (name.n > endings[i].n &&
            str_eq_nocase(str_slice(name, name.n - endings[i].n, name.n), endings[i]))
            return true;
    return false;
}
