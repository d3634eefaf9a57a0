"""Record what a partner answered by telephone."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, StringConstraints

from chalicelib.domain.actors import Role
from chalicelib.domain.assignments import Answer as Answered
from chalicelib.domain.assignments import Assignment, DeclineReason
from chalicelib.domain.errors import ErrorCode, invalid
from chalicelib.domain.lifecycle import Action
from chalicelib.services.answers import accept, decline
from chalicelib.web.assignment_steps import Step, read_step, require_action
from chalicelib.web.fields import Ask, Count, Line, Moment
from chalicelib.web.forms import Form
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.text import N_, Text

_ACCEPTED, _DECLINED = "accepted", "declined"
_ANSWERS: dict[str, tuple[Action, Text]] = {
    _ACCEPTED: (Action.ACCEPT, N_("All of it, or a part")),
    _DECLINED: (Action.DECLINE, N_("It cannot")),
}

_NOT_THEN = N_("Choose a time after the request was sent, and not in the future.")


class TelephoneAnswerForm(BaseModel):
    """Who said what, and when."""

    answered_by: Annotated[Line, Ask(N_("Who answered?"), N_("The name of the person at the partner."))]
    answered_at: Annotated[Moment, Ask(N_("When?"))]
    answer: Annotated[Literal["accepted", "declined"], Ask(N_("What did the partner say?"))]
    quantity: Annotated[Count | None, Ask(N_("If it accepts: how much?"))] = None
    reason: Annotated[DeclineReason | None, Ask(N_("If it cannot: why?"))] = None
    words: Annotated[str, StringConstraints(max_length=300), Ask(N_("In its own words"))] = ""


@page("/portal/needs/{need_id}/assignments/{assignment_id}/answer", Role.STAFF, methods=("GET", "POST"))
def answer_by_telephone(request: Request) -> Answer:
    """Record an answer for a partner who does not answer in the portal."""
    step = read_step(request)
    require_action(step, Action.ACCEPT if Action.ACCEPT in step.actions else Action.DECLINE)
    if request.method == "GET":
        return _shown(step, _blank(request, step))
    form = Form.read(TelephoneAnswerForm, request.form)
    _check_moment(form, step, request.now)
    if form.ok:
        form.submit(lambda data: _record(request, step, data))
    if form.ok:
        return Redirect(step.back, N_("The answer is recorded."))
    return _shown(step, form)


def _check_moment(form: Form[TelephoneAnswerForm], step: Step, now: datetime) -> None:
    # Forms know minutes, the store knows more.
    sent = step.assignment.proposed_at.replace(second=0, microsecond=0)
    if form.data is not None and not sent <= form.data.answered_at <= now:
        form.errors["answered_at"] = _NOT_THEN


def _record(request: Request, step: Step, data: TelephoneAnswerForm) -> Assignment:
    answered = Answered(
        at=data.answered_at,
        recorded_by=request.context.account_id,
        by_telephone=True,
        answered_by=data.answered_by,
        reason=data.reason if data.answer == _DECLINED else None,
        words=data.words,
    )
    ids = step.view.need.id, step.assignment.id
    if data.answer == _DECLINED:
        return decline(request.context, *ids, answered)
    if data.quantity is None:
        raise invalid(ErrorCode.REQUIRED, "quantity")
    return accept(request.context, *ids, data.quantity, answered)


def _blank(request: Request, step: Step) -> Form[TelephoneAnswerForm]:
    possible = _possible(step)
    only = possible[0][0] if len(possible) == 1 else None
    quantity = step.assignment.proposed if Action.ACCEPT in step.actions else None
    return Form.blank(TelephoneAnswerForm, answered_at=request.now, answer=only, quantity=quantity)


def _possible(step: Step) -> list[tuple[str, Text]]:
    """What may be answered now: what was promised can only be given back, what ran out only be accepted."""
    return [(answer, words) for answer, (action, words) in _ANSWERS.items() if action in step.actions]


def _shown(step: Step, form: Form[TelephoneAnswerForm]) -> Page:
    return Page("needs/answer.html", {"step": step, "form": form, "answers": _possible(step)})
