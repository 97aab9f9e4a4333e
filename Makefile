# Everything a person does with a checkout of Festplan. Needs Python 3.11+ and nothing else.

.DEFAULT_GOAL := help
.PHONY: help install run test long check format bench bench-understanding lock clean

# Settings that would let packages from outside .venv in.
unexport PYTHONPATH
unexport PYTHONHOME

# make PYTHON=/path/to/python3 chooses the interpreter of a new .venv.
export PYTHON

BIN := .venv/bin

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /make \1	/p' Makefile | expand -t 27

install: ## set up .venv with everything that running, testing and checking need
	@tools/setup requirements-dev.lock

run: ## start Festplan on http://127.0.0.1:8321
	@tools/setup requirements.lock
	@exec $(BIN)/festplan serve

test: install ## run the tests (make test TESTS=tests/unit for some of them)
	@$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist worksteal $(TESTS)

long: install ## run every test, the long ones too, with many more generated examples
	@FESTPLAN_TEST_PROFILE=long $(BIN)/python -m pytest -m "" -o timeout=5400 $(TESTS)

check: install ## lint, formatting, types, layers
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports

format: install ## put code in its one format, and fix what the linter can
	@$(BIN)/ruff check --fix
	@$(BIN)/ruff format

bench: install ## measure, against the peers (they get an environment of their own, .bench)
	@$(BIN)/python -m bench

bench-understanding: install ## measure the encoder and how fast texts are read (beside torch)
	@$(BIN)/python -m bench.understanding

lock: install ## resolve the locks anew (make lock UPGRADE=--upgrade for the newest releases)
	@tools/lock $(UPGRADE)

clean: ## remove what was made here: environments and caches, no data of yours
	@rm -rf .venv .venv-lock .bench .pytest_cache .mypy_cache .ruff_cache .hypothesis \
		.import_linter_cache build dist
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +
