"""Accept, decline, read the hand-over note, deliver."""

from datetime import timedelta
from html import unescape

import pytest

from chalicelib.domain.areas import Area
from chalicelib.domain.audit import Tag
from chalicelib.domain.lifecycle import AssignmentState
from chalicelib.services.notes import write_handover_note
from chalicelib.services.trail import list_trail
from chalicelib.store import assignments
from tests.factories import NOW, a_context
from tests.web.partner_desk import Asked, a_desk, accepted_by, asked_of

pytestmark = pytest.mark.usefixtures("store")
NOTE = "Kalba, beside the old school, from 8 to 11."


def standing(asked: Asked) -> tuple[AssignmentState, int]:
    one = assignments.read(asked.need.id, asked.assignment.id)
    return one.state, one.held


def tags_of(asked: Asked) -> list[Tag]:
    return [event.tag for event in list_trail(a_context(), f"need:{asked.need.id}").items]


def test_before_the_answer_the_case_stays_unknown_and_a_sensitive_need_shows_a_region() -> None:
    desk = a_desk()
    asked = asked_of(desk.partner, summary="Two beds", sensitive=True, area=Area.KALBA)
    page = desk.browser.get(asked.address).body
    assert "Two beds" in page
    assert "The east coast" in page
    for hidden in ("Kalba", asked.need.details.case_reference, "800700"):
        assert hidden not in page.partition("<main")[2].partition("</main>")[0]


def test_the_whole_of_it_is_accepted_with_one_press() -> None:
    desk = a_desk()
    asked = asked_of(desk.partner, quantity=4)
    page = desk.browser.get(asked.address).body
    assert 'name="quantity" type="text" value="4"' in page
    reply = desk.browser.post(asked.address, {"quantity": "4"})
    assert (reply.status, standing(asked)) == (303, (AssignmentState.ACCEPTED, 4))
    after = desk.browser.follow(reply).body
    assert asked.need.details.case_reference in after
    assert 'href="tel:800700"' in after


def test_a_part_is_accepted_in_arabic_digits() -> None:
    desk = a_desk()
    asked = asked_of(desk.partner, quantity=4)
    desk.browser.get(asked.address)
    desk.browser.post(asked.address, {"quantity": "٣"})
    assert standing(asked) == (AssignmentState.PARTLY_ACCEPTED, 3)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("5", "That is more than was proposed: 4."),
        ("0", "The least is 1."),
        ("many", "Write a number"),
        ("", "Fill"),
    ],
)
def test_a_quantity_that_cannot_be_comes_back_as_typed(typed: str, words: str) -> None:
    desk = a_desk()
    asked = asked_of(desk.partner, quantity=4)
    desk.browser.get(asked.address)
    reply = desk.browser.post(asked.address, {"quantity": typed})
    assert reply.status == 422
    assert words in reply.body
    assert f'name="quantity" type="text" value="{typed}"' in reply.body
    assert standing(asked)[0] is AssignmentState.PROPOSED


def test_declining_asks_for_a_reason_and_carries_no_penalty() -> None:
    desk = a_desk()
    asked = asked_of(desk.partner)
    page = desk.browser.get(f"{asked.address}/decline").body
    assert "Declining carries no penalty." in page
    without = desk.browser.post(f"{asked.address}/decline", {"words": "We move house."})
    assert without.status == 422
    assert "We move house." in without.body
    reply = desk.browser.post(f"{asked.address}/decline", {"reason": "too_soon", "words": "We move house."})
    assert reply.location == "/portal/requests"
    answer = assignments.read(asked.need.id, asked.assignment.id).answer
    assert answer is not None
    assert (answer.reason, answer.words, answer.at) == ("too_soon", "We move house.", NOW)


def test_a_conflict_of_interest_gives_the_commitment_back() -> None:
    desk = a_desk()
    owed = accepted_by(desk.partner)
    assert f'href="{owed.address}/decline"' in desk.browser.get(owed.address).body
    assert "Give the commitment back" in desk.browser.get(f"{owed.address}/decline").body
    desk.browser.post(f"{owed.address}/decline", {"reason": "conflict_of_interest"})
    assert standing(owed) == (AssignmentState.DECLINED, 0)


def test_the_note_is_read_by_a_press_and_the_reading_is_recorded() -> None:
    desk = a_desk()
    owed = accepted_by(desk.partner)
    write_handover_note(a_context(), owed.need.id, owed.assignment.id, NOTE)
    page = desk.browser.get(owed.address).body
    assert NOTE not in page
    assert "Read the note" in page
    assert Tag.HANDOVER_NOTE_READ not in tags_of(owed)
    reply = desk.browser.post(f"{owed.address}/note", {})
    assert reply.status == 200
    assert NOTE in unescape(reply.body)
    assert tags_of(owed)[0] is Tag.HANDOVER_NOTE_READ


@pytest.mark.parametrize(("hours", "status"), [(71, 200), (72, 409)])
def test_a_note_is_gone_after_three_days_whether_or_not_the_job_ran(hours: int, status: int) -> None:
    desk = a_desk()
    owed = accepted_by(desk.partner)
    earlier = a_context(now=NOW - timedelta(hours=hours))
    write_handover_note(earlier, owed.need.id, owed.assignment.id, NOTE)
    assert ("Read the note" in desk.browser.get(owed.address).body) is (status == 200)
    desk.browser.get(f"{owed.address}/deliver")
    reply = desk.browser.post(f"{owed.address}/note", {})
    assert reply.status == status
    assert (NOTE in reply.body) is (status == 200)


def test_opening_the_notes_address_reads_nothing() -> None:
    desk = a_desk()
    owed = accepted_by(desk.partner)
    reply = desk.browser.get(f"{owed.address}/note")
    assert (reply.status, reply.location) == (303, owed.address)


def test_less_than_promised_may_be_delivered() -> None:
    desk = a_desk()
    owed = accepted_by(desk.partner, quantity=4)
    page = desk.browser.get(f"{owed.address}/deliver").body
    assert 'value="4"' in page
    assert "No photographs of people" in page
    reply = desk.browser.post(f"{owed.address}/deliver", {"quantity": "3"})
    assert (reply.location, standing(owed)) == (owed.address, (AssignmentState.DELIVERED, 3))


def test_more_than_promised_is_refused_with_what_was_promised() -> None:
    desk = a_desk()
    owed = accepted_by(desk.partner, quantity=4)
    desk.browser.get(f"{owed.address}/deliver")
    reply = desk.browser.post(f"{owed.address}/deliver", {"quantity": "9"})
    assert reply.status == 422
    assert "That is more than was accepted: 4." in reply.body


def test_a_step_that_is_not_possible_leads_back_to_how_it_stands() -> None:
    desk = a_desk()
    asked = asked_of(desk.partner)
    reply = desk.browser.get(f"{asked.address}/deliver")
    assert (reply.status, reply.location) == (303, asked.address)


@pytest.mark.parametrize("step", ["", "/decline", "/deliver", "/note"])
def test_to_another_partner_it_is_not_there(step: str) -> None:
    owed, other = accepted_by(a_desk().partner), a_desk()
    other.browser.get("/portal/organisation/edit")
    fields = {"quantity": "1", "reason": "other"}
    assert other.browser.get(owed.address + step).status == 404
    assert other.browser.post(owed.address + step, fields).status == 404
    assert standing(owed) == (AssignmentState.ACCEPTED, 4)
