"""Things already in the store, as tests need them to begin."""

from dataclasses import replace
from typing import Any

from chalicelib.domain.accounts import Account
from chalicelib.domain.agreements import Agreement
from chalicelib.domain.assignments import Answer, Assignment
from chalicelib.domain.needs import Need
from chalicelib.domain.offerings import Offering
from chalicelib.domain.partners import Partner
from chalicelib.services import answers
from chalicelib.services.holding import relist
from chalicelib.services.keys import email_key, taken
from chalicelib.services.matches import untouched
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.store import accounts, agreements, claims, needs, offerings, partners
from chalicelib.store.commit import commit
from tests.factories import (
    NOW,
    a_context,
    a_need,
    a_partner,
    an_account,
    an_agreement,
    an_offering,
    some_details,
    some_terms,
)


def a_stored_partner(agreement: dict[str, Any] | None = None, **given: Any) -> Partner:
    """An approved partner with an agreement in force."""
    partner = a_partner(**given)
    agreed: Agreement = an_agreement(partner, **(agreement or {}))
    partner = replace(partner, agreements=(agreed.id,))
    commit([partners.save(partner, None), agreements.save(agreed, None)])
    return partner


def a_stored_offering(partner: Partner | None = None, **terms: Any) -> Offering:
    """An active offering, listed where a match finds it."""
    offering = an_offering(partner or a_stored_partner(), terms=some_terms(**terms))
    commit([offerings.save(offering, None), *relist(offering, untouched(offering, NOW), NOW)])
    return offering


def a_stored_need(**details: Any) -> Need:
    """An open need."""
    need = a_need(details=some_details(**details))
    commit([needs.save(need, None)])
    return need


def a_stored_account(**given: Any) -> Account:
    """An account that can sign in."""
    account = an_account(**given)
    claimed = claims.take(email_key(account.email), account.id, NOW, taken("email"))
    commit([accounts.save(account, None), claimed])
    return account


def an_accepted_assignment(**details: object) -> Assignment:
    """One unit of a new need, which the partner of a new offering has accepted."""
    need, offering = a_stored_need(**details), a_stored_offering()
    (one,) = propose(a_context(), need.id, [Part(offering.id, 1)])
    return answers.accept(a_context(), need.id, one.id, 1, Answer(NOW, "01J"))
