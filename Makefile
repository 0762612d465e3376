# Two commands: `make run` and `make test`. Each makes .venv by itself; nothing but Python >= 3.11 and make is needed.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# The user's own pip configuration and certificates decide where packages come from; pip itself is the second try.
PIP = $(BIN)/pip --disable-pip-version-check
INSTALL = INDEX="$$($(PIP) config list 2>/dev/null | sed -n "s/^[^=]*\.index.url='\(.*\)'$$/\1/p" | tail -n 1)"; \
	{ [ -z "$$INDEX" ] || export UV_DEFAULT_INDEX="$$INDEX"; \
	  UV_SYSTEM_CERTS=true $(BIN)/uv pip install --quiet --python $(or $(2),$(VENV))/bin/python --require-hashes -r $(1) 2>/dev/null; } \
	|| $(or $(2),$(VENV))/bin/pip --disable-pip-version-check install --quiet --require-hashes -r $(1)

.PHONY: run test lint types contracts migrations tests postgresql format lock bench reminding fuzz chaos deaths clean

run: $(VENV)/run.stamp
	@$(BIN)/python -m bot

test: $(VENV)/dev.stamp lint types contracts migrations tests

lint: $(VENV)/dev.stamp
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(VENV)/dev.stamp
	$(BIN)/mypy

contracts: $(VENV)/dev.stamp
	$(BIN)/lint-imports

migrations: $(VENV)/dev.stamp
	$(BIN)/python -m storage.migrations check

tests: $(VENV)/dev.stamp
	$(BIN)/pytest -n 2
	$(BIN)/pytest -n 2 -q --postgresql tests/storage tests/schedules tests/handlers/test_sharing.py

# All that has a database, the conversations too, on PostgreSQL (some minutes).
postgresql: $(VENV)/dev.stamp
	$(BIN)/pytest -n 2 -q --postgresql tests/storage tests/schedules tests/handlers tests/conversations

format: $(VENV)/dev.stamp
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

# About ten minutes; make bench QUICK=1 is five. SIZES=471x24,7000x36,250000x24 asks whole provinces and a
# country (POSTGRESQL=1: on PostgreSQL too), REMINDERS=30000 sends them in real time; JSON=FILE says where the figures go.
bench: $(VENV)/dev.stamp $(VENV)-bench/bench.stamp
	$(BIN)/python -m tests.benchmarks QUICK=$(QUICK) SIZES=$(SIZES) POSTGRESQL=$(POSTGRESQL) REMINDERS=$(REMINDERS) \
		KEEP=$(KEEP) JSON=$(JSON)

# In real time: make reminding REMINDERS=30000 takes 25 minutes.
reminding: $(VENV)/dev.stamp
	$(BIN)/python -m tests.benchmarks.reminding REMINDERS=$(REMINDERS) PHONES=$(PHONES)

# Changed inputs for whatever reads what comes from outside: make fuzz SECONDS=60 (a target), TARGET=answers for one, TARGET=answers:meeting for one form.
fuzz: $(VENV)/dev.stamp
	$(BIN)/python -m tests.fuzzing SECONDS=$(SECONDS) "TARGET=$(TARGET)" SEED=$(SEED)

# Kills the bot under traffic: make chaos CYCLES=1000 SEED=7; anything lost, doubled or unanswered ends with 1.
# REPLICAS=3: so many processes on a PostgreSQL of its own, one of them killed at a time; WEBHOOK=1: Telegram posts, to one
# process or through a balancer to all; ROLES=web,web,worker,worker: the parts of docs/deploy/compose.yml.
chaos: $(VENV)/dev.stamp
	$(BIN)/python -m tests.chaos CYCLES=$(CYCLES) SEED=$(SEED) REPLICAS=$(REPLICAS) WEBHOOK=$(WEBHOOK) ROLES=$(ROLES)

# Lets it die at every STEP-th place of a short story until a run ends clean; make deaths PLACE=call:sendMessage for one name's.
deaths: $(VENV)/dev.stamp
	$(BIN)/python -m tests.chaos.deaths STEP=$(or $(STEP),1) PLACE=$(PLACE)

lock: $(VENV)/dev.stamp
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --extra postgresql pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --extra postgresql --extra dev pyproject.toml -o requirements-dev.lock
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --group pyproject.toml:bench -o requirements-bench.lock

$(BIN)/uv:
	@$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "Python 3.11 or newer is needed; name it with: make PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) install --quiet uv

$(VENV)/run.stamp: $(BIN)/uv requirements.lock
	@$(call INSTALL,requirements.lock)
	@touch $@

$(VENV)/dev.stamp: $(BIN)/uv requirements-dev.lock
	@$(call INSTALL,requirements-dev.lock)
	@touch $@ $(VENV)/run.stamp

$(VENV)-bench/bench.stamp: $(BIN)/uv requirements-bench.lock
	@$(PYTHON) -m venv $(VENV)-bench
	@$(call INSTALL,requirements-bench.lock,$(VENV)-bench)
	@touch $@

clean:
	rm -rf $(VENV) $(VENV)-bench .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
