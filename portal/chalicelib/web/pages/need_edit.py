"""Change what may change of a need."""

from chalicelib.domain.actors import Role
from chalicelib.domain.needs import Need
from chalicelib.services.needs import NeedView, edit_need, read_need
from chalicelib.services.notes import write_private_note
from chalicelib.web.forms import Form
from chalicelib.web.need_fields import SEARCH, CommonNeedFields, partner_choices, searched
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.text import N_


class EditNeedForm(CommonNeedFields):
    """What staff change. Case, category and area stay: another of these is another need."""


@page("/portal/needs/{need_id}/edit", Role.STAFF, methods=("GET", "POST"))
def edit(request: Request) -> Answer:
    """How much, how urgent, until when, the summary, and who is left out."""
    view = read_need(request.context, request.path["need_id"])
    if request.method == "GET":
        return _shown(request, view, _filled(view.need))
    form = Form.read(EditNeedForm, request.form)
    if request.form.one("step") == SEARCH:
        return _shown(request, view, searched(form))
    form.submit(lambda data: _edit(request, view, data))
    if form.ok:
        return Redirect(f"/portal/needs/{view.need.id}", N_("The need is changed."))
    return _shown(request, view, form)


def _edit(request: Request, view: NeedView, data: EditNeedForm) -> Need:
    # The reason for leaving partners out has to stand before they are left out.
    if data.private_note and not view.has_private_note:
        write_private_note(request.context, view.need.id, data.private_note)
    return edit_need(request.context, view.need.id, data.onto(view.need.details))


def _filled(need: Need) -> Form[EditNeedForm]:
    was = need.details
    return Form.blank(
        EditNeedForm,
        quantity=was.quantity,
        words=was.words,
        circumstance=was.circumstance,
        priority=was.priority,
        deadline=was.deadline,
        summary=was.summary,
        sensitive=was.sensitive,
        excluded_partners=sorted(was.excluded_partners),
    )


def _shown(request: Request, view: NeedView, form: Form[EditNeedForm]) -> Page:
    return Page("needs/edit.html", {"form": form, "view": view, "partners": partner_choices(request, form)})
