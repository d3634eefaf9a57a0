"""Letters that deceive: they turn a name around, or pass for another while nobody sees them."""

import pytest

from chalicelib.domain.actors import Role
from chalicelib.domain.lifecycle import PartnerState
from chalicelib.store import needs, partners
from tests.factories import NOW
from tests.web.browsing import Browser, some_app
from tests.web.people import api_client

pytestmark = pytest.mark.usefixtures("store")


def test_a_name_that_turns_itself_around_is_kept_as_it_reads() -> None:
    browser = Browser(some_app())
    browser.get("/portal/register")
    reply = browser.post(
        "/portal/register",
        {
            "partner_id": "01JNEWPARTNER",
            "kind": "company",
            "name_en": "Palm\u202egnidarT\u202c \u200b\u2066Trading\u2069\ufeff",
            "registration_number": "CN\u200b456\u202e78",
            "contact_name": "Salem",
            "telephone": "\u202a050 123 4567\u202c",
            "areas": ["kalba"],
            "fields": ["living"],
            "language": "en",
        },
    )
    assert reply.status == 303
    (partner,) = partners.list_by_state(PartnerState.REGISTERED).items
    assert partner.profile.name_en == "PalmgnidarT Trading"
    assert partner.profile.registration_number == "CN45678"
    assert partner.profile.telephone == "+971501234567"


def test_words_come_out_of_json_as_they_come_out_of_a_form() -> None:
    client = api_client(some_app(), Role.STAFF)
    reply = client.post(
        "/api/v1/needs",
        {
            "case_reference": "KAL\u200b1",
            "category": "furniture",
            "quantity": 1,
            "area": "kalba",
            "circumstance": "accident",
            "priority": "p2",
            "deadline": NOW.replace(year=NOW.year + 1).isoformat(),
            "registered": "attested",
            "low_income": "attested",
            "summary": "\x00Two\u202e beds\r\nand a table\x1b[31m",
        },
    )
    assert reply.status == 201, reply.body
    kept = needs.read(reply.json["id"]).details
    assert (kept.summary, kept.case_reference) == ("Two beds\nand a table[31m", "KAL1")
