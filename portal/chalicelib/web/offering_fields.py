"""What is asked of an offering: when it is listed, and when it is changed."""

from dataclasses import replace
from datetime import date
from typing import Annotated

from pydantic import BaseModel, Field, StringConstraints

from chalicelib.domain.areas import Area
from chalicelib.domain.categories import OTHER, Unit
from chalicelib.domain.categories import Form as GivenAs
from chalicelib.domain.offerings import OfferingTerms
from chalicelib.domain.periods import Renewal
from chalicelib.web.fields import Ask, Count, Day, Line, Whole
from chalicelib.words.text import N_


class OfferingFields(BaseModel):
    """What may be changed afterwards too."""

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
            capacity=self.capacity,
            renewal=self.renewal,
            areas=frozenset(self.areas),
            available_from=self.available_from,
            available_to=self.available_to,
            lead_time_hours=self.lead_time_hours,
            conditions=self.conditions,
        )


class NewOfferingForm(OfferingFields):
    """What stays as it was listed. `offering_id` comes with the form: sending it twice lists it once."""

    offering_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
    category: Line
    form: Annotated[GivenAs, Ask(N_("How do you give it?"))]
    unit: Annotated[Unit, Ask(N_("What do you count?"))]

    def terms(self) -> OfferingTerms:
        """The terms of the new offering; money counts dirhams, whatever its category counts."""
        unit = Unit.AED if self.form is GivenAs.FINANCIAL else self.unit
        areas = frozenset(self.areas)
        return self.onto(
            OfferingTerms(
                self.category, self.form, unit, self.capacity, self.renewal, areas, self.available_from
            )
        )


class DescribedFields(OfferingFields):
    """What is asked of a thing that fits no category."""

    words: Annotated[
        str,
        StringConstraints(min_length=1, max_length=300),
        Ask(N_("What can you give, in words?"), N_("Staff then find the category for it.")),
    ]

    def onto(self, terms: OfferingTerms) -> OfferingTerms:
        """Those terms with what this form says."""
        return replace(super().onto(terms), words=self.words)


class NewDescribedForm(DescribedFields, NewOfferingForm):
    """A new offering in words."""


def model_for(terms: OfferingTerms) -> type[OfferingFields]:
    """What may be changed of them: the words too, while no category has been found."""
    return DescribedFields if terms.category == OTHER else OfferingFields


def shown_terms(terms: OfferingTerms) -> dict[str, object]:
    """What stands in the fields of a form that opens with these terms."""
    return {name: getattr(terms, name) for name in DescribedFields.model_fields}


def first_day(today: date) -> dict[str, object]:
    """What stands in the fields of a new offering."""
    return {"renewal": Renewal.ONCE, "available_from": today, "lead_time_hours": 24}
