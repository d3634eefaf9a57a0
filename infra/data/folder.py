"""An export as a folder: a file of JSON Lines a table, and a manifest that says what must be in them.

Each line is `{"Item": …}`, as in AWS's own exports of DynamoDB, so AWS's own import takes the files too.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final, TextIO

from infra.data.travelling import Item

MANIFEST: Final = "manifest.json"
_FORMAT: Final = 1
_DIGEST_BYTES: Final = 32


class FolderError(Exception):
    """The folder cannot be used. The text is one sentence for whoever typed the command."""


@dataclass(frozen=True, slots=True)
class Content:
    """How many rows a table has, and a digest over them that does not depend on their order."""

    rows: int
    digest: str


@dataclass(slots=True)
class Tally:
    """Counts rows and adds up their hashes while they pass."""

    rows: int = 0
    _sum: int = 0

    def take(self, item: Item) -> Item:
        """Count a row; the same row."""
        self.rows += 1
        self._sum += int.from_bytes(hashlib.sha256(_canonical(item).encode()).digest(), "big")
        return item

    @property
    def content(self) -> Content:
        """What has passed so far."""
        return Content(self.rows, (self._sum % (1 << 8 * _DIGEST_BYTES)).to_bytes(_DIGEST_BYTES, "big").hex())


def content_of(items: Iterable[Item]) -> Content:
    """What these rows are."""
    tally = Tally()
    for item in items:
        tally.take(item)
    return tally.content


def _canonical(item: Item) -> str:
    return json.dumps(item, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def private_file(path: Path, encoding: str = "utf-8") -> TextIO:
    """A new file that its owner alone may read, open for writing."""
    made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    return os.fdopen(made, "w", encoding=encoding, newline="")


def write_rows(folder: Path, thing: str, items: Iterable[Item]) -> Content:
    """Write a table's file; what is in it."""
    tally = Tally()
    with private_file(folder / f"{thing}.jsonl") as file:
        for item in items:
            file.write(f"{_canonical({'Item': tally.take(item)})}\n")
    return tally.content


def write_manifest(folder: Path, made_at: datetime, contents: Mapping[str, Content]) -> None:
    """Write, as the last of all, what the files hold."""
    tables = {thing: asdict(content) for thing, content in contents.items()}
    with private_file(folder / MANIFEST) as file:
        json.dump({"format": _FORMAT, "made_at": made_at.isoformat(), "tables": tables}, file, indent=2)


def read_manifest(folder: Path) -> dict[str, Content]:
    """What the files of a folder must hold, by table. Raises FolderError."""
    try:
        found: Any = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        tables = {
            str(thing): Content(int(one["rows"]), str(one["digest"]))
            for thing, one in found["tables"].items()
        }
    except OSError:
        raise FolderError(f"{folder} is no export: it has no {MANIFEST}.") from None
    except (AttributeError, KeyError, TypeError, ValueError):
        raise FolderError(f"{folder / MANIFEST} is damaged.") from None
    if found.get("format") != _FORMAT:
        raise FolderError(f"{folder} is of format {found.get('format')}; this version reads {_FORMAT}.")
    return tables


def read_rows(folder: Path, thing: str) -> Iterator[tuple[int, Item]]:
    """The rows of a table's file, each with its line's number. Raises FolderError at the first bad line."""
    path = folder / f"{thing}.jsonl"
    try:
        with path.open("rb") as file:
            for number, line in enumerate(file, start=1):
                yield number, _item(path, number, line)
    except OSError:
        raise FolderError(f"{path} is missing or cannot be read.") from None


def _item(path: Path, number: int, line: bytes) -> Item:
    try:
        item = json.loads(line)["Item"]
    except (KeyError, TypeError, ValueError):
        item = None
    if not (isinstance(item, dict) and all(isinstance(value, dict) for value in item.values())):
        raise FolderError(f"{path}, line {number}: this is no row.")
    return item
