"""The links in the header, by role."""

from dataclasses import dataclass
from typing import Final

from chalicelib.domain.actors import Role
from chalicelib.web.requests import Request
from chalicelib.words.text import N_, Text


@dataclass(frozen=True, slots=True)
class NavigationLink:
    """One link of the header. `current` where the page lies below it."""

    to: str
    words: Text
    current: bool


_LINKS: Final[dict[Role, tuple[tuple[str, Text], ...]]] = {
    Role.PUBLIC: (
        ("/portal/register", N_("Become a partner")),
        ("/portal/sign-in", N_("Sign in")),
    ),
    Role.PARTNER: (
        ("/portal/requests", N_("Requests and commitments")),
        ("/portal/offerings", N_("Our offerings")),
        ("/portal/agreement", N_("Agreement")),
        ("/portal/organisation", N_("Our details")),
        ("/portal/account", N_("Account")),
    ),
    Role.STAFF: (
        ("/portal/needs", N_("Needs")),
        ("/portal/surge", N_("Surge planning")),
        ("/portal/partners", N_("Partners")),
        ("/portal/account", N_("Account")),
    ),
    Role.SUPERVISOR: (
        ("/portal/needs", N_("Needs")),
        ("/portal/surge", N_("Surge planning")),
        ("/portal/partners", N_("Partners")),
        ("/portal/admin", N_("Administration")),
        ("/portal/account", N_("Account")),
    ),
}
FIRST_PAGE: Final = {
    Role.PARTNER: "/portal/requests",
    Role.STAFF: "/portal/needs",
    Role.SUPERVISOR: "/portal/needs",
}
"""Where somebody who is signed in begins."""


def navigation(request: Request) -> list[NavigationLink]:
    """The links for whoever asks."""
    return [
        NavigationLink(to, words, current=request.target == to or request.target.startswith(f"{to}/"))
        for to, words in _LINKS[request.context.actor.role]
    ]
