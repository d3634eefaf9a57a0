"""A partner's agreements: the list, and one to read, to print and to sign."""

from typing import Annotated, Literal

from pydantic import BaseModel

from chalicelib.domain.actors import Role
from chalicelib.domain.agreements import Agreement
from chalicelib.domain.periods import day_in_dubai
from chalicelib.services.agreements import list_agreements, read_agreement, sign_agreement
from chalicelib.services.partners import read_partner
from chalicelib.web.agreement_view import covered, may_be_signed, standing
from chalicelib.web.fields import Ask, Line
from chalicelib.web.forms import Form
from chalicelib.web.own_partner import own_partner_id
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.agreement_terms import clauses_of
from chalicelib.words.text import N_


class SignForm(BaseModel):
    """Who signs, and in which capacity."""

    name: Annotated[Line, Ask(N_("Your full name"))]
    capacity: Annotated[
        Line, Ask(N_("Capacity in which you sign"), N_("Such as owner, director or authorised signatory."))
    ]
    agreed: Annotated[
        Literal["yes"], Ask(N_("I have read these terms, agree to them, and may sign for this partner."))
    ]


@page("/portal/agreement", Role.PARTNER)
def agreements(request: Request) -> Answer:
    """Every agreement, the newest first, with what it means today."""
    today = day_in_dubai(request.now)
    found = list_agreements(request.context, own_partner_id(request))[::-1]
    rows = [(one, covered(one), *standing(one, today)) for one in found]
    to_sign = [one for one in found if may_be_signed(one, today)]
    return Page("agreement/list.html", {"rows": rows, "to_sign": to_sign})


@page("/portal/agreement/{agreement_id}", Role.PARTNER, methods=("GET", "POST"))
def agreement(request: Request) -> Answer:
    """Read it in both languages, and sign it while it waits for that."""
    if request.method == "GET":
        signer = request.signed_in.account.name if request.signed_in else ""
        return _shown(request, Form.blank(SignForm, name=signer))
    form = Form.read(SignForm, request.form)
    form.submit(lambda data: _sign(request, data))
    if form.ok:
        return Redirect(request.target, N_("The agreement is signed. Thank you."))
    return _shown(request, form)


def _sign(request: Request, data: SignForm) -> Agreement:
    partner_id, agreement_id = own_partner_id(request), request.path["agreement_id"]
    return sign_agreement(request.context, partner_id, agreement_id, data.name, data.capacity)


def _shown(request: Request, form: Form[SignForm]) -> Page:
    partner_id, today = own_partner_id(request), day_in_dubai(request.now)
    one = read_agreement(request.context, partner_id, request.path["agreement_id"])
    state, look = standing(one, today)
    values = {
        "form": form,
        "agreement": one,
        "partner": read_partner(request.context, partner_id),
        "covers": covered(one),
        "clauses": clauses_of(one.terms_version),
        "state": state,
        "look": look,
        "may_sign": may_be_signed(one, today),
    }
    return Page("agreement/one.html", values)
