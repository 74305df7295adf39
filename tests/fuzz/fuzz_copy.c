/* fuzz_copy.c - any bytes as a copy of the rows of a sheet. */
#include "fuzz_records.h"
#include "records/copies.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct record_copy copy = {.file = S("records/x.xlsx"),
                               .source = S("records/x.xlsx:s"),
                               .form = COPY_BOOK,
                               .copy = S("copies/001.csv")};
    struct record_source src = {.copy = &copy};
    fuzz_read("records/x.xlsx", "incident", &src, data, size);
    return 0;
}
