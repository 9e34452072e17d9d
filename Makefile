# Two commands: `make run` and `make test`. The rest are parts of them.
FITS := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))
PY := $(shell for python in python3.13 python3.12 python3.11 python3 python; do \
	$$python -c '$(FITS)' >/dev/null 2>&1 && { echo $$python; break; }; done)
BIN := .venv/bin

.PHONY: run setup test soak bench screenshots lock clean

run: setup
	$(BIN)/bancheng run

setup: .venv/run.stamp

.venv/bin/python:
	@test -n "$(PY)" || { echo "Python 3.11 or newer with its venv module is needed (Debian, Ubuntu: apt-get install python3-venv)."; exit 1; }
	$(PY) -m venv .venv

.venv/run.stamp: .venv/bin/python requirements/run.txt pyproject.toml
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/run.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: .venv/run.stamp requirements/dev.txt
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements/dev.txt
	@touch $@

test: .venv/dev.stamp
	$(BIN)/python -m tests.run

soak: .venv/dev.stamp
	$(BIN)/python -m tests.run --soak

bench: .venv/dev.stamp
	$(BIN)/python -m bench

screenshots: .venv/dev.stamp
	$(BIN)/python -m tools.screenshots

lock:
	uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-header --no-annotate requirements/run.in -o requirements/run.txt
	uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-header --no-annotate -c requirements/run.txt requirements/dev.in -o requirements/dev.txt

clean:
	rm -rf .venv var
