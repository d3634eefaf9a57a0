"""A partner's own details, where it stands, and its documents."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from chalicelib.domain.areas import Area
from chalicelib.domain.lifecycle import PartnerState
from chalicelib.store import partners
from tests.factories import TODAY, a_credential, a_profile
from tests.observed import mails
from tests.web.partner_desk import Desk, a_desk

pytestmark = pytest.mark.usefixtures("store")
EDIT = "/portal/organisation/edit"


def edited(desk: Desk, **changes: Any) -> dict[str, Any]:
    profile = desk.partner.profile
    fields = {
        "name_ar": profile.name_ar,
        "name_en": profile.name_en,
        "contact_name": profile.contact_name,
        "telephone": profile.telephone,
        "email": profile.email,
        "areas": ["kalba"],
        "fields": ["living"],
        "language": "ar",
    }
    return {**fields, **changes}


def test_the_details_stand_as_the_network_knows_them() -> None:
    desk = a_desk(profile=a_profile(areas=frozenset({Area.DIBBA, Area.KALBA})))
    page = desk.browser.get("/portal/organisation").body
    profile = desk.partner.profile
    for words in (profile.name_ar, profile.registration_number, "+971 50 123 4567", "Kalba, Dibba Al Hisn"):
        assert words in page


@pytest.mark.parametrize(
    ("days", "words"), [(-1, "Expired"), (0, "Expires soon"), (30, "Expires soon"), (31, "In force")]
)
def test_a_document_tells_how_long_it_still_holds(days: int, words: str) -> None:
    document = a_credential(expires_on=TODAY + timedelta(days=days))
    desk = a_desk(credentials=(document,))
    row = desk.browser.get("/portal/organisation").body.partition(document.number)[2]
    assert words in row.partition("</tr>")[0]


def test_what_is_changed_is_saved_and_said() -> None:
    desk = a_desk()
    desk.browser.get(EDIT)
    reply = desk.browser.post(EDIT, edited(desk, contact_name="مريم", telephone="٠٥٠٧٦٥٤٣٢١"))
    assert reply.location == "/portal/organisation"
    profile = partners.read(desk.partner.id).profile
    assert (profile.contact_name, profile.telephone) == ("مريم", "+971507654321")
    assert "Your details are saved." in desk.browser.follow(reply).body


def test_a_new_address_waits_for_its_proof_beside_the_old_one() -> None:
    desk = a_desk()
    desk.browser.get(EDIT)
    reply = desk.browser.post(EDIT, edited(desk, email="new@example.org"))
    page = desk.browser.follow(reply).body
    assert "A new e-mail address waits to be confirmed" in page
    assert "until then the present one holds" in page
    partner = partners.read(desk.partner.id)
    assert (partner.profile.email, partner.pending_email) == (desk.partner.profile.email, "new@example.org")
    assert mails()[-1].to == "new@example.org"


def test_kind_and_number_are_not_the_partners_to_change() -> None:
    desk = a_desk()
    desk.browser.get(EDIT)
    desk.browser.post(EDIT, edited(desk, kind="government", registration_number="OTHER1"))
    assert partners.read(desk.partner.id).profile.registration_number == (
        desk.partner.profile.registration_number
    )
    assert partners.read(desk.partner.id).profile.kind is desk.partner.profile.kind


def test_what_is_wrong_comes_back_as_typed() -> None:
    desk = a_desk(language="ar")
    desk.browser.get(EDIT)
    reply = desk.browser.post(EDIT, edited(desk, telephone="12", contact_name="سالم ومريم"))
    assert reply.status == 422
    assert 'value="سالم ومريم"' in reply.body
    assert "مثل \u2066050 123 4567\u2069" in reply.body
    assert partners.read(desk.partner.id) == replace(desk.partner)


def test_a_suspension_is_told_with_its_reason() -> None:
    desk = a_desk(state=PartnerState.SUSPENDED, decision_reason="The licence is being checked.")
    page = desk.browser.get("/portal/organisation").body
    assert "Suspended" in page
    assert "The licence is being checked." in page
