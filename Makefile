# `make run` and `make test` install what they need into .venv first; `make help` lists the targets.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
UV := 0.13.9
# Processes that run tests: more than cores, because many tests wait. Each takes some 3 GB.
WORKERS ?= 3
# Tests start hundreds of programs, which then need not compile the code again.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: run test pytest test-cluster check docs texts lock sbom audit screenshots clean help

run: $(VENV)/installed  ## serve the page at http://127.0.0.1:7860/ (the default)
	$(BIN)/python app.py

# The type checker takes one core for a minute: tests take the others meanwhile.
test: $(VENV)/installed-dev chromium nginx  ## run the checks and all tests
	$(MAKE) -j2 check pytest

# Threads of the libraries in a process would take the cores from the other processes.
pytest: export OMP_NUM_THREADS := 1
pytest: export OPENBLAS_NUM_THREADS := 1
pytest: $(VENV)/installed-dev  ## run the tests alone
	$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder \
	  --ignore=tests/cluster

test-cluster: $(VENV)/installed-cluster  ## install Ray and Milvus too, and run the tests that need them
	$(BIN)/python -m pytest tests/cluster

check: $(VENV)/installed-dev  ## run the linter, the formatter's check and the type checker
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

docs: $(VENV)/installed-dev  ## write the parts of docs/ that are made from the code
	$(BIN)/python -m tests.generated_docs

texts: $(VENV)/installed-dev  ## compile the texts of other languages, rag/translation/*/*.po
	$(BIN)/python -m rag.translation.compiling

# torch is left out: which of its builds is installed depends on the machine
lock: $(VENV)/installed-dev  ## pin all packages with their hashes, in requirements.lock
	echo 'torch ; python_version < "3"' > $(VENV)/without-torch.txt
	printf 'networkx\nsympy\n' | $(BIN)/uv pip compile requirements.txt - -o requirements.lock \
	  --universal --python-version 3.11 --generate-hashes --override $(VENV)/without-torch.txt \
	  --no-annotate --quiet --custom-compile-command 'make lock'

sbom: $(VENV)/installed-dev  ## write the list of packages as CycloneDX, on-record.cdx.json
	$(BIN)/python -m tests.bill_of_materials > on-record.cdx.json

audit: $(VENV)/installed-dev  ## ask a public database for known holes of the pinned packages
	$(BIN)/python -m pip_audit --strict --disable-pip --no-deps -r requirements-dev.txt -r constraints.txt

screenshots: $(VENV)/installed-dev chromium  ## take the pictures in docs/screenshots
	$(BIN)/python -m tests.browser.screenshots
	$(BIN)/python -m tests.browser.report_picture
	$(BIN)/python -m tests.browser.widget_pictures

clean:  ## remove .venv, the index and what the tools have left
	rm -rf $(VENV) index/CURRENT index/gen-* build *.egg-info
	rm -rf .mypy_cache .pytest_cache .ruff_cache .hypothesis

help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

# First what the lock file holds, checked by its hashes; then torch, which it leaves out.
$(VENV)/installed: requirements.txt constraints.txt requirements.lock | $(BIN)/python
	$(BIN)/python -m pip install --disable-pip-version-check --require-hashes --no-deps \
	  -r requirements.lock
	$(MAKE) torch
	$(BIN)/python -m pip install --disable-pip-version-check -r requirements.txt
	touch $@

# On Linux, pip chooses a build of torch with gigabytes of CUDA packages, and uv the one for CPUs.
.PHONY: torch
torch:
	@if [ "$$(uname -s)" = Linux ] && ! $(BIN)/python -c 'import torch' 2>/dev/null; then \
	  $(BIN)/python -m pip install --disable-pip-version-check --quiet uv==$(UV) && \
	  UV_HTTP_RETRIES=1 $(BIN)/uv pip install --python $(VENV) --torch-backend cpu \
	    $$(grep -o '^torch==[^ ]*' requirements.txt) || \
	  echo "The CPU build of torch cannot be fetched: pip installs the one that it finds."; \
	fi

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	$(BIN)/python -m pip install --disable-pip-version-check -r requirements-dev.txt
	touch $@

$(VENV)/installed-cluster: requirements-cluster.txt requirements-milvus.txt $(VENV)/installed-dev
	$(BIN)/python -m pip install --disable-pip-version-check -r requirements-cluster.txt
	touch $@

# The browser tests drive Debian's Chromium; without it they are skipped, each by its name.
.PHONY: chromium
chromium:
	@if [ ! -x /usr/bin/chromium ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium; \
	  else \
	    echo "No /usr/bin/chromium, and not root: the browser tests will be skipped." \
	      "To run them: sudo apt-get install chromium"; \
	  fi; \
	fi

# Some tests put Debian's nginx in front of the server; the same goes for it.
.PHONY: nginx
nginx:
	@if [ ! -x /usr/sbin/nginx ]; then \
	  if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq nginx-light openssl; \
	  else \
	    echo "No /usr/sbin/nginx, and not root: the tests behind it will be skipped." \
	      "To run them: sudo apt-get install nginx-light"; \
	  fi; \
	fi
