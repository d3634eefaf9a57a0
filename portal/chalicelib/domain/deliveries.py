"""What becomes of a mail after the mail service took it, as far as the service hears of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Trouble(StrEnum):
    """What was heard of a mail, from the least to the most certain that nobody can read it."""

    DELAYED = "delayed"
    """The reader's server did not take it yet; it is still being tried."""
    UNCLEAR = "unclear"
    """Something came back: it did not arrive, or its reader is away and a program answered."""
    UNWANTED = "unwanted"
    """It arrived, and its reader reported it; the service sends no other mail there."""
    MAILBOX_FULL = "mailbox_full"
    REFUSED = "refused"
    """The reader's server did not take this mail, though it takes others."""
    NO_SUCH_ADDRESS = "no_such_address"
    BLOCKED = "blocked"
    """The service did not send it at all, as earlier mails to the address came back or were reported."""


_WEIGHTS: Final = {trouble: weight for weight, trouble in enumerate(Trouble)}
_PERHAPS_ARRIVED: Final = frozenset({Trouble.DELAYED, Trouble.UNCLEAR})


@dataclass(frozen=True, slots=True)
class DeliveryReport:
    """One report of the mail service: of which notice, of which sending of it, and what was heard.

    It holds no address and nothing of the words that came with it: those may quote anybody.
    """

    notice_id: str
    message_id: str
    trouble: Trouble


def worse(heard: Trouble, before: Trouble | None) -> bool:
    """Whether it tells more than what was heard before; reports come twice, and in any order."""
    return before is None or _WEIGHTS[heard] > _WEIGHTS[before]


def is_lost(trouble: Trouble) -> bool:
    """Whether somebody has to be told in another way: the mail is not read, or no later one will be."""
    return trouble not in _PERHAPS_ARRIVED
