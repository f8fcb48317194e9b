# Two commands do everything: `make run` and `make test`. The rest is for those who change the code.
.DEFAULT_GOAL := help
PYTHON ?= $(shell command -v python3.12 >/dev/null 2>&1 && python3.12 -c "" 2>/dev/null && echo python3.12 || echo python3)
VENV := .venv
BIN := $(VENV)/bin
UV := $(BIN)/uv
# NumPy would start a thread per core, each with a buffer of its own, for sums that take microseconds.
export OPENBLAS_NUM_THREADS := 1
LOCK_FLAGS := --universal --python-version 3.11 --generate-hashes --no-emit-index-url --quiet \
	--custom-compile-command "make lock"

.PHONY: help run test test-whisper check lint types arrows dependencies tests chaos bench lock clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

run: $(VENV)/.run ## Start: the sandbox with the bot in it, or Telegram when BOT_TOKEN is set
	@exec $(BIN)/python -m bot

test: lint types arrows dependencies tests ## Everything CI runs: lint, types, arrows, all tests

check: $(VENV)/.run ## Ping every dependency and say what is missing
	@$(BIN)/python -m bot check

lint: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test
	$(BIN)/mypy .

arrows: $(VENV)/.test
	$(BIN)/lint-imports

dependencies: $(VENV)/.test
	$(BIN)/deptry .

# Some tests ask how long a person waits: what failed beside two others is asked once more alone, and stays in the print.
tests: $(VENV)/.test
	$(BIN)/pytest -n 3 --dist loadfile --no-loadscope-reorder || \
		{ [ $$? -eq 1 ] && $(BIN)/pytest -p no:xdist --last-failed --last-failed-no-failures none --maxfail 5; }

test-whisper: .venv-whisper/.ready ## Test the engine openai-whisper, with PyTorch in an environment of its own
	.venv-whisper/bin/python -m pytest -p no:xdist -W ignore::pytest.PytestUnraisableExceptionWarning tests/whisper

chaos: $(VENV)/.test ## kill -9 at each step of a post, an edit, a deletion and an album, 20 times each (an hour)
	$(BIN)/pytest -n 4 --dist worksteal tests/chaos --chaos-rounds 20

bench: $(VENV)/.test ## Print the figures of PERFORMANCE in docs/, with the machine's load
	@$(BIN)/python -m benchmarks

lock: $(VENV)/.uv ## Compile the locks anew from pyproject.toml
	$(UV) pip compile pyproject.toml -o requirements.lock $(LOCK_FLAGS)
	$(UV) pip compile pyproject.toml --extra dev -o requirements-dev.lock $(LOCK_FLAGS)

clean: ## Remove the environment and caches; data/ stays
	rm -rf $(VENV) .venv-whisper .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache

$(VENV)/.uv: requirements-uv.lock
	$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 13) and "Python 3.11 or 3.12 is needed: make PYTHON=/path/to/python3.12 run")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-uv.lock
	@touch $@

# A plain pip takes a CPU build of PyTorch where the machine has one; all else comes from the environment of the tests.
.venv-whisper/.ready: requirements-dev.lock | $(VENV)/.test
	$(PYTHON) -m venv .venv-whisper
	.venv-whisper/bin/python -m pip install --quiet --disable-pip-version-check torch==2.13.0
	.venv-whisper/bin/python -m pip install --quiet --disable-pip-version-check openai-whisper==20250625
	$(BIN)/python -c "import sysconfig; print(sysconfig.get_path('purelib'))" > $$(.venv-whisper/bin/python -c "import sysconfig; print(sysconfig.get_path('purelib'))")/tests.pth
	@touch $@

$(VENV)/.run: requirements.lock | $(VENV)/.uv
	@test -f $(VENV)/.test || $(UV) pip install --quiet --require-hashes --no-deps -r requirements.lock --python $(BIN)/python
	@touch $@

$(VENV)/.test: requirements-dev.lock | $(VENV)/.uv
	$(UV) pip install --quiet --require-hashes --no-deps -r requirements-dev.lock --python $(BIN)/python
	@touch $@ $(VENV)/.run
