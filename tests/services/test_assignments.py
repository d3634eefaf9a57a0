"""What the partner of an assignment sees of its need, before it accepts and after."""

import pytest

from chalicelib.domain.assignments import Answer
from chalicelib.services import answers
from chalicelib.services.assignments import read_assignment
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.store import partners
from tests.factories import NOW, a_context, as_partner
from tests.stored import a_stored_need, a_stored_offering, an_accepted_assignment

pytestmark = pytest.mark.usefixtures("store")


def test_the_case_reference_is_told_only_after_acceptance() -> None:
    need, offering = a_stored_need(), a_stored_offering()
    (one,) = propose(a_context(), need.id, [Part(offering.id, 1)])
    owner = a_context(as_partner(partners.read(one.partner_id)))
    assert read_assignment(owner, need.id, one.id).need.case_reference is None
    answers.accept(owner, need.id, one.id, 1, Answer(NOW, "01J"))
    seen = read_assignment(owner, need.id, one.id).need
    assert (seen.case_reference, seen.duty_desk) == (need.details.case_reference, "800700")


def test_a_sensitive_need_shows_its_region_and_never_its_town() -> None:
    one = an_accepted_assignment(sensitive=True)
    owner = a_context(as_partner(partners.read(one.partner_id)))
    seen = read_assignment(owner, one.need_id, one.id).need
    assert (seen.area, seen.region.value) == (None, "east_coast")
