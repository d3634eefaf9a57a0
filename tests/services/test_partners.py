"""Vetting partners, and keeping what is known of them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.actors import PUBLIC, Actor, Role
from chalicelib.domain.areas import Area
from chalicelib.domain.credentials import CredentialKind
from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.lifecycle import PartnerState
from chalicelib.domain.notices import NoticeKind
from chalicelib.domain.partners import Language, Partner, PartnerKind, PartnerProfile
from chalicelib.services.keys import email_key, registration_key
from chalicelib.services.partners import (
    approve_partner,
    decline_partner,
    edit_profile,
    read_partner,
    reconsider_partner,
    record_credential,
    reinstate_partner,
    suspend_partner,
)
from chalicelib.services.registration import confirm_email, confirm_telephone, register_partner
from chalicelib.store import accounts, claims, partners
from tests.factories import NOW, STAFF, SUPERVISOR, a_context, a_credential, a_profile, an_id, as_partner
from tests.observed import events_of, mails, tags_of, token_in
from tests.refusals import refused, refused_field
from tests.stored import a_stored_partner

pytestmark = pytest.mark.usefixtures("store")
AS_PUBLIC = a_context(PUBLIC)
AS_STAFF = a_context(STAFF)
AS_SUPERVISOR = a_context(SUPERVISOR)


def registered(profile: PartnerProfile | None = None) -> Partner:
    partner_id = an_id()
    register_partner(AS_PUBLIC, profile or a_profile(), partner_id)
    return partners.read(partner_id)


def awaiting_review(profile: PartnerProfile | None = None) -> Partner:
    partner = registered(profile)
    if partner.profile.email is None:
        return confirm_telephone(AS_STAFF, partner.id)
    return confirm_email(AS_PUBLIC, token_in(mails()[-1]))


def approved(profile: PartnerProfile | None = None) -> Partner:
    return approve_partner(AS_STAFF, awaiting_review(profile).id)


def holder_of_address(address: str | None) -> str | None:
    return claims.holder_of(email_key(str(address)), NOW)


def test_approval_opens_an_account_for_the_proven_address() -> None:
    partner = approved(a_profile(language=Language.ENGLISH))
    account = accounts.read(str(holder_of_address(partner.profile.email)))
    assert (account.role, account.partner_id, account.email, account.language) == (
        Role.PARTNER,
        partner.id,
        partner.profile.email,
        Language.ENGLISH,
    )
    assert tags_of("account", account.id) == ["account:created"]
    assert (mails()[-1].kind, mails()[-1].language) == (NoticeKind.PARTNER_APPROVED, "en")


def test_approval_of_a_partner_without_an_address_opens_no_account() -> None:
    partner = approved(a_profile(email=None))
    assert partner.state is PartnerState.APPROVED
    assert (accounts.list_by_role(Role.PARTNER).items, mails()) == ((), [])


def test_an_unproven_partner_is_not_approved() -> None:
    partner = registered()
    assert refused(approve_partner, AS_STAFF, partner.id) is ErrorCode.ILLEGAL_TRANSITION


def test_only_staff_decide() -> None:
    partner = awaiting_review()
    for actor in (as_partner(partner), PUBLIC):
        context = a_context(actor)
        assert refused(approve_partner, context, partner.id) is ErrorCode.NOT_PERMITTED
        assert refused(decline_partner, context, partner.id, "reason") is ErrorCode.NOT_PERMITTED
    decline_partner(AS_STAFF, partner.id, "reason")
    own = a_context(as_partner(partner))
    assert refused(reconsider_partner, own, partner.id) is ErrorCode.NOT_PERMITTED


def test_a_decline_needs_a_reason() -> None:
    partner = awaiting_review()
    assert refused_field(decline_partner, AS_STAFF, partner.id, " ") == "reason"


def test_a_decline_tells_the_reason_and_frees_number_and_address() -> None:
    partner = decline_partner(AS_STAFF, awaiting_review().id, " الرخصة منتهية ")
    assert mails()[-1].params["reason"] == partner.decision_reason == "الرخصة منتهية"
    number = registration_key(partner.profile.registration_number)
    assert (claims.holder_of(number, NOW), holder_of_address(partner.profile.email)) == (None, None)


def test_a_declined_partner_is_reviewed_again_unless_another_took_its_number() -> None:
    first = decline_partner(AS_STAFF, awaiting_review().id, "reason")
    assert reconsider_partner(AS_STAFF, first.id).state is PartnerState.AWAITING_REVIEW
    second = decline_partner(AS_STAFF, awaiting_review().id, "reason")
    registered(replace(second.profile, email="other@example.org"))
    assert refused(reconsider_partner, AS_STAFF, second.id) is ErrorCode.ALREADY_EXISTS


def test_a_supervisor_suspends_with_a_reason_and_reinstates() -> None:
    partner = a_stored_partner()
    suspended = suspend_partner(AS_SUPERVISOR, partner.id, "complaint")
    assert (suspended.state, suspended.decision_reason) == (PartnerState.SUSPENDED, "complaint")
    assert reinstate_partner(AS_SUPERVISOR, partner.id).state is PartnerState.APPROVED
    assert tags_of("partner", partner.id) == ["partner:suspended", "partner:reinstated"]


def test_staff_neither_suspend_nor_reinstate() -> None:
    partner = a_stored_partner()
    assert refused(suspend_partner, AS_STAFF, partner.id, "reason") is ErrorCode.NOT_PERMITTED
    suspend_partner(AS_SUPERVISOR, partner.id, "reason")
    assert refused(reinstate_partner, AS_STAFF, partner.id) is ErrorCode.NOT_PERMITTED


def test_a_partner_reads_itself_and_never_another() -> None:
    partner, other = a_stored_partner(), a_stored_partner()
    assert read_partner(a_context(as_partner(partner)), partner.id) == partner
    for actor in (as_partner(other), PUBLIC, Actor(Role.PARTNER, "account", None)):
        assert refused(read_partner, a_context(actor), partner.id) is ErrorCode.NOT_FOUND


def test_a_partner_edits_itself_and_the_trail_names_the_fields_alone() -> None:
    partner = approved()
    profile = replace(partner.profile, telephone="٠٦٥٠١٢٣٤٥", areas=frozenset({Area.DHAID}))
    edited = edit_profile(a_context(as_partner(partner)), partner.id, profile)
    assert (edited.profile.telephone, edited.profile.areas) == ("+97165012345", frozenset({Area.DHAID}))
    assert events_of("partner", partner.id)[-1].details == {"fields": "telephone areas"}


def test_an_edit_that_changes_nothing_writes_nothing() -> None:
    partner = approved()
    assert edit_profile(AS_STAFF, partner.id, partner.profile) == partner
    assert "partner:edited" not in tags_of("partner", partner.id)


def test_no_partner_edits_another() -> None:
    partner, other = approved(), approved()
    context = a_context(as_partner(other))
    assert refused(edit_profile, context, partner.id, other.profile) is ErrorCode.NOT_FOUND


@pytest.mark.parametrize("vetted", [{"registration_number": "NEW-1"}, {"kind": PartnerKind.INDIVIDUAL}])
def test_what_was_vetted_staff_alone_change(vetted: dict[str, object]) -> None:
    partner = approved()
    profile = replace(partner.profile, **vetted)  # type: ignore[arg-type]
    own = a_context(as_partner(partner))
    assert refused(edit_profile, own, partner.id, profile) is ErrorCode.NOT_PERMITTED
    assert edit_profile(AS_STAFF, partner.id, profile).version == partner.version + 1


def test_a_new_number_is_held_and_the_old_one_is_free() -> None:
    partner = approved()
    old = partner.profile.registration_number
    edit_profile(AS_STAFF, partner.id, replace(partner.profile, registration_number="new 77"))
    assert claims.holder_of(registration_key("NEW77"), NOW + timedelta(days=999)) == partner.id
    assert claims.holder_of(registration_key(old), NOW) is None


def test_a_number_that_another_holds_is_refused() -> None:
    first, second = approved(), approved()
    profile = replace(second.profile, registration_number=first.profile.registration_number)
    assert refused(edit_profile, AS_STAFF, second.id, profile) is ErrorCode.ALREADY_EXISTS


def test_a_new_address_counts_once_its_link_was_followed() -> None:
    partner = approved()
    account_id = str(holder_of_address(partner.profile.email))
    own = a_context(as_partner(partner))
    edited = edit_profile(own, partner.id, replace(partner.profile, email="new@example.org"))
    assert (edited.profile.email, edited.pending_email) == (partner.profile.email, "new@example.org")
    assert mails()[-1].to == "new@example.org"

    later = a_context(PUBLIC, now=NOW + timedelta(hours=1))
    confirm_email(later, token_in(mails()[-1]))
    account = accounts.read(account_id)
    assert (account.email, account.sessions_from) == ("new@example.org", later.now)
    assert holder_of_address("new@example.org") == account_id
    assert holder_of_address(partner.profile.email) is None


def test_an_address_added_later_opens_the_account() -> None:
    partner = approved(a_profile(email=None))
    edit_profile(AS_STAFF, partner.id, replace(partner.profile, email="late@example.org"))
    proven = confirm_email(AS_PUBLIC, token_in(mails()[-1]))
    account = accounts.read(str(holder_of_address("late@example.org")))
    assert (proven.profile.email, account.partner_id) == ("late@example.org", partner.id)


def test_an_address_that_another_holds_is_refused() -> None:
    first, second = approved(), approved()
    profile = replace(second.profile, email=first.profile.email)
    assert refused(edit_profile, AS_STAFF, second.id, profile) is ErrorCode.EMAIL_TAKEN


def test_a_proven_address_is_replaced_and_not_removed() -> None:
    partner = approved()
    profile = replace(partner.profile, email=None)
    assert refused_field(edit_profile, AS_STAFF, partner.id, profile) == "email"


def test_staff_correct_the_address_of_a_registration_and_the_first_link_is_void() -> None:
    partner = registered()
    first = token_in(mails()[-1])
    edit_profile(AS_STAFF, partner.id, replace(partner.profile, email="right@example.org"))
    assert refused(confirm_email, AS_PUBLIC, first) is ErrorCode.LINK_EXPIRED
    assert confirm_email(AS_PUBLIC, token_in(mails()[-1])).profile.email == "right@example.org"
    assert holder_of_address(partner.profile.email) is None


def test_five_new_addresses_a_day() -> None:
    partner = approved()
    own = a_context(as_partner(partner))
    for number in range(5):
        edit_profile(own, partner.id, replace(partner.profile, email=f"new{number}@example.org"))
    sixth = replace(partner.profile, email="new6@example.org")
    assert refused(edit_profile, own, partner.id, sixth) is ErrorCode.TOO_MANY_REQUESTS


def test_a_declined_partner_is_not_edited() -> None:
    partner = decline_partner(AS_STAFF, awaiting_review().id, "reason")
    assert refused(edit_profile, AS_STAFF, partner.id, a_profile()) is ErrorCode.ILLEGAL_TRANSITION


def test_staff_record_a_document_and_stand_for_having_seen_it() -> None:
    partner = a_stored_partner(credentials=())
    seen = a_credential(kind=CredentialKind.ACCREDITATION, recorded_by="somebody else")
    after = record_credential(AS_STAFF, partner.id, seen)
    assert [one.recorded_by for one in after.credentials] == [STAFF.account_id]
    assert events_of("partner", partner.id)[-1].details == {
        "kind": "accreditation",
        "expires_on": seen.expires_on.isoformat(),
    }


def test_no_partner_records_its_own_documents() -> None:
    partner = a_stored_partner()
    own = a_context(as_partner(partner))
    assert refused(record_credential, own, partner.id, a_credential()) is ErrorCode.NOT_PERMITTED
