# Needs Python 3.11 or newer, make and a shell; everything else is installed into .venv and web/node_modules.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check
# A worker a core; each builds one store of its own and keeps the tests of a file together, in the order of tests/conftest.py.
PYTEST := $(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder
LOCK := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-header --no-annotate --no-emit-index-url --no-emit-find-links requirements/build.in pyproject.toml

.DEFAULT_GOAL := help
# A bundle of a build that failed is not taken for a good one.
.DELETE_ON_ERROR:
.PHONY: help setup front serve test test-fast check format messages build lock bench clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "clusterkb needs Python 3.11 or newer; say which: make PYTHON=python3.12 …" >&2; exit 2; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.serve: requirements/serve.txt pyproject.toml | $(BIN)/python
	$(PIP) --require-hashes -r requirements/serve.txt
	$(PIP) --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/.dev: requirements/dev.txt $(VENV)/.serve
	$(PIP) --require-hashes -r requirements/dev.txt
	@touch $@

$(VENV)/.bench: requirements/bench.txt $(VENV)/.dev
	$(PIP) --require-hashes -r requirements/bench.txt
	@touch $@

web/node_modules/.stamp: web/package-lock.json web/package.json | $(VENV)/.dev
	cd web && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --no-audit --no-fund
	@touch $@

web/dist/tree.js: web/node_modules/.stamp web/build.mjs web/tsconfig.json web/src/fonts.css $(wildcard web/src/js/*.ts web/src/js/parts/*.ts)
	cd web && PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent build

setup: $(VENV)/.dev web/node_modules/.stamp front ## install everything development needs

front: web/dist/tree.js ## check and bundle the scripts of the pages, and the fonts

serve: $(VENV)/.serve ## set up, build the store and serve the site on this machine
	@$(BIN)/clusterkb serve

test: setup check ## set up and run all checks and tests
	$(PYTEST)

test-fast: $(VENV)/.dev ## run the tests that need no browser and little time
	$(PYTEST) -m "not slow" --ignore=tests/browser

check: $(VENV)/.dev ## lint, types, layers, Turtle format, generated docs
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/clusterkb check turtle
	$(BIN)/clusterkb check docs

format: $(VENV)/.dev ## format Python and Turtle, renew the generated docs
	$(BIN)/ruff check --fix-only --quiet
	$(BIN)/ruff format
	$(BIN)/clusterkb check turtle --fix
	$(BIN)/clusterkb check docs --fix

messages: $(VENV)/.dev ## renew the catalogues of the interface's words from the templates
	@mkdir -p build
	$(BIN)/pybabel -q extract -F web/babel.cfg --no-location --sort-output --no-wrap -o build/messages.pot .
	for language in ru uz; do $(BIN)/pybabel -q update --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date \
		--no-wrap -i build/messages.pot -o web/locale/$$language/LC_MESSAGES/messages.po -l $$language; done

build: $(VENV)/.dev front ## build the store and the wheel
	$(BIN)/clusterkb build
	$(BIN)/python -m hatchling build -t wheel

tests/bench/lighthouse/node_modules/.stamp: tests/bench/lighthouse/package-lock.json | $(VENV)/.dev
	cd tests/bench/lighthouse && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --no-audit --no-fund
	@touch $@

bench: $(VENV)/.bench front tests/bench/lighthouse/node_modules/.stamp ## run the benchmarks (by hand; ratios against peers)
	$(BIN)/pytest tests/bench --override-ini 'python_files=bench_*.py' -s

lock: $(VENV)/.dev ## pin all dependencies anew, with hashes
	$(PIP) uv
	$(LOCK) -o requirements/serve.txt
	$(LOCK) --extra reasoning --extra checking --extra dev -o requirements/dev.txt
	$(LOCK) --extra reasoning --extra checking --extra dev --extra bench -o requirements/bench.txt

clean: ## remove everything that was made here
	rm -rf $(VENV) var build dist web/node_modules web/dist tests/bench/lighthouse/node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
