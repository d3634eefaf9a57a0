"""What a need says of itself, how it is answered and how it ends."""

from typing import Final

from chalicelib.domain.assignments import DeclineReason
from chalicelib.domain.matching import Reason, Rejection
from chalicelib.domain.needs import Attestation, Circumstance, Outcome, Priority
from chalicelib.words.labels import Labels
from chalicelib.words.text import N_, P_

LABELS: Final[Labels] = {
    Circumstance: {
        Circumstance.NATURAL_DISASTER: N_("Natural disaster"),
        Circumstance.ACCIDENT: N_("Accident"),
        Circumstance.URGENT_INTERVENTION: N_("Case of urgent intervention"),
        Circumstance.ENDANGERING: N_("Circumstance that endangers the person harmed"),
    },
    Priority: {
        Priority.P1: N_("Very urgent"),
        Priority.P2: N_("Urgent"),
        Priority.P3: N_("Regular"),
    },
    Attestation: {
        Attestation.ATTESTED: N_("Attested"),
        Attestation.TO_VERIFY: N_("To be verified within 48 hours"),
    },
    Outcome: {
        Outcome.MET: P_("outcome", "Met"),
        Outcome.PARTLY_MET: P_("outcome", "Partly met"),
        Outcome.UNMET: P_("outcome", "Unmet"),
        Outcome.WITHDRAWN: P_("outcome", "Withdrawn"),
    },
    DeclineReason: {
        DeclineReason.NO_CAPACITY: N_("We have nothing left to give at present"),
        DeclineReason.TOO_SOON: N_("We cannot do it by the deadline"),
        DeclineReason.TOO_FAR: N_("The place is too far for us"),
        DeclineReason.NOT_OUR_TRADE: N_("This is not what we give"),
        DeclineReason.CONFLICT_OF_INTEREST: N_("We have a conflict of interest"),
        DeclineReason.OTHER: N_("Another reason"),
    },
    Reason: {
        Reason.COVERS_ALL: N_("Can give all of it"),
        Reason.COVERS_PART: N_("Can give a part of it"),
        Reason.NAMES_AREA: N_("Serves this very area"),
        Reason.WHOLE_EMIRATE: N_("Serves the whole emirate"),
        Reason.LIGHTLY_LOADED: N_("Has given little of its capacity so far"),
        Reason.IN_TIME: N_("Can be there well before the deadline"),
        Reason.ANSWERS_RELIABLY: N_("Answers reliably"),
        Reason.NEWCOMER: N_("Has not been asked before"),
    },
    Rejection: {
        Rejection.EXCLUDED: N_("Left out for this case"),
        Rejection.PARTNER_NOT_APPROVED: N_("Partner not approved"),
        Rejection.OFFERING_NOT_ACTIVE: N_("Paused or retired"),
        Rejection.FORM: N_("Given in another form or unit"),
        Rejection.FINANCIAL_SWITCHED_OFF: N_("Financial offerings are switched off"),
        Rejection.OUTSIDE_AREA: N_("Outside the area"),
        Rejection.NO_AGREEMENT: N_("No agreement in force"),
        Rejection.LICENCE_EXPIRED: N_("Licence expired or missing"),
        Rejection.ACCREDITATION_MISSING: N_("Accreditation expired or missing"),
        Rejection.CLEARANCE_MISSING: N_("Clearance expired or missing"),
        Rejection.NOT_AVAILABLE: N_("Not available in time"),
        Rejection.QUOTA: N_("The month's quota of the agreement is used up"),
        Rejection.NOTICE_CAP: N_("Asked as often this week as may be"),
        Rejection.ALREADY_ASKED: N_("Asked already for this need"),
        Rejection.FULL: N_("Nothing left to give"),
    },
}
