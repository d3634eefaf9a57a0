"""Who suits a need, ranked; and why the others do not."""

from chalicelib.domain.actors import Role
from chalicelib.domain.matching import Reason, Rejected, Rejection
from chalicelib.domain.needs import Need
from chalicelib.services import needs as services
from chalicelib.services.matches import Suggestion, explain_need, match_need
from chalicelib.web.rejection_advice import advice
from chalicelib.web.rejection_words import counted
from chalicelib.web.requests import Request
from chalicelib.web.routing import endpoint
from chalicelib.web.schemas import View
from chalicelib.web.why_view import NAMED, by_age
from chalicelib.words.speech import say


class MatchView(View):
    """A suggestion: computed, never stored."""

    offering_id: str
    partner_id: str
    quantity: int
    score: float
    reasons: list[Reason]
    free: int


class MatchesView(View):
    """The ranked matches, the best first."""

    items: list[MatchView]


class RejectedOfferingView(View):
    """An offering that a rule keeps out."""

    offering_id: str
    partner_id: str


class RejectedView(View):
    """How many offerings break this rule first, in words, and what staff may do about it; the oldest five."""

    rule: Rejection
    count: int
    words: str
    advice: str
    offerings: list[RejectedOfferingView]


class ExplanationView(View):
    """How many offerings match, and why the others do not. `partial`: there are more than were looked at."""

    matching: int
    rejected: list[RejectedView]
    partial: bool


@endpoint("/api/v1/needs/{need_id}/matches", Role.STAFF)
def list_matches(request: Request) -> MatchesView:
    """Rank the offerings that suit the need, with reasons."""
    view = services.read_need(request.context, request.path["need_id"])
    return MatchesView(items=[_match(one) for one in match_need(request.context, view.need)])


def _match(suggestion: Suggestion) -> MatchView:
    match = suggestion.match
    return MatchView(
        offering_id=match.offering_id,
        partner_id=match.partner_id,
        quantity=match.quantity,
        score=match.score,
        reasons=list(match.reasons),
        free=suggestion.capacity.free,
    )


@endpoint("/api/v1/needs/{need_id}/explain", Role.STAFF)
def explain(request: Request) -> ExplanationView:
    """Count why the other offerings of the category do not match, and say what would change it."""
    need = services.read_need(request.context, request.path["need_id"]).need
    told = explain_need(request.context, need)
    rejected = [_rejected(request, need, one) for one in told.reasons]
    return ExplanationView(matching=told.matching, rejected=rejected, partial=told.partial)


def _rejected(request: Request, need: Need, rejected: Rejected) -> RejectedView:
    rule, count = rejected.rule, len(rejected.candidates)
    named = by_age(rejected)[:NAMED]
    return RejectedView(
        rule=rule,
        count=count,
        words=say(counted(rule, count), request.language),
        advice=say(advice(rule, need, request.now), request.language),
        offerings=[
            RejectedOfferingView(offering_id=one.offering.id, partner_id=one.partner.id) for one in named
        ],
    )
