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


def quantity(amount: int, unit: Unit) -> Text:
    """12 homes; one home."""
    return _COUNTED[unit].filled(count=amount)
