"""A store in which things happened: partners, needs on their way, notes, somebody who is signed in."""

from dataclasses import dataclass

from chalicelib.domain.accounts import Account, with_totp
from chalicelib.domain.assignments import Answer
from chalicelib.domain.needs import Need
from chalicelib.domain.partners import Language
from chalicelib.services.answers import accept, deliver
from chalicelib.services.api_tokens import make_api_token
from chalicelib.services.needs import post_need
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.services.sessions import open_session
from chalicelib.services.sign_in import begin_sign_in
from chalicelib.store import accounts, assignments
from chalicelib.store.commit import commit
from tests.factories import NOW, STAFF, a_context, an_id, as_partner, some_details
from tests.stored import a_stored_account, a_stored_offering, a_stored_partner

TOTP = "JBSWY3DPEHPK3PXP"


@dataclass(frozen=True, slots=True)
class Story:
    """What a test asks about."""

    delivered: Need
    sensitive: Need
    staff: Account


def happened() -> Story:
    """Let it happen, through the use cases that people go through."""
    partner = a_stored_partner()
    offering = a_stored_offering(partner, capacity=40)
    delivered = post_need(a_context(), an_id(), some_details(summary="=أثاث «تلف» بالماء"), "ملاحظة للفريق")
    sensitive = post_need(a_context(), an_id(), some_details(sensitive=True))
    for need in (delivered, sensitive):
        propose(a_context(), need.id, [Part(offering.id, 3)])
    acting = a_context(as_partner(partner))
    (one,) = _placed(delivered)
    accept(acting, delivered.id, one, 3, Answer(NOW, acting.actor.account_id or ""))
    deliver(acting, delivered.id, one, 2)
    return Story(delivered, sensitive, _signed_in())


def _placed(need: Need) -> list[str]:
    return [one.id for one in assignments.list_of(need.id)]


def _signed_in() -> Account:
    """With an authenticator, a session, a code on its way and a token for the API."""
    account = a_stored_account(name="+مريم")
    enrolled = with_totp(account, TOTP, 1)
    commit([accounts.save(enrolled, account)])
    begin_sign_in(a_context(STAFF), enrolled.email, Language.ARABIC, "198.51.100.7")
    open_session(a_context(), enrolled, [])
    make_api_token(a_context(enrolled.actor), "reports", 30)
    return enrolled
