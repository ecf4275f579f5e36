.DEFAULT_GOAL := help
.PHONY: help lab lab-down lab-test contract contract-fuzz man completions simulate simulate-flaws simulate-nightly deps
.PHONY: run demo build casts test unit lint format golden fidelity bench clean

# Packages of the system that the build and the tests need; installed once, by `deps`.
HEADERS := /usr/include/ncurses.h /usr/include/sqlite3.h
BUILD_FLAGS ?=
SKEP := .build/release/skep
# What `make simulate` tells: SEEDS is a count or a range such as 100..199; SEED is one seed.
SEEDS ?= 200
SEED ?=
STEPS ?= 40
# Of the scripts that a real dockerd answers as well, those that `make test` tells, too: one waits long for
# what a real swarm does after its leader is lost. `make contract` tells all of them.
STEADY := chapter12,chapter13,chapter14,errors,logs,nodes,objects,progress,quorum,sdk,services,swarm
# Minutes that they get; what has not been told by then is said aloud.
CONTRACT_MINUTES ?= 15
# Ends a suite that hangs, so that whoever waits learns of it.
BOUNDED := timeout --foreground -k 10 2400

help: ## show this
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

deps: ## install what this machine lacks (apt), once
	@missing=""; \
	[ -e /usr/include/ncurses.h ] || missing="$$missing libncurses-dev"; \
	[ -e /usr/include/sqlite3.h ] || missing="$$missing libsqlite3-dev"; \
	command -v tmux >/dev/null || missing="$$missing tmux"; \
	command -v git >/dev/null || missing="$$missing git"; \
	if [ -n "$$missing" ]; then \
	    echo "installing$$missing"; \
	    if [ "$$(id -u)" = 0 ]; then sudo=; else sudo=sudo; fi; \
	    $$sudo apt-get update -qq || true; \
	    $$sudo env DEBIAN_FRONTEND=noninteractive \
	        apt-get install -y -qq --no-install-recommends $$missing </dev/null; \
	fi
	@command -v swift >/dev/null || { \
	    echo "skep needs Swift 6.3: see https://www.swift.org/install/linux/"; exit 1; }

build: deps ## build the program in release
	swift build -c release --product skep $(BUILD_FLAGS)

run: build ## the console on a living cluster
	@$(SKEP) demo

demo: run ## the same

completions: build ## completion scripts for bash, zsh and fish, from the command definitions
	@mkdir -p .build/completions
	@for shell in bash zsh fish; do \
	    $(SKEP) --generate-completion-script $$shell > .build/completions/skep.$$shell; done
	@ls -1 .build/completions/skep.*

man: build ## the manual pages, from the command definitions
	swift build --product generate-manual $(BUILD_FLAGS)
	@mkdir -p .build/man
	@.build/debug/generate-manual $(SKEP) --multi-page --authors skep \
	    --date "$$(git log -1 --format=%cs)" --output-directory .build/man
	@ls -1 .build/man/*.1

test: deps lint ## everything that must be green
	swift build --build-tests $(BUILD_FLAGS)
	$(BOUNDED) swift test --skip-build --skip 'ContractTests|LabTests' $(BUILD_FLAGS)
	SKEP_CONTRACT_SCRIPTS=$(STEADY) SKEP_CONTRACT_MINUTES=$(CONTRACT_MINUTES) \
	    $(BOUNDED) swift test --skip-build --filter ContractTests $(BUILD_FLAGS)
	$(MAKE) simulate

simulate: deps ## random clusters under random faults: SEEDS=200 or 100..199, SEED=123, STEPS=40
	swift build -c release --product skep-simulate $(BUILD_FLAGS)
	@.build/release/skep-simulate --steps $(STEPS) \
	    $(if $(SEED),--seed $(SEED) --trace,--seeds $(SEEDS))

simulate-flaws: deps ## plant known bugs and print how many seeds it takes to find each
	swift build -c release --product skep-simulate $(BUILD_FLAGS)
	@.build/release/skep-simulate --steps $(STEPS) --seeds $(SEEDS) --flaws

simulate-nightly: ## the same with ten thousand seeds
	$(MAKE) simulate SEEDS=10000

unit: deps ## everything but the end-to-end suites
	swift test --skip EndToEndTests $(BUILD_FLAGS)

lab-test: deps ## the console in a terminal on a real swarm of five dockerd (root, docker.io)
	swift test --filter LabTests $(BUILD_FLAGS)

contract: deps ## docker commands told to a real dockerd and to skep, answers compared (root, docker.io)
	swift test --filter ContractTests $(BUILD_FLAGS)

contract-fuzz: build ## send the served API what docs/openapi.yaml allows; SEED=1 (needs a registry)
	Tests/contract-fuzz.sh $(SKEP) 25 $(or $(SEED),1)

lint: ## the format, the layers and the banned words
	swift format lint --strict --recursive --parallel Sources Tests Package.swift

format: ## put the sources into the format
	swift format --in-place --recursive --parallel Sources Tests Package.swift

golden: deps ## write the golden screens anew and show what changed
	SKEP_GOLDEN=write SKEP_WRITE_GOLDENS=1 swift test --filter 'ConsoleTests|ThemingTests' $(BUILD_FLAGS) || true
	git diff --stat -- Tests

fidelity: deps ## write which tests prove which rule into docs/fidelity.md
	SKEP_WRITE_FIDELITY=1 swift test --filter FidelityTests $(BUILD_FLAGS)
	git diff --stat -- docs

bench: build ## the figures of docs/performance.md, one per line: name value unit
	swift build -c release --product skep-bench $(BUILD_FLAGS)
	@.build/release/skep-bench $(SKEP)

casts: build ## play Journeys/*.journey and record them as asciicasts in .build/casts
	swift build --product skep-casts $(BUILD_FLAGS)
	@.build/debug/skep-casts --binary $(SKEP) Journeys/*.journey

lab: ## a real Docker Swarm of five nodes to try skep on (root, dockerd; nothing is installed)
	@lab/lab.sh up $(if $(TLS),--tls,$(if $(TCP),--tcp))

lab-down: ## stop the lab and remove every trace of it
	@lab/lab.sh down

clean: ## remove what was built
	rm -rf .build
