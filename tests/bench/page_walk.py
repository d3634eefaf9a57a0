"""Every page that the portal has, opened as the one whom it is for."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from chalicelib.domain.actors import Role
from chalicelib.web.application import load_routes
from chalicelib.web.routing import ROUTES, Route, RouteKind
from tests.bench.page_world import Ids

LISTS = (
    "/portal/needs",
    "/portal/needs/to-verify",
    "/portal/offerings",
    "/portal/offerings-to-place",
    "/portal/partners",
    "/portal/partners/{partner_id}/offerings",
    "/portal/partners/{partner_id}/requests",
    "/portal/requests",
)
"""Lists of 25; every other page is held to the larger size."""
LIST_BYTES, PAGE_BYTES = 20_000, 60_000
FILTERED = (
    ("/portal/needs", "?sort=newest"),
    ("/portal/needs", "?mine=yes&priority=P1"),
)
_NOT_HTML = {"/api/v1/openapi.json", "/portal/static/{name}"}
_FOUND = 200

Fetch = Callable[[Role, str], tuple[int, int]]
"""Opens an address as somebody of that role: the status, and the bytes of its HTML."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A page that can be opened: its route's path, its address, and whom it is for."""

    path: str
    address: str
    role: Role

    @property
    def most_bytes(self) -> int:
        """How large its HTML may be."""
        return LIST_BYTES if self.path in LISTS else PAGE_BYTES


def page_routes() -> list[Route]:
    """Every route that answers a browser's GET with a page."""
    load_routes()
    return [
        route
        for route in sorted(ROUTES, key=lambda one: one.path)
        if route.kind is RouteKind.PAGE and "GET" in route.methods and route.path not in _NOT_HTML
    ]


def for_whom(route: Route) -> Role:
    """The least of the roles that may open it; staff where partners may as well."""
    order = (Role.PUBLIC, Role.STAFF, Role.PARTNER, Role.SUPERVISOR)
    return next(role for role in order if role in route.roles)


def openable(fetch: Fetch, things: Sequence[Ids]) -> Iterator[Opened]:
    """The pages that open, each with the first of the things that it opens for; then lists, filtered."""
    for route in page_routes():
        role = for_whom(route)
        found = (Opened(route.path, address, role) for address in _addresses(route.path, things))
        yield from _first_that_opens(fetch, found)
    yield from (Opened(path, f"{path}{query}", Role.STAFF) for path, query in FILTERED)


def _addresses(path: str, things: Iterable[Ids]) -> list[str]:
    filled = dict.fromkeys(one.fill(path) for one in things) if "{" in path else {path: None}
    return [address for address in filled if "{" not in address]


def _first_that_opens(fetch: Fetch, pages: Iterable[Opened]) -> Iterator[Opened]:
    for page in pages:
        status, _size = fetch(page.role, page.address)
        if status == _FOUND:
            yield page
            return
