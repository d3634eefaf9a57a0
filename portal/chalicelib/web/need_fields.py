"""What the forms for posting and for editing a need have in common."""

from dataclasses import replace
from typing import Annotated, TypeVar

from pydantic import BaseModel, Field, StringConstraints

from chalicelib.domain.needs import Circumstance, NeedDetails, Priority
from chalicelib.services.directory import find_approved_partners, partners_by_id
from chalicelib.web.fields import Ask, Count, Line, Moment, Paragraph
from chalicelib.web.forms import Form
from chalicelib.web.requests import Request
from chalicelib.words.text import N_

F = TypeVar("F", bound="CommonNeedFields")
SEARCH = "search"
"""The value of the button that looks for partners to leave out."""


class CommonNeedFields(BaseModel):
    """What may be said when a need is posted, and changed afterwards."""

    quantity: Annotated[Count, Ask(N_("How much?"))]
    words: Annotated[
        str, StringConstraints(max_length=300), Ask(N_("What is it, in words?"), N_("Name nobody."))
    ] = ""
    circumstance: Annotated[Circumstance, Ask(N_("Circumstance"))]
    priority: Annotated[Priority, Ask(N_("Priority"))]
    deadline: Annotated[Moment, Ask(N_("Needed by"))]
    summary: Annotated[
        Line,
        Ask(
            N_("Summary for partners"),
            N_("What a partner must know before it accepts. Name nobody: no name, number or address."),
        ),
    ]
    sensitive: Annotated[
        bool,
        Ask(N_("Sensitive"), N_("Partners see a region, no town. It stays out of exports and figures.")),
    ] = False
    partner_words: Annotated[str, Ask(N_("Find a partner by name"))] = ""
    excluded_partners: Annotated[list[str], Field(max_length=50), Ask(N_("Leave these partners out"))] = []
    private_note: Annotated[
        Paragraph | None,
        Ask(
            N_("Private note"),
            N_("For staff; of a sensitive need for supervisors. Say why partners are left out."),
        ),
    ] = None

    def onto(self, details: NeedDetails) -> NeedDetails:
        """Those details with what this form says."""
        return replace(
            details,
            quantity=self.quantity,
            words=self.words,
            circumstance=self.circumstance,
            priority=self.priority,
            deadline=self.deadline,
            summary=self.summary,
            sensitive=self.sensitive,
            excluded_partners=frozenset(self.excluded_partners),
        )


def searched(form: Form[F]) -> Form[F]:
    """The form as it was typed, without complaints: it was not sent yet, only the partners were looked up."""
    return Form(form.model, form.values)


def partner_choices(request: Request, form: Form[F]) -> list[tuple[str, str]]:
    """The partners that are left out already, then those that were looked for."""
    chosen = partners_by_id(request.context, form.values.all("excluded_partners"))
    found = find_approved_partners(request.context, form.value("partner_words"))
    shown = {**chosen, **{one.id: one for one in found}}
    return [(one.id, one.name(request.language)) for one in shown.values()]
