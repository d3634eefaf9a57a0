"""Finding offerings for a need."""

import pytest

from chalicelib.domain.areas import Area
from chalicelib.domain.matching import Rejection
from chalicelib.services.matches import explain_need, match_need
from tests.factories import a_context
from tests.stored import a_stored_need, a_stored_offering

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
