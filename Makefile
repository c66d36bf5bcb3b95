# make run   the sample in data/raw → the tables in data/structured
# make test  everything that is checked before a change goes in
# Both set themselves up in .venv, once; a second call goes straight to work.

PYTHON := $(shell for name in $(PYTHON) python3 python3.13 python3.12 python3.11 python; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo "$$name" && break; done)
VENV := .venv
ENV_PYTHON := $(VENV)/bin/python
PIP := $(ENV_PYTHON) -m pip --disable-pip-version-check install --quiet -c constraints.txt
# what was installed: a change in pyproject.toml or constraints.txt installs again
MADE := $(VENV)/.made
FOR_RUN := $(VENV)/.for-run
FOR_TEST := $(VENV)/.for-test
FOR_BENCH := $(VENV)/.for-bench

A_REPORT := data/raw/示例省/甲河市/子丑县/示例省甲河市子丑县人民政府2019年政府信息公开工作年度报告.txt

# one seed for the hashes of all processes, so that tests are collected in one order
export PYTHONHASHSEED := 0

.PHONY: help run test sample notebooks site accuracy bench clean

help:
	@echo "make run    convert data/raw and show where the tables are"
	@echo "make test   run everything that is checked"
	@echo "make sample write data/raw anew"
	@echo "make notebooks run the notebooks and keep what they print"
	@echo "make site   write the documentation as a site into build/site"
	@echo "make accuracy SEED=1 REPORTS=10000   how well generated reports are read"
	@echo "make bench  how fast reports are read, beside other libraries; BENCH='--only pdf' and so on"
	@echo "make clean  remove .venv and what the tools left behind"

run: $(FOR_RUN)
	@# exit status 1: done, and some files could not be read; the sample has one
	@$(ENV_PYTHON) -m extract run data/raw --out data/structured --divisions data/raw/divisions.csv || [ $$? -eq 1 ]
	@echo
	@echo "The tables / 表格:"
	@ls data/structured/*.parquet
	@echo
	@echo "Look further / 接着看:"
	@echo "  $(VENV)/bin/extract findings data/structured"
	@echo "  $(VENV)/bin/extract show $(A_REPORT)"
	@echo "  $(VENV)/bin/extract --help"

test: $(FOR_TEST)
	$(ENV_PYTHON) -m ruff check
	$(ENV_PYTHON) -m ruff format --check
	$(ENV_PYTHON) -m mypy
	$(VENV)/bin/lint-imports
	$(ENV_PYTHON) -m pytest -n auto --dist loadgroup

sample: $(FOR_TEST)
	$(ENV_PYTHON) -m bench.generator.collection data/raw

# the sample's tables are made in a folder of their own, so that those of data/structured are left alone
notebooks: $(FOR_TEST)
	rm -rf build/notebooks
	cd notebooks && EXTRACT_DIR=../build/notebooks ../$(ENV_PYTHON) -m jupyter execute --inplace *.ipynb

site: $(FOR_TEST)
	$(ENV_PYTHON) -m mkdocs build --strict

# make accuracy SEED=1 REPORTS=10000
SEED := 1
REPORTS := 1000
accuracy: $(FOR_TEST)
	$(ENV_PYTHON) -m bench.accuracy --seed $(SEED) --reports $(REPORTS)

# make bench BENCH='--sizes 100 1000 10000'
BENCH :=
bench: $(FOR_BENCH)
	$(ENV_PYTHON) -m bench.speed $(BENCH)

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .import_linter_cache .hypothesis

$(FOR_RUN): $(MADE) pyproject.toml constraints.txt
	@echo "Installing what the project needs …"
	$(PIP) -e .
	@touch $@

$(FOR_TEST): $(MADE) pyproject.toml constraints.txt
	@echo "Installing what the project and its tests need …"
	$(PIP) -e ".[dev]"
	@touch $@ $(FOR_RUN)

$(FOR_BENCH): $(FOR_TEST)
	@echo "Installing what the project is measured beside …"
	$(PIP) -e ".[dev,bench]"
	@touch $@

# An environment that is there and whole is kept. A Debian machine may have pip without what makes new
# environments (ensurepip): pip then comes from outside.
$(MADE):
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed; make PYTHON=/path/to/python3 …" >&2; exit 2; }
	@$(ENV_PYTHON) -m pip --version >/dev/null 2>&1 || "$(PYTHON)" -m venv --clear $(VENV) || { \
		"$(PYTHON)" -m venv --clear --without-pip $(VENV) && \
		"$(PYTHON)" -m pip --python $(ENV_PYTHON) install --quiet pip; }
	@touch $@
