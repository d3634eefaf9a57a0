"""A request to a partner, and the commitment it becomes: accept, decline, read the note, deliver."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import BaseModel, StringConstraints

from chalicelib.domain.actors import Role
from chalicelib.domain.assignments import Answer as Reply
from chalicelib.domain.assignments import Assignment, DeclineReason
from chalicelib.domain.lifecycle import ASSIGNMENT, Action, AssignmentState, actions_from
from chalicelib.services import answers
from chalicelib.services.assignments import SeenAssignment, read_assignment
from chalicelib.services.late_answers import still_wanted_of
from chalicelib.services.notes import has_handover_note, read_handover_note
from chalicelib.web.assignment_words import look_of, own_state
from chalicelib.web.fields import Ask, Count
from chalicelib.web.forms import Form
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.text import N_

_PATH = "/portal/assignments/{need_id}/{assignment_id}"


class AcceptForm(BaseModel):
    """How much of what was asked for."""

    quantity: Annotated[
        Count,
        Ask(N_("How much can you give?"), N_("All of it or a part: others are asked for the rest.")),
    ]


class DeclineForm(BaseModel):
    """Why not. The words are for staff."""

    reason: Annotated[DeclineReason, Ask(N_("What is the reason?"))]
    words: Annotated[
        str,
        StringConstraints(max_length=500),
        Ask(N_("Anything that staff should know"), N_("Name nobody here.")),
    ] = ""


class DeliverForm(BaseModel):
    """How much went out."""

    quantity: Annotated[
        Count, Ask(N_("How much did you deliver?"), N_("What you promised, or less if it was less."))
    ]


@dataclass(frozen=True, slots=True)
class _Asked:
    """Which assignment the address names, as the partner may see it now."""

    request: Request
    seen: SeenAssignment

    @property
    def home(self) -> str:
        one = self.seen.assignment
        return _PATH.format(need_id=one.need_id, assignment_id=one.id)

    def allows(self, action: Action) -> bool:
        return action in actions_from(ASSIGNMENT, self.seen.assignment.state, self.request.context.actor)

    def page(self, template: str, **values: object) -> Page:
        one = self.seen.assignment
        shared = {
            "seen": self.seen,
            "home": self.home,
            "state": own_state(one.state, self.seen.need.form),
            "look": look_of(one.state),
        }
        return Page(template, {**shared, **values})


def _asked(request: Request) -> _Asked:
    return _Asked(request, read_assignment(request.context, *_ids(request)))


def _ids(request: Request) -> tuple[str, str]:
    return request.path["need_id"], request.path["assignment_id"]


def _reply(request: Request, reason: DeclineReason | None = None, words: str = "") -> Reply:
    return Reply(request.now, request.context.account_id, reason=reason, words=words)


@page(_PATH, Role.PARTNER, methods=("GET", "POST"))
def assignment(request: Request) -> Answer:
    """What is asked for, and the answer to it."""
    if request.method == "GET":
        return _shown(_asked(request))
    form = Form.read(AcceptForm, request.form)
    form.submit(lambda data: answers.accept(request.context, *_ids(request), data.quantity, _reply(request)))
    if form.ok:
        return Redirect(request.target, N_("Thank you. You have accepted; below stands what comes next."))
    return _shown(_asked(request), form)


def _shown(asked: _Asked, form: Form[AcceptForm] | None = None) -> Page:
    one, wanted = asked.seen.assignment, _still_wanted(asked)
    return asked.page(
        "assignments/one.html",
        form=form or Form.blank(AcceptForm, quantity=wanted or one.proposed),
        waits=one.state is AssignmentState.PROPOSED,
        still_wanted=wanted,
        may_decline=asked.allows(Action.DECLINE),
        may_deliver=asked.allows(Action.DELIVER),
        has_note=has_handover_note(asked.request.context, one.id),
    )


def _still_wanted(asked: _Asked) -> int:
    """How much of it would be taken although the time to answer is over."""
    one = asked.seen.assignment
    if one.state is not AssignmentState.EXPIRED:
        return 0
    return still_wanted_of(asked.request.context, one.need_id, one.id)


@page(f"{_PATH}/decline", Role.PARTNER, methods=("GET", "POST"))
def decline(request: Request) -> Answer:
    """Decline with a reason, before the answer or after it."""
    asked = _asked(request)
    if request.method == "GET":
        return _or_home(asked, Action.DECLINE, "assignments/decline.html", Form.blank(DeclineForm))
    form = Form.read(DeclineForm, request.form)
    form.submit(lambda data: _decline(request, data))
    if form.ok:
        return Redirect("/portal/requests", N_("Thank you for the answer. It carries no penalty."))
    return asked.page("assignments/decline.html", form=form)


def _decline(request: Request, data: DeclineForm) -> Assignment:
    reply = _reply(request, data.reason, data.words)
    return answers.decline(request.context, *_ids(request), reply)


@page(f"{_PATH}/deliver", Role.PARTNER, methods=("GET", "POST"))
def deliver(request: Request) -> Answer:
    """Say how much was delivered."""
    asked = _asked(request)
    if request.method == "GET":
        form = Form.blank(DeliverForm, quantity=asked.seen.assignment.held)
        return _or_home(asked, Action.DELIVER, "assignments/deliver.html", form)
    form = Form.read(DeliverForm, request.form)
    form.submit(lambda data: answers.deliver(request.context, *_ids(request), data.quantity))
    if form.ok:
        return Redirect(asked.home, N_("Thank you. Staff confirm the receipt."))
    return asked.page("assignments/deliver.html", form=form)


def _or_home(
    asked: _Asked, action: Action, template: str, form: Form[DeclineForm] | Form[DeliverForm]
) -> Answer:
    """The form where that step is possible, else the page that says how it stands."""
    return asked.page(template, form=form) if asked.allows(action) else Redirect(asked.home)


@page(f"{_PATH}/note", Role.PARTNER, methods=("GET", "POST"))
def note(request: Request) -> Answer:
    """The hand-over note, by the press of a button: each reading stands in the audit trail."""
    if request.method == "GET":
        return Redirect(_asked(request).home)
    found = read_handover_note(request.context, *_ids(request))
    return _asked(request).page("assignments/note.html", note=found)
