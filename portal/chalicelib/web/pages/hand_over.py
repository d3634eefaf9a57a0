"""Hand one need over to a colleague, or all of one's own."""

from typing import Annotated

from pydantic import BaseModel

from chalicelib.domain.actors import Role
from chalicelib.services.directory import list_colleagues
from chalicelib.services.needs import hand_over_all_needs, hand_over_need, read_need
from chalicelib.web.fields import Ask, Line
from chalicelib.web.forms import Form
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.text import N_, NN_

_HANDED_OVER = NN_("%(count)s need is handed over.", "%(count)s needs are handed over.")


class HandOverForm(BaseModel):
    """To whom."""

    account: Annotated[Line, Ask(N_("Colleague"))]


@page("/portal/needs/{need_id}/hand-over", Role.STAFF, methods=("GET", "POST"))
def hand_over(request: Request) -> Answer:
    """Give one need to a colleague."""
    view = read_need(request.context, request.path["need_id"])
    if request.method == "GET":
        return _shown(request, "needs/hand_over.html", Form.blank(HandOverForm), view=view)
    form = Form.read(HandOverForm, request.form)
    form.submit(lambda data: hand_over_need(request.context, view.need.id, data.account))
    if form.ok:
        return Redirect(f"/portal/needs/{view.need.id}", N_("The need is handed over."))
    return _shown(request, "needs/hand_over.html", form, view=view)


@page("/portal/needs/hand-over-all", Role.STAFF, methods=("GET", "POST"))
def hand_over_all(request: Request) -> Answer:
    """Give all my open needs to a colleague, before a leave for example."""
    if request.method == "GET":
        return _shown(request, "needs/hand_over_all.html", Form.blank(HandOverForm))
    form = Form.read(HandOverForm, request.form)
    count = form.submit(lambda data: hand_over_all_needs(request.context, data.account))
    if form.ok and count is not None:
        return Redirect("/portal/needs", _HANDED_OVER.filled(count=count))
    return _shown(request, "needs/hand_over_all.html", form)


def _shown(request: Request, template: str, form: Form[HandOverForm], **values: object) -> Page:
    colleagues = [(one.id, one.name) for one in list_colleagues(request.context)]
    return Page(template, {"form": form, "colleagues": colleagues, **values})
