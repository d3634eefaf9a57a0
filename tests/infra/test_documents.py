"""What the documents point at is there."""

import re
from pathlib import Path

import pytest

from infra.local.environment import ROOT

DOCUMENTS = [
    ROOT / "README.md",
    ROOT / "CONTRIBUTING.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "infra").rglob("*.md")),
]
TOP = "portal|site|infra|tests|requirements"
PATH = re.compile(rf"`((?:{TOP})/[\w./-]+)`")
LINK = re.compile(r"\]\(([^)#:]+)\)|src=\"([^\":]+)\"")
COMMAND = re.compile(r"`make ([a-z]+)`|^    make ([a-z]+)", re.MULTILINE)


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_path_and_link_leads_somewhere(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    paths = [ROOT / path for path in PATH.findall(text)]
    links = [document.parent / (first or second) for first, second in LINK.findall(text)]
    assert [str(one.relative_to(ROOT)) for one in [*paths, *links] if not one.exists()] == []


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_is_one_of_make(document: Path) -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    known = set(re.findall(r"^([a-z]+):", makefile, re.MULTILINE))
    said = {first or second for first, second in COMMAND.findall(document.read_text(encoding="utf-8"))}
    assert said <= known
