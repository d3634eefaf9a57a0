"""Staff at work twenty minutes after needs were posted and proposed."""

from dataclasses import dataclass
from datetime import timedelta

from chalicelib.domain.actors import Role
from chalicelib.domain.assignments import Answer
from chalicelib.domain.lifecycle import AssignmentState
from chalicelib.domain.needs import Need
from chalicelib.services import answers
from chalicelib.services.needs import read_need
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from tests.factories import NOW, a_context
from tests.stored import a_stored_need, a_stored_offering
from tests.web.browsing import Browser, Clock, Reply, some_app
from tests.web.people import Person, signed_in

LATER = NOW + timedelta(minutes=20)


def staff(role: Role = Role.STAFF) -> Person:
    return signed_in(some_app(clock=Clock(LATER)), role)


@dataclass
class Asked:
    """A need of four pieces, all of it proposed to one partner."""

    need: Need
    assignment_id: str
    browser: Browser

    @property
    def root(self) -> str:
        return f"/portal/needs/{self.need.id}/assignments/{self.assignment_id}"

    @property
    def state(self) -> AssignmentState:
        (one,) = read_need(a_context(now=LATER), self.need.id).assignments
        return one.state

    def take(self, step: str, **fields: str) -> Reply:
        self.browser.get(f"{self.root}/{step}")
        return self.browser.post(f"{self.root}/{step}", fields)

    def answer(self, **fields: str) -> Reply:
        sound = {
            "answered_by": "Salem",
            "answered_at": "2026-07-28T10:10",
            "answer": "accepted",
            "quantity": "4",
        }
        return self.take("answer", **{**sound, **fields})


def asked() -> Asked:
    need, offering = a_stored_need(quantity=4), a_stored_offering()
    (one,) = propose(a_context(), need.id, [Part(offering.id, 4)])
    return Asked(need, one.id, staff().browser)


def accepted() -> Asked:
    one = asked()
    answers.accept(a_context(), one.need.id, one.assignment_id, 4, Answer(NOW, "01JSTAFF"))
    return one


def delivered() -> Asked:
    one = accepted()
    answers.deliver(a_context(), one.need.id, one.assignment_id, 4)
    return one
