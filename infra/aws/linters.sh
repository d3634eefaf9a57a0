#!/bin/sh
# Makes .lint with the locked linter of templates, which brings a hundred packages that nothing else needs.
set -eu

LOCK=requirements/templates.txt
cmp -s "$LOCK" .lint/installed.txt 2>/dev/null || {
    echo "Installing the linter of templates; this takes a minute the first time."
    "${PYTHON:-.venv/bin/python}" -m venv --clear .lint
    .lint/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$LOCK"
    cp "$LOCK" .lint/installed.txt
}
