"""What supervisors set for the whole network: the duty desk's telephone, and the permit for money."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints

from chalicelib.domain.actors import Role
from chalicelib.domain.needs import Priority
from chalicelib.domain.network import FinancialPermit, financial_allowed
from chalicelib.domain.periods import day_in_dubai
from chalicelib.services.network import (
    enter_financial_permit,
    read_network,
    remove_financial_permit,
    set_duty_desk,
)
from chalicelib.web.fields import Ask, Day, Line, Typed
from chalicelib.web.forms import Form
from chalicelib.web.hours_form import week_in_words
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.web.setting_form import SETTINGS_PATH, setting_page
from chalicelib.words.text import N_


class DutyDeskForm(BaseModel):
    """Whom partners call about what they accepted."""

    duty_desk: Annotated[
        Typed,
        StringConstraints(min_length=1),
        Ask(N_("Telephone of the duty desk"), N_("Partners see it once they have accepted a request.")),
    ]


class PermitForm(BaseModel):
    """The permit, as it lies before whoever enters it."""

    number: Annotated[Typed, StringConstraints(min_length=1), Ask(N_("Number of the permit"))]
    issuer: Annotated[Line, Ask(N_("Issued by"), N_("The authority that licenses the raising of money."))]
    receiving_body: Annotated[
        Line, Ask(N_("Receiving body"), N_("The licensed body that alone receives the money."))
    ]
    expires_on: Annotated[Day, Ask(N_("Valid until"), N_("Its last day."))]

    def permit(self) -> FinancialPermit:
        """The permit that the form tells of."""
        return FinancialPermit(self.number, self.issuer, self.receiving_body, self.expires_on)


@page(SETTINGS_PATH, Role.SUPERVISOR)
def settings(request: Request) -> Answer:
    """What is set."""
    found = read_network(request.context)
    allowed = financial_allowed(found, day_in_dubai(request.now))
    values = {"network": found, "allowed": allowed, "priorities": list(Priority)}
    return Page("admin/settings.html", {**values, "week": week_in_words(found.calendar.week)})


@page(f"{SETTINGS_PATH}/duty-desk", Role.SUPERVISOR, methods=("GET", "POST"))
def duty_desk(request: Request) -> Answer:
    """Set the number that partners call."""
    form = _present(request) if request.method == "GET" else Form.read(DutyDeskForm, request.form)
    return setting_page(
        form,
        lambda data: set_duty_desk(request.context, data.duty_desk),
        N_("The telephone of the duty desk is set."),
        "admin/duty_desk.html",
    )


def _present(request: Request) -> Form[DutyDeskForm]:
    return Form.blank(DutyDeskForm, duty_desk=read_network(request.context).duty_desk)


@page(f"{SETTINGS_PATH}/permit", Role.SUPERVISOR, methods=("GET", "POST"))
def permit(request: Request) -> Answer:
    """Enter the permit, or its renewal."""
    form = _filled(request) if request.method == "GET" else Form.read(PermitForm, request.form)
    return setting_page(
        form,
        lambda data: enter_financial_permit(request.context, data.permit()),
        N_("The permit is entered: financial offerings are switched on."),
        "admin/permit.html",
    )


def _filled(request: Request) -> Form[PermitForm]:
    known = read_network(request.context).financial_permit
    if known is None:
        return Form.blank(PermitForm)
    return Form.blank(
        PermitForm,
        number=known.number,
        issuer=known.issuer,
        receiving_body=known.receiving_body,
        expires_on=known.expires_on,
    )


@page(f"{SETTINGS_PATH}/permit/remove", Role.SUPERVISOR, methods=("POST",))
def remove_permit(request: Request) -> Answer:
    """Switch money off."""
    remove_financial_permit(request.context)
    return Redirect(SETTINGS_PATH, N_("The permit is removed: financial offerings are switched off."))
