# Two commands: `make demo` and `make test`. `make help` lists the rest.

# python3 where it is new enough, else a newer one by name.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python3.14; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && exit; done; echo python3)
PYTEST := .venv/bin/pytest
CHROMIUM ?= $(shell command -v chromium || command -v chromium-browser || command -v google-chrome)
DEMO ?=
TESTS ?=
export CHROMIUM

.PHONY: help install dev demo test journeys test-all bench styles docs lint clean

help: ## list the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  \1\t/' | expand -t 14

install: ## install into .venv and node_modules, and build the stylesheet
	@$(PYTHON) scripts/install.py main

dev:
	@$(PYTHON) scripts/install.py dev

demo: install ## build a town, load it, match it and serve it at http://localhost:8000 (DEMO="--children 2000" for a small one)
	@.venv/bin/everychild demo $(DEMO)

test: dev ## run the tests that need no browser (TESTS=everychild/ledger for some)
	@$(PYTEST) -q -n 2 --dist loadfile --ignore=tests/journeys $(TESTS)

journeys: dev ## drive the pages in the system's Chromium
	@test -n "$(CHROMIUM)" || { echo 'The journeys need Chromium. On Debian: apt-get install chromium. Elsewhere install it and say `make journeys CHROMIUM=/path/to/it`.' >&2; exit 1; }
	@$(PYTEST) -q -m journey tests/journeys

test-all: dev ## run the tests that take minutes
	@$(PYTEST) -q -m long --ignore=tests/journeys $(TESTS)

bench: dev ## measure, and write the results into bench/results
	@for program in bench/[a-z]*.py; do echo "$$program" >&2; .venv/bin/python "$$program" || exit 1; done

styles: ## build the stylesheet again
	@npm run --silent styles

docs: dev ## write anew what the documents tell from the code
	@.venv/bin/python docs/build.py

lint: dev ## check the style of the code and the import contract
	@.venv/bin/ruff check . && .venv/bin/ruff format --check . && .venv/bin/lint-imports

clean: ## remove what was installed and built; the data in .everychild stays
	@-.venv/bin/everychild db stop
	rm -rf .venv node_modules build *.egg-info .install.lock
