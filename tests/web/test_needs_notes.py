"""The private note of a need and the hand-over note of an assignment, through staff's pages."""

import pytest

from chalicelib.domain.actors import Role
from chalicelib.services.needs import read_need
from chalicelib.services.trail import list_trail
from tests.factories import a_context, some_details
from tests.stored import a_stored_need, a_stored_offering
from tests.web.staff_desk import accepted, staff

pytestmark = pytest.mark.usefixtures("store")


def test_leaving_a_partner_out_later_asks_for_the_reason_in_the_private_note() -> None:
    partner_id, need, browser = a_stored_offering().partner_id, a_stored_need(), staff().browser
    browser.get(f"/portal/needs/{need.id}/edit")
    was = some_details()
    fields = {
        "quantity": str(was.quantity),
        "priority": was.priority.value,
        "circumstance": was.circumstance.value,
        "deadline": "2026-07-31T10:00",
        "summary": was.summary,
        "excluded_partners": partner_id,
    }
    refused = browser.post(f"/portal/needs/{need.id}/edit", fields)
    assert 'id="error-private_note"' in refused.body
    browser.post(f"/portal/needs/{need.id}/edit", {**fields, "private_note": "A relative"})
    view = read_need(a_context(), need.id)
    assert view.need.details.excluded_partners == {partner_id}
    assert view.has_private_note


def test_a_private_note_is_shown_at_the_press_of_a_button_and_the_reading_is_recorded() -> None:
    need, browser = a_stored_need(), staff().browser
    root = f"/portal/needs/{need.id}/private-note"
    browser.get(root)
    browser.post(root, {"text": "Ring before noon"})
    assert "Ring before noon" not in browser.get(root).body
    assert "Ring before noon" in browser.post(f"{root}/read").body
    said = [event.tag.value for event in list_trail(a_context(), f"need:{need.id}").items]
    assert said == ["note:private_read", "note:private_written"]


def test_the_note_of_a_sensitive_need_is_for_supervisors() -> None:
    need = a_stored_need(sensitive=True)
    browser = staff().browser
    assert "/private-note" not in browser.get(f"/portal/needs/{need.id}").body
    assert browser.get(f"/portal/needs/{need.id}/private-note").status == 403
    assert staff(Role.SUPERVISOR).browser.get(f"/portal/needs/{need.id}/private-note").status == 200


def test_a_handover_note_is_kept_for_the_partner_who_accepted() -> None:
    one = accepted()
    page = one.browser.follow(one.take("handover-note", text="Gate 3, ask for the guard"))
    assert "The hand-over note is kept" in page.body
    one.browser.get(f"{one.root}/handover-note")
    assert "Gate 3" in one.browser.post(f"{one.root}/handover-note/read").body
