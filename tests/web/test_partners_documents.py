"""Documents, agreements and details of a partner, as staff keep them."""

from datetime import timedelta

import pytest

from chalicelib.domain.actors import Role
from chalicelib.domain.categories import Field
from chalicelib.domain.credentials import CredentialKind
from chalicelib.domain.lifecycle import AgreementState, PartnerState
from chalicelib.domain.partners import Partner, PartnerKind
from chalicelib.store import agreements, partners
from chalicelib.store.commit import commit
from tests.factories import TODAY, a_credential, a_partner, a_profile
from tests.stored import a_stored_partner
from tests.web.browsing import Browser, Clock, some_app
from tests.web.people import signed_in

pytestmark = pytest.mark.usefixtures("store")


def at_the_desk(role: Role = Role.STAFF) -> Browser:
    return signed_in(some_app(clock=Clock()), role).browser


def without_agreement(**given: object) -> Partner:
    partner = a_partner(**given)
    commit([partners.save(partner, None)])
    return partner


def home(partner: Partner) -> str:
    return f"/portal/partners/{partner.id}"


def test_a_recorded_document_stands_on_the_page_with_its_last_day() -> None:
    partner = without_agreement(credentials=())
    browser = at_the_desk()
    browser.get(f"{home(partner)}/credentials/new")
    typed = {"kind": "licence", "number": "L-٧٧", "issuer": "Economic Department", "expires_on": "28/07/2027"}
    page = browser.follow(browser.post(f"{home(partner)}/credentials/new", typed)).body
    (recorded,) = partners.read(partner.id).credentials
    assert (recorded.kind, recorded.number) == (CredentialKind.LICENCE, "L-77")
    assert "Economic Department" in page
    assert "28 July 2027" in page


def test_a_document_that_has_run_out_is_refused_and_what_was_typed_stays() -> None:
    partner = without_agreement(credentials=())
    browser = at_the_desk()
    browser.get(f"{home(partner)}/credentials/new")
    typed = {"kind": "licence", "number": "L-77", "issuer": "Department", "expires_on": "2026-07-27"}
    reply = browser.post(f"{home(partner)}/credentials/new", typed)
    assert reply.status == 422
    assert 'href="#field-expires_on"' in reply.body
    assert 'value="L-77"' in reply.body
    assert partners.read(partner.id).credentials == ()


@pytest.mark.parametrize(
    ("days", "words"), [(31, "In force"), (30, "Expires soon"), (0, "Expires soon"), (-1, "Expired")]
)
def test_a_document_warns_thirty_days_before_it_runs_out(days: int, words: str) -> None:
    ends = TODAY + timedelta(days=days)
    partner = without_agreement(credentials=(a_credential(expires_on=ends),))
    page = at_the_desk().get(home(partner)).body
    tags = {one: f">{one}</strong>" in page for one in ("In force", "Expires soon", "Expired")}
    assert [one for one, shown in tags.items() if shown] == [words]


def test_an_agreement_is_prepared_for_the_fields_of_the_partner_and_a_year() -> None:
    partner = without_agreement(profile=a_profile(fields=frozenset({Field.HEALTH})))
    browser = at_the_desk()
    page = browser.get(f"{home(partner)}/agreements/new").body
    assert 'value="2026-07-28"' in page
    assert 'value="2027-07-27"' in page
    typed: dict[str, str | list[str]] = {
        "starts_on": "2026-07-28",
        "ends_on": "2027-07-27",
        "covers": ["health", "legal"],
    }
    page = browser.follow(browser.post(f"{home(partner)}/agreements/new", typed)).body
    (prepared,) = agreements.list_of(partner.id)
    assert prepared.covers == {Field.HEALTH, Field.LEGAL}
    assert "Awaiting signature" in page


def test_the_next_agreement_begins_when_the_signed_one_ends() -> None:
    partner = a_stored_partner(agreement={"ends_on": TODAY + timedelta(days=9)})
    assert 'value="2026-08-07"' in at_the_desk().get(f"{home(partner)}/agreements/new").body


