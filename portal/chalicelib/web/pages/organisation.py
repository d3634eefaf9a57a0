"""What a partner says of itself, where it stands, and the documents that staff have recorded."""

from chalicelib.domain.actors import Role
from chalicelib.domain.lifecycle import PartnerState
from chalicelib.domain.periods import day_in_dubai
from chalicelib.services.partners import edit_profile, read_partner
from chalicelib.web.credential_view import validity
from chalicelib.web.forms import Form
from chalicelib.web.own_partner import own_partner_id
from chalicelib.web.profile_form import ProfileForm, areas_of, fields_of, shown_profile
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.text import N_

_LOOKS = {PartnerState.APPROVED: "ok", PartnerState.SUSPENDED: "urgent"}


@page("/portal/organisation", Role.PARTNER)
def organisation(request: Request) -> Answer:
    """Its details as the network knows them."""
    partner = read_partner(request.context, own_partner_id(request))
    today = day_in_dubai(request.now)
    values = {
        "partner": partner,
        "look": _LOOKS.get(partner.state, "wait"),
        "areas": areas_of(partner.profile),
        "fields": fields_of(partner.profile),
        "credentials": [(one, *validity(one, today)) for one in partner.credentials],
    }
    return Page("organisation/one.html", values)


@page("/portal/organisation/edit", Role.PARTNER, methods=("GET", "POST"))
def edit_organisation(request: Request) -> Answer:
    """Change them; a new e-mail address holds once its link was followed."""
    partner = read_partner(request.context, own_partner_id(request))
    if request.method == "GET":
        form = Form.blank(ProfileForm, **shown_profile(partner.profile))
        return Page("organisation/edit.html", {"form": form})
    form = Form.read(ProfileForm, request.form)
    edited = form.submit(lambda data: edit_profile(request.context, partner.id, data.onto(partner.profile)))
    if edited is None:
        return Page("organisation/edit.html", {"form": form})
    asked = edited.pending_email not in {None, partner.pending_email}
    said = N_("Saved. Follow the link that we sent to the new address: until then the present one holds.")
    return Redirect("/portal/organisation", said if asked else N_("Your details are saved."))
