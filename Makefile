# The only entrance. `make help` lists what there is.

PYTHON ?= python3
WORKERS ?= $(shell n=$$(getconf _NPROCESSORS_ONLN 2>/dev/null || echo 2); [ $$n -le 4 ] || n=4; echo $$n)
BIN := .venv/bin
MAPS := static/vendor/made
# Older ones, such as Debian 12's, leave out what some packages ask for as an extra.
PIP := pip==26.3
SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help install maps run test lint bench soak clean

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

install: $(BIN)/installed $(MAPS) ## Set up .venv with the exact versions (PYTHON=python3.12 chooses another Python)

maps: $(BIN)/installed ## Fetch anew what browsers load: the map and its borders, from npm
	@$(BIN)/python -m tracker.vendor

run: $(BIN)/installed $(MAPS) ## Run all of it: PORT=9000 make run; Ctrl-C stops it
	@exec $(BIN)/python -m tracker.run

test: $(BIN)/installed $(MAPS) ## Run every test, in the browser too
	@$(BIN)/python -m pytest --numprocesses $(WORKERS) --dist loadfile $(ARGS)

lint: $(BIN)/installed ## Check style, types, who imports whom, migrations and deployment settings
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python manage.py makemigrations --check --dry-run
	SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_urlsafe(50))') HTTPS=1 \
		ALLOWED_HOSTS=tracker.example $(BIN)/python manage.py check --deploy --fail-level WARNING

bench: $(BIN)/installed ## Score reading and matching, and print speeds as ratios against a peer
	@$(BIN)/python -m benchmarks.score
	@$(BIN)/python -m benchmarks.reading
	@$(BIN)/python -m benchmarks.speed
	@$(BIN)/python -m benchmarks.matching
	@$(BIN)/python -m benchmarks.page
	@$(BIN)/python -m benchmarks.desk
	@$(BIN)/python -m benchmarks.api --sizes 10000 --runs 10
	@$(BIN)/python -m benchmarks.exports --world 10000
	@$(BIN)/python -m benchmarks.bulk --sizes 5000

soak: $(BIN)/installed ## Kill everything around a batch of 20,000 articles, again and again, and compare it with a quiet one (hours)
	@$(BIN)/python -m benchmarks.soak --lines 20000 --every 30

clean: ## Remove .venv and what tools have left; the data under var/ stays
	rm -rf .venv static/vendor frontend/node_modules .mypy_cache .ruff_cache .pytest_cache .import_linter_cache build *.egg-info
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Older than what it is made from, or not there: then pip runs again.
$(BIN)/installed: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit(1)' 2>/dev/null || { \
		echo "This needs Python 3.11 or newer, and $(PYTHON) is not: try make install PYTHON=python3.12" >&2; exit 1; }
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || { \
		echo "Creating .venv"; $(PYTHON) -m venv --clear .venv || { \
		echo "On Debian and Ubuntu: apt install python3-venv" >&2; exit 1; }; }
	@echo "Installing the exact versions (a few minutes the first time)"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check $(PIP)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

# Made once, also where nothing could be fetched: then pages go without a map, and `make maps` tries again.
$(MAPS): frontend/package-lock.json frontend/vendor.mjs | $(BIN)/installed
	@echo "Fetching the map"
	@$(BIN)/python -m tracker.vendor
