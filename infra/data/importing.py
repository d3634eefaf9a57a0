"""Take an export back: everything is checked before anything is written, and read again afterwards."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Final

from chalicelib.store.tables import TABLES, Table
from infra.data.checking import Chains, faults_in
from infra.data.folder import Content, FolderError, Tally, content_of, read_manifest, read_rows
from infra.data.rows import Rows
from infra.data.shapes import thing_in
from infra.data.travelling import travelling

_SHOWN: Final = 10
"""So many faults are told of; who has more has another file."""


class ImportRefusedError(Exception):
    """Nothing was written, or what was written is not what the files hold. The text says which."""


def check_folder(folder: Path) -> dict[str, Content]:
    """What the folder holds, after every line was looked at. Raises ImportRefusedError with what is wrong."""
    try:
        expected = read_manifest(folder)
        faults = list(islice(_faults(folder, expected), _SHOWN))
    except FolderError as error:
        raise ImportRefusedError(f"{error} Nothing was written.") from None
    if faults:
        listed = "\n".join(f"  {fault}" for fault in faults)
        raise ImportRefusedError(f"The export is damaged; nothing was written:\n{listed}")
    return expected


def _faults(folder: Path, expected: dict[str, Content]) -> Iterator[str]:
    tables = travelling()
    for thing in sorted(expected.keys() ^ tables.keys()):
        yield f"{thing}.jsonl is {'not one of ours' if thing in expected else 'not in the manifest'}"
    for thing in expected.keys() & tables.keys():
        yield from _faults_of(folder, thing, expected[thing])


def _faults_of(folder: Path, thing: str, expected: Content) -> Iterator[str]:
    tally, chains, sound = Tally(), Chains(), True
    for number, item in read_rows(folder, thing):
        tally.take(item)
        for fault in faults_in(thing, travelling()[thing], item):
            sound = False
            yield f"{thing}.jsonl, line {number}: {fault}"
        if thing == "audit" and sound:
            chains.take(thing_in(thing, item))
    if tally.content.rows != expected.rows:
        yield f"{thing}.jsonl has {tally.content.rows} rows instead of {expected.rows}"
    elif tally.content != expected:
        yield f"{thing}.jsonl was changed after it was written"
    yield from (f"the audit trail of {chain}" for chain in chains.broken())


def require_empty(rows: Rows) -> None:
    """Raises ImportRefusedError where the store holds anything already."""
    if rows.is_marked():
        raise ImportRefusedError(
            "An import was cut off here, and a part of it is in the store: REPLACE=yes begins anew."
        )
    filled = [thing for thing, table in travelling().items() if not rows.is_empty(table)]
    if filled:
        raise ImportRefusedError(
            f"The store is not empty (it has {', '.join(filled)}); nothing was written. "
            "REPLACE=yes deletes everything in it first."
        )


def empty(rows: Rows) -> int:
    """Delete every row of every table, those that never travel too; how many there were."""
    rows.mark()
    return sum(rows.empty(table) for table in TABLES)


def bring_in(rows: Rows, folder: Path, expected: dict[str, Content]) -> None:
    """Write the rows and read them again. Raises ImportRefusedError where they are not what the files hold.

    Until the end a mark stands in the store: an import that is cut off is told of by the next command.
    """
    rows.mark()
    for thing, table in travelling().items():
        rows.put(table, (item for _, item in read_rows(folder, thing)))
    compare(rows, expected)
    rows.unmark()


def compare(rows: Rows, expected: dict[str, Content]) -> None:
    """Raises ImportRefusedError where the store does not hold exactly this, or an audit chain is broken."""
    wrong = []
    for thing, table in travelling().items():
        found = content_of(rows.of(table))
        if found != expected[thing]:
            wrong.append(f"{thing}: {found.rows} rows instead of {expected[thing].rows}, or others")
    wrong += broken_chains(rows)
    if wrong:
        listed = "\n".join(f"  {one}" for one in wrong)
        raise ImportRefusedError(f"The store does not hold what the export does:\n{listed}")


def broken_chains(rows: Rows) -> list[str]:
    """What is wrong with the audit trail in the store."""
    chains = Chains()
    for item in rows.of(travelling()["audit"]):
        chains.take(thing_in("audit", item))
    return [f"the audit trail of {chain}" for chain in chains.broken()]


def faults_among(thing: str, table: type[Table], rows: Rows) -> list[str]:
    """The first faults of a table in the store."""
    numbered = enumerate(rows.of(table), start=1)
    found = (
        f"{thing}, row {number}: {fault}"
        for number, item in numbered
        for fault in faults_in(thing, table, item)
    )
    return list(islice(found, _SHOWN))
