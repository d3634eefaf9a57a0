"""What became of a mail, as a sentence: for the list of mails that did not arrive and for a need's page."""

from typing import Final

from chalicelib.domain.deliveries import Trouble
from chalicelib.words.labels import Labels
from chalicelib.words.text import N_

LABELS: Final[Labels] = {
    Trouble: {
        Trouble.DELAYED: N_("The mail has not arrived yet: its server did not take it so far."),
        Trouble.UNCLEAR: N_(
            "The mail may not have arrived, or its reader is away: an automatic answer came back."
        ),
        Trouble.UNWANTED: N_("The reader reported the mail as unwanted. No more is sent to this address."),
        Trouble.MAILBOX_FULL: N_("The mail did not arrive: the mailbox is full."),
        Trouble.REFUSED: N_("The mail did not arrive: its server refused it."),
        Trouble.NO_SUCH_ADDRESS: N_("The mail did not arrive: there is no such address."),
        Trouble.BLOCKED: N_(
            "The mail did not go out: earlier ones to this address came back or were reported as unwanted."
        ),
    },
}
