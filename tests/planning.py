"""What a surge plan looks at, and the lines that it writes, for tests."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

from chalicelib.domain.areas import Area
from chalicelib.domain.categories import Unit
from chalicelib.domain.needs import Priority
from chalicelib.domain.planning import Holding, OpenNeed, Supply
from chalicelib.domain.surge_lines import KEPT_FOR, LineState, PlannedNeed, PlannedPiece
from tests.factories import NOW


def an_open_need(name: str, quantity: int = 2, priority: Priority = Priority.P2, **given: Any) -> OpenNeed:
    return replace(OpenNeed(name, "roofs", "kalba", priority, quantity, 1.0, 73.0), **given)


def a_supply(name: str, free: int = 10, **given: Any) -> Supply:
    sound = Supply(name, f"partner of {name}", "roofs", frozenset({"kalba"}), 10, free, 0.0, 144.0)
    return replace(sound, **given)


def a_line(number: int, *units: int, uncovered: int = 6, priority: Priority = Priority.P1) -> PlannedNeed:
    pieces = tuple(PlannedPiece(f"o{at}", f"p{at}", count, count) for at, count in enumerate(units))
    return PlannedNeed(
        "plan",
        number,
        f"need{number}",
        1,
        "CASE1",
        "furniture",
        Area.KALBA,
        Unit.PIECE,
        priority,
        NOW,
        NOW + timedelta(hours=6),
        uncovered,
        pieces,
        LineState.PLANNED if pieces else LineState.HELD,
        NOW + KEPT_FOR,
        None if sum(units) == uncovered else Holding.NOBODY_CAN,
    )
