"""The private note of a need. Each reading of it is recorded."""

from typing import Annotated

from pydantic import BaseModel

from chalicelib.domain.actors import Role
from chalicelib.domain.notes import require_private_reader
from chalicelib.services.needs import NeedView, read_need
from chalicelib.services.notes import read_private_note, write_private_note
from chalicelib.web.fields import Ask, Paragraph
from chalicelib.web.forms import Form
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.text import N_


class PrivateNoteForm(BaseModel):
    """A text that no partner sees."""

    text: Annotated[Paragraph, Ask(N_("Private note"), N_("It takes the place of the one before."))]


@page("/portal/needs/{need_id}/private-note", Role.STAFF, methods=("GET", "POST"))
def private_note(request: Request) -> Answer:
    """Write it. What stands there is shown at the press of a button, since reading is recorded."""
    view = _readable(request)
    if request.method == "GET":
        return _shown(view, Form.blank(PrivateNoteForm))
    form = Form.read(PrivateNoteForm, request.form)
    form.submit(lambda data: write_private_note(request.context, view.need.id, data.text))
    if form.ok:
        return Redirect(f"/portal/needs/{view.need.id}", N_("The private note is kept."))
    return _shown(view, form)


@page("/portal/needs/{need_id}/private-note/read", Role.STAFF, methods=("POST",))
def private_note_read(request: Request) -> Answer:
    """Show it, and write down who read it."""
    view = _readable(request)
    form = Form.blank(PrivateNoteForm, text=read_private_note(request.context, view.need.id))
    return _shown(view, form)


def _readable(request: Request) -> NeedView:
    view = read_need(request.context, request.path["need_id"])
    require_private_reader(request.context.actor, sensitive=view.need.details.sensitive)
    return view


def _shown(view: NeedView, form: Form[PrivateNoteForm]) -> Page:
    unread = view.has_private_note and not form.value("text")
    return Page("needs/private_note.html", {"view": view, "form": form, "unread": unread})
