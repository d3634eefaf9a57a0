"""A partner's agreements in the hands of staff: prepare one, record its signature on paper, end it."""

from datetime import timedelta
from typing import Annotated, Final

from pydantic import BaseModel
from pydantic import Field as Constraint

from chalicelib.domain.actors import Role
from chalicelib.domain.agreements import Agreement, Bounds
from chalicelib.domain.categories import Field
from chalicelib.domain.lifecycle import AGREEMENT, Action, actions_from, permitted
from chalicelib.domain.partners import Partner, require_approved
from chalicelib.domain.periods import day_in_dubai
from chalicelib.services.agreements import (
    end_agreement,
    list_agreements,
    prepare_agreement,
    read_agreement,
    sign_agreement,
)
from chalicelib.services.partners import read_partner
from chalicelib.web.agreement_view import covered, may_be_signed, standing
from chalicelib.web.fields import Ask, Count, Day, Line
from chalicelib.web.forms import Form
from chalicelib.web.partner_overview import profile_values
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.agreement_terms import clauses_of
from chalicelib.words.text import N_

_PATH = "/portal/partners/{partner_id}/agreements"
_USUALLY: Final = timedelta(days=364)


class AgreementForm(BaseModel):
    """For how long, and for what."""

    starts_on: Annotated[Day, Ask(N_("First day"))]
    ends_on: Annotated[Day, Ask(N_("Last day"))]
    covers: Annotated[list[Field], Constraint(min_length=1), Ask(N_("Which fields does it cover?"))]
    night_calls: Annotated[
        bool, Ask(N_("For very urgent needs the partner may be called at any hour, at night too"))
    ] = False
    requests_a_month: Annotated[Count | None, Ask(N_("At most how many requests a month?"))] = None
    units_a_month: Annotated[
        Count | None,
        Ask(N_("At most how many units a month?"), N_("Pieces, homes, sessions and so on, taken together.")),
    ] = None
    notices_a_week: Annotated[
        Count | None,
        Ask(N_("At most how many requests a week?"), N_("Left empty, the network's number holds.")),
    ] = None

    def bounds(self) -> Bounds:
        """How much it lets the network ask."""
        return Bounds(self.night_calls, self.requests_a_month, self.units_a_month, self.notices_a_week)


class PaperForm(BaseModel):
    """Who signed on paper, and in which capacity."""

    name: Annotated[Line, Ask(N_("Full name of who signed"))]
    capacity: Annotated[
        Line, Ask(N_("Capacity in which they signed"), N_("Such as owner, director or authorised signatory."))
    ]


@page(f"{_PATH}/new", Role.STAFF, methods=("GET", "POST"))
def new_agreement(request: Request) -> Answer:
    """Prepare an agreement for its signature."""
    partner = read_partner(request.context, request.path["partner_id"])
    require_approved(partner)
    form = Form.read(AgreementForm, request.form) if request.method == "POST" else _proposed(request, partner)
    made = form.submit(
        lambda data: prepare_agreement(
            request.context, partner.id, data.starts_on, data.ends_on, data.covers, data.bounds()
        )
    )
    if made is not None:
        return Redirect(_home(made), N_("The agreement is ready to be signed."))
    return Page("partners/new_agreement.html", {**profile_values(partner), "form": form})


def _proposed(request: Request, partner: Partner) -> Form[AgreementForm]:
    """A year from today on, or from the day after the last one that is signed; for the partner's fields."""
    today = day_in_dubai(request.now)
    known = list_agreements(request.context, partner.id)
    running = [one.ends_on for one in known if one.signature and one.ends_on >= today]
    first = max(running) + timedelta(days=1) if running else today
    fields = [field for field in Field if field in partner.profile.fields]
    return Form.blank(AgreementForm, starts_on=first, ends_on=first + _USUALLY, covers=fields)


@page(f"{_PATH}/{{agreement_id}}", Role.STAFF, methods=("GET", "POST"))
def prepared_agreement(request: Request) -> Answer:
    """Read it, print it, and record that it was signed on paper."""
    posted = request.method == "POST"
    form = Form.read(PaperForm, request.form) if posted else Form.blank(PaperForm)
    partner_id, agreement_id = request.path["partner_id"], request.path["agreement_id"]
    signed = form.submit(
        lambda data: sign_agreement(request.context, partner_id, agreement_id, data.name, data.capacity)
    )
    if signed is not None:
        return Redirect(_home(signed), N_("The signature is recorded."))
    return Page("partners/agreement.html", {**_agreement_values(request), "form": form})


def _agreement_values(request: Request) -> dict[str, object]:
    partner = read_partner(request.context, request.path["partner_id"])
    one = read_agreement(request.context, partner.id, request.path["agreement_id"])
    today = day_in_dubai(request.now)
    state, look = standing(one, today)
    return {
        **profile_values(partner),
        "agreement": one,
        "covers": covered(one),
        "clauses": clauses_of(one.terms_version),
        "state": state,
        "look": look,
        "may_sign": may_be_signed(one, today),
        "may_end": Action.END in actions_from(AGREEMENT, one.state, request.context.actor),
    }


class EndForm(BaseModel):
    """Nothing is asked: the button is the answer."""


@page(f"{_PATH}/{{agreement_id}}/end", Role.STAFF, methods=("GET", "POST"))
def end(request: Request) -> Answer:
    """End it before its last day, after a page that says what that means."""
    values = _agreement_values(request)
    partner_id, agreement_id = request.path["partner_id"], request.path["agreement_id"]
    one = read_agreement(request.context, partner_id, agreement_id)
    permitted(AGREEMENT, one.state, Action.END, request.context.actor)
    if request.method == "GET":
        return Page("partners/end_agreement.html", {**values, "form": Form.blank(EndForm)})
    form = Form.read(EndForm, request.form)
    form.submit(lambda _: end_agreement(request.context, partner_id, agreement_id))
    if form.ok:
        return Redirect(_home(one), N_("The agreement is ended."))
    return Page("partners/end_agreement.html", {**values, "form": form})


def _home(agreement: Agreement) -> str:
    return f"{_PATH.format(partner_id=agreement.partner_id)}/{agreement.id}"
