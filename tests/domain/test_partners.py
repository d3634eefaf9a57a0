"""Partners: what they say of themselves, where they stand, what documents they have."""

from dataclasses import replace
from datetime import timedelta

import pytest

from chalicelib.domain import partners as domain
from chalicelib.domain.actors import PUBLIC
from chalicelib.domain.areas import Area
from chalicelib.domain.credentials import CredentialKind
from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.lifecycle import Action, PartnerState
from chalicelib.domain.partners import (
    PartnerKind,
    changed_fields,
    confirm_email,
    confirm_telephone,
    edit,
    licence_in_force,
    missing_credentials,
    move,
    normalise_profile,
    record_credential,
    register,
    require_approved,
)
from tests.factories import (
    NOW,
    STAFF,
    SUPERVISOR,
    TODAY,
    a_credential,
    a_partner,
    a_profile,
    as_partner,
)
from tests.refusals import refused, refused_field

TOMORROW = TODAY + timedelta(days=1)


def test_a_profile_is_kept_tidy() -> None:
    kept = normalise_profile(
        a_profile(
            name_ar="  مؤسسة   النخلة ",
            registration_number=" shj / ١٢٣-٤ ",
            telephone="٠٥٠ ١٢٣ ٤٥٦٧",
            email=" Shop@Example.ORG ",
        )
    )
    assert (kept.name_ar, kept.registration_number) == ("مؤسسة النخلة", "SHJ1234")
    assert (kept.telephone, kept.email) == ("+971501234567", "shop@example.org")


@pytest.mark.parametrize("name", ["name_ar", "name_en"])
def test_one_name_suffices_and_stands_for_the_other(name: str) -> None:
    partner = register("01J", a_profile(**{"name_ar": "", "name_en": "", name: "X"}), NOW)
    assert (partner.name("ar"), partner.name("en")) == ("X", "X")


def test_a_partner_is_named_in_the_readers_language() -> None:
    partner = register("01J", a_profile(name_ar="النخلة", name_en="Palm"), NOW)
    assert (partner.name("ar"), partner.name("en")) == ("النخلة", "Palm")


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"name_ar": " ", "name_en": ""}, "name_ar"),
        ({"contact_name": " "}, "contact_name"),
        ({"areas": frozenset()}, "areas"),
        ({"fields": frozenset()}, "fields"),
        ({"registration_number": "--1-2--"}, "registration_number"),
        ({"registration_number": "9" * 41}, "registration_number"),
        ({"telephone": "123"}, "telephone"),
        ({"email": "nobody"}, "email"),
    ],
)
def test_what_is_wrong_with_a_profile_is_said_of_its_field(given: dict[str, object], field: str) -> None:
    assert refused_field(normalise_profile, a_profile(**given)) == field


def test_an_address_is_optional() -> None:
    assert normalise_profile(a_profile(email="")).email is None


def test_an_address_is_confirmed_by_whoever_reads_it_once() -> None:
    partner = register("01J", a_profile(email="shop@example.org"), NOW)
    confirmed = confirm_email(partner, "shop@example.org")
    assert confirmed.state is PartnerState.AWAITING_REVIEW
    assert confirm_email(confirmed, "shop@example.org") is confirmed
    assert refused(confirm_email, partner, "other@example.org") is ErrorCode.LINK_EXPIRED


def test_a_telephone_proves_no_address() -> None:
    partner = register("01J", a_profile(email="shop@example.org"), NOW)
    confirmed = confirm_telephone(partner, STAFF)
    assert (confirmed.profile.email, confirmed.pending_email) == (None, "shop@example.org")
    proven = confirm_email(confirmed, "shop@example.org")
    assert (proven.profile.email, proven.pending_email) == ("shop@example.org", None)
    assert proven.state is PartnerState.AWAITING_REVIEW


def test_a_new_address_waits_beside_the_old_one() -> None:
    partner = a_partner()
    edited = edit(partner, replace(partner.profile, email="new@example.org"), as_partner(partner))
    assert (edited.profile.email, edited.pending_email) == (partner.profile.email, "new@example.org")
    again = edit(edited, replace(edited.profile, contact_name="مريم"), as_partner(partner))
    assert again.pending_email == "new@example.org"


def test_an_address_that_nobody_proved_is_replaced() -> None:
    partner = a_partner(state=PartnerState.REGISTERED)
    edited = edit(partner, replace(partner.profile, email="new@example.org"), STAFF)
    assert (edited.profile.email, edited.pending_email) == ("new@example.org", None)


def test_a_proven_address_is_not_taken_away() -> None:
    partner = a_partner()
    assert refused_field(edit, partner, replace(partner.profile, email=None), STAFF) == "email"


@pytest.mark.parametrize("vetted", [{"kind": PartnerKind.GOVERNMENT}, {"registration_number": "another one"}])
def test_what_was_vetted_staff_alone_change(vetted: dict[str, object]) -> None:
    partner = a_partner(profile=normalise_profile(a_profile()))
    profile = replace(partner.profile, **vetted)  # type: ignore[arg-type]
    assert refused(edit, partner, profile, as_partner(partner)) is ErrorCode.NOT_PERMITTED
    assert edit(partner, profile, STAFF).version == partner.version + 1


