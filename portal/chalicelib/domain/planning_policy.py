"""The settings of a surge plan, in one place and versioned; a plan keeps the version it was made with."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from chalicelib.domain.needs import Priority
from chalicelib.domain.planning import OpenNeed

LARGE = 6
FEW = 20


@dataclass(frozen=True, slots=True)
class ByPriority:
    """A figure for each priority."""

    p1: float
    p2: float
    p3: float

    def of(self, priority: Priority) -> float:
        return {Priority.P1: self.p1, Priority.P2: self.p2, Priority.P3: self.p3}[priority]


@dataclass(frozen=True, slots=True)
class PlanPolicy:
    """How a plan weighs and how far it looks.

    `urgency` is what a unit is worth; `haste` what it is worth to give now instead of later, as a share of
    that: the higher, the shorter the wait and the lower the value. A P3 is to be proposed within
    `promise_h`; in the last `press_h` of these its haste is `pressed`, times what `pressing` says for the
    share of P3 for which the promise has been kept so far. A P2 is to be proposed within `urgent_promise_h`;
    its haste is that of P2 times what `hurrying` says for the share for which that has been kept.
    `fairness` is the price of an offering's last units: it decides between plans of nearly equal value only.
    `spans` cut the hours ahead; `scenarios` is the number of futures, fewer where `effort` over the number
    of pools is less. The rest is the forecast's: how fast the rate may fade (`fades`, 0 for not at all), the
    hours that a surge lasts at least (`head`), how far a category may leave its share (`spread`), how much
    more than expected the futures ask for (`caution`), and under which name chance draws them (`chances`):
    the same over several versions, so that these can be compared.
    """

    version: str = "surge-3"
    tick_h: float = 0.25
    spans: tuple[float, ...] = (0.0, 3.0, 6.0, 12.0, 24.0, 48.0)
    scenarios: int = 24
    effort: int = 1000
    fades: tuple[float, ...] = (0.0, 1.0, 2.0)
    head: float = 6.0
    spread: float = 0.25
    urgency: ByPriority = ByPriority(9.0, 3.0, 1.0)
    caution: ByPriority = ByPriority(1.2, 1.1, 0.9)
    haste: ByPriority = ByPriority(1.0, 0.3, 0.4)
    promise_h: float = 8.0
    press_h: float = 2.25
    pressed: float = 2.0
    pressing: tuple[tuple[float, float], ...] = (
        (0.36, 0.2),
        (0.44, 2.8),
        (0.5, 1.9),
        (0.56, 1.0),
        (0.62, 0.2),
    )
    urgent_promise_h: float = 1.0
    hurrying: tuple[tuple[float, float], ...] = ((0.54, 2.2), (0.62, 1.0))
    fairness: float = 0.04
    chances: str = "surge-2"

    @property
    def horizon_h(self) -> float:
        return self.spans[-1]


class Waits(NamedTuple):
    """Hours to the first proposal, of P2 and of P3; None for those that still wait."""

    urgent: Iterable[float | None]
    calm: Iterable[float | None]


def haste_of(need: OpenNeed, now_h: float, policy: PlanPolicy) -> float:
    """What it is worth to give a unit of this need now.

    For a P3 it is counted by the need, not by the unit: the same units then help more households, since
    the smaller of two needs goes first. It is low while there is time to learn what the surge is like,
    and high when the promise is about to run out.
    """
    haste = policy.haste.of(need.priority)
    if need.priority is not Priority.P3:
        return haste
    waited = now_h - need.posted_h
    pressed = policy.promise_h - policy.press_h <= waited < policy.promise_h
    return (policy.pressed if pressed else haste) / min(need.quantity, LARGE)


def pressed_by(policy: PlanPolicy, waits: Waits) -> PlanPolicy:
    """The policy, pressing harder while too few needs are proposed in time, and less where most are.

    Where the promise of P3 is out of reach for most, it is not pressed either: that would take from the
    urgent and still not keep it. Even pressed hardest, a calm unit is worth less than one that saves a life.
    `waits` are the hours to the first proposal of the needs posted longer ago than was promised.
    """
    calm = _kept(waits.calm, policy.promise_h)
    urgent = _kept(waits.urgent, policy.urgent_promise_h)
    harder = 1.0 if calm is None else _height(policy.pressing, calm)
    faster = 1.0 if urgent is None else _height(policy.hurrying, urgent)
    haste = replace(policy.haste, p2=policy.haste.p2 * faster)
    return replace(policy, pressed=policy.pressed * harder, haste=haste)


def _kept(waits: Iterable[float | None], promise_h: float) -> float | None:
    """The share of the promises that were kept; None where a few needs say nothing yet."""
    known = list(waits)
    if len(known) < FEW:
        return None
    return sum(wait is not None and wait <= promise_h for wait in known) / len(known)


def _height(line: Sequence[tuple[float, float]], at: float) -> float:
    """The height of a line through these points, level before the first and after the last."""
    for (left, low), (right, high) in pairwise(line):
        if at < right:
            return low + (high - low) * max(0.0, at - left) / (right - left)
    return line[-1][1]
