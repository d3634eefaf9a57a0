#!/bin/sh
# Makes .venv from any Python from 3.11 on and installs the locked requirements, when the lock has changed.
# Called by the Makefile from the root of the repository; PYTHON= names the Python to use.
set -eu

LOCK=requirements/all.txt
INSTALLED=.venv/installed.txt
NEW_ENOUGH='import sys; sys.exit(sys.version_info < (3, 11))'

say_and_fail() {
    echo "$1" >&2
    exit 1
}

find_python() {
    if [ -n "${PYTHON:-}" ]; then
        "$PYTHON" -c "$NEW_ENOUGH" 2>/dev/null ||
            say_and_fail "PYTHON=$PYTHON is not a Python 3.11 or newer."
        echo "$PYTHON"
        return
    fi
    for candidate in python3 python3.11 python3.12 python3.13 python3.14 python; do
        if "$candidate" -c "$NEW_ENOUGH" 2>/dev/null; then
            echo "$candidate"
            return
        fi
    done
    say_and_fail "Aman needs Python 3.11 or newer, and none was found (python3 is: $(python3 --version 2>&1 || true)); name one with PYTHON=."
}

make_venv() {
    python=$(find_python)
    "$python" -c 'import ensurepip, venv' 2>/dev/null ||
        say_and_fail "$python has no venv module; on Debian or Ubuntu install python3-venv."
    "$python" -m venv --clear .venv
}

# A venv whose Python was removed or upgraded away is made anew.
.venv/bin/python -c "$NEW_ENOUGH" 2>/dev/null || make_venv

if ! cmp -s "$LOCK" "$INSTALLED"; then
    echo "Installing the locked requirements; this takes a minute the first time."
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r "$LOCK" ||
        say_and_fail "The locked requirements could not be installed (see above)."
    cp "$LOCK" "$INSTALLED"
fi
touch "$INSTALLED"
