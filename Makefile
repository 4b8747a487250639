# `make run` and `make test` install what they need into .venv first.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: run test check audit screenshots clean

run: $(VENV)/installed
	$(BIN)/python app.py

test: $(VENV)/installed-dev chromium nginx
	$(MAKE) check
	$(BIN)/python -m pytest -n 2 --dist loadfile

check: $(VENV)/installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# Asks a public database about each package that is pinned: it needs the network.
audit: $(VENV)/installed-dev
	$(BIN)/python -m pip_audit --strict --disable-pip --no-deps -r requirements-dev.txt -r constraints.txt

screenshots: $(VENV)/installed-dev chromium
	$(BIN)/python -m tests.browser.screenshots
	$(BIN)/python -m tests.browser.report_picture
	$(BIN)/python -m tests.browser.widget_pictures

clean:
	rm -rf $(VENV) index/CURRENT index/gen-* .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/installed: requirements.txt constraints.txt | $(BIN)/python
	$(BIN)/python -m pip install --disable-pip-version-check -r requirements.txt
	touch $@

$(VENV)/installed-dev: requirements-dev.txt $(VENV)/installed
	$(BIN)/python -m pip install --disable-pip-version-check -r requirements-dev.txt
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
