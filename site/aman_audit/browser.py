"""Finds and starts the Chromium that measures."""

import os
import shutil
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Playwright

NAMES = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser")
ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chrome_path() -> str | None:
    """Return the browser named by CHROME, else an installed one, else None for Playwright's own."""
    return os.environ.get("CHROME") or next(filter(None, map(shutil.which, NAMES)), None)


def launched(playwright: Playwright) -> Browser:
    return playwright.chromium.launch(executable_path=chrome_path(), args=list(ARGUMENTS))


def kept_profile(playwright: Playwright, folder: Path) -> BrowserContext:
    """Start a browser that writes its profile to a folder, as a reader's own does."""
    return playwright.chromium.launch_persistent_context(
        str(folder), executable_path=chrome_path(), args=list(ARGUMENTS)
    )
