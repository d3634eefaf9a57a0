"""The states and the kinds of things, as a list and a status tag show them."""

from typing import Final

from chalicelib.domain.lifecycle import (
    AgreementState,
    AssignmentState,
    NeedState,
    OfferingState,
    PartnerState,
)
from chalicelib.domain.partners import PartnerKind
from chalicelib.words.labels import Labels
from chalicelib.words.text import N_, P_

LABELS: Final[Labels] = {
    PartnerKind: {
        PartnerKind.GOVERNMENT: N_("Government body"),
        PartnerKind.COMPANY: N_("Company, institution or shop"),
        PartnerKind.INDIVIDUAL: N_("Individual"),
    },
    PartnerState: {
        PartnerState.REGISTERED: N_("Contact not confirmed yet"),
        PartnerState.AWAITING_REVIEW: N_("Awaiting review"),
        PartnerState.APPROVED: P_("partner", "Approved"),
        PartnerState.DECLINED: P_("partner", "Not approved"),
        PartnerState.SUSPENDED: P_("partner", "Suspended"),
    },
    AgreementState: {
        AgreementState.PREPARED: P_("agreement", "Awaiting signature"),
        AgreementState.SIGNED: P_("agreement", "Signed"),
        AgreementState.ENDED: P_("agreement", "Ended"),
    },
    OfferingState: {
        OfferingState.UNPLACED: P_("offering", "Awaiting a category"),
        OfferingState.ACTIVE: P_("offering", "Available"),
        OfferingState.PAUSED: P_("offering", "Paused"),
        OfferingState.RETIRED: P_("offering", "Retired"),
    },
    NeedState: {
        NeedState.UNPLACED: P_("need", "Awaiting a category"),
        NeedState.OPEN: P_("need", "Open"),
        NeedState.CLOSED: P_("need", "Closed"),
    },
    AssignmentState: {
        AssignmentState.PROPOSED: N_("Awaiting an answer"),
        AssignmentState.ACCEPTED: P_("assignment", "Accepted"),
        AssignmentState.PARTLY_ACCEPTED: P_("assignment", "Partly accepted"),
        AssignmentState.DECLINED: P_("assignment", "Declined by the partner"),
        AssignmentState.EXPIRED: P_("assignment", "Time ran out"),
        AssignmentState.WITHDRAWN: P_("assignment", "Withdrawn"),
        AssignmentState.CANCELLED: P_("assignment", "Cancelled"),
        AssignmentState.DELIVERED: P_("assignment", "Delivered"),
        AssignmentState.CONFIRMED: P_("assignment", "Receipt confirmed"),
    },
}
