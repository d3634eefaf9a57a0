"""Registering, and proving the contact."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain.actors import PUBLIC
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.lifecycle import PartnerState
from chalicelib.domain.notices import NoticeKind
from chalicelib.domain.partners import Partner, PartnerProfile
from chalicelib.services.keys import taken
from chalicelib.services.registration import (
    confirm_email,
    confirm_telephone,
    register_partner,
    resend_confirmation,
)
from chalicelib.store import accounts, claims, partners
from chalicelib.store.commit import commit
from tests.factories import NOW, STAFF, a_context, a_profile, an_account, an_id, as_partner
from tests.observed import events_of, mails, tags_of, token_in
from tests.refusals import refused

pytestmark = pytest.mark.usefixtures("store")
AS_PUBLIC = a_context(PUBLIC)
AS_STAFF = a_context(STAFF)


def registered(profile: PartnerProfile | None = None) -> Partner:
    partner_id = an_id()
    register_partner(AS_PUBLIC, profile or a_profile(), partner_id)
    return partners.read(partner_id)


def test_a_registration_is_kept_with_a_line_in_the_trail_and_a_mail_with_a_link() -> None:
    partner = registered(a_profile(email="Shop@Example.org"))
    (mail,) = mails()
    assert (partner.state, mail.kind, mail.to) == (
        PartnerState.REGISTERED,
        NoticeKind.CONFIRM_EMAIL,
        "shop@example.org",
    )
    assert tags_of("partner", partner.id) == ["partner:registered"]


def test_the_link_does_not_hold_the_address_that_it_proves() -> None:
    registered(a_profile(email="shop@example.org"))
    assert "shop" not in str(mails()[0].params["path"])


def test_a_partner_without_an_address_is_sent_nothing() -> None:
    registered(a_profile(email=None))
    assert mails() == []


def test_the_link_confirms_the_address_and_the_partner_awaits_review() -> None:
    partner = registered()
    confirmed = confirm_email(AS_PUBLIC, token_in(mails()[0]))
    assert confirmed.state is PartnerState.AWAITING_REVIEW
    assert partners.read(partner.id) == confirmed
    assert events_of("partner", partner.id)[-1].details == {"by": "email"}


def test_the_link_works_for_somebody_who_is_signed_in_as_another_partner() -> None:
    partner, other = registered(), registered()
    confirm_email(a_context(as_partner(other)), token_in(mails()[0]))
    assert partners.read(partner.id).state is PartnerState.AWAITING_REVIEW
    assert events_of("partner", partner.id)[-1].partner_id is None


def test_following_the_link_twice_changes_nothing_more() -> None:
    partner = registered()
    token = token_in(mails()[0])
    first = confirm_email(AS_PUBLIC, token)
    assert confirm_email(AS_PUBLIC, token) == first
    assert tags_of("partner", partner.id) == ["partner:registered", "partner:contact_confirmed"]


def test_a_link_ends_after_its_time() -> None:
    registered()
    token = token_in(mails()[0])
    late = a_context(PUBLIC, now=NOW + AS_PUBLIC.settings.link_life)
    assert refused(confirm_email, late, token) is ErrorCode.LINK_EXPIRED


@pytest.mark.parametrize(
    "forged",
    ["", "a.b.c", "x", "....", "١.٢.٣", "01J.99999999999999999999.abc", "01JNOBODY.1790000000.abc"],
)
def test_what_is_no_link_of_ours_is_refused(forged: str) -> None:
    assert refused(confirm_email, AS_PUBLIC, forged) is ErrorCode.LINK_EXPIRED


def test_the_link_of_one_partner_does_not_confirm_another() -> None:
    registered()
    other = registered()
    _own, until, signature = token_in(mails()[0]).split(".")
    assert refused(confirm_email, AS_PUBLIC, f"{other.id}.{until}.{signature}") is ErrorCode.LINK_EXPIRED


def test_whose_number_is_registered_gets_no_other_answer_and_the_holder_is_told() -> None:
    holder = registered(a_profile(registration_number="SHJ 1234"))
    confirm_email(AS_PUBLIC, token_in(mails()[0]))
    second = an_id()
    register_partner(AS_PUBLIC, a_profile(registration_number="shj-١٢٣٤"), second)
    assert partners.find(second) is None
    assert (mails()[-1].kind, mails()[-1].to) == (NoticeKind.REGISTERED_AGAIN, holder.profile.email)
    assert tags_of("partner", holder.id)[-1] == "partner:registered_again"


def test_whose_address_is_registered_gets_no_other_answer_and_the_holder_is_told() -> None:
    holder = registered(a_profile(email="shop@example.org"))
    confirm_email(AS_PUBLIC, token_in(mails()[0]))
    register_partner(AS_PUBLIC, a_profile(email="SHOP@example.org"), an_id())
    assert [mail.kind for mail in mails()] == [NoticeKind.CONFIRM_EMAIL, NoticeKind.REGISTERED_AGAIN]
    assert tags_of("partner", holder.id)[-1] == "partner:registered_again"


def test_who_registers_again_before_confirming_gets_the_link_of_the_first_registration() -> None:
    profile = a_profile()
    holder = registered(profile)
    register_partner(AS_PUBLIC, profile, an_id())
    first, second = mails()
    assert second.kind is NoticeKind.CONFIRM_EMAIL
    assert confirm_email(AS_PUBLIC, token_in(second)).id == holder.id
    assert first.to == second.to


def test_an_address_of_staff_is_told_too() -> None:
    account = an_account(email="staff@example.org")
    commit(
        [
            accounts.save(account, None),
            claims.take("email#staff@example.org", account.id, NOW, taken("email")),
        ]
    )
    register_partner(AS_PUBLIC, a_profile(email="staff@example.org"), an_id())
    assert [(mail.kind, mail.to) for mail in mails()] == [(NoticeKind.REGISTERED_AGAIN, account.email)]
    assert tags_of("account", account.id) == ["partner:registered_again"]


def test_staff_are_told_which_field_is_taken() -> None:
    profile = registered().profile
    again = replace(profile, email="another@example.org")
    with pytest.raises(DomainError) as refusal:
        register_partner(AS_STAFF, again, an_id())
    assert (refusal.value.code, refusal.value.field) == (ErrorCode.ALREADY_EXISTS, "registration_number")


def test_the_holder_is_not_flooded_with_mails() -> None:
    profile = a_profile()
    registered(profile)
    for _time in range(6):
        register_partner(AS_PUBLIC, profile, an_id())
    assert len(mails()) == 4


def test_one_source_may_register_ten_times_an_hour() -> None:
    for _time in range(10):
        register_partner(AS_PUBLIC, a_profile(), source="192.0.2.7")
    with pytest.raises(DomainError) as refusal:
        register_partner(AS_PUBLIC, a_profile(), source="192.0.2.7")
    assert refusal.value.code is ErrorCode.TOO_MANY_REQUESTS
    register_partner(AS_PUBLIC, a_profile(), source="192.0.2.8")
    later = a_context(PUBLIC, now=NOW + timedelta(hours=1))
    register_partner(later, a_profile(), source="192.0.2.7")


def test_the_same_registration_sent_twice_is_one() -> None:
    profile, partner_id = a_profile(), an_id()
    register_partner(AS_PUBLIC, profile, partner_id)
    register_partner(AS_PUBLIC, profile, partner_id)
    assert (len(mails()), tags_of("partner", partner_id)) == (1, ["partner:registered"])


def test_nobody_keeps_a_number_for_more_than_seven_days_without_proof() -> None:
    profile = a_profile()
    first = registered(profile)
    resend_confirmation(a_context(PUBLIC, now=NOW + timedelta(days=6)), str(profile.email))
    later, second = a_context(PUBLIC, now=NOW + timedelta(days=7)), an_id()
    register_partner(later, profile, second)
    assert partners.read(second).profile == first.profile
    assert refused(confirm_email, later, token_in(mails()[1])) is ErrorCode.LINK_EXPIRED


def test_a_proven_number_is_kept_for_good() -> None:
    profile = a_profile()
    registered(profile)
    confirm_email(AS_PUBLIC, token_in(mails()[0]))
    later = a_context(PUBLIC, now=NOW + timedelta(days=700))
    second = an_id()
    register_partner(later, profile, second)
    assert partners.find(second) is None


def test_staff_confirm_the_telephone_of_a_partner_without_an_address() -> None:
    partner = registered(a_profile(email=None))
    confirmed = confirm_telephone(AS_STAFF, partner.id)
    event = events_of("partner", partner.id)[-1]
    assert confirmed.state is PartnerState.AWAITING_REVIEW
    assert (event.account_id, event.at, event.details) == (STAFF.account_id, NOW, {"by": "telephone"})


def test_a_telephone_proves_no_address() -> None:
    partner = registered(a_profile(email="shop@example.org"))
    confirmed = confirm_telephone(AS_STAFF, partner.id)
    assert (confirmed.profile.email, confirmed.pending_email) == (None, "shop@example.org")
    proven = confirm_email(AS_PUBLIC, token_in(mails()[0]))
    assert (proven.profile.email, proven.pending_email) == ("shop@example.org", None)


def test_only_staff_confirm_a_telephone() -> None:
    partner = registered(a_profile(email=None))
    for actor in (PUBLIC, as_partner(partner)):
        assert refused(confirm_telephone, a_context(actor), partner.id) is ErrorCode.NOT_PERMITTED


def test_the_link_is_mailed_again_to_an_address_that_awaits_its_proof() -> None:
    partner = registered(a_profile(email="shop@example.org"))
    resend_confirmation(AS_PUBLIC, " SHOP@example.org")
    assert confirm_email(AS_PUBLIC, token_in(mails()[-1])).id == partner.id
    assert len(mails()) == 2


def test_asking_again_for_an_unknown_or_a_proven_address_sends_nothing() -> None:
    registered(a_profile(email="shop@example.org"))
    confirm_email(AS_PUBLIC, token_in(mails()[0]))
    resend_confirmation(AS_PUBLIC, "shop@example.org")
    resend_confirmation(AS_PUBLIC, "nobody@example.org")
    assert len(mails()) == 1


def test_the_link_is_mailed_again_three_times_an_hour_at_most() -> None:
    registered(a_profile(email="shop@example.org"))
    for _time in range(5):
        resend_confirmation(AS_PUBLIC, "shop@example.org")
    assert len(mails()) == 4
