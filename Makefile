# Everything a newcomer needs: 'make ask Q="..."' and 'make test'. Python 3.11 or newer is all that must be there.
PYTHON ?= python3
VENV := .venv
VERSE := $(VENV)/bin/verse
export VERSE_HOME ?= $(CURDIR)/.verse
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: ask audit burst channels chat check clean doctor eval faults format fuzz library load requirements sbom scale speed test

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

# How fast an answer is, warm and from a cold shell, beside bare yardsticks of the same run.
speed: library
	@$(VENV)/bin/python -m eval.speed

# How the engines bear 10^4 and 10^5 passages, or N: how fast they are filled and asked, what they find, their memory; as a table.
scale: library
	@$(VENV)/bin/python -m eval.scale $(if $(N),10000 $(N))

# Every real client that is installed (HTTP, openai, LangChain, MCP) against one served application, as a table.
burst: library
	@$(VENV)/bin/python -m tests.channels.burst

channels: library
	@$(VENV)/bin/python -m tests.channels

# Files as nobody means them, N of each sort, to every reader: read or refused in a sentence, or a fault; as a table.
fuzz: $(VENV)/installed
	@$(VENV)/bin/python -m tests.fuzz $(or $(N),2000)

# What is as it should be, what is not, and what to do; fails if anything must be done.
doctor: library
	@$(VERSE) doctor

# Everything that can break, broken, as a table: what the user saw, what was lost.
faults: library
	@$(VENV)/bin/python -m tests.faults

# Every package of the environment with its version, licence and source, in CycloneDX form.
sbom: $(VENV)/installed
	@$(VENV)/bin/cyclonedx-py environment --output-reproducible --output-format JSON --output-file sbom.json $(VENV)/bin/python
	@echo "Wrote sbom.json." >&2

# Known holes in the pinned packages. This one needs the network: it asks PyPI's advisory database.
audit:
	@$(PYTHON) -m venv .audit
	@.audit/bin/pip install --quiet pip-audit
	@.audit/bin/pip-audit --disable-pip --no-deps --requirement requirements.txt

# In two processes: what a file shares stays in one of them.
test: library
	$(VENV)/bin/pytest --numprocesses 2 --dist loadfile

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
	uv pip compile --quiet --python-version 3.11 --extra build --extra dev --no-annotate --no-header pyproject.toml \
	  | grep -vE '^(nvidia-|cuda-|triton)' > requirements.txt

clean:
	rm -rf $(VENV) .verse .audit sbom.json

export Q
