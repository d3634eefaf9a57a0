#!/bin/sh
# Locks the requirements anew, with hashes, for every platform and Python from 3.11 on, and without the
# address of any registry. The locking tool lives in a throw-away virtual environment of its own.
set -eu

[ -x .venv-lock/bin/uv ] || {
    "${PYTHON:-python3}" -m venv --clear .venv-lock
    .venv-lock/bin/python -m pip install --quiet --disable-pip-version-check uv
}

lock() {
    .venv-lock/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade \
        --no-header --no-annotate --no-emit-index-url --no-emit-find-links "$@"
}

# What travels to Lambda is held to the versions that the tests ran with.
lock --output-file requirements/all.txt requirements/all.in
lock --constraint requirements/all.txt --output-file requirements/runtime.txt requirements/runtime.in
lock --output-file requirements/templates.txt requirements/templates.in
