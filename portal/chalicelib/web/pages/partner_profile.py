"""Staff change what is known of a partner, what was vetted too."""

from dataclasses import replace
from typing import Annotated

from pydantic import Field as Constraint

from chalicelib.domain.actors import Role
from chalicelib.domain.areas import Area
from chalicelib.domain.categories import Field
from chalicelib.domain.contacts import normalise_email
from chalicelib.domain.partners import Language, PartnerKind, PartnerProfile
from chalicelib.services.partners import edit_profile, read_partner
from chalicelib.web.fields import Ask, Line, domain_checked
from chalicelib.web.forms import Form
from chalicelib.web.partner_overview import profile_values
from chalicelib.web.profile_form import ProfileForm, shown_profile
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.text import N_


class VettedProfileForm(ProfileForm):
    """The kind and the number besides, which the partner itself cannot change; asked of staff, not of it."""

    kind: Annotated[PartnerKind, Ask(N_("Kind of partner"))]
    registration_number: Annotated[Line, Ask(N_("Licence or reference number"))]
    contact_name: Annotated[Line, Ask(N_("Contact person"))]
    email: Annotated[
        str | None,
        domain_checked(normalise_email),
        Ask(N_("E-mail"), N_("A link is sent to a new address: it holds once somebody has followed it.")),
    ] = None
    areas: Annotated[list[Area], Constraint(min_length=1), Ask(N_("Areas"))]
    fields: Annotated[list[Field], Constraint(min_length=1), Ask(N_("Fields"))]
    language: Annotated[Language, Ask(N_("Language of our messages"))]

    def onto(self, profile: PartnerProfile) -> PartnerProfile:
        """That profile with what this form says."""
        said = super().onto(profile)
        return replace(said, kind=self.kind, registration_number=self.registration_number)


@page("/portal/partners/{partner_id}/edit", Role.STAFF, methods=("GET", "POST"))
def edit_partner(request: Request) -> Answer:
    """Change it; a new e-mail address holds once its link was followed."""
    partner = read_partner(request.context, request.path["partner_id"])
    form = _filled(partner.profile) if request.method == "GET" else Form.read(VettedProfileForm, request.form)
    edited = form.submit(lambda data: edit_profile(request.context, partner.id, data.onto(partner.profile)))
    if edited is None:
        return Page("partners/edit.html", {**profile_values(partner), "form": form})
    asked = edited.pending_email not in {None, partner.pending_email}
    said = N_("Saved. The new address holds once somebody has followed the link that was sent there.")
    return Redirect(f"/portal/partners/{partner.id}", said if asked else N_("The details are saved."))


def _filled(profile: PartnerProfile) -> Form[VettedProfileForm]:
    vetted = {"kind": profile.kind, "registration_number": profile.registration_number}
    return Form.blank(VettedProfileForm, **shown_profile(profile), **vetted)
