"""How much a plan may ask of one partner, through all its offerings."""

import pytest

from chalicelib.domain.agreements import Bounds
from chalicelib.domain.capacity import Capacity
from chalicelib.domain.categories import Field
from chalicelib.domain.matching import Candidate
from chalicelib.domain.planning import Piece
from chalicelib.domain.records import PartnerRecord, asked
from chalicelib.domain.surge_bounds import Allowance, allowance_of, tighter, within
from tests.factories import NOW, a_partner, an_agreement, an_offering

PARTNER_OF = {"a": "one", "b": "one", "c": "other"}


def a_candidate(bounds: Bounds, requests: int, notices_a_week: int | None = None) -> Candidate:
    partner = a_partner()
    record = PartnerRecord(partner.id)
    for _ in range(requests):
        record = asked(record, 2, NOW)
    offering = an_offering(partner)
    return Candidate(
        offering,
        partner,
        (an_agreement(partner, bounds=bounds),),
        Capacity(offering.id, "once", 10),
        record,
        notices_a_week=notices_a_week,
    )


@pytest.mark.parametrize(
    ("bounds", "network", "left"),
    [
        (Bounds(), None, Allowance()),
        (Bounds(requests_a_month=5), None, Allowance(2, None)),
        (Bounds(requests_a_month=2), None, Allowance(0, None)),
        (Bounds(units_a_month=9), None, Allowance(None, 3)),
        (Bounds(), 4, Allowance(1, None)),
        (Bounds(notices_a_week=8), 4, Allowance(5, None)),
        (Bounds(notices_a_week=8, requests_a_month=4), None, Allowance(1, None)),
    ],
)
def test_what_may_still_be_asked(bounds: Bounds, network: int | None, left: Allowance) -> None:
    candidate = a_candidate(bounds, requests=3, notices_a_week=network)
    assert allowance_of(candidate, Field.LIVING, NOW) == left


def test_pieces_beyond_the_allowance_are_cut_whichever_offering_they_are_of() -> None:
    pieces = [Piece("n1", "a", 4), Piece("n2", "b", 4), Piece("n3", "a", 4), Piece("n4", "c", 9)]
    kept, cut, left = within(pieces, PARTNER_OF, {"one": Allowance(requests=2)})
    assert [piece.need for piece in kept] == ["n1", "n2", "n4"]
    assert [piece.need for piece in cut] == ["n3"]
    assert left["one"].used_up


def test_a_piece_with_more_units_than_are_left_is_cut_down_to_them() -> None:
    kept, cut, left = within(
        [Piece("n1", "a", 4), Piece("n2", "b", 4)], PARTNER_OF, {"one": Allowance(units=6)}
    )
    assert [(piece.need, piece.quantity) for piece in kept] == [("n1", 4), ("n2", 2)]
    assert [(piece.need, piece.quantity) for piece in cut] == [("n2", 2)]
    assert left["one"] == Allowance(units=0)


def test_of_two_allowances_the_tighter_holds() -> None:
    assert tighter(Allowance(3, None), Allowance(5, 2)) == Allowance(3, 2)
