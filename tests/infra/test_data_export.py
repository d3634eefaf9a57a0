"""Everything out of the store, and back into an empty one."""

import csv
import stat
from pathlib import Path
from typing import Any

import pytest

from chalicelib.domain.audit import first_broken, subject_of
from chalicelib.services import needs
from chalicelib.services.answers import confirm
from chalicelib.store import accounts, audit
from chalicelib.store.tables import SessionRow
from infra.data import importing
from infra.data.exporting import export
from infra.data.folder import FolderError, content_of, read_manifest, read_rows
from infra.data.importing import ImportRefusedError
from infra.data.people import cell
from infra.data.rows import Rows
from infra.data.travelling import STAYS, Item, travelling
from tests.factories import NOW, a_context
from tests.infra.data_story import TOTP, happened


def everything() -> dict[str, Any]:
    return {thing: content_of(Rows().of(table)) for thing, table in travelling().items()}


def exported(folder: Path) -> Path:
    export(Rows(), folder, NOW)
    return folder


def taken_back(folder: Path) -> None:
    expected = importing.check_folder(folder)
    importing.require_empty(Rows())
    importing.bring_in(Rows(), folder, expected)


def refused(folder: Path) -> str:
    with pytest.raises(ImportRefusedError) as raised:
        taken_back(folder)
    return str(raised.value)


def table(folder: Path, thing: str) -> list[dict[str, str]]:
    with (folder / f"{thing}.csv").open(encoding="utf-8-sig", newline="") as file:
        return [
            {heading.partition(" | ")[2]: value for heading, value in row.items()}
            for row in csv.DictReader(file)
        ]


@pytest.mark.engines
@pytest.mark.usefixtures("roto")
def test_what_was_wiped_is_restored_to_the_last_row_and_its_audit_trail_holds(tmp_path: Path) -> None:
    story = happened()
    before = everything()
    folder = exported(tmp_path / "out")
    importing.empty(Rows())
    assert not any(one.rows for one in everything().values())
    Rows().unmark()
    taken_back(folder)
    assert everything() == before
    assert all(
        before[thing].rows for thing in ("needs", "assignments", "audit", "supply", "claims", "outbox")
    )
    trail = audit.list_of(subject_of("need", story.delivered.id), limit=100).items
    assert len(trail) == 5
    assert first_broken(trail) is None


@pytest.mark.usefixtures("store")
def test_the_restored_store_goes_on_where_the_other_stopped(tmp_path: Path) -> None:
    story = happened()
    folder = exported(tmp_path / "out")
    importing.empty(Rows())
    Rows().unmark()
    taken_back(folder)
    view = needs.read_need(a_context(), story.delivered.id)
    (one,) = view.assignments
    confirm(a_context(), story.delivered.id, one.id, 2)
    assert first_broken(audit.list_of(subject_of("need", story.delivered.id), limit=100).items) is None


@pytest.mark.usefixtures("store")
def test_nothing_that_lets_somebody_in_travels(tmp_path: Path) -> None:
    story = happened()
    folder = exported(tmp_path / "out")
    files = {path.stem for path in folder.glob("*.jsonl")}
    assert files.isdisjoint(STAYS)
    everything_written = "".join(path.read_text(encoding="utf-8-sig") for path in folder.iterdir())
    assert TOTP not in everything_written
    assert "sign_in_code" not in everything_written
    assert story.staff.email in everything_written
    importing.empty(Rows())
    Rows().unmark()
    taken_back(folder)
    assert accounts.read(story.staff.id).totp_secret == ""
    assert [*SessionRow.scan()] == []


@pytest.mark.usefixtures("store")
def test_the_files_are_for_their_owner_alone(tmp_path: Path) -> None:
    happened()
    folder = exported(tmp_path / "out")
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}


