"""What is asked of an offering: when it is listed, and when it is changed."""

from dataclasses import replace
from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from chalicelib.domain.areas import Area
from chalicelib.domain.categories import Form as GivenAs
from chalicelib.domain.categories import Unit
from chalicelib.domain.errors import ErrorCode, invalid
from chalicelib.domain.offerings import OfferingTerms
from chalicelib.domain.periods import Renewal
from chalicelib.web.fields import Ask, Count, Day, Line, Whole
from chalicelib.words.text import N_

_Id = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]


class OfferingFields(BaseModel):
    """What may be changed afterwards too."""

    words: Annotated[
        str,
        StringConstraints(max_length=300),
        Ask(N_("What can you give, in words?"), N_("Staff then find the category for it.")),
    ] = ""
    capacity: Annotated[Count, Ask(N_("How much can you give?"))]
    renewal: Annotated[
        Renewal, Ask(N_("How often?"), N_("What renews is there anew each week or each month."))
    ]
    areas: Annotated[
        list[Area], Field(min_length=1), Ask(N_("Where?"), N_("Tick every area that you serve."))
    ]
    available_from: Annotated[Day, Ask(N_("Available from"))]
    available_to: Annotated[
        Day | None, Ask(N_("Available until"), N_("Leave it empty if there is no end."))
    ] = None
    lead_time_hours: Annotated[
        Whole, Ask(N_("How many hours do you need?"), N_("From your acceptance to the delivery."))
    ] = 0
    conditions: Annotated[
        str,
        StringConstraints(max_length=1000),
        Ask(N_("Conditions"), N_("What staff should know, such as the hours of delivery.")),
    ] = ""

    def onto(self, terms: OfferingTerms) -> OfferingTerms:
        """Those terms with what this form says."""
        return replace(
            terms,
            words=self.words,
            capacity=self.capacity,
            renewal=self.renewal,
            areas=frozenset(self.areas),
            available_from=self.available_from,
            available_to=self.available_to,
            lead_time_hours=self.lead_time_hours,
            conditions=self.conditions,
        )


class NewOfferingForm(OfferingFields):
    """What is said once. `offering_id` comes with the form: sending it twice lists it once."""

    offering_id: _Id
    category: Line
    form: Annotated[GivenAs | None, Ask(N_("How do you give it?"))] = None
    unit: Annotated[Unit | None, Ask(N_("What do you count?"))] = None

    def terms(self, form: GivenAs | None, unit: Unit | None) -> OfferingTerms:
        """The terms; `form` and `unit` are the category's, None where it is described in words."""
        given = self.form or form
        if given is None:
            raise invalid(ErrorCode.REQUIRED, "form")
        counted = Unit.AED if given is GivenAs.FINANCIAL else (unit or self.unit)
        if counted is None:
            raise invalid(ErrorCode.REQUIRED, "unit")
        return self.onto(
            OfferingTerms(
                category=self.category,
                form=given,
                unit=counted,
                capacity=self.capacity,
                renewal=self.renewal,
                areas=frozenset(self.areas),
                available_from=self.available_from,
            )
        )


def shown_terms(terms: OfferingTerms) -> dict[str, object]:
    """What stands in the fields of a form that opens with these terms."""
    names = (name for name in OfferingFields.model_fields)
    ordered = [area for area in Area if area in terms.areas]
    return {name: getattr(terms, name) for name in names} | {"areas": ordered}


def first_day(today: date) -> dict[str, object]:
    """What stands in the fields of a new offering."""
    return {"renewal": Renewal.ONCE, "available_from": today, "lead_time_hours": 24}
