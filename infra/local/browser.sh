#!/bin/sh
# Prints the path of the Chromium that the browser tests drive: CHROME=, an installed one, as root on
# Debian the distribution's, else Playwright's own download. Everything else it says goes to stderr.
set -eu

say_and_fail() {
    echo "$1" >&2
    exit 1
}

installed() {
    for candidate in chromium chromium-browser google-chrome google-chrome-stable \
        "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" \
        "/Applications/Chromium.app/Contents/MacOS/Chromium"; do
        command -v "$candidate" && return 0
    done
    return 1
}

from_debian() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    {
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-noto-core
    } >&2 || return 1
    installed
}

from_playwright() {
    .venv/bin/python -m playwright install chromium >&2 || return 1
    .venv/bin/python -c '
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)'
}

if [ -n "${CHROME:-}" ]; then
    command -v "$CHROME" || say_and_fail "CHROME=$CHROME is not a program."
    exit 0
fi
installed || from_debian || from_playwright ||
    say_and_fail "The browser tests need Chromium or Chrome: install one, or name one with CHROME=."
