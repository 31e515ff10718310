# Every target makes what it needs; nothing outside .venv and the user's caches is touched.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

# The tests start kafkatui some hundred times, which takes twice as long where nothing of it is compiled.
unexport PYTHONDONTWRITEBYTECODE

# Three at a time: tests on real clusters wait most of the time. Each cluster is one worker's, see tests/side_by_side.py.
SIDE_BY_SIDE := -n 3 --dist loadgroup
RANDOM_SEED := $(if $(filter 1,$(RANDOM)),$(shell date +%s),$(RANDOM))
ORDER := $(if $(RANDOM),--random-order-bucket=module --random-order-seed=$(RANDOM_SEED))

.PHONY: help demo test lint unit cluster tested soak bench screenshots docs catalogue package clean

help:  ## What there is to make
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "kafkatui needs Python 3.11 or newer; $(PYTHON) is $$($(PYTHON) --version). Try: make PYTHON=python3.12 …" >&2; exit 1; }
	@echo "Making a virtual environment in $(VENV) …"
	@$(PYTHON) -m venv $(VENV) || { echo "python3 cannot make a venv; on Debian: apt-get install python3-venv" >&2; exit 1; }
	@$(BIN)/python -m pip install --quiet --upgrade 'pip>=25.1'

$(VENV)/.runtime: $(BIN)/python pyproject.toml
	@echo "Installing kafkatui …"
	@$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(STAMP): $(VENV)/.runtime
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install --quiet --group dev
	@touch $@

demo: $(VENV)/.runtime  ## A real ZooKeeper and three real brokers, filled and busy, with kafkatui on them
	@$(BIN)/kafkatui demo $(DEMO)

test: lint unit cluster  ## Everything: style, types, import contracts, quick tests, a real cluster, a real terminal

lint: $(STAMP)  ## Style, types and import contracts
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: $(STAMP)  ## Tests without servers; what takes long first, so that no worker is left alone with it
	$(BIN)/python -m pytest -n 4 --dist loadfile --no-loadscope-reorder $(ORDER) tests/tui tests/unit

cluster: $(STAMP)  ## Tests on real brokers and in a real terminal; RANDOM=1 (or a seed) for a random order
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) $(ORDER) tests/cluster tests/oracle tests/terminal

tested: $(STAMP)  ## As cluster, and write into README.md what was tested on which Kafka
	$(BIN)/python -m pytest $(SIDE_BY_SIDE) --tested README.md tests/cluster tests/oracle tests/terminal

soak: $(STAMP)  ## Random keys and random cluster states for SOAK_MINUTES (60), until something fails
	@SOAK_MINUTES=$(SOAK_MINUTES) $(BIN)/python -m tests.soak

bench: $(STAMP)  ## Measure the figures of benchmarks/README.md; BENCH='--topics 10000' for the large cluster
	$(BIN)/python -m benchmarks $(BENCH)

screenshots: $(STAMP)  ## Drive the app on a demo cluster and write screenshots/*.svg
	$(BIN)/python -m screenshots.take

docs: $(STAMP)  ## The documentation as a site: build/site/index.html
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build

catalogue: $(STAMP)  ## kafkatui/insight/catalogue.json, of what Kafka's jars define
	$(BIN)/python -m tools.catalogue

package: $(BIN)/python  ## Build wheel and sdist, check what is in them, run the wheel in an empty environment
	@$(BIN)/python -m pip install --quiet --group package
	$(BIN)/python -m tools.package

clean:  ## Remove what make made
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
