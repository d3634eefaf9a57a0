"""Become a partner: one form, and an answer that looks the same whoever was registered already."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints

from chalicelib.domain.actors import Role
from chalicelib.domain.partners import PartnerKind, PartnerProfile
from chalicelib.services.registration import register_partner
from chalicelib.web.fields import Ask, Line
from chalicelib.web.forms import Form
from chalicelib.web.partner_questions import (
    ArabicName,
    Areas,
    ContactName,
    Email,
    EnglishName,
    Fields,
    MailLanguage,
    Telephone,
)
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.text import N_

_KIND_HINTS = {
    PartnerKind.GOVERNMENT: N_("A department, a municipality, a public school or hospital."),
    PartnerKind.COMPANY: N_("Also an association, a clinic, an office or a centre."),
    PartnerKind.INDIVIDUAL: N_("You give in your own name."),
}


class RegistrationForm(BaseModel):
    """Who wants to join. `partner_id` comes with the form: sending it twice registers once."""

    partner_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    kind: Annotated[PartnerKind, Ask(N_("Who is registering?"))]
    name_ar: ArabicName = None
    name_en: EnglishName = None
    registration_number: Annotated[
        Line,
        Ask(
            N_("Licence or reference number"),
            N_("Of a company its trade licence; of others a reference by which staff can check who you are."),
        ),
    ]
    contact_name: ContactName
    telephone: Telephone
    email: Email = None
    areas: Areas
    fields: Fields
    language: MailLanguage


@page("/portal/register", Role.PUBLIC, methods=("GET", "POST"))
def register(request: Request) -> Answer:
    """Register. Staff, who may know who is registered, go on to the partner's page."""
    if request.method == "GET":
        new = {"partner_id": request.context.new_id(), "language": request.language}
        return _shown(Form.blank(RegistrationForm, **new))
    form = Form.read(RegistrationForm, request.form)
    form.submit(lambda data: _register(request, data))
    if not form.ok or form.data is None:
        return _shown(form)
    if request.context.actor.is_staff:
        return Redirect(f"/portal/partners/{form.data.partner_id}", N_("The partner is registered."))
    return Redirect("/portal/register/done")


def _register(request: Request, data: RegistrationForm) -> None:
    source = None if request.context.actor.is_staff else request.source
    register_partner(request.context, _profile(data), data.partner_id, source)


def _profile(data: RegistrationForm) -> PartnerProfile:
    return PartnerProfile(
        kind=data.kind,
        name_ar=data.name_ar or "",
        name_en=data.name_en or "",
        registration_number=data.registration_number,
        contact_name=data.contact_name,
        telephone=data.telephone,
        email=data.email,
        areas=frozenset(data.areas),
        fields=frozenset(data.fields),
        language=data.language,
    )


def _shown(form: Form[RegistrationForm]) -> Page:
    return Page("registration/register.html", {"form": form, "kind_hints": _KIND_HINTS})


@page("/portal/register/done", Role.PUBLIC)
def registered(request: Request) -> Answer:
    """What comes next: the same words for a newcomer and for somebody who was registered already."""
    hours = int(request.settings.link_life.total_seconds() // 3600)
    return Page("registration/done.html", {"hours": hours})
