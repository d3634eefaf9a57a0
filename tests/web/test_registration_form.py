"""Become a partner: the form, and an answer that tells nobody who is registered already."""

from typing import Any

import pytest

from chalicelib.domain.actors import Role
from chalicelib.domain.lifecycle import PartnerState
from chalicelib.domain.partners import Partner
from chalicelib.store import partners
from tests.factories import a_profile
from tests.stored import a_stored_partner
from tests.web.browsing import Browser, Reply, some_app
from tests.web.people import signed_in

pytestmark = pytest.mark.usefixtures("store")

FORM: dict[str, str | list[str]] = {
    "partner_id": "01JNEWPARTNER",
    "kind": "company",
    "name_ar": "متجر الساحل",
    "registration_number": "CN-٤٥٦ ٧٨",
    "contact_name": "سالم",
    "telephone": "٠٥٠١٢٣٤٥٦٧",
    "email": "Shop@Example.org",
    "areas": ["kalba", "dibba"],
    "fields": ["living"],
    "language": "ar",
}


def register(browser: Browser, **changes: Any) -> Reply:
    browser.get("/portal/register")
    return browser.post("/portal/register", {**FORM, **changes})


def registered() -> list[Partner]:
    return list(partners.list_by_state(PartnerState.REGISTERED).items)


def test_a_shop_registers_with_what_it_typed_in_either_digits() -> None:
    browser = Browser(some_app())
    reply = register(browser)
    assert (reply.status, reply.location) == (303, "/portal/register/done")
    (partner,) = registered()
    profile = partner.profile
    assert (profile.name_ar, profile.telephone, profile.email) == (
        "متجر الساحل",
        "+971501234567",
        "shop@example.org",
    )
    assert "48 hours" in browser.follow(reply).body


def test_an_email_is_not_needed() -> None:
    assert register(Browser(some_app()), email="").status == 303
    assert registered()[0].profile.email is None


def test_what_is_wrong_stands_beside_its_field_with_what_was_typed_in_the_readers_language() -> None:
    reply = register(Browser(some_app(), language="ar"), telephone="12", areas=[], contact_name="")
    assert reply.status == 422
    for words in ("مثل \u2066050 123 4567\u2069", "يرجى اختيار إجابة واحدة على الأقل", 'value="متجر الساحل"'):
        assert words in reply.body
    for name in ("telephone", "areas", "contact_name"):
        assert f'href="#field-{name}"' in reply.body
        assert f'id="error-{name}"' in reply.body
    assert registered() == []


def test_a_name_in_one_language_is_asked_for_when_both_are_missing() -> None:
    reply = register(Browser(some_app()), name_ar="", name_en="")
    assert reply.status == 422
    assert "Give a name in Arabic or in English." in reply.body


def test_sending_the_form_twice_registers_once() -> None:
    browser = Browser(some_app())
    assert register(browser).location == register(browser).location
    assert len(registered()) == 1


def test_whoever_registers_what_another_holds_reads_the_very_same_page() -> None:
    a_stored_partner()
    fresh, known = Browser(some_app()), Browser(some_app())
    first = register(fresh)
    second = register(known, partner_id="01JANOTHER", name_ar="متجر آخر")
    assert (first.status, first.location) == (second.status, second.location)
    assert fresh.follow(first).body == known.follow(second).body
    assert len(registered()) == 1


def test_staff_who_may_know_are_told_that_the_number_is_taken() -> None:
    register(Browser(some_app()))
    reply = register(signed_in(some_app()).browser, partner_id="01JANOTHER")
    assert reply.status == 422
    assert "This exists already." in reply.body


def test_staff_register_a_shop_and_go_on_to_its_page() -> None:
    reply = register(signed_in(some_app(), Role.STAFF).browser, email="")
    assert reply.location == "/portal/partners/01JNEWPARTNER"


def test_too_many_registrations_from_one_place_are_refused_and_nothing_typed_is_lost() -> None:
    browser = Browser(some_app())
    for number in range(10):
        register(browser, partner_id=f"01JN{number}", registration_number=f"CN{number}00", email="")
    reply = register(browser, partner_id="01JNLAST", registration_number="CN1100", email="")
    assert reply.status == 422
    assert "Too many requests." in reply.body
    assert 'value="متجر الساحل"' in reply.body


def test_an_id_that_is_none_is_refused() -> None:
    assert register(Browser(some_app()), partner_id="../x").status == 422
    assert registered() == []


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_form_asks_in_both_languages_and_stays_small(language: str) -> None:
    page = Browser(some_app(), language=language).get("/portal/register").body
    assert ("خورفكان" if language == "ar" else "Khorfakkan") in page
    assert len(page.encode()) < 60_000


def test_names_are_escaped_where_they_come_back() -> None:
    reply = register(Browser(some_app()), name_en="<script>x</script>", telephone="1")
    assert "<script>x" not in reply.body
    assert a_profile().name_en not in reply.body
