"""Where more would help, in sentences, and the text by which staff may ask for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from chalicelib.domain.areas import REGION_OF, Area
from chalicelib.domain.categories import Category, Field, Unit
from chalicelib.domain.lifecycle import PartnerState
from chalicelib.domain.partners import Language
from chalicelib.domain.planning import Shortage
from chalicelib.domain.surge_intake import category_of, unit_of
from chalicelib.words.quantities import quantity
from chalicelib.words.speech import say
from chalicelib.words.text import N_, NN_, Text

_EXACT_BELOW: Final = 100
_COVERS: Final = NN_(
    "One more offering of “%(category)s” in %(area)s (about %(size)s) would cover about %(count)s more need.",
    "One more offering of “%(category)s” in %(area)s (about %(size)s) "
    "would cover about %(count)s more needs.",
)
_ADDS: Final = N_("One more offering of “%(category)s” in %(area)s (about %(size)s) would add: %(units)s.")
_OPEN_NEEDS: Final = NN_("%(count)s need", "%(count)s needs")
_ASK: Final = N_(
    "The Aman Network is looking for partners. What is needed: “%(category)s”, about %(size)s. "
    "Where: %(region)s. Register, or add what you can give to your offerings: %(address)s"
)
"""It names a region, never a town: a sensitive need may be all that is missing there."""
_COULD_GIVE: Final = N_("Approved partners in the field “%(field)s” who serve %(area)s")


@dataclass(frozen=True, slots=True)
class CouldGive:
    """The partners who could be asked for more: the list of them, and what it is."""

    to: str
    words: Text


@dataclass(frozen=True, slots=True)
class ToldShortage:
    """One place where more would help, in the words of the page."""

    category: str
    area: Area
    words: Text
    open_needs: Text
    open_units: Text
    ask: Mapping[Language, str]
    could_give: CouldGive | None


def told(shortage: Shortage, known: Mapping[str, Category], language: Language, address: str) -> ToldShortage:
    """A shortage in words. `known`: the categories by code; `address`: where one registers."""
    code, unit, area = category_of(shortage.category), unit_of(shortage.category), Area(shortage.area)
    size = quantity(rounded(shortage.typical), unit)
    category = known.get(code)
    called = {one: category.name(one) if category else code for one in Language}
    asking = _ASK.filled(region=REGION_OF[area], size=size, address=address)
    return ToldShortage(
        category=code,
        area=area,
        words=_words(shortage, unit).filled(category=called[language], area=area, size=size),
        open_needs=_OPEN_NEEDS.filled(count=rounded(shortage.needs)),
        open_units=quantity(rounded(shortage.units), unit),
        ask={one: say(asking.filled(category=called[one]), one) for one in Language},
        could_give=_could_give(category.field, area) if category else None,
    )


def _could_give(field: Field, area: Area) -> CouldGive:
    wanted = {"state": PartnerState.APPROVED.value, "field": field.value, "area": area.value}
    return CouldGive(f"/portal/partners?{urlencode(wanted)}", _COULD_GIVE.filled(field=field, area=area))


def _words(shortage: Shortage, unit: Unit) -> Text:
    """In needs; in units where it would cover a part of one alone."""
    needs = round(shortage.gained_needs)
    if needs < 1:
        return _ADDS.filled(units=quantity(rounded(shortage.gained_units), unit))
    return _COVERS.filled(count=rounded(shortage.gained_needs))


def rounded(expected: float) -> int:
    """An expectation as people say it: whole, at least one, from a hundred on with two figures."""
    whole = max(1, round(expected))
    step = 10 ** (len(str(whole)) - 2) if whole >= _EXACT_BELOW else 1
    return round(whole / step) * step
