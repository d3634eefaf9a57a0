"""A week of hours as a form: one field a day, empty where the day is off."""

from typing import Annotated, Final

from pydantic import BaseModel

from chalicelib.domain.answer_times import Span, Week, read_span
from chalicelib.web.fields import Ask, domain_checked
from chalicelib.web.forms import Form
from chalicelib.words.text import N_, Text

Hours = Annotated[Span, domain_checked(read_span)]
DAYS: Final[tuple[tuple[str, Text], ...]] = (
    ("monday", N_("Monday")),
    ("tuesday", N_("Tuesday")),
    ("wednesday", N_("Wednesday")),
    ("thursday", N_("Thursday")),
    ("friday", N_("Friday")),
    ("saturday", N_("Saturday")),
    ("sunday", N_("Sunday")),
)


class WeekForm(BaseModel):
    """From and to, for each day."""

    monday: Annotated[Hours | None, Ask(N_("Monday"))] = None
    tuesday: Annotated[Hours | None, Ask(N_("Tuesday"))] = None
    wednesday: Annotated[Hours | None, Ask(N_("Wednesday"))] = None
    thursday: Annotated[Hours | None, Ask(N_("Thursday"))] = None
    friday: Annotated[Hours | None, Ask(N_("Friday"))] = None
    saturday: Annotated[Hours | None, Ask(N_("Saturday"))] = None
    sunday: Annotated[Hours | None, Ask(N_("Sunday"))] = None

    def week(self) -> Week:
        """The seven days, Monday first."""
        return tuple(getattr(self, name) for name, _ in DAYS)


def week_values(week: Week) -> dict[str, Span | None]:
    """What stands in the fields for that week."""
    return {name: span for (name, _), span in zip(DAYS, week, strict=True)}


def week_in_words(week: Week) -> list[tuple[Text, str]]:
    """Each open day with its hours."""
    return [(words, str(span)) for (_, words), span in zip(DAYS, week, strict=True) if span is not None]


def filled_week(week: Week) -> Form[WeekForm]:
    """The form as it opens."""
    return Form.blank(WeekForm, **week_values(week))
