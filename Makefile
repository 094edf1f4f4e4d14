# Everything a newcomer needs: 'make ask Q="..."' and 'make test'. Python 3.11 or newer is all that must be there.
PYTHON ?= python3
VENV := .venv
VERSE := $(VENV)/bin/verse
export VERSE_HOME ?= $(CURDIR)/.verse
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: ask burst channels chat eval library load test check format requirements clean

ask: library
	@test -n "$(Q)" || { echo 'Write your question: make ask Q="Who chairs the conference?"' >&2; exit 2; }
	@$(VERSE) ask "$$Q"

# The chat, the reader and the API at http://127.0.0.1:8000.
chat: library
	@$(VERSE) serve

library: $(VENV)/installed
	@$(VERSE) ingest >&2

# What the service bears: throughput, waits, errors and memory beside the bare model, in a minute or two.
load: library
	@$(VENV)/bin/python -m eval.load

# Every real client that is installed (HTTP, openai, LangChain, MCP) against one served application, as a table.
burst: library
	@$(VENV)/bin/python -m tests.channels.burst

channels: library
	@$(VENV)/bin/python -m tests.channels

test: library
	$(VENV)/bin/pytest

# Fails if a floor of eval/gates.toml is missed; the report is kept under eval/runs.
eval: library
	@$(VERSE) eval --gates

check: $(VENV)/installed
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/ruff check .
	$(VENV)/bin/mypy
	$(VENV)/bin/lint-imports

format: $(VENV)/installed
	$(VENV)/bin/ruff format .
	$(VENV)/bin/ruff check --fix .

$(VENV)/installed: requirements.txt pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or newer is needed" if sys.version_info < (3, 11) else 0)'
	$(PYTHON) -m venv $(VENV)
	$(VENV)/bin/pip install --quiet --requirement requirements.txt
	$(VENV)/bin/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

# Resolve anew; the CUDA packages belong to another build of torch and are left out.
requirements: pyproject.toml
	uv pip compile --quiet --python-version 3.11 --extra dev --no-annotate --no-header pyproject.toml \
	  | grep -vE '^(nvidia-|cuda-|triton)' > requirements.txt

clean:
	rm -rf $(VENV) .verse

export Q
