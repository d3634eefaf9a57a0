"""A damaged export is refused before anything is written, and told what is wrong with it."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from moto import mock_aws

from chalicelib.store.tables import create_tables
from infra.data.exporting import export
from infra.data.importing import ImportRefusedError, check_folder
from infra.data.rows import Rows
from tests.factories import NOW
from tests.infra.data_story import happened


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An export of a store in which things happened."""
    folder = tmp_path_factory.mktemp("exports") / "sound"
    with mock_aws():
        create_tables()
        happened()
        export(Rows(), folder, NOW)
    yield folder
    check_folder(folder)


@pytest.fixture
def folder(sound: Path, tmp_path: Path) -> Path:
    """A copy that a test may damage."""
    return shutil.copytree(sound, tmp_path / "damaged")


def refused(folder: Path) -> str:
    with pytest.raises(ImportRefusedError) as raised:
        check_folder(folder)
    said = str(raised.value).lower()
    assert "nothing was written" in said
    return said


def rewritten(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("needs.jsonl", '{"Item"', '{"Itam"', "needs.jsonl, line 1: this is no row"),
        ("needs.jsonl", '{"Item"', '{"It\n"', "needs.jsonl, line 1: this is no row"),
        ("needs.jsonl", '"quantity\\":4', '"quantity\\":9', "needs.jsonl was changed after it was written"),
        ("needs.jsonl", '\\"open\\"', '\\"opan\\"', "needs.jsonl, line 1: its document cannot be read"),
        ("claims.jsonl", '"key"', '"kay"', "claims.jsonl, line 1: it has no key"),
        ("audit.jsonl", "need:posted", "need:edited", "breaks at event 1"),
        ("manifest.json", '"needs"', '"neads"', "neads.jsonl is not one of ours"),
        ("manifest.json", '"format": 1', '"format": 7', "of format 7; this version reads 1"),
        ("manifest.json", "{", "[", "is damaged"),
    ],
)
def test_what_is_wrong_is_told_with_its_place(folder: Path, name: str, old: str, new: str, said: str) -> None:
    rewritten(folder / name, old, new)
    assert said in refused(folder)


def test_a_lost_file_is_told_of(folder: Path) -> None:
    (folder / "audit.jsonl").unlink()
    assert "audit.jsonl is missing or cannot be read" in refused(folder)


def test_lost_lines_are_told_of(folder: Path) -> None:
    path = folder / "audit.jsonl"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-1]), encoding="utf-8")
    assert f"audit.jsonl has {len(lines) - 1} rows instead of {len(lines)}" in refused(folder)


def test_what_a_damaged_document_says_is_not_printed(folder: Path) -> None:
    rewritten(folder / "private-notes.jsonl", '\\"version\\":1', '\\"version\\":\\"ملاحظة\\"')
    assert "ملاحظة" not in refused(folder)


def test_a_folder_that_is_no_export_is_told_so(tmp_path: Path) -> None:
    assert refused(tmp_path).endswith("is no export: it has no manifest.json. nothing was written.")
