"""Read an agreement in both languages, and sign it."""

from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.agreements import TERMS_VERSION, Agreement
from chalicelib.domain.categories import Field
from chalicelib.domain.lifecycle import AgreementState
from chalicelib.domain.partners import Partner
from chalicelib.store import agreements
from chalicelib.store.commit import commit
from chalicelib.words.agreement_terms import TERMS
from tests.factories import NOW, TODAY, an_agreement
from tests.web.partner_desk import a_desk

pytestmark = pytest.mark.usefixtures("store")
SIGNED = {"name": "سالم", "capacity": "المدير", "agreed": "yes"}


def prepared_for(partner: Partner, **given: Any) -> Agreement:
    sound = {"state": AgreementState.PREPARED, "signature": None, **given}
    agreement = an_agreement(partner, **sound)
    commit([agreements.save(agreement, None)])
    return agreement


def an_address(agreement: Agreement) -> str:
    return f"/portal/agreement/{agreement.id}"


def test_every_version_of_the_terms_that_agreements_carry_is_written() -> None:
    assert TERMS_VERSION in TERMS


def test_it_reads_in_both_languages_and_names_what_it_covers() -> None:
    desk = a_desk()
    agreement = prepared_for(desk.partner, covers=frozenset({Field.LEGAL, Field.LIVING}))
    page = desk.browser.get(an_address(agreement)).body
    for words in (
        "Living, Legal",
        "Declining carries no penalty.",
        "it excludes litigation and pleading",
        "لا يصوّر الشريك المستفيدين",
        '<section lang="ar" dir="rtl">',
        "2026-1",
    ):
        assert words in page
    assert len(page.encode()) < 60_000


def test_a_person_signs_in_a_capacity_and_at_a_time() -> None:
    desk = a_desk()
    agreement = prepared_for(desk.partner)
    desk.browser.get(an_address(agreement))
    reply = desk.browser.post(an_address(agreement), SIGNED)
    assert (reply.status, reply.location) == (303, an_address(agreement))
    after = agreements.read(desk.partner.id, agreement.id)
    assert after.state is AgreementState.SIGNED
    assert after.signature is not None
    assert (after.signature.name, after.signature.capacity, after.signature.signed_at) == (
        "سالم",
        "المدير",
        NOW,
    )
    page = desk.browser.follow(reply).body
    assert "In force" in page
    assert "سالم" in page
    assert "Sign the agreement" not in page


@pytest.mark.parametrize("missing", ["name", "capacity", "agreed"])
def test_nothing_is_signed_by_halves(missing: str) -> None:
    desk = a_desk()
    agreement = prepared_for(desk.partner)
    desk.browser.get(an_address(agreement))
    reply = desk.browser.post(an_address(agreement), {**SIGNED, missing: ""})
    assert reply.status == 422
    assert f'id="error-{missing}"' in reply.body
    assert agreements.read(desk.partner.id, agreement.id).state is AgreementState.PREPARED


def test_signing_twice_says_that_nothing_waits() -> None:
    desk = a_desk()
    agreement = prepared_for(desk.partner)
    desk.browser.get(an_address(agreement))
    desk.browser.post(an_address(agreement), SIGNED)
    reply = desk.browser.post(an_address(agreement), SIGNED)
    assert reply.status == 422
    assert "There is no agreement that waits for a signature." in reply.body


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({}, "In force"),
        ({"starts_on": TODAY + timedelta(days=1)}, "Signed, not begun"),
        ({"ends_on": TODAY - timedelta(days=1)}, "Expired"),
        ({"state": AgreementState.ENDED}, "Ended"),
        ({"state": AgreementState.PREPARED, "signature": None}, "Awaiting signature"),
    ],
)
def test_the_list_says_what_each_means_today(given: dict[str, Any], words: str) -> None:
    desk = a_desk(agreement=given)
    assert words in desk.browser.get("/portal/agreement").body


def test_an_agreement_that_is_over_is_not_offered_for_signature() -> None:
    desk = a_desk()
    agreement = prepared_for(desk.partner, ends_on=TODAY - timedelta(days=1))
    assert "Sign the agreement" not in desk.browser.get(an_address(agreement)).body
    assert an_address(agreement) not in desk.browser.get("/portal/requests").body


def test_to_another_partner_it_is_not_there() -> None:
    agreement, other = prepared_for(a_desk().partner), a_desk()
    other.browser.get("/portal/organisation/edit")
    assert other.browser.get(an_address(agreement)).status == 404
    assert other.browser.post(an_address(agreement), SIGNED).status == 404
