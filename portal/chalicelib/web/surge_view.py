"""What the pages of a surge plan show: its lists, the figures above them, and who had it made."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from chalicelib.domain.actors import Role
from chalicelib.domain.areas import Area
from chalicelib.domain.lifecycle import PlanState
from chalicelib.domain.needs import Priority
from chalicelib.domain.partners import Language
from chalicelib.domain.planning import Holding
from chalicelib.domain.surge_lines import LineState, PlannedNeed, PlannedPiece
from chalicelib.domain.surge_plans import SurgePlan, Tally
from chalicelib.services.context import Context
from chalicelib.services.surge_plans import PlannedView
from chalicelib.services.trail_names import names_of
from chalicelib.store.plans import LineFilter
from chalicelib.web.asked_terms import asked_term
from chalicelib.web.requests import Request
from chalicelib.words.labels import label_of
from chalicelib.words.text import N_, Text


class Listing(StrEnum):
    """The lists of a plan, by the last part of their addresses; the first has none."""

    FIRST = ""
    REFUSED = "refused"
    NOT_SENT = "not-sent"
    HELD = "held"
    NOBODY = "nobody"


@dataclass(frozen=True, slots=True)
class Tab:
    """A list of the plan with how many needs are on it."""

    to: str
    words: Text
    current: bool


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list, and whom it asks for how much, by name."""

    line: PlannedNeed
    asked: tuple[tuple[str, PlannedPiece], ...]


_BEFORE: Final = {
    Listing.FIRST: N_("To be sent (%(needs)s)"),
    Listing.HELD: N_("Held back (%(needs)s)"),
    Listing.NOBODY: N_("Nobody can give (%(needs)s)"),
}
_AFTER: Final = {
    Listing.FIRST: N_("Sent (%(needs)s)"),
    Listing.REFUSED: N_("Could not be sent (%(needs)s)"),
    Listing.NOT_SENT: N_("Left out or not sent any more (%(needs)s)"),
    Listing.HELD: N_("Was held back (%(needs)s)"),
    Listing.NOBODY: N_("Nobody could give (%(needs)s)"),
}
_NOT_COUNTED: Final = N_("Left out or not sent any more")
"""Of a plan from before those left out were counted."""
_WAITS: Final = frozenset(Holding) - {Holding.NOBODY_CAN}
_NOT_SENT: Final = LineFilter(states=frozenset({LineState.PLANNED, LineState.LEFT_OUT}))
_ON_THE_LIST: Final = {
    Listing.FIRST: LineFilter(states=frozenset({LineState.SENT})),
    Listing.REFUSED: LineFilter(states=frozenset({LineState.REFUSED})),
    Listing.NOT_SENT: _NOT_SENT,
    Listing.HELD: LineFilter(whys=_WAITS),
    Listing.NOBODY: LineFilter(whys=frozenset({Holding.NOBODY_CAN})),
}


def address_of(plan: SurgePlan, listing: Listing = Listing.FIRST) -> str:
    """Where a list of the plan is."""
    root = f"/portal/surge/{plan.id}"
    return f"{root}/{listing}" if listing else root


def tabs(plan: SurgePlan, current: Listing) -> list[Tab]:
    """The lists that a plan in its state has."""
    counts = _counts(plan)
    named = _BEFORE if plan.state is PlanState.READY else _AFTER
    return [
        Tab(address_of(plan, listing), _with_count(words, counts[listing]), listing is current)
        for listing, words in named.items()
    ]


def _with_count(words: Text, count: int | None) -> Text:
    return _NOT_COUNTED if count is None else words.filled(needs=count)


def _counts(plan: SurgePlan) -> Mapping[Listing, int | None]:
    held = dict(plan.held)
    nobody = held.get(Holding.NOBODY_CAN, 0)
    return {
        Listing.FIRST: plan.to_send if plan.state is PlanState.READY else plan.sent,
        Listing.REFUSED: plan.refused,
        Listing.NOT_SENT: plan.not_sent,
        Listing.HELD: sum(held.values()) - nobody,
        Listing.NOBODY: nobody,
    }


def wanted_lines(request: Request, plan: SurgePlan, listing: Listing) -> LineFilter:
    """The lines of a list that the address asks for."""
    to_send = plan.state is PlanState.READY and listing is Listing.FIRST
    whole = _NOT_SENT if to_send else _ON_THE_LIST[listing]
    why = asked_term(Holding, request, "why")
    return LineFilter(
        states=whole.states,
        whys=frozenset({why}) if why in whole.whys else whole.whys,
        priority=asked_term(Priority, request, "priority"),
        category=request.query.one("category") or None,
        area=asked_term(Area, request, "area"),
    )


def row_of(view: PlannedView, language: Language) -> Row:
    """A line with the names of its partners."""
    return Row(
        view.line,
        tuple((view.partners[piece.partner_id].name(language), piece) for piece in view.line.pieces),
    )


def waiting_reasons(plan: SurgePlan) -> list[tuple[Holding, int]]:
    """Why needs are held back, the most frequent first; where nobody can give is a list of its own."""
    waits = [(why, count) for why, count in plan.held if why in _WAITS]
    return sorted(waits, key=lambda one: -one[1])


def total(plan: SurgePlan) -> Tally:
    """The tallies of all priorities together."""
    tallies = [tally for _, tally in plan.tallies]
    return Tally(
        sum(one.needs for one in tallies),
        sum(one.covered for one in tallies),
        sum(one.in_part for one in tallies),
        sum(one.units for one in tallies),
        sum(one.given for one in tallies),
    )


def account_names(context: Context, plans: Iterable[SurgePlan]) -> dict[str, str]:
    """The names of those who asked for the plans, changed them or let them go, by account."""
    known = tuple(plans)
    senders = {one.committed_by.account_id or "" for one in known if one.committed_by}
    changers = {account for one in known for account in one.changed_by}
    wanted = {one.asked_by for one in known} | senders | changers
    return {one.id: one.name for one in names_of(context, (), also_accounts=wanted).accounts.values()}


def who(names: Mapping[str, str], account_id: str | None) -> str | Text:
    """The name of an account; the words for the system, and for one that is gone."""
    if account_id == Role.SYSTEM.value:
        return label_of(Role.SYSTEM)
    return names.get(account_id or "", label_of(Role.STAFF))


def changers(names: Mapping[str, str], plan: SurgePlan) -> tuple[str | Text, ...]:
    """The names of those who changed the plan, the last of them last."""
    return tuple(who(names, account_id) for account_id in plan.changed_by)
