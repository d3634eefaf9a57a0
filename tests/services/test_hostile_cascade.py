"""What an attacker would try of the cascade: bounds that its own parts break together."""

from datetime import timedelta

import pytest

from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.agreements import Bounds
from chalicelib.domain.assignments import Answer, DeclineReason
from chalicelib.domain.needs import CascadeState, Need
from chalicelib.domain.offerings import Offering
from chalicelib.services import answers, cascade
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.store import assignments, needs
from tests.factories import NOW, a_context
from tests.stored import a_stored_need, a_stored_offering, a_stored_partner

pytestmark = pytest.mark.usefixtures("store")


def a_need_that_somebody_declined(quantity: int) -> Need:
    need = a_stored_need(quantity=quantity, deadline=NOW + timedelta(days=30))
    (one,) = propose(a_context(), need.id, [Part(a_stored_offering(capacity=quantity).id, quantity)])
    answers.decline(a_context(), need.id, one.id, Answer(NOW, "01J", reason=DeclineReason.TOO_FAR))
    return need


def two_offerings_of_one(bounds: Bounds) -> tuple[Offering, Offering]:
    partner = a_stored_partner(agreement={"bounds": bounds})
    return a_stored_offering(partner, capacity=4), a_stored_offering(partner, capacity=4)


def asked_of(need: Need, offerings: tuple[Offering, Offering]) -> list[int]:
    ids = {one.id for one in offerings}
    return [one.proposed for one in assignments.list_of(need.id) if one.offering_id in ids]


@pytest.mark.parametrize(
    ("bounds", "asked"),
    [
        (Bounds(units_a_month=6), [4, 2]),
        (Bounds(requests_a_month=1), [4]),
        (Bounds(notices_a_week=1), [4]),
        (Bounds(), [4, 4]),
    ],
)
def test_a_partner_with_several_offerings_is_asked_for_as_much_as_it_agreed_to(
    bounds: Bounds, asked: list[int]
) -> None:
    need = a_need_that_somebody_declined(8)
    offerings = two_offerings_of_one(bounds)
    for _ in range(3):
        cascade.pass_on_waiting(a_context(SYSTEM), 200)
    assert asked_of(need, offerings) == asked
    covered = sum(asked) == need.details.quantity
    assert needs.read(need.id).cascade is (CascadeState.IDLE if covered else CascadeState.EXHAUSTED)
