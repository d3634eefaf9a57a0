"""The built site and a browser, once for all of these tests."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
sys.path.insert(0, str(ROOT / "site"))

from aman_audit.server import SiteServer, serving  # noqa: E402


def built_into(folder: Path, root: Path = ROOT) -> subprocess.CompletedProcess[str]:
    """Run the real build command; its outcome is the caller's to judge."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(folder)]
    return subprocess.run(command, cwd=root, capture_output=True, text=True, check=False)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "built"
    outcome = built_into(folder)
    assert outcome.returncode == 0, outcome.stderr
    return folder


@pytest.fixture(scope="session")
def server(site: Path) -> Iterator[SiteServer]:
    with serving(site) as running:
        yield running
