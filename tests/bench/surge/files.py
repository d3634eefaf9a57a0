"""Workloads and assignments as CSV files in a folder."""

import csv
import math
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TypeVar

from tests.bench.surge.workload import Assignment, Need, Offering, Partner, Workload

Row = dict[str, str]
T = TypeVar("T")


class WorkloadError(Exception):
    """A file of a workload is missing or says something impossible; the text names file and line."""


def read(folder: Path) -> Workload:
    """Read a workload. `partners.csv` (answers) and `repeats.csv` (second postings) may be absent."""
    needs = _rows(folder / "needs.csv", _need)
    offerings = _rows(folder / "offerings.csv", _offering)
    partners = _rows_if_there(folder / "partners.csv", _partner)
    repeats = _rows_if_there(folder / "repeats.csv", _repeat)
    _refuse_twice("needs.csv", [need.id for need in needs])
    _refuse_twice("offerings.csv", [offering.id for offering in offerings])
    strangers = {offering.partner for offering in offerings} - {partner.id for partner in partners}
    if partners and strangers:
        raise WorkloadError(f"partners.csv: no line for {', '.join(sorted(strangers)[:5])}")
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
    with path.open(newline="", encoding="utf-8-sig") as file:
        reader = csv.DictReader(file)
        return [_parsed(path, line, row, parse) for line, row in enumerate(reader, start=2)]


def _rows_if_there(path: Path, parse: Callable[[Row], T]) -> list[T]:
    return _rows(path, parse) if path.exists() else []


def _parsed(path: Path, line: int, row: Row, parse: Callable[[Row], T]) -> T:
    try:
        return parse(row)
    except (KeyError, TypeError) as error:
        raise WorkloadError(f"{path.name} line {line}: a column is missing ({error})") from error
    except ValueError as error:
        raise WorkloadError(f"{path.name} line {line}: {error}") from error


def _need(row: Row) -> Need:
    priority = int(row["priority"].strip().upper().removeprefix("P"))
    if priority not in (1, 2, 3):
        raise ValueError(f"priority is P1, P2 or P3, not {row['priority']!r}")
    return Need(
        row["id"].strip(),
        _finite(row["posted_h"]),
        row["category"].strip(),
        row["area"].strip(),
        _amount(row["quantity"]),
        priority,
        _finite(row["deadline_h"]),
    )


def _offering(row: Row) -> Offering:
    return Offering(
        row["id"].strip(),
        row["partner"].strip(),
        row["category"].strip(),
        _amount(row["capacity"]),
        _finite(row["starts_h"] or "0"),
        float(row["ends_h"] or "inf"),
        frozenset(row["areas"].split()),
    )


def _partner(row: Row) -> Partner:
    chance, median = _finite(row["accept_p"]), _finite(row["answer_median_min"])
    if not 0 <= chance <= 1 or median <= 0:
        raise ValueError("accept_p lies between 0 and 1, answer_median_min above 0")
    return Partner(row["id"].strip(), chance, median)


def _repeat(row: Row) -> tuple[str, str]:
    return row["need"].strip(), row["first"].strip()


def _finite(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        raise ValueError(f"not an hour or amount: {text!r}")
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