@pytest.mark.usefixtures("store")
def test_people_read_tables_without_sensitive_needs_and_without_formulas(tmp_path: Path) -> None:
    story = happened()
    folder = exported(tmp_path / "out")
    (need,) = table(folder, "needs")
    assert need["Need"] == story.delivered.id
    assert need["Summary"] == "'=أثاث «تلف» بالماء"
    assert need["Posted"] == "2026-07-28 10:00"
    (assignment,) = table(folder, "assignments")
    assert (assignment["Need"], assignment["Quantity held"]) == (story.delivered.id, "2")
    assert [one["Name"] for one in table(folder, "accounts")] == ["'+مريم"]
    told = (folder / "audit.csv").read_text(encoding="utf-8-sig")
    assert story.delivered.id in told
    assert story.sensitive.id not in told
    assert "ملاحظة للفريق" not in "".join(path.read_text("utf-8-sig") for path in folder.glob("*.csv"))


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("=1+1", "'=1+1"),
        (" =1+1", "' =1+1"),
        ("\u00a0@SUM(A1)", "'\u00a0@SUM(A1)"),
        ("Shelter; =HYPERLINK(A1)", "Shelter;' =HYPERLINK(A1)"),
        ('Shelter;"=1+1"', 'Shelter;\'"=1+1"'),
        ("Shelter\n=1+1", "Shelter\n'=1+1"),
        ("Shelter\t-1", "Shelter\t'-1"),
        ("Shelter;\u202b=1+1", "Shelter;'\u202b=1+1"),
        (["+97150", "=1+1"], "'+97150; '=1+1"),
        ("a = b, c - d", "a = b, c - d"),
    ],
)
def test_a_formula_is_text_also_where_a_spreadsheet_parts_cells_at_semicolons(
    written: object, shown: str
) -> None:
    """A computer set to Arabic does: its list separator is the semicolon."""
    assert cell(written) == shown


@pytest.mark.usefixtures("store")
def test_an_export_is_not_written_over_another(tmp_path: Path) -> None:
    folder = exported(tmp_path / "out")
    with pytest.raises(FolderError, match="is there already"):
        export(Rows(), folder, NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


@pytest.mark.usefixtures("store")
def test_a_store_that_holds_something_is_left_as_it_is(tmp_path: Path) -> None:
    happened()
    folder = exported(tmp_path / "out")
    before = everything()
    said = refused(folder)
    assert said.startswith("The store is not empty (it has partners, ")
    assert "REPLACE=yes" in said
    assert everything() == before


@pytest.mark.usefixtures("store")
def test_an_import_that_is_cut_off_is_told_of_and_begun_anew(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    happened()
    before = everything()
    folder = exported(tmp_path / "out")
    importing.empty(Rows())
    Rows().unmark()
    with monkeypatch.context() as cut:
        cut.setattr(importing, "read_rows", _cut_at_the_needs)
        with pytest.raises(KeyboardInterrupt):
            importing.bring_in(Rows(), folder, read_manifest(folder))
    assert not everything()["accounts"].rows  # nobody can sign in to a part of it
    assert refused(folder).startswith("An import was cut off here")
    with pytest.raises(FolderError, match="An import was cut off"):
        export(Rows(), tmp_path / "again", NOW)
    importing.empty(Rows())
    importing.bring_in(Rows(), folder, importing.check_folder(folder))
    assert everything() == before


def _cut_at_the_needs(folder: Path, thing: str) -> Any:
    if thing == "needs":
        raise KeyboardInterrupt
    return read_rows(folder, thing)


@pytest.mark.usefixtures("store")
def test_rows_that_are_not_what_the_export_says_are_told_after_the_import(tmp_path: Path) -> None:
    happened()
    folder = exported(tmp_path / "out")
    expected = importing.check_folder(folder)
    with pytest.raises(ImportRefusedError, match="needs: 3 rows instead of 2"):
        importing.compare(_with_one_more(), expected)


def _with_one_more() -> Rows:
    rows = Rows()
    (first, *_) = rows.of(travelling()["needs"])
    other: Item = {**first, "id": {"S": "01JANOTHER"}}
    rows.put(travelling()["needs"], [other])
    return rows
