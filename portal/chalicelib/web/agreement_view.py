"""An agreement as a page tells of it: its state on a day, in words."""

from datetime import date

from chalicelib.domain.agreements import Agreement
from chalicelib.domain.categories import Field
from chalicelib.domain.lifecycle import AgreementState
from chalicelib.words.labels import label_of
from chalicelib.words.text import P_, Text


def standing(agreement: Agreement, today: date) -> tuple[Text, str]:
    """The words and the look of its tag on that day: signed is not yet in force, and not for ever."""
    if agreement.state is AgreementState.ENDED:
        return label_of(agreement.state), "off"
    if today > agreement.ends_on:
        return P_("agreement", "Expired"), "off"
    if agreement.state is AgreementState.PREPARED:
        return label_of(agreement.state), "wait"
    if today < agreement.starts_on:
        return P_("agreement", "Signed, not begun"), "wait"
    return P_("agreement", "In force"), "ok"


def may_be_signed(agreement: Agreement, today: date) -> bool:
    """Whether it waits for a signature that would still mean something."""
    return agreement.state is AgreementState.PREPARED and today <= agreement.ends_on


def covered(agreement: Agreement) -> list[Field]:
    """The fields it covers, in the order in which they always stand."""
    return [field for field in Field if field in agreement.covers]
