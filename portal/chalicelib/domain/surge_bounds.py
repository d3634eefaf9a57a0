"""How much a plan may ask of one partner, through all of its offerings together."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from chalicelib.domain.agreements import NO_BOUNDS, Bounds, in_force
from chalicelib.domain.categories import Field
from chalicelib.domain.matching import Candidate
from chalicelib.domain.periods import day_in_dubai
from chalicelib.domain.planning import Piece
from chalicelib.domain.records import as_of


@dataclass(frozen=True, slots=True)
class Allowance:
    """What may still be asked of a partner: requests, and units; None is any number."""

    requests: int | None = None
    units: int | None = None

    @property
    def used_up(self) -> bool:
        """Whether nothing more may be asked."""
        return self.requests == 0 or self.units == 0

    def after(self, piece: Piece) -> "Allowance | None":
        """What is left after that piece; None where the piece is too much."""
        requests = None if self.requests is None else self.requests - 1
        units = None if self.units is None else self.units - piece.quantity
        too_much = (requests is not None and requests < 0) or (units is not None and units < 0)
        return None if too_much else Allowance(requests, units)


def tighter(one: Allowance, other: Allowance) -> Allowance:
    """What keeps within both."""
    return Allowance(_least(one.requests, other.requests), _least(one.units, other.units))


def _least(*bounds: int | None) -> int | None:
    return min((bound for bound in bounds if bound is not None), default=None)


def allowance_of(candidate: Candidate, field: Field, now: datetime) -> Allowance:
    """What the agreement for that field, this month's and this week's requests leave of a partner.

    The agreement's number of the week goes before the network's.
    """
    agreed = in_force(candidate.agreements, field, day_in_dubai(now))
    bounds: Bounds = agreed.bounds if agreed else NO_BOUNDS
    asked = as_of(candidate.record, now)
    week = candidate.notices_a_week if bounds.notices_a_week is None else bounds.notices_a_week
    requests = _least(_left(bounds.requests_a_month, asked.requests), _left(week, asked.notices))
    return Allowance(requests, _left(bounds.units_a_month, asked.units))


def _left(most: int | None, so_far: int) -> int | None:
    return None if most is None else max(0, most - so_far)


def within(
    pieces: Iterable[Piece], partner_of: Mapping[str, str], allowances: Mapping[str, Allowance]
) -> tuple[list[Piece], list[Piece], dict[str, Allowance]]:
    """The pieces that keep within the allowances of their partners, in the order given, those that do not,
    and what is left. A piece with more units than are left is cut down to them.
    """
    left, kept, cut = dict(allowances), [], []
    for piece in pieces:
        partner = partner_of[piece.offering]
        allowance = left.get(partner, Allowance())
        most = piece.quantity if allowance.units is None else min(piece.quantity, allowance.units)
        fitting = replace(piece, quantity=most)
        after = allowance.after(fitting) if fitting.quantity else None
        if after is None:
            cut.append(piece)
            continue
        left[partner] = after
        kept.append(fitting)
        if fitting.quantity < piece.quantity:
            cut.append(replace(piece, quantity=piece.quantity - fitting.quantity))
    return kept, cut, left
