"""Record a licence, an accreditation or a clearance that staff have seen."""

from typing import Annotated

from pydantic import BaseModel, StringConstraints

from chalicelib.domain.actors import Role
from chalicelib.domain.credentials import Credential, CredentialKind
from chalicelib.services.partners import read_partner, record_credential
from chalicelib.web.fields import Ask, Day, Line, Typed
from chalicelib.web.forms import Form
from chalicelib.web.partner_overview import profile_values
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.text import N_


class CredentialForm(BaseModel):
    """One document, as it lies before whoever records it."""

    kind: Annotated[CredentialKind, Ask(N_("Which document have you seen?"))]
    number: Annotated[
        Typed,
        StringConstraints(min_length=1),
        Ask(N_("Number"), N_("A renewed document with the same number takes the place of the old one.")),
    ]
    issuer: Annotated[Line, Ask(N_("Issued by"))]
    expires_on: Annotated[Day, Ask(N_("Valid until"), N_("Its last day."))]

    def credential(self) -> Credential:
        """The document that the form tells of."""
        return Credential(self.kind, self.number, self.issuer, self.expires_on)


@page("/portal/partners/{partner_id}/credentials/new", Role.STAFF, methods=("GET", "POST"))
def new_credential(request: Request) -> Answer:
    """Record it."""
    partner = read_partner(request.context, request.path["partner_id"])
    posted = request.method == "POST"
    form = Form.read(CredentialForm, request.form) if posted else Form.blank(CredentialForm)
    form.submit(lambda data: record_credential(request.context, partner.id, data.credential()))
    if form.ok:
        return Redirect(f"/portal/partners/{partner.id}", N_("The document is recorded."))
    return Page("partners/credential.html", {**profile_values(partner), "form": form})
