"""What each command does once it is known where the store is, and what it says."""

import sys
from datetime import UTC, datetime
from pathlib import Path

from chalicelib.store.tables import create_tables
from infra.data import backfill, exporting, importing
from infra.data.folder import Content
from infra.data.rows import Rows
from infra.data.travelling import STAYS, travelling

_WARNING = (
    "It holds case references, notes, names and addresses: readable by you alone now, so keep it encrypted, "
    "give it to nobody who may not see all of it, and delete it when it has served."
)


def export(folder: Path) -> None:
    """Write everything out and say what it is."""
    contents = exporting.export(Rows(), folder, datetime.now(UTC))
    print(f"{sum(one.rows for one in contents.values())} rows of {len(contents)} tables are in {folder}.")
    print(f"Left behind: {', '.join(STAYS)}, and the secrets of authenticators.")
    print(_WARNING)


def bring_in(folder: Path) -> None:
    """Take an export into the empty store."""
    expected = importing.check_folder(folder)
    rows = _rows()
    importing.require_empty(rows)
    _write(rows, folder, expected)


def bring_in_anew(folder: Path) -> None:
    """Delete everything in the store, and take an export in."""
    expected = importing.check_folder(folder)
    rows = _rows()
    print(f"{importing.empty(rows)} rows were deleted.")
    _write(rows, folder, expected)


def _rows() -> Rows:
    rows = Rows()
    if missing := rows.missing():
        sys.exit(f"The store lacks the tables {', '.join(missing)}: deploy first. Nothing was written.")
    return rows


def _write(rows: Rows, folder: Path, expected: dict[str, Content]) -> None:
    importing.bring_in(rows, folder, expected)
    print(f"{sum(one.rows for one in expected.values())} rows are in the store, exactly as in {folder};")
    print("every chain of the audit trail holds.")
    print("Everybody signs in again, staff enrol their authenticators, programs need new tokens.")


def check() -> None:
    """Say whether the rows in the store are sound."""
    rows = Rows()
    faults = importing.broken_chains(rows)
    if rows.is_marked():
        faults.append("an import was cut off here")
    for thing, table in travelling().items():
        faults += importing.faults_among(thing, table, rows)
    if faults:
        sys.exit("\n".join(("The store is not sound:", *(f"  {fault}" for fault in faults))))
    print("Every row can be read, and every chain of the audit trail holds.")


def fill(name: str) -> None:
    """Run a backfill; it may be stopped, and run again."""
    chosen = backfill.BACKFILLS.get(name)
    if chosen is None:
        listed = "\n".join(f"  {one}: {found.meaning}" for one, found in backfill.BACKFILLS.items())
        sys.exit(f"There is no backfill {name!r}. There are:\n{listed}")
    print(f"{backfill.run(chosen)} rows were filled: {chosen.meaning}.")


def make_tables() -> None:
    """Make the tables that a new local store lacks."""
    create_tables()
