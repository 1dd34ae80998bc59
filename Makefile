# Two commands: `make run` and `make test`. Everything they need is fetched by scripts/set_up, once.
PORT ?= 8000
DATA ?= data
FOLDER ?= stack-data
BIN := .venv/bin
PACKAGES := $(wildcard signpost services shared tests benchmarks scripts)

.DEFAULT_GOAL := help
.PHONY: help run stack test check bench faults set-up stack-deps clean

help: ## say what can be made
	@grep -E '^[a-z-]+: .*## ' Makefile | sed -E 's/^([a-z-]+): .*## /  make \1\t/' | expand -t 20
	@echo; echo "  PORT=8000 and DATA=data may be given to make run: make run PORT=8100 DATA=/var/lib/signpost"; echo "  PORT=8000 and FOLDER=stack-data may be given to make stack"

run: ## fetch what is needed, then start Signpost with demo people and a sample region (PORT=, DATA=)
	@scripts/set_up run
	@exec $(BIN)/signpost run --demo --port "$(PORT)" --data "$(DATA)"

stack: ## the real thing on this machine: PostgreSQL, RabbitMQ and every process, each real (PORT=, FOLDER=)
	@scripts/stack_deps
	@scripts/set_up run
	@exec $(BIN)/signpost stack --demo --port "$(PORT)" --folder "$(FOLDER)"

test: ## fetch what is needed, then run every test, the browser's included; ends with what was not tested
	@scripts/set_up test
	@scripts/stack_deps --if-possible
	@$(BIN)/python -m pytest

check: ## lint, format, types and import contracts
	@scripts/set_up test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy $(PACKAGES)
	$(BIN)/lint-imports

bench: ## measure: publish to found, pages, the search engine as it grows and beside Datasette
	@scripts/set_up bench
	@$(BIN)/python -m benchmarks

faults: ## kill, cut and fill everything events pass through, and write docs/reference/faults.md (as root, to fill a disk)
	@scripts/set_up test
	@$(BIN)/python -m tests.faults

set-up: ## fetch everything run and test need, and do no more
	@scripts/set_up test

stack-deps: ## install the system packages the tests use (Debian, as root)
	@scripts/stack_deps

clean: ## remove what set-up and the tools made; never the data folder
	rm -rf .venv node_modules services/portal/static build *.egg-info
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
