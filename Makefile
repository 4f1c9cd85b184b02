# The documented targets carry their help after "##"; `make help` prints it.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
MAKEFLAGS += --no-print-directory

# The lock is made for this Python; a newer one is taken when it is the only one.
PYTHON ?= $(shell command -v python3.11 || command -v python3)
BIN := .venv/bin
# Two workers keep two cores busy; a test file stays in one worker, so that it starts its server once. The files come in
# the order of tests/run_options.py: the long ones first. `make check` has a third worker, as its tests often wait for a
# server and leave a core free.
PYTEST := $(BIN)/pytest --numprocesses=2 --dist=loadfile --no-loadscope-reorder

.PHONY: help
help: ## this list
	@sed -nE 's/^([.a-z]+):[^#]*## (.*)/make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

.PHONY: .venv
.venv: .venv/installed ## the environment, with the product at .venv/bin/pickpost

.venv/installed: requirements.lock setup.cfg pyproject.toml
	@echo "1/3 making .venv with $(PYTHON) (a few seconds)"
	@$(PYTHON) -m venv .venv
	@echo "2/3 installing what requirements.lock pins (about a minute, the first time)"
	@$(BIN)/python -m pip install --quiet --require-hashes --requirement requirements.lock
	@echo "3/3 installing the product itself (a few seconds)"
	@$(BIN)/python -m pip install -qq --no-deps --no-build-isolation --editable .
	@touch $@

.PHONY: run
run: .venv/installed ## the sample programme with its mailroom: the place to look first
	@$(BIN)/pickpost demo --serve

.PHONY: test
test: .venv/installed ## the tests that run without root; a missing server's tests are skipped by name
	$(PYTEST) -m "not slow"

.PHONY: services
services: ## install the real servers that tests talk to (Debian, root)
	bash .ci/services

.PHONY: check
check: .venv/installed ## what CI runs: lint, types, import contracts, every test with no skip allowed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(PYTEST) --numprocesses=3 --no-skips

.PHONY: bench
bench: .venv/installed ## speed, side by side with the usual way, as ratios of one run
	for script in $(filter-out bench/reading_table.py,$(wildcard bench/*.py)); do echo "== $$script"; PYTHONPATH=. $(BIN)/python "$$script"; done

.PHONY: golden
golden: .venv/installed ## rewrite the golden mails; review their diff like code
	$(BIN)/pytest -m golden --golden

.PHONY: docs
docs: .venv/installed ## write the pages of docs/ that are made from the code
	$(BIN)/python -m docs.make.coverage
	$(BIN)/python -m docs.make.errors
	$(BIN)/python -m docs.make.lifecycle

.PHONY: pictures
pictures: .venv/installed ## take the pictures of docs/ from the running product, in Chromium
	$(BIN)/python -m docs.make.pictures

.PHONY: sheets
sheets: .venv/installed ## every letter and page side by side in Chromium, as pictures to look at
	$(BIN)/python -m docs.make.sheets

.PHONY: reading
reading: .venv/installed ## how well mails are read, beside the libraries that can be installed
	$(BIN)/python bench/reading_table.py

# Not part of `make check`: it asks an advisory service, and a check must give the same answer tomorrow.
.PHONY: audit
audit: .venv/installed ## known holes in the locked dependencies (asks an advisory service)
	$(BIN)/pip-audit --strict --disable-pip --require-hashes --requirement requirements.lock

.PHONY: lock
lock: .venv/installed ## pin every dependency of setup.cfg anew, with hashes
	$(BIN)/pip-compile --quiet --upgrade --extra dev --generate-hashes --strip-extras --allow-unsafe \
		--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --output-file requirements.lock setup.cfg
