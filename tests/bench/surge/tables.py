"""Scores as Markdown tables."""

from collections.abc import Callable, Mapping, Sequence
from statistics import fmean

from tests.bench.surge.score import Score
from tests.bench.surge.workload import PRIORITIES

Reader = Callable[[Score], float]

COLUMNS: tuple[tuple[str, Reader, str], ...] = (
    ("value/OPT", lambda s: s.value_of_optimum, "{:.3f}"),
    ("P1 of OPT", lambda s: s.fill_of_optimum[1], "{:.1%}"),
    ("P1", lambda s: s.fill[1], "{:.0%}"),
    ("P2", lambda s: s.fill[2], "{:.0%}"),
    ("P3", lambda s: s.fill[3], "{:.0%}"),
    ("wait P1 p50 h", lambda s: s.proposed[1].p50, "{:.2f}"),
    ("P1 p95", lambda s: s.proposed[1].p95, "{:.1f}"),
    ("wait P2 p50", lambda s: s.proposed[2].p50, "{:.2f}"),
    ("P2 p95", lambda s: s.proposed[2].p95, "{:.1f}"),
    ("wait P3 p50", lambda s: s.proposed[3].p50, "{:.1f}"),
    ("P3 p95", lambda s: s.proposed[3].p95, "{:.0f}"),
    ("over-committed", lambda s: s.overcommitted, "{:.0f}"),
    ("Gini", lambda s: s.gini, "{:.3f}"),
    ("tick s, mean", lambda s: s.seconds_plan_mean, "{:.2f}"),
    ("tick s, longest", lambda s: s.seconds_plan_max, "{:.2f}"),
)


def table(scores: Mapping[str, Sequence[Score]]) -> str:
    """What hindsight could reach, then a line a rule: means over its scores, and the range of the value."""
    head = ["rule", *(name for name, _, _ in COLUMNS), "value, lowest to highest"]
    lines = [_line(head), _line(["---"] * len(head))]
    lines += [_line(["optimum in hindsight", *_best(found)]) for found in list(scores.values())[:1]]
    lines += [_line([rule, *_means(found), _range(found)]) for rule, found in scores.items()]
    return "\n".join(lines) + "\n"


def _best(found: Sequence[Score]) -> list[str]:
    """The shares of each priority that the optimum serves. It knows all beforehand, so it has no waits."""
    fills = [fmean(score.fill_of_best[priority] for score in found) for priority in PRIORITIES]
    return ["1.000", "100.0%", *(f"{fill:.0%}" for fill in fills), *["–"] * (len(COLUMNS) - 4)]


def _means(found: Sequence[Score]) -> list[str]:
    return [form.format(fmean(read(score) for score in found)) for _, read, form in COLUMNS]


def _range(found: Sequence[Score]) -> str:
    values = [score.value_of_optimum for score in found]
    return f"{min(values):.3f} to {max(values):.3f}"


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"
