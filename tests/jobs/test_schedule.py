"""The timed jobs, as their schedules start them."""

from datetime import datetime, timedelta

import pytest

from chalicelib.domain.assignments import Answer, Assignment
from chalicelib.domain.lifecycle import AssignmentState
from chalicelib.domain.notes import HANDOVER_SHOWN_FOR
from chalicelib.jobs.schedule import SCHEDULES
from chalicelib.services import answers
from chalicelib.services.notes import write_handover_note
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.store import assignments, notes
from tests.factories import NOW, a_context
from tests.mailbox import let_mails_out, sent_mails
from tests.observed import tags_of
from tests.stored import a_stored_need, a_stored_offering

pytestmark = pytest.mark.usefixtures("store")
JOBS = {schedule.name: schedule for schedule in SCHEDULES}


def run(name: str, at: datetime) -> None:
    JOBS[name].run(at)


def a_proposal() -> Assignment:
    need, offering = a_stored_need(), a_stored_offering()
    (assignment,) = propose(a_context(), need.id, [Part(offering.id, 1)])
    return assignment


def state_of(one: Assignment) -> AssignmentState:
    return assignments.read(one.need_id, one.id).state


def test_each_job_has_a_name_and_a_period_of_its_own() -> None:
    assert len(JOBS) == len(SCHEDULES)
    assert all(schedule.every >= timedelta(seconds=2) for schedule in SCHEDULES)


@pytest.mark.parametrize("name", JOBS)
def test_each_job_may_run_when_there_is_nothing_to_do(name: str) -> None:
    run(name, NOW)
    run(name, NOW)
    assert sent_mails() == []


def test_a_proposal_is_mailed_then_reminded_of_then_expires_each_once() -> None:
    let_mails_out()
    one = a_proposal()
    for hours in (0, 1, 2, 3, 4, 5):
        for name in ("expire_proposals", "remind_partners", "send_notices"):
            run(name, NOW + timedelta(hours=hours))
            run(name, NOW + timedelta(hours=hours))
    assert [mail.subject for mail in sent_mails()] == [
        "طلب مساهمة جديد: عاجل",
        "تذكير: طلب مساهمة بانتظار ردكم",
    ]
    assert state_of(one) is AssignmentState.EXPIRED
    assert tags_of("need", one.need_id).count("assignment:expired") == 1


def test_one_proposal_that_cannot_expire_does_not_keep_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    broken, sound = a_proposal(), a_proposal()
    expire = answers.expire

    def breaking(context: object, need_id: str, assignment_id: str) -> Assignment:
        if assignment_id == broken.id:
            raise RuntimeError
        return expire(context, need_id, assignment_id)  # type: ignore[arg-type]

    monkeypatch.setattr(answers, "expire", breaking)
    run("expire_proposals", NOW + timedelta(hours=5))
    assert (state_of(broken), state_of(sound)) == (AssignmentState.PROPOSED, AssignmentState.EXPIRED)


def test_a_hand_over_note_is_erased_when_its_time_is_over() -> None:
    one = a_proposal()
    answer = Answer(NOW, "01JPARTNERACCOUNT")
    answers.accept(a_context(), one.need_id, one.id, 1, answer)
    write_handover_note(a_context(), one.need_id, one.id, "الباب الخلفي")
    run("erase_handover_notes", NOW + HANDOVER_SHOWN_FOR - timedelta(minutes=1))
    assert notes.find_handover(one.id) is not None
    for _ in range(2):
        run("erase_handover_notes", NOW + HANDOVER_SHOWN_FOR)
    assert notes.find_handover(one.id) is None
    assert tags_of("need", one.need_id).count("note:handover_erased") == 1
