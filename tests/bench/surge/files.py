"""Workloads and assignments as CSV files in a folder."""

import csv
import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from tests.bench.surge.workload import PRIORITIES, Assignment, Need, Offering, Partner, Workload

Row = dict[str, str]
T = TypeVar("T")
LONGEST_H = 8784.0


class WorkloadError(Exception):
    """A file of a workload is missing or says something impossible; the text names file and line."""


def read(folder: Path) -> Workload:
    """Read a workload. `partners.csv` (answers) and `repeats.csv` (second postings) may be absent."""
    needs = _rows(folder / "needs.csv", _need)
    offerings = _rows(folder / "offerings.csv", _offering)
    partners = _rows_if_there(folder / "partners.csv", _partner)
    repeats = _rows_if_there(folder / "repeats.csv", _repeat)
    if not needs:
        raise WorkloadError("needs.csv: there is no need in it")
    _refuse_twice("needs.csv", [need.id for need in needs])
    _refuse_twice("offerings.csv", [offering.id for offering in offerings])
    _refuse_twice("partners.csv", [partner.id for partner in partners])
    _refuse_twice("repeats.csv", [need for need, _ in repeats])
    if partners:
        _refuse_strangers("partners.csv", {o.partner for o in offerings}, {p.id for p in partners})
    named = {need for pair in repeats for need in pair}
    _refuse_strangers("needs.csv", named, {need.id for need in needs})
    again = {need for need, _ in repeats} & {first for _, first in repeats}
    if again:
        raise WorkloadError(f"repeats.csv: {min(again)!r} is both a second posting and a first")
    ordered = sorted(needs, key=lambda need: (need.posted_h, need.id))
    return Workload(tuple(ordered), tuple(offerings), tuple(partners), tuple(repeats))


def write(workload: Workload, folder: Path) -> None:
    """Write a workload so that `read` gives it back."""
    folder.mkdir(parents=True, exist_ok=True)
    needs = (
        (n.id, n.posted_h, n.category, n.area, number(n.quantity), f"P{n.priority}", n.deadline_h)
        for n in workload.needs
    )
    _write(folder / "needs.csv", "id,posted_h,category,area,quantity,priority,deadline_h", needs)
    offerings = (
        (o.id, o.partner, o.category, number(o.capacity), o.starts_h, o.ends_h, " ".join(sorted(o.areas)))
        for o in workload.offerings
    )
    _write(folder / "offerings.csv", "id,partner,category,capacity,starts_h,ends_h,areas", offerings)
    if workload.partners:
        partners = ((p.id, p.accept_p, p.answer_median_min) for p in workload.partners)
        _write(folder / "partners.csv", "id,accept_p,answer_median_min", partners)
    if workload.repeats:
        _write(folder / "repeats.csv", "need,first", workload.repeats)


def write_assignments(assignments: Iterable[Assignment], path: Path) -> None:
    rows = (
        (
            a.need,
            a.offering,
            number(a.quantity),
            round(a.proposed_h, 6),
            "" if a.answered_h is None else round(a.answered_h, 6),
            a.state,
        )
        for a in assignments
    )
    _write(path, "need,offering,quantity,proposed_h,answered_h,state", rows)


def number(value: float) -> str:
    """Whole units without a decimal point, others as they are."""
    return str(int(value)) if float(value).is_integer() else repr(float(value))


def _write(path: Path, header: str, rows: Iterable[tuple[object, ...]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header.split(","))
        writer.writerows(rows)


def _rows(path: Path, parse: Callable[[Row], T]) -> list[T]:
    if not path.is_file():
        raise WorkloadError(f"{path} is missing")
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file, restkey="")
            return [_parsed(path, reader.line_num, row, parse) for row in reader]
    except (UnicodeDecodeError, csv.Error) as error:
        raise WorkloadError(f"{path.name} is no CSV file in UTF-8 ({error})") from error


def _rows_if_there(path: Path, parse: Callable[[Row], T]) -> list[T]:
    return _rows(path, parse) if path.exists() else []


def _parsed(path: Path, line: int, row: Row, parse: Callable[[Row], T]) -> T:
    if "" in row:
        raise WorkloadError(f"{path.name} line {line}: there are more fields than columns")
    try:
        return parse(row)
    except KeyError as error:
        raise WorkloadError(f"{path.name} has no column {error}") from error
    except (TypeError, AttributeError) as error:
        raise WorkloadError(f"{path.name} line {line}: there are fewer fields than columns") from error
    except ValueError as error:
        raise WorkloadError(f"{path.name} line {line}: {error}") from error


def _need(row: Row) -> Need:
    priorities = {f"P{priority}": priority for priority in PRIORITIES}
    priority = priorities.get(row["priority"].strip().upper())
    if not priority:
        raise ValueError(f"priority is P1, P2 or P3, not {row['priority']!r}")
    posted, deadline = _hour(row["posted_h"]), _hour(row["deadline_h"])
    if deadline < posted:
        raise ValueError(f"deadline_h {deadline:g} lies before posted_h {posted:g}")
    return Need(
        _name(row, "id"),
        posted,
        _name(row, "category"),
        _name(row, "area"),
        _amount(row["quantity"]),
        priority,
        deadline,
    )


def _offering(row: Row) -> Offering:
    starts = _hour(row["starts_h"].strip() or "0")
    ends = _hour(row["ends_h"]) if row["ends_h"].strip() else math.inf
    if ends < starts:
        raise ValueError(f"ends_h {ends:g} lies before starts_h {starts:g}")
    return Offering(
        _name(row, "id"),
        _name(row, "partner"),
        _name(row, "category"),
        _amount(row["capacity"]),
        starts,
        ends,
        frozenset(_name(row, "areas").split()),
    )


def _partner(row: Row) -> Partner:
    chance, median = _finite(row["accept_p"]), _finite(row["answer_median_min"])
    if not 0 <= chance <= 1 or median <= 0:
        raise ValueError("accept_p lies between 0 and 1, answer_median_min above 0")
    return Partner(_name(row, "id"), chance, median)


def _repeat(row: Row) -> tuple[str, str]:
    return _name(row, "need"), _name(row, "first")


def _name(row: Row, column: str) -> str:
    text = row[column].strip()
    if not text:
        raise ValueError(f"{column} is empty")
    return text


def _hour(text: str) -> float:
    hour = _finite(text)
    if abs(hour) > LONGEST_H:
        raise ValueError(f"no surge lasts for {hour:g} hours")
    return hour


def _finite(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = math.nan
    if not math.isfinite(value):
        raise ValueError(f"not a number: {text!r}")
    return value


def _amount(text: str) -> float:
    value = _finite(text)
    if value < 0:
        raise ValueError(f"an amount is never negative: {text!r}")
    return value


def _refuse_twice(name: str, ids: list[str]) -> None:
    seen: set[str] = set()
    for key in ids:
        if key in seen:
            raise WorkloadError(f"{name}: {key!r} stands there twice")
        seen.add(key)


def _refuse_strangers(name: str, named: set[str], known: set[str]) -> None:
    strangers = sorted(named - known)
    if strangers:
        raise WorkloadError(f"{name}: no line for {', '.join(strangers[:5])}")
