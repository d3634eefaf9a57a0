"""Why a plan leaves a need open."""

from typing import Final

from chalicelib.domain.planning import Holding
from chalicelib.words.labels import Labels
from chalicelib.words.text import N_

LABELS: Final[Labels] = {
    Holding: {
        Holding.KEPT_FOR_URGENT: N_("Kept for more urgent needs"),
        Holding.OPENS_LATER: N_("Can be given later, before the deadline"),
        Holding.NOBODY_CAN: N_("Nobody can give it now"),
    },
}
