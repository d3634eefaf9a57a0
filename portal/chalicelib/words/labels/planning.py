"""Surge plans in words: their states, what the job does, what becomes of each need and why."""

from typing import Final

from chalicelib.domain.lifecycle import PlanState
from chalicelib.domain.planning import Holding
from chalicelib.domain.surge_lines import LineState, Refusal
from chalicelib.domain.surge_plans import Stage
from chalicelib.words.labels import Labels
from chalicelib.words.text import N_, P_

LABELS: Final[Labels] = {
    PlanState: {
        PlanState.WANTED: P_("plan", "Being made"),
        PlanState.READY: P_("plan", "Ready to look at"),
        PlanState.COMMITTING: P_("plan", "Being sent"),
        PlanState.COMMITTED: P_("plan", "Sent"),
        PlanState.DISCARDED: P_("plan", "Discarded"),
        PlanState.FAILED: P_("plan", "Could not be made"),
    },
    Stage: {
        Stage.WAITING: N_("Waiting for its turn"),
        Stage.READING: N_("Reading needs and offerings"),
        Stage.PLANNING: N_("Planning category by category"),
        Stage.WRITING: N_("Writing the plan down"),
        Stage.SENDING: N_("Sending the requests"),
    },
    LineState: {
        LineState.PLANNED: P_("line", "To be sent"),
        LineState.HELD: P_("line", "Held back"),
        LineState.LEFT_OUT: P_("line", "Left out by staff"),
        LineState.SENT: P_("line", "Sent"),
        LineState.REFUSED: P_("line", "Could not be sent"),
    },
    Refusal: {
        Refusal.NEED_CLOSED: N_("The need was closed in the meantime"),
        Refusal.NEED_COVERED: N_("The need was covered otherwise in the meantime"),
        Refusal.BY_HAND: N_("Staff took the need into their own hands in the meantime"),
        Refusal.OFFERING_FULL: N_("The offering was given to others in the meantime"),
        Refusal.OFFERING_GONE: N_("The offering is no longer there"),
        Refusal.RULE_BROKEN: N_("The offering no longer matches"),
    },
    Holding: {
        Holding.KEPT_FOR_URGENT: N_("Kept for more urgent needs"),
        Holding.OPENS_LATER: N_("Can be given later, before the deadline"),
        Holding.NOBODY_CAN: N_("Nobody can give it now"),
        Holding.BY_HAND: N_("Staff place this need by hand"),
        Holding.OVERDUE: N_("Its deadline has passed"),
        Holding.ENOUGH_ASKED: N_("The partners that could give it have been asked often enough"),
    },
}
