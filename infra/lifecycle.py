"""Writes `infra/lifecycle.md`: the state machines of `chalicelib.domain.lifecycle`, as tables to read.

Run as `make lifecycle` after a change of those tables; a test compares the page with them.
"""

from collections.abc import Iterator, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from chalicelib.domain import lifecycle
from chalicelib.domain.actors import Role
from chalicelib.domain.lifecycle import CapacityEffect, Move
from chalicelib.words.labels import label_of

PAGE: Final = Path(__file__).parent / "lifecycle.md"
_MACHINES: Final[dict[str, tuple[type[StrEnum], Sequence[Move[Any]]]]] = {
    "Partner": (lifecycle.PartnerState, lifecycle.PARTNER),
    "Agreement": (lifecycle.AgreementState, lifecycle.AGREEMENT),
    "Offering": (lifecycle.OfferingState, lifecycle.OFFERING),
    "Need": (lifecycle.NeedState, lifecycle.NEED),
    "Assignment": (lifecycle.AssignmentState, lifecycle.ASSIGNMENT),
    "Surge plan": (lifecycle.PlanState, lifecycle.PLAN),
}
_INTRODUCTION: Final = """\
# Lifecycles

Made by `make lifecycle` from `portal/chalicelib/domain/lifecycle.py`: change that file, not this page. What
is not a line here is refused, to everybody. *System* is the timed jobs; *public* is whoever follows the link
in the confirmation mail.
"""


def document() -> str:
    """The whole page, in Markdown."""
    return "\n".join([_INTRODUCTION, *(_section(name, *machine) for name, machine in _MACHINES.items())])


def _section(name: str, states: type[StrEnum], moves: Sequence[Move[Any]]) -> str:
    return "\n".join([f"## {name}", "", *_states(states, moves), "", *_moves(moves), ""])


def _states(states: type[StrEnum], moves: Sequence[Move[Any]]) -> Iterator[str]:
    last = lifecycle.terminal(tuple(moves), states)
    yield "| state | as people read it |"
    yield "|---|---|"
    for state in states:
        ends = " (nothing follows)" if state in last else ""
        yield f"| `{state.value}` | {label_of(state).singular}{ends} |"


def _moves(moves: Sequence[Move[Any]]) -> Iterator[str]:
    reserves = any(move.effect is not CapacityEffect.NONE for move in moves)
    yield "| from | action | who | to |" + (" capacity |" if reserves else "")
    yield "|---|---|---|---|" + ("---|" if reserves else "")
    for move in moves:
        who = ", ".join(role.value for role in Role if role in move.who)
        line = f"| `{move.before.value}` | `{move.action.value}` | {who} | `{move.after.value}` |"
        yield line + (f" {move.effect.value} |" if reserves else "")


def main() -> None:
    PAGE.write_text(document(), encoding="utf-8")


if __name__ == "__main__":
    main()
