"""What a measurement gives: named figures beside their goals, as a table for people and as JSON."""

import json
import os
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from math import ceil
from pathlib import Path

from infra.local.environment import ROOT

RESULTS = ROOT / "build" / "bench"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value. `goal` is the most that it may be, `least` the least; without, it informs."""

    name: str
    value: float
    unit: str
    goal: float | None = None
    least: float | None = None

    @property
    def verdict(self) -> str:
        """Whether the goal is met, in words; nothing where there is none."""
        if self.goal is None and self.least is None:
            return ""
        missed = (self.goal is not None and self.value > self.goal) or (
            self.least is not None and self.value < self.least
        )
        return "NOT MET" if missed else "met"


Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one part, a sentence that says how they were taken, and the rows that print them."""

    title: str
    note: str
    figures: tuple[Figure, ...]
    rows: tuple[Row, ...]


def report_of(title: str, note: str, figures: Iterable[Figure]) -> Report:
    """A report that prints a row a figure."""
    listed = tuple(figures)
    rows = ((one.name, worded(one.value, one.unit), _goal(one), one.verdict) for one in listed)
    return Report(title, note, listed, (("figure", "value", "goal", ""), *rows))


def worded(value: float, unit: str) -> str:
    """The value with its unit; what is counted has no fractions."""
    digits = 0 if unit in {"B", "rows", "calls"} else 2
    return f"{value:,.{digits}f} {unit}".rstrip()


def _goal(figure: Figure) -> str:
    if figure.least is not None:
        return f"≥ {figure.least:,g} {figure.unit}".rstrip()
    return "" if figure.goal is None else f"≤ {figure.goal:,g} {figure.unit}".rstrip()


def quantile(values: Sequence[float], share: float) -> float:
    """The value that so large a share of them does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, ceil(share * len(ordered)) - 1)]


def table(report: Report) -> str:
    """The report as aligned text: names to the left, values to the right."""
    widths = [max(len(row[column]) for row in report.rows) for column in range(len(report.rows[0]))]
    lines = [_line(row, widths) for row in report.rows]
    lines.insert(1, "  ".join("-" * width for width in widths).rstrip())
    return "\n".join((f"\n{report.title}", report.note, "", *lines))


def _line(row: Row, widths: Sequence[int]) -> str:
    last = len(row) - 1
    cells = [
        f"{cell:<{width}}" if column in {0, last} else f"{cell:>{width}}"
        for column, (cell, width) in enumerate(zip(row, widths, strict=True))
    ]
    return "  ".join(cells).rstrip()


def write(report: Report, name: str, folder: Path = RESULTS) -> Path:
    """Keep the report as JSON, with the load of the machine while it was taken."""
    folder.mkdir(parents=True, exist_ok=True)
    figures = [{**asdict(one), "verdict": one.verdict} for one in report.figures]
    content = {"title": report.title, "note": report.note, "load": os.getloadavg(), "figures": figures}
    path = folder / f"{name}.json"
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")
    return path
