"""Preparing, signing and ending agreements."""

from datetime import date, timedelta

import pytest

from chalicelib.domain.actors import PUBLIC
from chalicelib.domain.agreements import TERMS_VERSION, Agreement
from chalicelib.domain.categories import Field
from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.lifecycle import AgreementState, PartnerState
from chalicelib.domain.notices import NoticeKind
from chalicelib.domain.partners import Partner
from chalicelib.services.agreements import (
    end_agreement,
    list_agreements,
    prepare_agreement,
    read_agreement,
    sign_agreement,
)
from chalicelib.services.matches import match_need
from chalicelib.services.partners import suspend_partner
from chalicelib.store import partners
from tests.factories import NOW, STAFF, SUPERVISOR, TODAY, a_context, a_profile, as_partner
from tests.observed import events_of, mails
from tests.refusals import refused, refused_field
from tests.stored import a_stored_need, a_stored_offering, a_stored_partner

pytestmark = pytest.mark.usefixtures("store")
AS_STAFF = a_context(STAFF)
NEXT_YEAR = TODAY + timedelta(days=365)


def prepared(partner: Partner, starts_on: date = TODAY, ends_on: date = NEXT_YEAR) -> Agreement:
    return prepare_agreement(AS_STAFF, partner.id, starts_on, ends_on, [Field.LIVING])


def signed(partner: Partner, agreement: Agreement) -> Agreement:
    return sign_agreement(a_context(as_partner(partner)), partner.id, agreement.id, "سالم", "المدير")


def test_a_prepared_agreement_is_listed_with_its_partner_who_is_told() -> None:
    partner = a_stored_partner()
    agreement = prepared(partner)
    assert partners.read(partner.id).agreements == (*partner.agreements, agreement.id)
    assert (agreement.state, agreement.terms_version) == (AgreementState.PREPARED, TERMS_VERSION)
    assert (mails()[-1].kind, mails()[-1].to) == (NoticeKind.AGREEMENT_READY, partner.profile.email)
    event = events_of("partner", partner.id)[-1]
    assert (event.tag.value, event.details) == ("agreement:prepared", {"agreement": agreement.id})


def test_agreements_that_are_over_leave_the_partners_list() -> None:
    partner = a_stored_partner(agreement={"ends_on": TODAY - timedelta(days=1)})
    agreement = prepared(partner)
    assert partners.read(partner.id).agreements == (agreement.id,)
    assert len(list_agreements(AS_STAFF, partner.id)) == 2


def test_a_partner_that_is_not_approved_gets_no_agreement() -> None:
    partner = a_stored_partner(state=PartnerState.AWAITING_REVIEW)
    assert refused(prepared, partner) is ErrorCode.PARTNER_NOT_APPROVED


def test_an_agreement_that_would_be_over_already_is_not_prepared() -> None:
    yesterday = TODAY - timedelta(days=1)
    assert refused_field(prepared, a_stored_partner(), yesterday, yesterday) == "ends_on"


def test_only_staff_prepare_and_end() -> None:
    partner = a_stored_partner()
    own = a_context(as_partner(partner))
    given = (partner.id, TODAY, NEXT_YEAR, [Field.LIVING])
    assert refused(prepare_agreement, own, *given) is ErrorCode.NOT_PERMITTED
    agreement = prepared(partner)
    assert refused(end_agreement, own, partner.id, agreement.id) is ErrorCode.NOT_PERMITTED


def test_the_partner_signs_with_name_capacity_and_time() -> None:
    partner = a_stored_partner()
    signature = signed(partner, prepared(partner)).signature
    assert signature is not None
    assert (signature.name, signature.capacity, signature.signed_at) == ("سالم", "المدير", NOW)
    assert signature.account_id == as_partner(partner).account_id


def test_staff_record_a_signature_on_paper_of_a_partner_without_an_account() -> None:
    partner = a_stored_partner(profile=a_profile(email=None))
    agreement = prepared(partner)
    assert mails() == []
    signature = sign_agreement(AS_STAFF, partner.id, agreement.id, "سالم", "المالك").signature
    assert signature is not None
    assert signature.account_id == STAFF.account_id


@pytest.mark.parametrize(("name", "capacity", "field"), [(" ", "المدير", "name"), ("سالم", "", "capacity")])
def test_a_signature_needs_a_name_and_a_capacity(name: str, capacity: str, field: str) -> None:
    partner = a_stored_partner()
    agreement = prepared(partner)
    assert refused_field(sign_agreement, AS_STAFF, partner.id, agreement.id, name, capacity) == field


def test_another_partner_neither_reads_nor_signs() -> None:
    partner, other = a_stored_partner(), a_stored_partner()
    agreement = prepared(partner)
    for actor in (as_partner(other), PUBLIC):
        context = a_context(actor)
        assert refused(read_agreement, context, partner.id, agreement.id) is ErrorCode.NOT_FOUND
        assert refused(list_agreements, context, partner.id) is ErrorCode.NOT_FOUND
        given = (partner.id, agreement.id, "name", "capacity")
        assert refused(sign_agreement, context, *given) is ErrorCode.NOT_FOUND
    own = a_context(as_partner(other))
    assert refused(read_agreement, own, other.id, agreement.id) is ErrorCode.NOT_FOUND


def test_what_is_signed_or_ended_is_not_signed_again() -> None:
    partner = a_stored_partner()
    agreement = prepared(partner)
    signed(partner, agreement)
    assert refused(signed, partner, agreement) is ErrorCode.AGREEMENT_NOT_READY
    end_agreement(AS_STAFF, partner.id, agreement.id)
    assert refused(signed, partner, agreement) is ErrorCode.AGREEMENT_NOT_READY


def test_an_agreement_whose_last_day_passed_is_not_signed() -> None:
    partner = a_stored_partner()
    agreement = prepared(partner, ends_on=TODAY)
    tomorrow = a_context(as_partner(partner), now=NOW + timedelta(days=1))
    given = (partner.id, agreement.id, "name", "capacity")
    assert refused(sign_agreement, tomorrow, *given) is ErrorCode.PERIOD_INVALID


def test_a_suspended_partner_signs_nothing() -> None:
    partner = a_stored_partner()
    agreement = prepared(partner)
    suspend_partner(a_context(SUPERVISOR), partner.id, "reason")
    assert refused(signed, partner, agreement) is ErrorCode.PARTNER_NOT_APPROVED


def test_offerings_match_only_while_an_agreement_is_signed() -> None:
    partner = a_stored_partner(agreement={"state": AgreementState.PREPARED, "signature": None})
    offering, need = a_stored_offering(partner), a_stored_need()
    assert match_need(AS_STAFF, need) == ()
    (waiting,) = list_agreements(AS_STAFF, partner.id)
    signed(partner, waiting)
    assert [one.offering for one in match_need(AS_STAFF, need)] == [offering]
    end_agreement(AS_STAFF, partner.id, waiting.id)
    assert match_need(AS_STAFF, need) == ()
    assert partners.read(partner.id).agreements == ()
