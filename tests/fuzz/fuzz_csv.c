/* fuzz_csv.c - any bytes as a CSV file of incidents. */
#include "fuzz_records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct record_source src = {0};
    fuzz_read("records/x.csv", "incident", &src, data, size);
    return 0;
}
