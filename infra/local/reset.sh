#!/bin/sh
# Throws the local data away, after asking. Called by the Makefile with the data's folder.
set -eu

data=$1
if [ ! -e "$data" ]; then
    echo "There is no local data in $data."
    exit 0
fi
if [ ! -e "$data/lock" ]; then
    echo "$data was not made by make run; it is left alone." >&2
    exit 1
fi
printf 'Delete all local data in %s (partners, needs, accounts, mails)? Type yes: ' "$data"
read -r answer || answer=
if [ "$answer" != yes ]; then
    echo "Nothing was deleted."
    exit 1
fi
# The lock is held as long as a copy of the product runs.
if [ -x .venv/bin/python ] && ! .venv/bin/python -m infra.local.lock "$data"; then
    exit 1
fi
rm -rf "$data"
echo "The local data is gone; make run starts afresh."
