"""What is read of a request for a contribution. It names nobody: a link leads to the rest."""

from dataclasses import replace
from datetime import datetime
from typing import Final

from chalicelib.domain.areas import Area, Region
from chalicelib.domain.categories import Unit
from chalicelib.domain.lifecycle import AssignmentState
from chalicelib.domain.needs import Priority
from chalicelib.mail.letter import Fact, Letter, Params, plainly
from chalicelib.words.quantities import quantity
from chalicelib.words.text import N_, P_, Text

_ANSWER_FREELY: Final = N_(
    "You may accept all of it, accept a part, or decline. Declining carries no penalty of any kind."
)
_LATE_ANSWER: Final = N_(
    "After that time others are asked. You can still say yes for as long as it is needed."
)
_NO_LITIGATION: Final = N_(
    "This is legal advice or a settlement alone: litigation and pleading are excluded."
)


def proposal(params: Params) -> Letter:
    return Letter(
        N_("New request for a contribution: %(priority)s").filled(priority=Priority(str(params["priority"]))),
        (N_("The Aman Network asks whether you can help with this:"),),
        facts=facts_of_proposal(params),
        action=N_("Answer the request"),
        path=str(params["path"]),
        closing=terms_of_proposal(params),
    )


def proposal_by_chat(params: Params) -> Letter:
    """The proposal as a message in a chat, where it can be answered in words."""
    letter = proposal(params)
    return replace(letter, closing=(*letter.closing, N_("You can also answer in this chat.")))


def reminder(params: Params) -> Letter:
    return Letter(
        N_("Reminder: a request for a contribution awaits your answer"),
        (N_("This request still awaits your answer:"),),
        facts=facts_of_proposal(params),
        action=N_("Answer the request"),
        path=str(params["path"]),
        closing=terms_of_proposal(params),
    )


def terms_of_proposal(params: Params) -> tuple[Text, ...]:
    """What a partner must know before it answers."""
    terms = (_ANSWER_FREELY, _LATE_ANSWER)
    return (_NO_LITIGATION, *terms) if params["litigation_excluded"] else terms


def facts_of_proposal(params: Params) -> tuple[Fact, ...]:
    """What is asked, how much, where, how urgently and until when. It names nobody."""
    place = Region(str(params["region"])) if "region" in params else Area(str(params["area"]))
    return (
        (P_("request", "What is needed"), plainly(params["category"])),
        *_amount(params),
        (P_("request", "Place"), plainly(place)),
        (P_("request", "Priority"), plainly(Priority(str(params["priority"])))),
        (P_("request", "Needed by"), plainly(_moment(params["deadline"]))),
        (P_("request", "Please answer by"), plainly(_moment(params["answer_due"]))),
    )


def _amount(params: Params) -> tuple[Fact, ...]:
    """The quantity with its unit; nothing where the move left none."""
    amount = int(params["quantity"])
    counted = quantity(amount, Unit(str(params["unit"])))
    return ((P_("request", "Quantity"), counted),) if amount else ()


def _moment(written: str | int) -> datetime:
    return datetime.fromisoformat(str(written))


def withdrawn(params: Params) -> Letter:
    return Letter(
        N_("A request for a contribution was withdrawn"),
        (N_("This request no longer needs an answer. Thank you for your readiness."),),
        action=N_("See the request"),
        path=str(params["path"]),
    )


def cancelled(params: Params) -> Letter:
    return Letter(
        N_("A commitment was cancelled"),
        (
            N_(
                "This commitment is no longer needed: please do not carry it out. "
                "Thank you for your readiness."
            ),
        ),
        action=N_("See the commitment"),
        path=str(params["path"]),
    )


def answered(params: Params) -> Letter:
    state = AssignmentState(str(params["state"]))
    return Letter(
        N_("A partner has answered"),
        (N_("There is an answer to a request that was sent for one of your needs."),),
        facts=((P_("request", "The answer"), plainly(state)), *_amount(params)),
        action=N_("Open the need"),
        path=str(params["path"]),
    )


def delivered(params: Params) -> Letter:
    return Letter(
        N_("A partner reports that its commitment is carried out"),
        (N_("Please confirm what has arrived, or say that it has not."),),
        facts=_amount(params),
        action=N_("Open the need"),
        path=str(params["path"]),
    )


def nobody_left(params: Params) -> Letter:
    return Letter(
        N_("No partner is left to ask for one of your needs"),
        (
            N_(
                "All suitable partners have been asked, and a part of the need is still with nobody. "
                "It does not go on by itself from here."
            ),
        ),
        facts=(
            (
                P_("request", "Still with nobody"),
                quantity(int(params["quantity"]), Unit(str(params["unit"]))),
            ),
            (P_("request", "Priority"), plainly(Priority(str(params["priority"])))),
            (P_("request", "Needed by"), plainly(_moment(params["deadline"]))),
        ),
        action=N_("Open the need"),
        path=str(params["path"]),
    )
