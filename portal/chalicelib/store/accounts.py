"""Accounts and the ways in, in the store."""

from chalicelib.domain.accounts import Account, ApiToken, Session, SignInCode
from chalicelib.domain.actors import Role
from chalicelib.store.documents import Documents
from chalicelib.store.paging import PAGE_SIZE, Page, page_of, to_key
from chalicelib.store.tables import AccountRow, ApiTokenRow, SessionRow, SignInCodeRow

ACCOUNTS = Documents("account", AccountRow, Account, lambda one: {"id": one.id, "role": one.role.value})
CODES = Documents(
    "sign_in_code", SignInCodeRow, SignInCode, lambda one: {"id": one.id, "expires_at": one.expires_at}
)
SESSIONS = Documents(
    "session",
    SessionRow,
    Session,
    lambda one: {"account_id": one.account_id, "id": one.id, "expires_at": one.expires_at},
)
TOKENS = Documents(
    "api_token", ApiTokenRow, ApiToken, lambda one: {"account_id": one.account_id, "id": one.id}
)
find, read, read_many, save = ACCOUNTS.find, ACCOUNTS.read, ACCOUNTS.read_many, ACCOUNTS.save
unchanged = ACCOUNTS.unchanged
find_code, save_code, delete_code = CODES.find, CODES.save, CODES.delete
find_session, save_session, delete_session = SESSIONS.find, SESSIONS.save, SESSIONS.delete
find_token, read_token, save_token = TOKENS.find, TOKENS.read, TOKENS.save


def list_by_role(role: Role, cursor: str | None = None, limit: int = PAGE_SIZE) -> Page[Account]:
    """The accounts of a role, the newest first."""
    rows = AccountRow.by_role.query(
        role.value, scan_index_forward=False, limit=limit, last_evaluated_key=to_key(cursor)
    )
    return page_of(ACCOUNTS, rows)


def list_sessions(account_id: str) -> tuple[Session, ...]:
    """The sessions of an account, those that are over too."""
    return tuple(SESSIONS.parse(row) for row in SessionRow.query(account_id, consistent_read=True))


def list_tokens(account_id: str) -> tuple[ApiToken, ...]:
    """The API tokens of an account, revoked ones too."""
    return tuple(TOKENS.parse(row) for row in ApiTokenRow.query(account_id, consistent_read=True))
