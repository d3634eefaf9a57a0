"""The two judges that are not Python: Lighthouse and the Nu checker, from the lock file beside this."""

import json
import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from typing import Any

from aman_audit.browser import chrome_path

HERE = Path(__file__).parent
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")


class ToolMissing(Exception):
    """A judge can't be asked: the message says what to install."""


def installed(folder: Path) -> Path:
    """Install the locked packages into a folder, unless they are there; return their place."""
    for program in ("npm", "node", "java"):
        if shutil.which(program) is None:
            raise ToolMissing(f"the audit needs {program}")
    modules = folder / "node_modules"
    if not (modules / "lighthouse").is_dir():
        folder.mkdir(parents=True, exist_ok=True)
        for name in ("package.json", "package-lock.json"):
            shutil.copy(HERE / name, folder / name)
        run(["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund"], folder)
    return modules


def run(command: Sequence[str], folder: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command, cwd=folder, env=os.environ | environment, capture_output=True, text=True, check=True
    )


def html_errors(modules: Path, site: Path) -> list[str]:
    """Ask the Nu checker about every page; return its errors, one a line."""
    jar = modules / "vnu-jar" / "build" / "dist" / "vnu.jar"
    command = ["java", "-jar", str(jar), "--skip-non-html", "--errors-only", "--format", "json", str(site)]
    outcome = subprocess.run(command, capture_output=True, text=True, check=False)
    messages: list[dict[str, Any]] = json.loads(outcome.stderr)["messages"]
    return [f"{message['url'].rpartition(site.name)[2]}: {message['message']}" for message in messages]


def lighthouse(modules: Path, url: str, runs: int) -> dict[str, float]:
    """Return the median score of each category, of 100, on Lighthouse's own phone."""
    scores = [scored(modules, url) for _ in range(runs)]
    return {name: median(score[name] for score in scores) for name in CATEGORIES}


def scored(modules: Path, url: str) -> dict[str, float]:
    command = [
        str(modules / ".bin" / "lighthouse"),
        url,
        "--quiet",
        "--output=json",
        f"--only-categories={','.join(CATEGORIES)}",
        "--chrome-flags=--headless=new --no-sandbox --disable-gpu --no-first-run",
    ]
    report = json.loads(run(command, modules, CHROME_PATH=chrome_path() or "").stdout)
    return {name: report["categories"][name]["score"] * 100 for name in CATEGORIES}
