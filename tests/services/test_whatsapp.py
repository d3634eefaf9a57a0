"""A proposal by WhatsApp."""

from urllib.parse import parse_qs, urlsplit

import pytest

from chalicelib.domain.categories import Field
from chalicelib.domain.partners import Language
from chalicelib.domain.text import names_somebody
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.services.whatsapp import whatsapp_link
from chalicelib.store import categories
from tests.factories import a_category, a_context, a_profile
from tests.stored import a_stored_need, a_stored_offering, a_stored_partner

pytestmark = pytest.mark.usefixtures("store")


def the_chat(field: Field = Field.LIVING, **profile: object) -> tuple[str, str]:
    """The address of the chat, and what is written in it."""
    partner = a_stored_partner(profile=a_profile(telephone="+971501234567", **profile))
    need = a_stored_need(case_reference="CASE778899", summary="أثاث تلف بالماء")
    offering = a_stored_offering(partner)
    (assignment,) = propose(a_context(), need.id, [Part(offering.id, 2)])
    category = a_category(field=field)
    link = urlsplit(whatsapp_link(a_context(), need, category, assignment, partner))
    return f"{link.scheme}://{link.netloc}{link.path}", parse_qs(link.query)["text"][0]


def test_it_opens_a_chat_with_the_partner() -> None:
    assert the_chat()[0] == "https://wa.me/971501234567"


def test_it_asks_in_the_partners_language() -> None:
    arabic, english = the_chat()[1], the_chat(language=Language.ENGLISH)[1]
    for said in (
        "السلام عليكم",
        "أثاث ومفروشات",
        "كلباء",
        "قطعتان",
        "الاعتذار",
        "http://127.0.0.1:8700/portal/",
    ):
        assert said in arabic
    for said in ("Hello", "Furniture", "Kalba", "2 pieces", "Declining", "http://127.0.0.1:8700/portal/"):
        assert said in english


def test_it_names_neither_the_case_nor_anybody() -> None:
    text = the_chat(contact_name="سالم")[1]
    without_link = text.replace(text[text.index("http") :].split()[0], "")
    assert not names_somebody(without_link)
    assert not any(said in text for said in ("CASE778899", "أثاث تلف", "سالم", "النخلة"))


def test_of_legal_aid_it_says_that_litigation_is_excluded() -> None:
    assert ["التقاضي" in the_chat(field)[1] for field in (Field.LIVING, Field.LEGAL)] == [False, True]


def test_who_cannot_sign_in_gets_no_link_into_the_portal() -> None:
    text = the_chat(email=None)[1]
    assert "http" not in text
    assert "الرد في هذه المحادثة" in text


def test_the_categories_of_the_product_have_the_words_for_it() -> None:
    assert categories.read("furniture").name_ar in the_chat()[1]
