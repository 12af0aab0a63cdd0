# Newswire: `make demo` runs an agency, `make test` runs the tests, `make check` is what CI runs, `make bench` measures.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check --constraint constraints.txt
SUDO := $(shell [ "$$(id -u)" = 0 ] || command -v sudo)
WORKERS ?= 2

.PHONY: demo test check lint types contracts bench soak clean

demo: $(VENV)/.runtime
	$(BIN)/newswire demo

test: $(VENV)/.test
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup $(ARGS)

check: lint types contracts test

lint: $(VENV)/.test
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/.test
	$(BIN)/mypy

contracts: $(VENV)/.test
	$(BIN)/lint-imports

bench: $(VENV)/.test
	$(BIN)/newswire bench all

soak: $(VENV)/.test
	NEWSWIRE_SOAK=1 $(BIN)/python -m pytest -n $(WORKERS) --dist loadgroup -m soak

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

# What runs Newswire: Python's packages, PostgreSQL among them.
$(VENV)/.runtime: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Newswire needs Python 3.11 or newer (PYTHON=python3.12 make …)"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { $(SUDO) apt-get update -q; $(SUDO) apt-get install -y -q python3-venv; }
	[ -x $(BIN)/python ] || $(PYTHON) -m venv $(VENV)
	$(PIP) --editable .
	touch $@

# What the tests need besides: tools, and a browser with fonts for every script from the system's packages.
$(VENV)/.test: $(VENV)/.runtime $(VENV)/.web tests/system-packages.txt
	$(PIP) --editable '.[test]'
	tests/install-system-packages
	touch $@

# Checkers of web pages, which come from npm: html-validate, Lighthouse.
$(VENV)/.web: tests/web/package.json | $(VENV)/.runtime
	tests/install-web-tools $(VENV)/web
	touch $@
