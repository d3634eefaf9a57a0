"""What partners and staff do at the same moment, on the durable store."""

from functools import partial

import pytest

from chalicelib.domain.actors import PUBLIC
from chalicelib.domain.audit import Tag
from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.lifecycle import OfferingState, PartnerState
from chalicelib.domain.text import fold_identifier
from chalicelib.services.keys import email_key, registration_key
from chalicelib.services.offerings import edit_offering, read_offering, retire_offering
from chalicelib.services.partners import approve_partner, decline_partner
from chalicelib.services.proposals import propose
from chalicelib.services.registration import confirm_telephone, register_partner
from chalicelib.services.sending import Part
from chalicelib.store import assignments, claims, partners
from tests.factories import NOW, STAFF, a_context, a_profile, an_id, some_terms
from tests.observed import mails, tags_of
from tests.services.racing import at_once
from tests.stored import a_stored_need, a_stored_offering

pytestmark = [pytest.mark.usefixtures("roto"), pytest.mark.engines]
AS_PUBLIC = a_context(PUBLIC)
AS_STAFF = a_context(STAFF)


def test_of_many_registrations_with_one_number_exactly_one_is_kept() -> None:
    ids = [an_id() for _one in range(8)]
    profiles = [a_profile(registration_number="SHJ-777") for _one in ids]
    outcomes = at_once(
        [partial(register_partner, AS_PUBLIC, *one) for one in zip(profiles, ids, strict=True)]
    )
    (kept,) = [one for one in map(partners.find, ids) if one is not None]
    assert outcomes == [None] * 8
    assert claims.holder_of(registration_key("SHJ777"), NOW) == kept.id
    assert tags_of("partner", kept.id).count(Tag.PARTNER_REGISTERED_AGAIN) == 7
    assert {mail.to for mail in mails()} == {kept.profile.email}


def test_of_many_registrations_with_one_address_exactly_one_is_kept() -> None:
    ids = [an_id() for _one in range(8)]
    profiles = [a_profile(email="shop@example.org") for _one in ids]
    at_once([partial(register_partner, AS_PUBLIC, *one) for one in zip(profiles, ids, strict=True)])
    (kept,) = [one for one in map(partners.find, ids) if one is not None]
    assert claims.holder_of(email_key("shop@example.org"), NOW) == kept.id
    others = [one for one, id_ in zip(profiles, ids, strict=True) if id_ != kept.id]
    numbers = [registration_key(fold_identifier(one.registration_number)) for one in others]
    assert [claims.holder_of(number, NOW) for number in numbers] == [None] * 7


def test_two_colleagues_decide_and_one_of_them_is_first() -> None:
    partner_id = an_id()
    register_partner(AS_STAFF, a_profile(email=None), partner_id)
    confirm_telephone(AS_STAFF, partner_id)
    outcomes = at_once(
        [
            partial(approve_partner, AS_STAFF, partner_id),
            partial(decline_partner, AS_STAFF, partner_id, "reason"),
        ]
    )
    state = partners.read(partner_id).state
    approved = state is PartnerState.APPROVED
    assert sorted(map(str, outcomes)) == ["None", "illegal_transition"]
    assert outcomes[0 if approved else 1] is None
    assert len(tags_of("partner", partner_id)) == 3


def test_a_capacity_that_shrinks_while_it_is_promised_still_adds_up() -> None:
    offering = a_stored_offering(capacity=12)
    needs = [a_stored_need(quantity=1) for _one in range(12)]
    proposals = [partial(propose, AS_STAFF, one.id, [Part(offering.id, 1)]) for one in needs]
    edits = [partial(edit_offering, AS_STAFF, offering.id, some_terms(capacity=n)) for n in (6, 8)]
    outcomes = at_once([*proposals[:6], *edits, *proposals[6:]])
    capacity = read_offering(AS_STAFF, offering.id).capacity
    held = sum(one.held for need in needs for one in assignments.list_of(need.id))
    assert held == capacity.reserved == outcomes[:6].count(None) + outcomes[8:].count(None)
    assert capacity.free >= 0
    allowed = {None, ErrorCode.CAPACITY_EXHAUSTED, ErrorCode.CAPACITY_BELOW_RESERVED}
    assert set(outcomes) <= allowed


def test_an_offering_never_retires_with_a_promise_made_at_the_same_moment() -> None:
    for _round in range(6):
        offering, need = a_stored_offering(), a_stored_need(quantity=1)
        at_once(
            [
                partial(propose, AS_STAFF, need.id, [Part(offering.id, 1)]),
                partial(retire_offering, AS_STAFF, offering.id),
            ]
        )
        view = read_offering(AS_STAFF, offering.id)
        assert (view.offering.state is OfferingState.RETIRED) != bool(view.capacity.reserved)
