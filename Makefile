# lvyue - `make demo` and `make test` install what is missing (packages.txt), build and run.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:

VARIANT ?=
B := build$(if $(VARIANT),/$(VARIANT))
CC ?= cc
ifeq ($(origin CC),default)
CC := gcc
endif
prefix ?= /usr/local
datadir = $(prefix)/share/lvyue
mandir = $(prefix)/share/man

LIBS := yaml-0.1 sqlite3 libzip expat yajl odbc libcmark harfbuzz fontconfig icu-uc nettle lcms2 libdeflate
WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wwrite-strings
OPT_ := -O2
OPT_asan := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -DARENA_DEBUG
OPT_fuzzer := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer -DARENA_DEBUG
OPT_debug := -O0 -g
# Lazy: pkg-config may not be there before the packages are.
PKG_CFLAGS = $(eval PKG_CFLAGS := $(shell pkg-config --cflags $(LIBS)))$(PKG_CFLAGS)
PKG_LIBS = $(eval PKG_LIBS := $(shell pkg-config --libs $(LIBS)))$(PKG_LIBS)
ALL_CFLAGS = -std=c11 -D_GNU_SOURCE -Isrc $(WARN) $(if $(CI),-Werror) $(OPT_$(VARIANT)) $(PKG_CFLAGS) $(CFLAGS)
ALL_LIBS = $(PKG_LIBS) -lxlsxwriter -lm $(LDFLAGS)

SRC := $(wildcard src/*/*.c)
OBJ := $(SRC:src/%.c=$(B)/obj/%.o)
LIB_OBJ := $(filter-out $(B)/obj/cli/main.o,$(OBJ))
MANUAL := $(patsubst man/%.in,$(B)/man/%,$(wildcard man/*.in))
UNIT := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/test_*.c))
FUZZ := $(patsubst tests/fuzz/%.c,$(B)/fuzz/%,$(wildcard tests/fuzz/fuzz_*.c))
BENCH := $(patsubst tests/bench/%.c,$(B)/bench/%,$(wildcard tests/bench/*.c))

.PHONY: all demo manual test check-all unit golden asan fuzz bench lint format check-layers check-headers check-packages check-manual install clean packages-build packages-test packages-dev
all: $(B)/lvyue

# V=1 shows the whole command lines.
Q := $(if $(V),,@)
say = $(if $(V),,@echo "  $(1)")
JOBS := -j$(shell nproc)

$(B)/lvyue: $(B)/obj/cli/main.o $(B)/liblvyue.a
	$(call say,LINK $@)
	$(Q)$(CC) $(ALL_CFLAGS) -o $@ $^ $(ALL_LIBS)
$(B)/liblvyue.a: $(LIB_OBJ)
	$(Q)rm -f $@ && ar rcs $@ $^
$(B)/obj/%.o: src/%.c
	@mkdir -p $(@D)
	$(call say,CC   $<)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -c -o $@ $<
$(B)/unit/%: tests/unit/%.c $(B)/liblvyue.a
	@mkdir -p $(@D)
	$(call say,CC   $<)
	$(Q)$(CC) $(ALL_CFLAGS) -Itests/unit -MMD -MP -MF $@.d -o $@ $< $(B)/liblvyue.a $(ALL_LIBS) -lcmocka -lpng
FUZZ_MAIN := $(if $(filter fuzzer,$(VARIANT)),-fsanitize=fuzzer,tests/fuzz/standalone.c)
# A fuzz target over its corpus as an ordinary test; `make fuzz` builds the same source under the fuzzer.
$(B)/fuzz/%: tests/fuzz/%.c tests/fuzz/standalone.c $(B)/liblvyue.a
	@mkdir -p $(@D)
	$(call say,CC   $<)
	$(Q)$(CC) $(ALL_CFLAGS) -Itests/fuzz -MMD -MP -MF $@.d -o $@ $< $(FUZZ_MAIN) $(B)/liblvyue.a $(ALL_LIBS)
# The program with another renderer, for tests/conformance.
$(B)/conformance/%: tests/conformance/%.c $(B)/obj/cli/main.o $(B)/liblvyue.a
	@mkdir -p $(@D)
	$(call say,CC   $<)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -MF $@.d -o $@ $< $(B)/obj/cli/main.o $(B)/liblvyue.a $(ALL_LIBS)
$(B)/bench/%: tests/bench/%.c $(B)/liblvyue.a
	@mkdir -p $(@D)
	$(call say,CC   $<)
	$(Q)$(CC) $(ALL_CFLAGS) -MMD -MP -MF $@.d -o $@ $< $(B)/liblvyue.a $(ALL_LIBS) -lhpdf
-include $(OBJ:.o=.d) $(UNIT:=.d) $(FUZZ:=.d) $(BENCH:=.d)

# A line @topic@ of a manual page gives way to the list that lvyue itself prints about it.
manual: $(MANUAL)
$(B)/man/%: man/%.in $(B)/lvyue data/records.yaml
	@mkdir -p $(@D)
	$(Q)while IFS= read -r line; do case $$line in \
	    @*@) t=$${line//@/}; LC_ALL=C.UTF-8 LVYUE_DATA=$(CURDIR) $(B)/lvyue help $$t --mdoc | sed 's/\. \([A-Z]\)/.\n\1/g' ;; \
	    *) printf '%s\n' "$$line" ;; esac; done <$< >$@

packages-build packages-test packages-dev:
	@tests/tools/packages install $(@:packages-%=%)

demo: packages-build
	$(MAKE) --no-print-directory $(JOBS) all
	tests/tools/demo $(B)/lvyue

test: packages-test
	$(MAKE) --no-print-directory $(JOBS) check-all

check-all: $(B)/lvyue $(UNIT) $(FUZZ)
	tests/run $(B)

asan: packages-test
	$(MAKE) --no-print-directory $(JOBS) VARIANT=asan check-all

# FUZZ_SECONDS for each target, FUZZ_TARGETS to name some (csv xlsx).
fuzz: packages-dev
	$(MAKE) --no-print-directory $(JOBS) fuzz-run
.PHONY: fuzz-run fuzzers
fuzzers: $(FUZZ)
fuzz-run:
	tests/fuzz/run

bench: packages-dev
	$(MAKE) --no-print-directory $(JOBS) bench-run
.PHONY: bench-run
bench-run: $(B)/lvyue $(BENCH)
	tests/bench/run $(B)

lint: packages-dev
	$(MAKE) --no-print-directory lint-run
.PHONY: lint-run
lint-run: check-layers check-headers check-packages check-manual
	tests/tools/tidy $(SRC)
	cppcheck --std=c11 --enable=warning,performance,portability --error-exitcode=1 --inline-suppr --quiet \
	    --suppressions-list=tests/tools/cppcheck.txt -D__linux__ -Isrc src
	tests/tools/format --check

format: packages-dev
	tests/tools/format
check-layers check-headers check-packages:
	tests/tools/$@
check-manual: $(MANUAL)
	mandoc -T lint -W warning $(MANUAL)

install: all manual
	install -D -m 755 $(B)/lvyue $(DESTDIR)$(prefix)/bin/lvyue
	for f in $$(git ls-files templates data 2>/dev/null || find templates data -type f) examples/*/contract.yaml; do \
	    install -D -m 644 $$f $(DESTDIR)$(datadir)/$$f; done
	for m in $(MANUAL); do install -D -m 644 $$m $(DESTDIR)$(mandir)/man$${m##*.}/$${m##*/}; done

clean:
	rm -rf build output/*
