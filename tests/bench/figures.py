"""What a measurement gives: named figures beside their goals, as a table for people and as JSON."""

import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from infra.local.environment import ROOT

RESULTS = ROOT / "build" / "bench"


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured value. `goal` is the most that it may be; None where it stands for information."""

    name: str
    value: float
    unit: str
    goal: float | None = None

    @property
    def verdict(self) -> str:
        """Whether the goal is met, in words; nothing where there is none."""
        if self.goal is None:
            return ""
        return "met" if self.value <= self.goal else "NOT MET"


@dataclass(frozen=True, slots=True)
class Report:
    """The figures of one part, and a sentence that says how they were taken."""

    title: str
    note: str
    figures: tuple[Figure, ...]


def quantile(values: Sequence[float], share: float) -> float:
    """The value that so large a share of them does not exceed (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, -(-int(share * 1000) * len(ordered) // 1000) - 1)]


def table(report: Report) -> str:
    """The report as aligned text."""
    head = ("figure", "value", "goal", "")
    rows = [head, *((one.name, _value(one), _goal(one), one.verdict) for one in report.figures)]
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [_line(row, widths) for row in rows]
    lines.insert(1, "  ".join("-" * width for width in widths[:3]))
    return "\n".join((f"\n{report.title}", report.note, "", *lines))


def _line(row: tuple[str, str, str, str], widths: Sequence[int]) -> str:
    name, value, goal, verdict = row
    return f"{name:<{widths[0]}}  {value:>{widths[1]}}  {goal:>{widths[2]}}  {verdict}".rstrip()


def _value(figure: Figure) -> str:
    digits = 0 if figure.unit in {"B", "rows", "calls"} else 2
    return f"{figure.value:,.{digits}f} {figure.unit}".rstrip()


def _goal(figure: Figure) -> str:
    return "" if figure.goal is None else f"≤ {figure.goal:,g} {figure.unit}".rstrip()


def write(report: Report, name: str, folder: Path = RESULTS) -> Path:
    """Keep the report as JSON, with the load of the machine while it was taken."""
    folder.mkdir(parents=True, exist_ok=True)
    figures = [{**asdict(one), "verdict": one.verdict} for one in report.figures]
    content = {"title": report.title, "note": report.note, "load": os.getloadavg(), "figures": figures}
    path = folder / f"{name}.json"
    path.write_text(json.dumps(content, ensure_ascii=False, indent=2), encoding="utf-8")
    return path
