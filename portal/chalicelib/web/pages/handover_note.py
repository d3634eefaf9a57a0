"""The hand-over note: where and whom to meet, for the one partner who accepted. Each reading is recorded."""

from typing import Annotated

from pydantic import BaseModel

from chalicelib.domain.actors import Role
from chalicelib.services.notes import has_handover_note, read_handover_note, write_handover_note
from chalicelib.web.assignment_steps import Step, read_step
from chalicelib.web.fields import Ask, Paragraph
from chalicelib.web.forms import Form
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.text import N_

_AT = "/portal/needs/{need_id}/assignments/{assignment_id}/handover-note"


class HandoverNoteForm(BaseModel):
    """A text for the partner's eyes."""

    text: Annotated[
        Paragraph,
        Ask(
            N_("Hand-over note"),
            N_("Where, when and whom to meet. This partner sees it for 72 hours, then it is erased."),
        ),
    ]


@page(_AT, Role.STAFF, methods=("GET", "POST"))
def handover_note(request: Request) -> Answer:
    """Write it. What stands there is shown at the press of a button, since reading is recorded."""
    step = read_step(request)
    if request.method == "GET":
        return _shown(request, step, Form.blank(HandoverNoteForm))
    form = Form.read(HandoverNoteForm, request.form)
    ids = step.view.need.id, step.assignment.id
    form.submit(lambda data: write_handover_note(request.context, *ids, data.text))
    if form.ok:
        return Redirect(step.back, N_("The hand-over note is kept, and the partner can read it."))
    return _shown(request, step, form)


@page(f"{_AT}/read", Role.STAFF, methods=("POST",))
def handover_note_read(request: Request) -> Answer:
    """Show it, and write down who read it."""
    step = read_step(request)
    note = read_handover_note(request.context, step.view.need.id, step.assignment.id)
    return _shown(request, step, Form.blank(HandoverNoteForm, text=note.text))


def _shown(request: Request, step: Step, form: Form[HandoverNoteForm]) -> Page:
    there = has_handover_note(request.context, step.assignment.id) and not form.value("text")
    return Page("needs/handover_note.html", {"step": step, "form": form, "unread": there})
