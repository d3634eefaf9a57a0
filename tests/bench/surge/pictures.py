"""Pictures of a played surge: coverage over time, wait by priority, load of the offerings."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import matplotlib as mpl
import numpy as np
from matplotlib.figure import Figure

from tests.bench.surge.score import counted, loads
from tests.bench.surge.workload import PRIORITIES, Assignment, Workload

COLOURS = ("#0b5563", "#a8430f", "#7a7a7a", "#22613a", "#a4161a", "#5b4b8a")
Played = Mapping[str, Sequence[Assignment]]

mpl.use("Agg")


def draw(workload: Workload, played: Played, folder: Path) -> None:
    """Write `coverage.png`, `wait.png` and `load.png`; `played` are the assignments by rule."""
    folder.mkdir(parents=True, exist_ok=True)
    _coverage(workload, played).savefig(folder / "coverage.png", dpi=120)
    _wait(workload, played).savefig(folder / "wait.png", dpi=120)
    _load(workload, played).savefig(folder / "load.png", dpi=120)


def _coverage(workload: Workload, played: Played) -> Figure:
    figure = Figure(figsize=(8, 4.5), layout="constrained")
    axes = figure.subplots()
    weights = {need.id: need.weight for need in workload.needs}
    asked = sum(need.quantity * need.weight for need in workload.cases)
    for colour, (rule, made) in zip(COLOURS, played.items(), strict=False):
        given = sorted(
            (a.proposed_h if a.answered_h is None else a.answered_h, units * weights[a.need])
            for a, units in counted(workload, made)
        )
        hours = [hour for hour, _ in given]
        axes.step(hours, np.cumsum([units for _, units in given]) / asked, label=rule, color=colour)
    posted = [need.posted_h for need in workload.cases]
    wanted = np.cumsum([need.quantity * need.weight for need in workload.cases]) / asked
    axes.step(posted, wanted, label="asked", color="#14242b", linestyle=":")
    axes.set(
        xlabel="hours", ylabel="share of all weighted units asked", title="Coverage over time", ylim=(0, 1)
    )
    axes.legend()
    return figure


def _wait(workload: Workload, played: Played) -> Figure:
    figure = Figure(figsize=(10, 4), layout="constrained")
    for axes, priority in zip(figure.subplots(1, 3, sharey=True), PRIORITIES, strict=True):
        needs = [need for need in workload.cases if need.priority == priority]
        for colour, (rule, made) in zip(COLOURS, played.items(), strict=False):
            first: dict[str, float] = {}
            for one in made:
                first[one.need] = min(one.proposed_h, first.get(one.need, one.proposed_h))
            waits = np.sort([first[need.id] - need.posted_h for need in needs if need.id in first])
            shares = np.arange(1, len(waits) + 1) / max(1, len(needs))
            axes.step(waits, shares, label=rule, color=colour)
        axes.set(xlabel="hours from posting", title=f"P{priority}", ylim=(0, 1))
    figure.axes[0].set_ylabel("share of needs proposed")
    figure.axes[0].legend(fontsize="small")
    return figure


def _load(workload: Workload, played: Played) -> Figure:
    figure = Figure(figsize=(8, 4.5), layout="constrained")
    axes = figure.subplots()
    for colour, (rule, made) in zip(COLOURS, played.items(), strict=False):
        ordered = np.sort(loads(workload.offerings, made))
        axes.plot(np.linspace(0, 1, len(ordered)), ordered, label=rule, color=colour)
    axes.set(xlabel="offerings, from the least loaded", ylabel="units given over capacity", title="Load")
    axes.legend()
    return figure
