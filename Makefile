# Needs Python 3.11 or newer, make and git. `make run` tries the portal, `make test` tests it.
PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
SHELL := /bin/sh
INSTALL := $(PY) -m pip install -qq --disable-pip-version-check --require-hashes -r
DJADE := $(VENV)/bin/djade --target-version 5.2
TEMPLATES := $(shell find templates -name '*.html')
# Values the settings need to be read at all; nothing is reached at these addresses.
READABLE := PORTAL_MODE=test SECRET_KEY=lint PORTAL_URL=http://localhost DATABASE_URL=postgresql://lint/lint REDIS_URL=redis://lint EMAIL_URL=smtp://lint
.PHONY: run dev demo test check lint format types bench messages vendor setup

# A half-made environment has no pip yet: made again, it is made whole.
$(VENV)/bin/pip:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Needs Python 3.11 or newer. Name one: PYTHON=python3.12 make run")'
	@$(PYTHON) -m venv $(VENV)

$(VENV)/demo.stamp: requirements-demo.txt | $(VENV)/bin/pip
	@if test -f $(VENV)/dev.stamp; then $(MAKE) --no-print-directory setup; else \
	  echo "Installing what the portal needs; the first time takes a minute."; $(INSTALL) requirements-demo.txt; fi
	@touch $@

$(VENV)/dev.stamp: requirements-dev.txt | $(VENV)/bin/pip
	@echo "Installing what the portal and its tests need; the first time takes a minute or two."
	@$(INSTALL) requirements-dev.txt
	@touch $@ $(VENV)/demo.stamp

setup: $(VENV)/dev.stamp

run: $(VENV)/demo.stamp
	@exec $(PY) -m partnership.launch.run

dev: $(VENV)/dev.stamp
	@PORTAL_MODE=dev exec $(PY) -m partnership.launch.run

demo: $(VENV)/demo.stamp
	@exec $(PY) -m partnership.launch.manage migrate --verbosity=0 --then load_region --then load_demo --reset --then demo_sign_ins

# One process a core, a whole file each; ARGS="-n 0 ..." runs in one.
test: $(VENV)/dev.stamp
	@$(PY) -m pytest -n auto --dist loadfile $(ARGS)

lint: $(VENV)/dev.stamp
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/ruff format --check .
	@$(DJADE) --check $(TEMPLATES)
	@$(VENV)/bin/lint-imports --no-cache
	@$(READABLE) $(PY) -W ignore manage.py makemigrations --check --dry-run
	@$(READABLE) $(VENV)/bin/mypy partnership municipalities brokers ideas meetings overview

check: lint test

format: $(VENV)/dev.stamp
	@$(VENV)/bin/ruff check --fix .
	@$(VENV)/bin/ruff format .
	@$(DJADE) $(TEMPLATES) || $(DJADE) --check $(TEMPLATES)

types: $(VENV)/dev.stamp
	@$(READABLE) $(VENV)/bin/mypy partnership municipalities brokers ideas meetings overview

# ONLY="search reports" measures what those files of tests/bench hold.
bench: $(VENV)/dev.stamp
	@$(PY) -m tests.bench $(ONLY)

messages: $(VENV)/dev.stamp
	@$(PY) -m partnership.launch.manage compile_translations

vendor:
	@sh partnership/launch/vendor.sh
