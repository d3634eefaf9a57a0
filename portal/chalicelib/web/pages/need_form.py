"""Post a need: the form that takes less than a minute, and what happens when it is there already."""

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import StringConstraints

from chalicelib.domain.actors import Role
from chalicelib.domain.areas import Area
from chalicelib.domain.categories import OTHER, Unit
from chalicelib.domain.categories import Form as GivenAs
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.needs import Attestation, Need, NeedDetails
from chalicelib.services.needs import NeedView, post_need, read_need
from chalicelib.web.category_groups import category_groups, with_other
from chalicelib.web.fields import Ask, Line
from chalicelib.web.forms import Form
from chalicelib.web.need_fields import SEARCH, CommonNeedFields, partner_choices, searched
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.formatting import local
from chalicelib.words.text import N_

_Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class NewNeedForm(CommonNeedFields):
    """What staff say of a new need. `need_id` comes with the form, so that sending it twice posts it once."""

    need_id: _Id
    category: Annotated[Line, Ask(N_("What is needed?"))]
    unit: Annotated[Unit | None, Ask(N_("Counted in"), N_("Only for something else."))] = None
    area: Annotated[Area, Ask(N_("Area"))]
    case_reference: Annotated[
        Line, Ask(N_("Case reference"), N_("The department's reference. Never a name or a telephone number."))
    ]
    registered: Annotated[Attestation, Ask(N_("The case is registered with the department"))]
    low_income: Annotated[Attestation, Ask(N_("The case has a low income"))]
    first_need: _Id | None = None
    another: Annotated[bool, Ask(N_("This is another need: post it as well"))] = False


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
    try:
        return post_need(request.context, data.need_id, _details(data), data.private_note or "", another_of)
    except DomainError as error:
        if error.code is ErrorCode.SAME_NEED_OPEN:
            twins.append(str(error.params["need"]))
        raise


def _details(data: NewNeedForm) -> NeedDetails:
    # A category's own form and unit replace these; they stand for what is described in words.
    return data.onto(
        NeedDetails(
            case_reference=data.case_reference,
            category=data.category,
            quantity=data.quantity,
            unit=data.unit or Unit.PIECE,
            form=GivenAs.IN_KIND,
            area=data.area,
            circumstance=data.circumstance,
            priority=data.priority,
            deadline=data.deadline,
            registered=data.registered,
            low_income=data.low_income,
            summary=data.summary,
        )
    )


def _blank(request: Request) -> Form[NewNeedForm]:
    need_id, like = request.context.new_id(), request.query.one("like")
    if not like:
        return Form.blank(NewNeedForm, need_id=need_id, deadline=_in_a_day(request.now))
    repeated = _repeated(request, read_need(request.context, like).need)
    return Form.blank(NewNeedForm, need_id=need_id, **repeated)


def _in_a_day(now: datetime) -> datetime:
    return local(now + timedelta(hours=25)).replace(minute=0, second=0, microsecond=0)


def _repeated(request: Request, like: Need) -> dict[str, object]:
    """What the next case of the same day has in common; whom it concerns is asked anew."""
    was = like.details
    later = was.deadline if was.deadline > request.now else _in_a_day(request.now)
    waiting = {Attestation.TO_VERIFY}
    return {
        "category": was.category,
        "words": was.words,
        "unit": was.unit if was.category == OTHER else None,
        "quantity": was.quantity,
        "area": was.area,
        "circumstance": was.circumstance,
        "priority": was.priority,
        "deadline": later,
        "summary": was.summary,
        "sensitive": was.sensitive,
        "registered": was.registered if was.registered in waiting else None,
        "low_income": was.low_income if was.low_income in waiting else None,
    }


def _shown(request: Request, form: Form[NewNeedForm], twins: list[str] | None = None) -> Page:
    first = _first(request, form, twins or [])
    groups = with_other(category_groups(request.language))
    values = {"form": form, "groups": groups, "first": first, "partners": partner_choices(request, form)}
    return Page("needs/new.html", values)


def _first(request: Request, form: Form[NewNeedForm], twins: list[str]) -> NeedView | None:
    known = twins[0] if twins else form.value("first_need")
    return read_need(request.context, known) if known else None