def test_the_fields_that_an_edit_changes_are_named() -> None:
    before = a_profile()
    after = replace(before, telephone="+97165012345", areas=frozenset({Area.DIBBA}))
    assert changed_fields(before, after) == ("telephone", "areas")
    assert changed_fields(before, before) == ()


@pytest.mark.parametrize(
    ("state", "action"),
    [(PartnerState.AWAITING_REVIEW, Action.DECLINE), (PartnerState.APPROVED, Action.SUSPEND)],
)
def test_declining_and_suspending_need_a_reason(state: PartnerState, action: Action) -> None:
    partner = a_partner(state=state)
    assert refused_field(move, partner, action, SUPERVISOR, "  ") == "reason"
    assert move(partner, action, SUPERVISOR, " why ").decision_reason == "why"


def test_a_decline_forgets_an_address_that_waited_for_its_proof() -> None:
    partner = a_partner(state=PartnerState.AWAITING_REVIEW, pending_email="new@example.org")
    assert move(partner, Action.DECLINE, STAFF, "why").pending_email is None


def test_the_public_confirms_a_contact_and_nothing_else() -> None:
    partner = a_partner(state=PartnerState.AWAITING_REVIEW)
    assert refused(move, partner, Action.APPROVE, PUBLIC) is ErrorCode.NOT_PERMITTED


@pytest.mark.parametrize("state", PartnerState)
def test_only_an_approved_partner_is_approved(state: PartnerState) -> None:
    partner = a_partner(state=state)
    if state is PartnerState.APPROVED:
        require_approved(partner)
    else:
        assert refused(require_approved, partner) is ErrorCode.PARTNER_NOT_APPROVED


def test_a_renewed_document_takes_the_place_of_the_old_one() -> None:
    old = a_credential(number="L-1 ٢", expires_on=TODAY)
    partner = a_partner(credentials=(old, a_credential(number="other")))
    new = a_credential(number="l12", expires_on=TODAY + timedelta(days=365))
    assert [one.number for one in record_credential(partner, new, TODAY).credentials] == ["other", "l12"]


def test_a_document_of_another_kind_with_the_same_number_stays() -> None:
    partner = a_partner(credentials=(a_credential(number="1"),))
    clearance = a_credential(number="1", kind=CredentialKind.CLEARANCE)
    assert len(record_credential(partner, clearance, TODAY).credentials) == 2


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"number": " "}, "number"),
        ({"issuer": ""}, "issuer"),
        ({"expires_on": TODAY - timedelta(days=1)}, "expires_on"),
    ],
)
def test_a_document_has_number_issuer_and_a_day_to_come(given: dict[str, object], field: str) -> None:
    assert refused_field(record_credential, a_partner(), a_credential(**given), TODAY) == field


def test_a_company_trades_on_its_licence_through_its_last_day() -> None:
    company = a_partner(credentials=(a_credential(expires_on=TODAY),))
    assert licence_in_force(company, TODAY)
    assert not licence_in_force(company, TOMORROW)


@pytest.mark.parametrize("kind", [PartnerKind.GOVERNMENT, PartnerKind.INDIVIDUAL])
def test_others_need_no_licence(kind: PartnerKind) -> None:
    assert licence_in_force(a_partner(profile=a_profile(kind=kind), credentials=()), TODAY)


def test_missing_and_expired_documents_are_named() -> None:
    expired = a_credential(kind=CredentialKind.CLEARANCE, expires_on=TODAY - timedelta(days=1))
    partner = a_partner(credentials=(expired, a_credential()))
    assert missing_credentials(partner, CredentialKind, TODAY) == {
        CredentialKind.ACCREDITATION,
        CredentialKind.CLEARANCE,
    }


def test_every_change_is_counted() -> None:
    partner = register("01J", a_profile(), NOW)
    assert partner.version == 1
    changed = domain.move(partner, Action.CONFIRM_CONTACT, STAFF)
    assert record_credential(changed, a_credential(), TODAY).version == 3


@pytest.mark.parametrize("field", ["name_ar", "name_en", "contact_name"])
@pytest.mark.parametrize(
    "name", ["Sign in: https://x.example", "WWW.x.example", "x.example/now", "a@x.example", "http：//x"]
)
def test_a_name_is_no_link_for_the_mails_that_it_stands_in(field: str, name: str) -> None:
    profile = a_profile(**{field: name})
    assert refused(normalise_profile, profile) is ErrorCode.NAME_HOLDS_ADDRESS
    assert refused_field(normalise_profile, profile) == field


def test_a_dot_and_a_stroke_are_part_of_names() -> None:
    profile = a_profile(name_en="Dr. Khalid Est. / Branch 2, Palm.ae")
    assert normalise_profile(profile).name_en == "Dr. Khalid Est. / Branch 2, Palm.ae"
