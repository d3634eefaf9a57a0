"""Every route of the portal: its address, its methods, who may ask, and what answers."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, TypeVar

from chalicelib.domain.actors import Role
from chalicelib.web.endpoints import Endpoint, endpoint_of
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer

PageHandler = Callable[[Request], Answer]
P = TypeVar("P", bound=PageHandler)
E = TypeVar("E", bound=Callable[..., object])


class RouteKind(StrEnum):
    """Pages answer browsers and know cookies; endpoints answer programs and know bearer tokens."""

    PAGE = "page"
    ENDPOINT = "endpoint"


@dataclass(frozen=True, slots=True)
class Route:
    """One address with its methods. `roles` are those named; a supervisor is let in wherever staff are."""

    path: str
    methods: tuple[str, ...]
    roles: frozenset[Role]
    kind: RouteKind
    handler: PageHandler | Endpoint

    def admits(self, role: Role) -> bool:
        """Whether somebody of that role may ask."""
        return Role.PUBLIC in self.roles or any(role.includes(allowed) for allowed in self.roles)


ROUTES: Final[list[Route]] = []
"""Filled by the decorators when the modules of `web.pages` and `web.api` are imported."""
SIGNED_IN: Final = (Role.PARTNER, Role.STAFF)
"""For pages that everybody with an account has, such as the account itself."""


def page(path: str, *roles: Role, methods: tuple[str, ...] = ("GET",)) -> Callable[[P], P]:
    """Marks a function as the answer to browsers at that address.

    Form, session, CSRF, errors and headers are dealt with before and after it: the function reads the
    request, calls one use case and returns a Page, a Redirect or a Response.
    """

    def register(handler: P) -> P:
        _add(Route(path, methods, frozenset(roles), RouteKind.PAGE, handler))
        return handler

    return register


def endpoint(path: str, *roles: Role, method: str = "GET", status: int = 200) -> Callable[[E], E]:
    """Marks a function as the answer to programs at that address.

    Its parameters say what it takes: `request`, and where it has them `body` and `query`, each a pydantic
    model; its return annotation is the model of what it gives. The OpenAPI document is made of the same.
    """

    def register(handler: E) -> E:
        _add(Route(path, (method,), frozenset(roles), RouteKind.ENDPOINT, endpoint_of(handler, status)))
        return handler

    return register


def _add(route: Route) -> None:
    taken = {(known.path, method) for known in ROUTES for method in known.methods}
    for method in route.methods:
        if (route.path, method) in taken:
            raise ValueError(f"{method} {route.path} is declared twice")
    if not route.roles:
        raise ValueError(f"{route.path} says not who may ask")
    ROUTES.append(route)
