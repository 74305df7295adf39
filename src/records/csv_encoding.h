/* csv_encoding.h - internal to records/: which encoding a text file is in, and its bytes as UTF-8.
 *
 * Excel in China saves CSV as GB18030 without saying so; other programs write UTF-8 with or without a
 * byte order mark. A mark decides. Else the first mebibyte from the first byte that is not ASCII is
 * read as UTF-8: Chinese text in GB18030 gives far more broken sequences than whole ones, UTF-8 with a
 * damaged byte far fewer. What is then broken in the encoding found is named where it stands.
 */
#ifndef LVYUE_RECORDS_CSV_ENCODING_H
#define LVYUE_RECORDS_CSV_ENCODING_H

#include <iconv.h>
#include <stdbool.h>

#include "util/str.h"

enum text_encoding { TEXT_UTF8, TEXT_GB18030, TEXT__MAX };

str encoding_name(enum text_encoding e); /* "UTF-8" */
/* Names people write: utf-8 utf8 gb18030 gbk gb2312 cp936 ansi, in any case. */
bool encoding_parse(str s, enum text_encoding *out);
size_t encoding_names(const str **names);
enum text_encoding encoding_detect(str text);
/* The first byte that does not belong into text of the encoding, or bytes.n. Control characters other than tab and
 * line ends are such bytes too. */
size_t encoding_fault(enum text_encoding e, str bytes);
/* GB18030 to UTF-8 in the arena; false when a character is none: *out is then empty and begins at it.
 * cd is from iconv_open("UTF-8", "GB18030"). */
bool encoding_convert(struct arena *a, iconv_t cd, str bytes, str *out);

#endif
