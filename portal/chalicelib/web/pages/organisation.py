"""What a partner says of itself, where it stands, and the documents that staff have recorded."""

from dataclasses import replace
from datetime import date, timedelta

from pydantic import BaseModel

from chalicelib.domain.actors import Role
from chalicelib.domain.areas import Area
from chalicelib.domain.categories import Field
from chalicelib.domain.credentials import Credential
from chalicelib.domain.lifecycle import PartnerState
from chalicelib.domain.partners import Partner, PartnerProfile
from chalicelib.domain.periods import day_in_dubai
from chalicelib.services.partners import edit_profile, read_partner
from chalicelib.web.forms import Form
from chalicelib.web.own_partner import own_partner_id
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
from chalicelib.words.text import N_, P_, Text

_RENEW_WITHIN = timedelta(days=30)
_LOOKS = {PartnerState.APPROVED: "ok", PartnerState.SUSPENDED: "urgent"}


class ProfileForm(BaseModel):
    """What a partner may change; its kind and its number were vetted and are for staff."""

    name_ar: ArabicName = None
    name_en: EnglishName = None
    contact_name: ContactName
    telephone: Telephone
    email: Email = None
    areas: Areas
    fields: Fields
    language: MailLanguage

    def onto(self, profile: PartnerProfile) -> PartnerProfile:
        """That profile with what this form says."""
        return replace(
            profile,
            name_ar=self.name_ar or "",
            name_en=self.name_en or "",
            contact_name=self.contact_name,
            telephone=self.telephone,
            email=self.email,
            areas=frozenset(self.areas),
            fields=frozenset(self.fields),
            language=self.language,
        )


@page("/portal/organisation", Role.PARTNER)
def organisation(request: Request) -> Answer:
    """Its details as the network knows them."""
    partner = read_partner(request.context, own_partner_id(request))
    today = day_in_dubai(request.now)
    values = {
        "partner": partner,
        "look": _LOOKS.get(partner.state, "wait"),
        "areas": _in_order(partner)["areas"],
        "fields": _in_order(partner)["fields"],
        "credentials": [(one, *_validity(one, today)) for one in partner.credentials],
    }
    return Page("organisation/one.html", values)


def _in_order(partner: Partner) -> dict[str, list[Area] | list[Field]]:
    profile = partner.profile
    return {
        "areas": [area for area in Area if area in profile.areas],
        "fields": [field for field in Field if field in profile.fields],
    }


def _validity(credential: Credential, today: date) -> tuple[Text, str]:
    if credential.expires_on < today:
        return P_("document", "Expired"), "danger"
    if credential.expires_on <= today + _RENEW_WITHIN:
        return P_("document", "Expires soon"), "urgent"
    return P_("document", "In force"), "ok"


@page("/portal/organisation/edit", Role.PARTNER, methods=("GET", "POST"))
def edit_organisation(request: Request) -> Answer:
    """Change them; a new e-mail address holds once its link was followed."""
    partner = read_partner(request.context, own_partner_id(request))
    if request.method == "GET":
        return Page("organisation/edit.html", {"form": _filled(partner)})
    form = Form.read(ProfileForm, request.form)
    edited = form.submit(lambda data: edit_profile(request.context, partner.id, data.onto(partner.profile)))
    if edited is None:
        return Page("organisation/edit.html", {"form": form})
    asked = edited.pending_email not in {None, partner.pending_email}
    said = N_("Saved. Follow the link that we sent to the new address: until then the present one holds.")
    return Redirect("/portal/organisation", said if asked else N_("Your details are saved."))


def _filled(partner: Partner) -> Form[ProfileForm]:
    profile = partner.profile
    return Form.blank(
        ProfileForm,
        name_ar=profile.name_ar,
        name_en=profile.name_en,
        contact_name=profile.contact_name,
        telephone=profile.telephone,
        email=profile.email,
        language=profile.language,
        **_in_order(partner),
    )
