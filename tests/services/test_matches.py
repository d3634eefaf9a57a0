"""Finding offerings for a need."""

import pytest

from chalicelib.domain.areas import Area
from chalicelib.domain.lifecycle import PartnerState
from chalicelib.domain.matching import Rejection
from chalicelib.domain.ranking import replayed
from chalicelib.services.matches import explain_need, match_need
from chalicelib.services.offerings import pause_offering
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.store import assignments
from tests.factories import a_context
from tests.stored import a_stored_need, a_stored_offering, a_stored_partner

pytestmark = pytest.mark.usefixtures("store")


def test_an_offering_of_the_category_in_the_area_is_found() -> None:
    offering = a_stored_offering(capacity=10)
    (found,) = match_need(a_context(), a_stored_need(quantity=4))
    assert (found.offering, found.match.quantity) == (offering, 4)


def test_an_offering_for_the_whole_emirate_is_found_and_ranks_after_one_that_names_the_area() -> None:
    everywhere = a_stored_offering(areas=frozenset({Area.EMIRATE}))
    here = a_stored_offering(areas=frozenset({Area.KALBA}))
    found = match_need(a_context(), a_stored_need(area=Area.KALBA))
    assert [one.offering.id for one in found] == [here.id, everywhere.id]


def test_why_nobody_matches_is_counted() -> None:
    a_stored_offering(areas=frozenset({Area.DHAID}))
    a_stored_offering(areas=frozenset({Area.SHARJAH}))
    explanation = explain_need(a_context(), a_stored_need(area=Area.KALBA))
    assert (explanation.matching, explanation.rejected) == (0, ((Rejection.OUTSIDE_AREA, 2),))
    assert not explanation.partial


def test_paused_offerings_of_the_category_are_counted_unless_their_partner_is_suspended() -> None:
    paused, of_a_suspended, other = (
        a_stored_offering(),
        a_stored_offering(a_stored_partner(state=PartnerState.SUSPENDED)),
        a_stored_offering(category="clothes"),
    )
    for one in (paused, of_a_suspended, other):
        pause_offering(a_context(), one.id)
    (told,) = explain_need(a_context(), a_stored_need()).reasons
    assert (told.rule, [one.offering.id for one in told.candidates]) == (
        Rejection.OFFERING_NOT_ACTIVE,
        [paused.id],
    )


def test_of_very_many_offerings_those_in_the_needs_area_are_looked_at_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("chalicelib.services.matches._EXPLAINED_AT_MOST", 2)
    for area in (Area.SHARJAH, Area.KALBA, Area.DHAID, Area.EMIRATE):
        a_stored_offering(areas=frozenset({area}))
    explanation = explain_need(a_context(), a_stored_need(area=Area.KALBA))
    assert (explanation.matching, explanation.rejected, explanation.partial) == (2, (), True)


def test_what_was_proposed_gives_the_same_scores_and_the_same_order_again() -> None:
    everywhere, here = frozenset({Area.EMIRATE}), frozenset({Area.KALBA})
    for capacity, areas in ((10, everywhere), (4, here), (12, everywhere), (5, here), (4, everywhere)):
        a_stored_offering(capacity=capacity, areas=areas)
    need = a_stored_need(area=Area.KALBA, quantity=12)
    ranked = [one.match for one in match_need(a_context(), need)]
    propose(a_context(), need.id, [Part(one.offering_id, 2) for one in reversed(ranked)])
    kept = assignments.list_of(need.id)
    assert {one.offering_id: replayed(one.ranking) for one in kept} == {
        one.offering_id: one.score for one in ranked
    }
    again = sorted(kept, key=lambda one: (-replayed(one.ranking), one.offering_id))
    assert [one.offering_id for one in again] == [one.offering_id for one in ranked]
    assert len({one.score for one in ranked}) > 2
