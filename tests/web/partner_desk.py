"""A partner at its pages, and what was asked of it."""

from dataclasses import dataclass
from typing import Any

from chalicelib.domain.actors import Role
from chalicelib.domain.assignments import Answer, Assignment
from chalicelib.domain.needs import Need
from chalicelib.domain.offerings import Offering
from chalicelib.domain.partners import Partner
from chalicelib.services.answers import accept
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from tests.factories import NOW, a_context, a_profile, as_partner
from tests.stored import a_stored_need, a_stored_offering, a_stored_partner
from tests.web.browsing import Browser, Clock, some_app
from tests.web.people import signed_in


@dataclass
class Desk:
    """A partner that is signed in."""

    partner: Partner
    browser: Browser


def a_desk(clock: Clock | None = None, language: str = "en", **partner: Any) -> Desk:
    """A partner at its pages; without more said, an approved one with an agreement in force."""
    found = a_stored_partner(**{"profile": a_profile(), **partner})
    browser = signed_in(some_app(clock=clock or Clock()), Role.PARTNER, partner_id=found.id).browser
    browser.get(f"/portal/requests?language={language}")
    return Desk(found, browser)


@dataclass(frozen=True)
class Asked:
    """A proposal, with where its partner reads it."""

    need: Need
    offering: Offering
    assignment: Assignment

    @property
    def address(self) -> str:
        return f"/portal/assignments/{self.need.id}/{self.assignment.id}"


def asked_of(partner: Partner, quantity: int = 4, terms: dict[str, Any] | None = None, **need: Any) -> Asked:
    """What staff propose to a new offering of that partner."""
    offering = a_stored_offering(partner, **(terms or {}))
    posted = a_stored_need(quantity=quantity, **need)
    (assignment,) = propose(a_context(), posted.id, [Part(offering.id, quantity)])
    return Asked(posted, offering, assignment)


def accepted_by(partner: Partner, quantity: int = 4, **need: Any) -> Asked:
    """What it has accepted in full."""
    asked = asked_of(partner, quantity, **need)
    context = a_context(as_partner(partner))
    answer = Answer(NOW, context.account_id)
    after = accept(context, asked.need.id, asked.assignment.id, quantity, answer)
    return Asked(asked.need, asked.offering, after)
