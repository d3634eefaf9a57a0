# Every command of the project. `make` alone prints them; each sets up what it needs, a second call is quick.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PORT ?= 8700
DATA ?= .local
FROM ?= http://127.0.0.1:$(PORT)
PY := .venv/bin/python
VENV := .venv/installed.txt
SITE := build/site.built
ARABIC := portal/chalicelib/locales/ar/LC_MESSAGES
CATALOGUE := $(ARABIC)/messages.mo
# Directories too, so that a page taken away is noticed.
SITE_SOURCES := mkdocs.yml $(shell find site -mindepth 1 -not -name '*.pyc' -not -name __pycache__ 2>/dev/null)

export PYTHONPATH := portal:site:.

.PHONY: help run test lint bench surge audit site locales lifecycle pictures export import check backfill package rehearse deploy rollback us-east-1 first-supervisor remove-authenticator templates cost reset lock

help: ## This list
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / { printf "  make %-20s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV) $(SITE) locales ## The whole product on this machine, with demo data (PORT=8700 moves it)
	@exec $(PY) -m infra.local --port $(PORT) --data $(DATA)

test: $(VENV) $(SITE) locales ## Every test (ARGS= goes to pytest; CHROME= names the browser)
	@CHROME="$$(sh infra/local/browser.sh)" && export CHROME && $(PY) -m pytest -n 2 $(ARGS)

lint: $(VENV) ## ruff, mypy and the contract between the layers
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check .
	@.venv/bin/mypy portal infra site tests
	@.venv/bin/lint-imports

bench: $(VENV) $(SITE) locales ## Speed and size of matching and pages, as a table
	@$(PY) -m tests.bench

surge: $(VENV) ## Play a surge: WORKLOAD= and OUT= are folders
	@$(PY) -m tests.bench.surge "$(WORKLOAD)" "$(OUT)"

audit: $(VENV) $(SITE) locales ## The site measured in a real browser
	@CHROME="$$(sh infra/local/browser.sh)" && export CHROME && $(PY) -m aman_audit

site: $(SITE) ## Build the public site into build/site

locales: $(CATALOGUE) ## Compile the portal's texts

lifecycle: $(VENV) ## Write infra/lifecycle.md from the state machines
	@$(PY) -m infra.lifecycle

pictures: $(VENV) ## Take the README's pictures, while make run is up (FROM= is its address)
	@CHROME="$$(sh infra/local/browser.sh)" && export CHROME && $(PY) -m infra.local.pictures "$(FROM)"

# FROM= has a default for the pictures; here it must be typed.
EXPORTED := $(filter-out $(if $(filter file,$(origin FROM)),$(FROM)),$(FROM))
STORE := --data "$(DATA)" --stage "$(STAGE)"

export: $(VENV) ## Everything as JSON Lines and CSV: OUT= is a new folder, DATA= or STAGE= the store
	@$(PY) -m infra.data export "$(OUT)" $(STORE)

import: $(VENV) ## Take an export back: FROM= is its folder; REPLACE=yes deletes what is there first
	@$(PY) -m infra.data import "$(EXPORTED)" $(STORE) $(if $(filter yes,$(REPLACE)),--replace)

check: $(VENV) ## Whether every stored row can be read and the audit trail holds (DATA= or STAGE=)
	@$(PY) -m infra.data check $(STORE)

backfill: $(VENV) ## Fill a new field in old rows: NAME= is which (DATA= or STAGE=)
	@$(PY) -m infra.data backfill "$(NAME)" $(STORE)

# On AWS. STAGE= is a file of infra/aws/stages/; the account is the one that the usual AWS_ variables lead to.
package: $(VENV) $(SITE) locales ## What is deployed, into build/aws/lambda
	@$(PY) -m infra.aws.package

rehearse: $(VENV) $(SITE) locales ## Deploy to an engine on this machine, use it, roll back, tear it down
	@$(PY) -m infra.aws.rehearse

deploy: $(VENV) $(SITE) locales ## Deploy to AWS; what would change is shown first (STAGE=dev, staging or prod)
	@$(PY) -m infra.aws.deploy "$(STAGE)"

rollback: $(VENV) ## Go back to the release before, or to RELEASE= (STAGE=)
	@$(PY) -m infra.aws.deploy "$(STAGE)" --release "$(or $(RELEASE),previous)"

us-east-1: $(VENV) ## Certificate, firewall and budget, which are in us-east-1 alone (STAGE=)
	@$(PY) -m infra.aws.us_east_1 "$(STAGE)"

first-supervisor: $(VENV) locales ## Invite the first supervisor (STAGE= EMAIL=)
	@$(PY) -m infra.aws.operator "$(STAGE)" first-supervisor "$(EMAIL)"

remove-authenticator: $(VENV) locales ## For a supervisor who lost it and is alone (STAGE= EMAIL=)
	@$(PY) -m infra.aws.operator "$(STAGE)" remove-authenticator "$(EMAIL)"

templates: $(VENV) $(SITE) locales ## cfn-lint and checkov over the templates of AWS
	@sh infra/aws/linters.sh
	@$(PY) -m infra.aws.lint

cost: $(VENV) ## Write infra/cost.md from measured steps, prices and assumptions
	@$(PY) -m infra.cost.page

reset: ## Throw the local data away (asks first)
	@sh infra/local/reset.sh $(DATA)

lock: ## Lock the requirements anew, with hashes
	@sh infra/local/lock.sh

$(VENV): requirements/all.txt
	@sh infra/local/venv.sh

# Not -q: with it, --strict lets warnings pass.
$(SITE): $(SITE_SOURCES) | $(VENV)
	@NO_MKDOCS_2_WARNING=1 .venv/bin/mkdocs build --strict --site-dir build/site
	@touch $@

$(CATALOGUE): $(wildcard $(ARABIC)/*.po) infra/i18n.py | $(VENV)
	@$(PY) -m infra.i18n compile
