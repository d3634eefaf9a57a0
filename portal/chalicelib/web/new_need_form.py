"""The form for a new need: its fields, what they say together, and what another like it repeats."""

from datetime import datetime, timedelta
from typing import Annotated

from pydantic import StringConstraints

from chalicelib.domain.areas import Area
from chalicelib.domain.categories import OTHER, Unit
from chalicelib.domain.categories import Form as GivenAs
from chalicelib.domain.errors import ErrorCode, conflict, invalid
from chalicelib.domain.needs import Attestation, Need, NeedDetails
from chalicelib.web.fields import Ask, Line
from chalicelib.web.forms import Form
from chalicelib.web.need_fields import CommonNeedFields
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
    financial: Annotated[
        bool, Ask(N_("In money: the quantity is in dirhams"), N_("Only while the permit is in force."))
    ] = False
    first_need: _Id | None = None
    another: Annotated[bool, Ask(N_("This is another need: post it as well"))] = False


def details_of(data: NewNeedForm, *, financial_allowed: bool) -> NeedDetails:
    """What the form says of the need. Raises `FINANCIAL_SWITCHED_OFF` for money without a permit."""
    form, unit = _given_as(data, financial_allowed=financial_allowed)
    return data.onto(
        NeedDetails(
            case_reference=data.case_reference,
            category=data.category,
            quantity=data.quantity,
            unit=unit,
            form=form,
            area=data.area,
            circumstance=data.circumstance,
            priority=data.priority,
            deadline=data.deadline,
            registered=data.registered,
            low_income=data.low_income,
            summary=data.summary,
        )
    )


def _given_as(data: NewNeedForm, *, financial_allowed: bool) -> tuple[GivenAs, Unit]:
    if data.financial and not financial_allowed:
        raise conflict(ErrorCode.FINANCIAL_SWITCHED_OFF, "financial")
    if data.financial and data.category == OTHER:
        raise invalid(ErrorCode.FORM_NOT_ALLOWED, "financial")
    if data.unit is Unit.AED:
        raise invalid(ErrorCode.UNIT_MISMATCH, "unit")
    # A category's own form and unit replace these; they stand for what is described in words.
    return (GivenAs.FINANCIAL, Unit.AED) if data.financial else (GivenAs.IN_KIND, data.unit or Unit.PIECE)


def blank_form(need_id: str, now: datetime) -> Form[NewNeedForm]:
    """The form as it opens, for that new need."""
    return Form.blank(NewNeedForm, need_id=need_id, deadline=_in_a_day(now))


def form_like(need_id: str, like: Need, now: datetime) -> Form[NewNeedForm]:
    """The form with what the next case of the same day has in common; whom it concerns is asked anew."""
    was = like.details
    later = was.deadline if was.deadline > now else _in_a_day(now)
    waiting = {Attestation.TO_VERIFY}
    repeated: dict[str, object] = {
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
        "financial": was.form is GivenAs.FINANCIAL,
        "registered": was.registered if was.registered in waiting else None,
        "low_income": was.low_income if was.low_income in waiting else None,
    }
    return Form.blank(NewNeedForm, need_id=need_id, **repeated)


def _in_a_day(now: datetime) -> datetime:
    return local(now + timedelta(hours=25)).replace(minute=0, second=0, microsecond=0)
