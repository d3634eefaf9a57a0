"""The export for people: a CSV file a thing, flat, with headings in both languages, safe in a spreadsheet.

Sensitive needs are left out, with all that tells of them; so are notes and whatever lets somebody in.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import yaml

from infra.data.folder import private_file, read_rows
from infra.data.shapes import adapter, thing_in

_COLUMNS: Final = Path(__file__).with_name("columns.yml")
_DUBAI: Final = ZoneInfo("Asia/Dubai")
_UNSEEN: Final = '\\s"\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069'
_FORMULA: Final = re.compile(rf"(?:^|(?<=[;\t\r\n]))(?=[{_UNSEEN}]*[=+\-@＝＋－＠])")
"""Where a spreadsheet would begin to compute; on a computer set to Arabic it parts cells at semicolons."""
Told = dict[str, Any]
"""A thing as plain values."""


@dataclass(frozen=True, slots=True)
class Column:
    """Where a value stands in the thing, like `details.priority`, and what is written above it."""

    path: tuple[str, ...]
    heading: str


@cache
def columns() -> Mapping[str, tuple[Column, ...]]:
    """The columns of each file."""
    listed = yaml.safe_load(_COLUMNS.read_text(encoding="utf-8"))
    return {
        thing: tuple(Column(tuple(path.split(".")), f"{ar} | {en}") for path, (ar, en) in lines.items())
        for thing, lines in listed.items()
    }


def write_tables(folder: Path) -> None:
    """Write the CSV files beside the JSON Lines that the folder holds."""
    hidden = frozenset(_sensitive(folder))
    for thing, listed in columns().items():
        shown = (one for one in _things(folder, thing) if not _tells_of(one, hidden))
        # With a mark of its encoding: without it spreadsheets show Arabic as noise.
        with private_file(folder / f"{thing}.csv", "utf-8-sig") as file:
            writer = csv.writer(file)
            writer.writerow([column.heading for column in listed])
            writer.writerows([cell(_value(one, column.path)) for column in listed] for one in shown)


def _things(folder: Path, thing: str) -> Iterator[Told]:
    for _, item in read_rows(folder, thing):
        found = thing_in(thing, item)
        told: Told = json.loads(adapter(found.__class__).dump_json(found))
        yield told


def _sensitive(folder: Path) -> Iterator[str]:
    """The ids of sensitive needs, and of their assignments."""
    needs = {one["id"] for one in _things(folder, "needs") if one["details"]["sensitive"]}
    yield from needs
    yield from (one["id"] for one in _things(folder, "assignments") if one["need_id"] in needs)


def _tells_of(told: Told, hidden: Iterable[str]) -> bool:
    said = [told.get("id"), told.get("need_id"), str(told.get("subject", "")).partition(":")[2]]
    said += [*map(str, (told.get("details") or {}).values())] if "subject" in told else []
    return not frozenset(hidden).isdisjoint(said)


def _value(told: Any, path: tuple[str, ...]) -> Any:  # noqa: ANN401 (plain values of any kind)
    for name in path:
        told = told.get(name) if isinstance(told, dict) else None
    return told


def cell(value: Any) -> str | int:  # noqa: ANN401 (plain values of any kind)
    """A value as a cell. A text that a spreadsheet would take for a formula is marked as text."""
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case int():
            return value
        case list():
            return cell("; ".join(sorted(str(cell(one)) for one in value)))
        case dict():
            return cell("; ".join(f"{name}: {one}" for name, one in sorted(value.items())))
    return _FORMULA.sub("'", _moment(str(value)))


def _moment(text: str) -> str:
    """A moment as the clocks in Sharjah show it; any other text as it is."""
    if "T" not in text:
        return text
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return text
    return moment.astimezone(_DUBAI).strftime("%Y-%m-%d %H:%M") if moment.tzinfo else text