def test_an_agreement_that_ends_before_it_begins_comes_back_as_it_was_typed() -> None:
    partner = without_agreement()
    browser = at_the_desk()
    browser.get(f"{home(partner)}/agreements/new")
    typed: dict[str, str | list[str]] = {
        "starts_on": "2026-08-01",
        "ends_on": "2026-07-30",
        "covers": ["health"],
    }
    reply = browser.post(f"{home(partner)}/agreements/new", typed)
    assert reply.status == 422
    assert 'href="#field-ends_on"' in reply.body
    assert 'value="2026-08-01"' in reply.body
    assert agreements.list_of(partner.id) == ()


def test_no_agreement_is_prepared_for_a_partner_that_is_not_approved() -> None:
    partner = without_agreement(state=PartnerState.AWAITING_REVIEW)
    browser = at_the_desk()
    assert f"{home(partner)}/agreements/new" not in browser.get(home(partner)).body
    assert browser.get(f"{home(partner)}/agreements/new").status == 409


def test_a_signature_on_paper_is_recorded_with_the_capacity_of_who_signed() -> None:
    partner = a_stored_partner(agreement={"state": AgreementState.PREPARED, "signature": None})
    address = f"{home(partner)}/agreements/{partner.agreements[0]}"
    browser = at_the_desk()
    assert "Signed on paper?" in browser.get(address).body
    assert browser.post(address, {"name": "Salem", "capacity": ""}).status == 422
    page = browser.follow(browser.post(address, {"name": "Salem", "capacity": "Owner"})).body
    (signed,) = agreements.list_of(partner.id)
    assert signed.signature
    assert (signed.signature.name, signed.signature.capacity) == ("Salem", "Owner")
    assert "Signed on paper?" not in page
    assert ">In force</strong>" in page


def test_ending_an_agreement_asks_once_more_and_cannot_be_done_twice() -> None:
    partner = a_stored_partner()
    address = f"{home(partner)}/agreements/{partner.agreements[0]}"
    browser = at_the_desk()
    assert "cannot be taken up again" in browser.get(f"{address}/end").body
    page = browser.follow(browser.post(f"{address}/end")).body
    assert ">Ended</strong>" in page
    assert f"{address}/end" not in page
    assert browser.get(f"{address}/end").status == 409


def test_another_partners_agreement_is_not_found() -> None:
    mine, other = a_stored_partner(), a_stored_partner()
    assert at_the_desk().get(f"{home(mine)}/agreements/{other.agreements[0]}").status == 404


def test_staff_change_what_was_vetted_too() -> None:
    partner = without_agreement(profile=a_profile(name_en="Palm", email=None))
    browser = at_the_desk()
    browser.get(f"{home(partner)}/edit")
    typed: dict[str, str | list[str]] = {
        "kind": "government",
        "registration_number": "gov ١٢٣",
        "name_en": "Palm Centre",
        "contact_name": "Mariam",
        "telephone": "050 765 4321",
        "areas": ["kalba", "dibba"],
        "fields": ["health"],
        "language": "en",
    }
    page = browser.follow(browser.post(f"{home(partner)}/edit", typed)).body
    profile = partners.read(partner.id).profile
    assert (profile.kind, profile.registration_number) == (PartnerKind.GOVERNMENT, "GOV123")
    assert "Palm Centre" in page
    assert "+971 50 765 4321" in page


def test_a_change_that_is_refused_keeps_what_was_typed() -> None:
    partner = without_agreement()
    browser = at_the_desk()
    browser.get(f"{home(partner)}/edit")
    reply = browser.post(f"{home(partner)}/edit", {"name_en": "Another", "telephone": "12"})
    assert reply.status == 422
    assert 'value="Another"' in reply.body
    assert 'href="#field-telephone"' in reply.body
    assert partners.read(partner.id) == partner
