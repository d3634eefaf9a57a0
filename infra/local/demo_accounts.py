"""Who signs in to the demo: a supervisor, a colleague, and the partners that have an address."""

from chalicelib.domain.accounts import Account
from chalicelib.domain.actors import SYSTEM, Role
from chalicelib.domain.partners import Language
from chalicelib.services import accounts, partners
from chalicelib.services.api_tokens import make_api_token
from chalicelib.services.partner_accounts import account_of
from infra.local.demo_history import Demo

SUPERVISOR = ("supervisor@aman.example", "مريم")
STAFF = ("staff@aman.example", "Omar")
_TOKEN_DAYS = 90


def make_staff(demo: Demo) -> tuple[Account, Account]:
    """The supervisor, as the operator's command invites the first one, and the colleague whom she invites."""
    email, name = SUPERVISOR
    first = accounts.first_supervisor(demo.context(SYSTEM, 24 * 60), name, email, Language.ARABIC)
    demo.supervisor = first.actor
    email, name = STAFF
    inviting = demo.context(demo.supervisor, 24 * 59)
    second = accounts.invite_account(inviting, name, email, Role.STAFF, Language.ENGLISH)
    demo.staff = second.actor
    return first, second


def partner_accounts(demo: Demo) -> list[Account]:
    """The accounts of the partners that have one."""
    owners = (partners.read_partner(demo.context(demo.staff), one) for one in demo.partners.values())
    found = (account_of(demo.context(demo.staff), owner) for owner in owners)
    return [account for account in found if account is not None]


def with_token(demo: Demo, account: Account) -> dict[str, str]:
    """The account as the demo's file lists it, with a new token for the API."""
    made = make_api_token(demo.context(account.actor), "demo", _TOKEN_DAYS)
    return {"role": account.role.value, "email": account.email, "name": account.name, "api_token": made.text}
