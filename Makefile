# `make demo` and `make test` set up all they need in .venv.
PYTHON ?= python3
BIN := .venv/bin
PROTOS := $(wildcard protos/jauge/pricing/v1/*.proto)
# Our matrices are small: threads of the linear algebra would only wait for each other.
export OPENBLAS_NUM_THREADS := 1

.PHONY: help demo serve test soak check format protos bench picture clean
.DEFAULT_GOAL := help

help: ## say what each target does
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

.venv/runtime: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Jauge needs Python 3.11 or later; set PYTHON=python3.x and try again.")'
	@printf 'Setting up .venv (a minute or two the first time) ...\n'
	@$(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable .
	@touch $@

.venv/dev: .venv/runtime
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[dev]'
	@touch $@

.venv/bench: .venv/dev
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable '.[bench]'
	@touch $@

demo: .venv/runtime ## play the whole path once on the example season
	@$(BIN)/python -m examples.demo

serve: .venv/runtime ## run the service on 127.0.0.1:50051, metrics on :9464
	@$(BIN)/jauge serve --season examples/opera/season.toml

test: .venv/dev ## run the tests
	$(BIN)/python -m pytest -q

soak: .venv/dev ## run the long tests too
	$(BIN)/python -m pytest -q -m 'slow or not slow'

check: .venv/dev ## format, lint, types, protos
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/buf lint
	$(BIN)/buf format --diff --exit-code
	$(BIN)/python -m pytest -q tests/test_protos_current.py tests/test_imports.py

format: .venv/dev ## rewrite the sources in the project's format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/buf format --write

protos: .venv/dev ## generate the Python code of the protos
	$(BIN)/python -m grpc_tools.protoc -I protos --python_out=protos --pyi_out=protos --grpc_python_out=protos $(PROTOS)
	@grep -L 'class ' protos/jauge/pricing/v1/*_pb2_grpc.py | xargs -r rm

bench: .venv/bench ## measure, and keep the results with machine and commit
	$(BIN)/python -m benchmarks.run

picture: .venv/bench ## draw the pictures of the README and of docs/demand.md
	$(BIN)/python -m examples.picture docs/season.svg
	$(BIN)/python -m benchmarks.pictures docs

clean: ## remove what make built
	rm -rf .venv build *.egg-info
