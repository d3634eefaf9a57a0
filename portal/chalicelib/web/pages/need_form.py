"""Post a need: the form that takes less than a minute, and what happens when it is there already."""

from chalicelib.domain.actors import Role
from chalicelib.domain.categories import Unit
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.needs import Need
from chalicelib.domain.network import financial_allowed
from chalicelib.domain.periods import day_in_dubai
from chalicelib.services.needs import NeedView, post_need, read_need
from chalicelib.services.network import read_network
from chalicelib.web.category_groups import category_groups, with_other
from chalicelib.web.forms import Form
from chalicelib.web.need_fields import SEARCH, partner_choices, searched
from chalicelib.web.new_need_form import NewNeedForm, blank_form, details_of, form_like
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.text import N_


@page("/portal/needs/new", Role.STAFF, methods=("GET", "POST"))
def new_need(request: Request) -> Answer:
    """Post a need; posted twice, its first is shown, and whoever posts may say that it is another."""
    if request.method == "GET":
        return _shown(request, _blank(request))
    form = Form.read(NewNeedForm, request.form)
    if request.form.one("step") == SEARCH:
        return _shown(request, searched(form))
    twins: list[str] = []
    need = form.submit(lambda data: _post(request, data, twins))
    if form.ok and need is not None:
        return Redirect(f"/portal/needs/{need.id}", N_("The need is posted."))
    return _shown(request, form, twins)


def _post(request: Request, data: NewNeedForm, twins: list[str]) -> Need:
    another_of = data.first_need if data.another else None
    details = details_of(data, financial_allowed=_financial_allowed(request))
    try:
        return post_need(request.context, data.need_id, details, data.private_note or "", another_of)
    except DomainError as error:
        if error.code is ErrorCode.SAME_NEED_OPEN:
            twins.append(str(error.params["need"]))
        raise


def _blank(request: Request) -> Form[NewNeedForm]:
    need_id, like = request.context.new_id(), request.query.one("like")
    if not like:
        return blank_form(need_id, request.now)
    return form_like(need_id, read_need(request.context, like).need, request.now)


def _financial_allowed(request: Request) -> bool:
    return financial_allowed(read_network(request.context), day_in_dubai(request.now))


def _shown(request: Request, form: Form[NewNeedForm], twins: list[str] | None = None) -> Page:
    first = _first(request, form, twins or [])
    groups = with_other(category_groups(request.language))
    return Page(
        "needs/new.html",
        {
            "form": form,
            "groups": groups,
            "units": [unit for unit in Unit if unit is not Unit.AED],
            "financial_allowed": _financial_allowed(request),
            "first": first,
            "partners": partner_choices(request, form),
        },
    )


def _first(request: Request, form: Form[NewNeedForm], twins: list[str]) -> NeedView | None:
    known = twins[0] if twins else form.value("first_need")
    return read_need(request.context, known) if known else None
