/* fuzz_xlsx.c - any bytes as a workbook of incidents: XLSX, XLS or what is refused as neither. */
#include "fuzz_records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct record_source src = {0};
    fuzz_read("records/x.xlsx", "incident", &src, data, size);
    return 0;
}
