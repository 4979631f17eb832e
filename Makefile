# Two commands set everything up: `make run` and `make test`.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
CONSTRAINTS := constraints.txt

.PHONY: run test lint types check bench lock clean

run: $(VENV)/.serve  ## Start the service on 127.0.0.1:8000 with the shipped bundle and SQLite.
	$(BIN)/baume serve --dev

test: $(VENV)/.dev lint types  ## Lint, types, import arrows and tests.
	$(BIN)/python -m pytest

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports

types: $(VENV)/.dev
	$(BIN)/mypy

bench: $(VENV)/.dev  ## Speed as ratios to a plain transformers pipeline, in one run.
	$(BIN)/python -m tests.bench.suggest

lock:  ## Write constraints.txt from what is installed and passes the tests.
	$(BIN)/pip freeze --exclude-editable | sed 's/+cpu$$//' | grep -viE '^(nvidia|triton|cuda)' > $(CONSTRAINTS)

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.serve: $(VENV)/bin/python pyproject.toml $(CONSTRAINTS)
	$(BIN)/python -m pip install -q -c $(CONSTRAINTS) -e '.[serve]'
	touch $@

$(VENV)/.dev: $(VENV)/bin/python pyproject.toml $(CONSTRAINTS)
	$(BIN)/python -m pip install -q -c $(CONSTRAINTS) -e '.[dev]'
	touch $@ $(VENV)/.serve

clean:
	rm -rf $(VENV) build *.egg-info
