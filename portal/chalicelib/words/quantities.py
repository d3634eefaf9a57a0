"""How much of what: an amount with its unit, in the form that the number asks for."""

from typing import Final

from chalicelib.domain.categories import Unit
from chalicelib.words.text import NN_, Text

_COUNTED: Final = {
    Unit.PIECE: NN_("%(count)s piece", "%(count)s pieces"),
    Unit.HOME: NN_("%(count)s home", "%(count)s homes"),
    Unit.LOAD: NN_("%(count)s truckload", "%(count)s truckloads"),
    Unit.BASKET: NN_("%(count)s basket", "%(count)s baskets"),
    Unit.PERSON: NN_("%(count)s person", "%(count)s people"),
    Unit.PRESCRIPTION: NN_("%(count)s prescription", "%(count)s prescriptions"),
    Unit.SESSION: NN_("%(count)s session", "%(count)s sessions"),
    Unit.SEAT: NN_("%(count)s seat", "%(count)s seats"),
    Unit.CASE: NN_("%(count)s case", "%(count)s cases"),
    Unit.AED: NN_("%(count)s dirham", "%(count)s dirhams"),
}
_OUT_OF: Final = {
    Unit.PIECE: NN_("of %(count)s piece", "of %(count)s pieces"),
    Unit.HOME: NN_("of %(count)s home", "of %(count)s homes"),
    Unit.LOAD: NN_("of %(count)s truckload", "of %(count)s truckloads"),
    Unit.BASKET: NN_("of %(count)s basket", "of %(count)s baskets"),
    Unit.PERSON: NN_("of %(count)s person", "of %(count)s people"),
    Unit.PRESCRIPTION: NN_("of %(count)s prescription", "of %(count)s prescriptions"),
    Unit.SESSION: NN_("of %(count)s session", "of %(count)s sessions"),
    Unit.SEAT: NN_("of %(count)s seat", "of %(count)s seats"),
    Unit.CASE: NN_("of %(count)s case", "of %(count)s cases"),
    Unit.AED: NN_("of %(count)s dirham", "of %(count)s dirhams"),
}
"""Whole phrases, since Arabic has another form of the noun after a preposition: منزلان, but من أصل منزلين."""


def quantity(amount: int, unit: Unit) -> Text:
    """12 homes; one home."""
    return _COUNTED[unit].filled(count=amount)


def out_of(amount: int, unit: Unit) -> Text:
    """What a part is a part of: (5) of 12 homes."""
    return _OUT_OF[unit].filled(count=amount)
