"""Who may open what: every route, tried by everybody, against a table that is written by hand.

Columns: the public, the partner whose thing it is, another partner, staff, a supervisor.
`+` is let in (the form may still be refused as wrong), `-` is asked to sign in, `x` is told that it may not,
`0` is told that there is nothing.
"""

from dataclasses import dataclass
from pathlib import Path

import pytest
from chalice.app import Chalice

from chalicelib.domain.accounts import Account
from chalicelib.domain.actors import Role
from chalicelib.domain.assignments import Answer
from chalicelib.services.answers import accept
from chalicelib.services.api_tokens import make_api_token
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.services.sessions import open_session
from chalicelib.store import accounts
from chalicelib.store.commit import commit
from chalicelib.web.cookies import SESSION
from chalicelib.web.routing import ROUTES, RouteKind
from tests.factories import NOW, a_context, an_account
from tests.stored import a_stored_need, a_stored_offering, a_stored_partner
from tests.surging import a_made_plan, a_posted_need
from tests.web.browsing import ApiClient, Browser, Reply, some_app

pytestmark = pytest.mark.usefixtures("store")

TABLE = Path(__file__).with_name("route_matrix.txt")
WHO = ("public", "owner", "other partner", "staff", "supervisor")
PUBLIC_ROUTES = {
    "/api/v1/not-found",
    "/api/v1/openapi.json",
    "/portal",
    "/portal/not-found",
    "/portal/register",
    "/portal/register/confirm",
    "/portal/register/done",
    "/portal/register/resend",
    "/portal/sign-in",
    "/portal/sign-in/{challenge_id}",
    "/portal/sign-in/{challenge_id}/authenticator",
    "/portal/static/{name}",
}
Row = tuple[str, str, str]


def rows() -> list[Row]:
    """The table: (expected, method, path)."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    return [(line.split()[0], line.split()[1], line.split()[2]) for line in lines if line[:1] in "+-"]


@dataclass
class World:
    """The things that the addresses name, and the people who try."""

    app: Chalice
    ids: dict[str, str]
    people: dict[str, Account | None]

    def address(self, path: str) -> str:
        for name, value in self.ids.items():
            path = path.replace(f"{{{name}}}", value)
        return path

    def browser_of(self, who: str) -> Browser:
        """A browser with a new session, and the token that its forms carry."""
        account = self.people[who]
        opened = open_session(a_context(), account, []) if account else None
        browser = Browser(self.app, cookies={SESSION: opened.token} if opened else {})
        browser.get("/portal/account" if opened else "/portal/sign-in")
        return browser

    def client_of(self, who: str) -> ApiClient:
        """A program with a token."""
        account = self.people[who]
        token = make_api_token(a_context(account.actor), "matrix", 1).text if account else ""
        return ApiClient(self.app, token)

    def try_page(self, browser: Browser, method: str, path: str) -> Reply:
        address = self.address(path)
        return browser.get(address) if method == "GET" else browser.post(address)

    def try_endpoint(self, client: ApiClient, method: str, path: str) -> Reply:
        address = self.address(path)
        return client.get(address) if method == "GET" else client.post(address, BODIES.get(path, {}))


BODIES: dict[str, dict[str, object]] = {
    "/api/v1/needs/{need_id}/assignments/{assignment_id}/accept": {"quantity": 1},
    "/api/v1/needs/{need_id}/assignments/{assignment_id}/decline": {"reason": "too_far"},
    "/api/v1/needs/{need_id}/assignments/{assignment_id}/deliver": {"quantity": 1},
    "/api/v1/needs/{need_id}/assignments/{assignment_id}/confirm": {"quantity": 1},
}


def a_world() -> World:
    owner = a_stored_partner()
    offering, need = a_stored_offering(owner), a_stored_need(quantity=2)
    (assignment,) = propose(a_context(), need.id, [Part(offering.id, 2)])
    accept(a_context(), need.id, assignment.id, 2, Answer(NOW, "01J"))
    a_posted_need(quantity=1)
    plan = a_made_plan()
    people: dict[str, Account | None] = {
        "public": None,
        "owner": an_account(role=Role.PARTNER, partner_id=owner.id),
        "other partner": an_account(role=Role.PARTNER, partner_id=a_stored_partner().id),
        "staff": an_account(role=Role.STAFF),
        "supervisor": an_account(role=Role.SUPERVISOR),
    }
    commit([accounts.save(account, None) for account in people.values() if account])
    ids = {
        "need_id": need.id,
        "assignment_id": assignment.id,
        "offering_id": offering.id,
        "partner_id": owner.id,
        "agreement_id": owner.agreements[0],
        "account_id": (people["staff"] or an_account()).id,
        "token_id": "01JNOTOKEN",
        "challenge_id": "01JNOCHALLENGE",
        "code": "furniture",
        "plan_id": plan.id,
        "number": "1",
        "name": "portal.css",
    }
    return World(some_app(), ids, people)


def verdict(reply: Reply) -> str:
    asked_to_sign_in = reply.status == 303 and reply.location.startswith("/portal/sign-in")
    if reply.status == 401 or asked_to_sign_in:
        return "-"
    return {403: "x", 404: "0"}.get(reply.status, "+")


def test_every_route_is_in_the_table_and_nothing_else_is() -> None:
    some_app()
    served = {(method, route.path) for route in ROUTES for method in route.methods}
    assert {(method, path) for _, method, path in rows()} == served


def test_only_the_routes_listed_by_name_are_public() -> None:
    some_app()
    assert {route.path for route in ROUTES if Role.PUBLIC in route.roles} == PUBLIC_ROUTES
    assert {path for expected, _, path in rows() if expected[0] == "+"} == PUBLIC_ROUTES


@pytest.mark.parametrize("column", range(len(WHO)), ids=WHO)
def test_everybody_is_let_in_where_the_table_says_and_nowhere_else(column: int) -> None:
    world = a_world()
    kinds = {route.path: route.kind for route in ROUTES}
    browser, client = world.browser_of(WHO[column]), world.client_of(WHO[column])
    wrong = []
    for expected, method, path in rows():
        if kinds[path] is RouteKind.PAGE:
            found = verdict(world.try_page(browser, method, path))
        else:
            found = verdict(world.try_endpoint(client, method, path))
        if path in LEADS_TO_SIGN_IN:
            browser = world.browser_of(WHO[column])
        harmless = path in NOTHING_THERE and found == "0"
        ends_session = path in LEADS_TO_SIGN_IN and found == "-"
        if found != expected[column] and not harmless and not ends_session:
            wrong.append(f"{method} {path}: {WHO[column]} is given {found}, not {expected[column]}")
    assert wrong == []


LEADS_TO_SIGN_IN = {
    "/portal/sign-out",
    "/portal/account/sign-out-everywhere",
    "/portal/sign-in/{challenge_id}/authenticator",
}
"""Whoever is let in ends at the sign-in page, as whoever is not."""
NOTHING_THERE = {
    "/api/v1/not-found",
    "/portal/not-found",
    "/portal/admin/audit/chain",
    "/portal/account/tokens/{token_id}/revoke",
    "/portal/needs/{need_id}/private-note/read",
    "/portal/needs/{need_id}/assignments/{assignment_id}/handover-note/read",
    "/portal/assignments/{need_id}/{assignment_id}/note",
    "/portal/offerings/new/details",
    "/portal/partners/{partner_id}/offerings/new/details",
}
"""Whoever is let in finds that there is none."""
