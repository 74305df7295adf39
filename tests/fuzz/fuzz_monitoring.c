/* fuzz_monitoring.c - any bytes as the output of sadf, and as an answer of Prometheus. */
#include "fuzz_records.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    struct record_source sadf = {.format = S("sadf")}, prometheus = {.format = S("prometheus")};
    fuzz_read("records/x.txt", "measurement", &sadf, data, size);
    fuzz_read("records/x.json", "measurement", &prometheus, data, size);
    return 0;
}
