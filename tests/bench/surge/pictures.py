"""Pictures of a played surge: coverage over time, wait by priority, load of the offerings."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from tests.bench.surge.score import counted, loads
from tests.bench.surge.workload import PRIORITIES, Assignment, Workload

INK = "#14242b"
GOALS_H = {1: 0.25, 2: 1.0, 3: 8.0}
MOST_SHOWN = 3.0
COLOURS = ("#0b5563", "#a8430f", "#7a7a7a", "#22613a", "#a4161a", "#5b4b8a")
Played = Mapping[str, Sequence[Assignment]]
Floats = NDArray[np.float64]

mpl.use("Agg")


def draw(workload: Workload, played: Played, folder: Path) -> None:
    """Write `coverage.png`, `wait.png` and `load.png`; `played` are the assignments by rule."""
    folder.mkdir(parents=True, exist_ok=True)
    _coverage(workload, played).savefig(folder / "coverage.png", dpi=120)
    _wait(workload, played).savefig(folder / "wait.png", dpi=120)
    _load(workload, played).savefig(folder / "load.png", dpi=120)


def _coverage(workload: Workload, played: Played) -> Figure:
    figure = Figure(figsize=(9.5, 4.5), layout="constrained")
    axes = figure.subplots()
    weights = {need.id: need.weight for need in workload.needs}
    asked = sum(need.quantity * need.weight for need in workload.cases)
    last = max((need.deadline_h for need in workload.cases), default=1.0)
    for colour, (rule, made) in zip(COLOURS, played.items(), strict=False):
        given = sorted(
            (a.proposed_h if a.answered_h is None else a.answered_h, units * weights[a.need])
            for a, units in counted(workload, made)
        )
        shares = np.cumsum([units for _, units in given]) / asked
        _steps(axes, [hour for hour, _ in given], shares, last, label=rule, color=colour)
    posted = [need.posted_h for need in workload.cases]
    wanted = np.cumsum([need.quantity * need.weight for need in workload.cases]) / asked
    _steps(axes, posted, wanted, last, label="asked", color=INK, linestyle=":")
    axes.set(xlabel="hours", ylabel="share of the value asked", xlim=(0, last), ylim=(0, 1.02))
    axes.set_title("Covered so far: units weighted by urgency")
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
    return figure


def _wait(workload: Workload, played: Played) -> Figure:
    figure = Figure(figsize=(10, 4), layout="constrained")
    for axes, priority in zip(figure.subplots(1, 3, sharey=True), PRIORITIES, strict=True):
        needs = [need for need in workload.cases if need.priority == priority]
        goal = GOALS_H[priority]
        for colour, (rule, made) in zip(COLOURS, played.items(), strict=False):
            first: dict[str, float] = {}
            for one in made:
                first[one.need] = min(one.proposed_h, first.get(one.need, one.proposed_h))
            waits = sorted(first[need.id] - need.posted_h for need in needs if need.id in first)
            shares = np.arange(1, len(waits) + 1) / max(1, len(needs))
            _steps(axes, waits, shares, 4 * goal, label=rule, color=colour)
        axes.plot([goal, goal], [0, 0.5], color=INK, linestyle=":", label="goal of the median")
        axes.set(xlabel="hours from posting", title=f"P{priority}", xlim=(0, 4 * goal), ylim=(0, 1.02))
    figure.axes[0].set_ylabel("share of the needs proposed to somebody")
    figure.legend(
        *figure.axes[0].get_legend_handles_labels(), loc="outside lower center", ncols=4, frameon=False
    )
    return figure


def _load(workload: Workload, played: Played) -> Figure:
    figure = Figure(figsize=(9.5, 4.5), layout="constrained")
    axes = figure.subplots()
    for colour, (rule, made) in zip(COLOURS, played.items(), strict=False):
        ordered = np.sort(loads(workload.offerings, made))
        axes.plot(np.linspace(0, 1, len(ordered)), ordered, label=rule, color=colour)
    axes.set(xlabel="offerings, from the least loaded", ylabel="units given over capacity")
    axes.set(xlim=(0, 1), ylim=(0, MOST_SHOWN), title="Load; above 1 more was promised than there is")
    axes.legend(loc="upper left", bbox_to_anchor=(1, 1), frameon=False)
    return figure


def _steps(
    axes: Axes,
    hours: Sequence[float],
    shares: Floats,
    last: float,
    label: str,
    color: str,
    linestyle: str = "-",
) -> None:
    """A line that starts at nothing, rises at each of these hours and goes on until the last."""
    if len(hours):
        axes.step(
            [0.0, *hours, max(last, hours[-1])],
            [0.0, *shares, shares[-1]],
            where="post",
            label=label,
            color=color,
            linestyle=linestyle,
        )
