"""Why offerings do not match a need, as its page tells staff: counted, with what would change it."""

from dataclasses import dataclass

from chalicelib.domain.actors import Role
from chalicelib.domain.areas import Area
from chalicelib.domain.matching import Candidate, Explanation, Rejected, Rejection
from chalicelib.domain.needs import Need
from chalicelib.domain.offerings import Offering
from chalicelib.web.offering_view import served
from chalicelib.web.rejection_advice import advice
from chalicelib.web.rejection_details import detail, step
from chalicelib.web.rejection_words import counted
from chalicelib.web.requests import Request
from chalicelib.words.text import N_, Text

NAMED = 5
"""So many offerings stand beside a reason by name."""


@dataclass(frozen=True, slots=True)
class Example:
    """An offering that a reason keeps out: whose it is, the fact, and the page where staff change it."""

    partner_id: str
    partner: str
    detail: Text | None
    areas: list[Area]
    step: tuple[str, Text]


@dataclass(frozen=True, slots=True)
class Told:
    """One reason. `link` is where staff change it for all of them at once; `more` are not named."""

    words: Text
    advice: Text
    link: tuple[str, Text] | None
    examples: list[Example]
    more: int


def tell_why(request: Request, need: Need, explanation: Explanation) -> list[Told]:
    """Every reason, in the rules' order."""
    return [_told(request, need, one) for one in explanation.reasons]


def _told(request: Request, need: Need, rejected: Rejected) -> Told:
    named = by_age(rejected)[:NAMED]
    return Told(
        counted(rejected.rule, len(rejected.candidates)),
        advice(rejected.rule, need, request.now),
        _link(rejected.rule, need, request.context.actor.role),
        [_example(request, need, rejected.rule, one) for one in named],
        len(rejected.candidates) - len(named),
    )


def by_age(rejected: Rejected) -> list[Candidate]:
    """Its offerings, the oldest first, so that the page names the same ones again."""
    return sorted(rejected.candidates, key=lambda one: one.offering.id)


def _link(rule: Rejection, need: Need, role: Role) -> tuple[str, Text] | None:
    root, settings = f"/portal/needs/{need.id}", "/portal/admin/settings"
    of_the_need = {
        Rejection.EXCLUDED: (f"{root}/edit", N_("Change whom to leave out")),
        Rejection.FORM: (f"/portal/needs/new?like={need.id}", N_("Post another like this")),
        Rejection.NOT_AVAILABLE: (f"{root}/edit", N_("Change the deadline")),
        Rejection.ALREADY_ASKED: (root, N_("Ask again by hand")),
    }
    for_supervisors = {
        Rejection.FINANCIAL_SWITCHED_OFF: (f"{settings}/permit", N_("Enter the permit")),
        Rejection.NOTICE_CAP: (f"{settings}/weekly-requests", N_("Change the number a week")),
    }
    return of_the_need.get(rule) or (for_supervisors.get(rule) if role is Role.SUPERVISOR else None)


def _example(request: Request, need: Need, rule: Rejection, one: Candidate) -> Example:
    return Example(
        one.partner.id,
        one.partner.name(request.language),
        detail(rule, need, one, request.now),
        _goes_to(rule, one.offering),
        step(rule, one),
    )


def _goes_to(rule: Rejection, offering: Offering) -> list[Area]:
    return served(offering) if rule is Rejection.OUTSIDE_AREA else []
