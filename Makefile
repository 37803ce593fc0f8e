# The whole of the project's plumbing; `make` alone lists what there is.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

PY := .venv/bin/python
# What to add to the command: make lab ARGS="--no-browser --port 8899"
ARGS ?=
# How many test processes: make test JOBS=8. One more than two cores, for each waits for browsers, kernels and the disk.
JOBS ?= 3

# The environment is installed uncompiled: each kernel and each server would compile all it imports, every time.
unexport PYTHONDONTWRITEBYTECODE

# JupyterLab refuses to run as root unless told to.
as_root := $(if $(filter 0,$(shell id -u)),$(if $(findstring --allow-root,$(ARGS)),,--allow-root))

notebooks = $(wildcard notebooks/*.ipynb)
# The cells of a notebook share a kernel, so a file stays in one process; tests/longest_first.py says which goes first.
pytest = CHROMIUM="$$(scripts/chromium.sh)" scripts/beside.sh "$(MAKE) --no-print-directory check" $(PY) -m pytest -n $(JOBS) --dist loadfile --no-loadscope-reorder \
	$(if $(notebooks),--nbval --nbval-current-env --nbval-sanitize-with scripts/nbval.cfg) tests $(notebooks)

.PHONY: help setup lab test test-all check format bench screenshots pins clean distclean

help: ## list these targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: ## install what `make lab` needs, and nothing when it is there
	@scripts/setup.sh lab

lab: setup ## install everything and open JupyterLab on the walkthrough with demo data
	@exec .venv/bin/workbench lab $(as_root) $(ARGS)

test: setup-test ## install everything and run all tests but the exhaustive ones, and check beside them
	$(pytest) -m "not slow and not live" $(ARGS)

test-all: setup-all ## run all tests, the exhaustive ones too, and check beside them
	HYPOTHESIS_PROFILE=thorough $(pytest) -m "not live" $(ARGS)

check: setup-check ## ruff, mypy, import-linter and the search for forbidden strings
	$(PY) -m ruff check
	$(PY) -m ruff format --check
	$(PY) -m mypy
	.venv/bin/lint-imports
	$(PY) -m pytest -q -p no:nbval -p no:xdist --noconftest tests/repo/test_forbidden_strings.py

format: setup-check ## put the code into its one form
	$(PY) -m ruff check --fix
	$(PY) -m ruff format

bench: setup-check ## measure speed and write benchmarks/results
	$(PY) -m benchmarks $(ARGS)

screenshots: setup-test ## draw every panel, light and dark, Czech and English, into docs/pictures
	CHROMIUM="$$(scripts/chromium.sh)" $(PY) scripts/screenshots.py $(ARGS)

pins: ## write constraints.txt anew from the newest allowed versions
	@scripts/pins.sh

clean: ## remove caches and build results
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache htmlcov .coverage
	find . -path ./.venv -prune -o \( -name __pycache__ -o -name .ipynb_checkpoints \) -type d -print0 | xargs -0 -r rm -rf

distclean: clean ## … and the environment
	rm -rf .venv node_modules *.egg-info

# Not for typing; with -j too, the environment is made once and by one process.
.PHONY: setup-check setup-test setup-all
.NOTPARALLEL:
setup-check:
	@scripts/setup.sh check
setup-test:
	@scripts/setup.sh test
setup-all:
	@scripts/setup.sh all
