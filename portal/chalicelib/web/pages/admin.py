"""Where a supervisor begins to run the network: what there is to look after."""

from typing import Final

from chalicelib.domain.actors import Role
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page
from chalicelib.web.routing import page
from chalicelib.words.text import N_, Text

_TASKS: Final[tuple[tuple[str, Text, Text], ...]] = (
    (
        "/portal/needs/to-verify",
        N_("Attestations to verify"),
        N_("Needs that were posted before somebody saw both attestations, the next to run out first."),
    ),
    (
        "/portal/partners",
        N_("Registrations to review"),
        N_("Partners that have confirmed their contact and wait for a decision."),
    ),
    (
        "/portal/offerings-to-place",
        N_("Offerings to place"),
        N_("What partners described in words, and what fits no category yet."),
    ),
    (
        "/portal/admin/mails",
        N_("Mails that did not arrive"),
        N_("To whom something has to be said by telephone."),
    ),
)
_NETWORK: Final[tuple[tuple[str, Text, Text], ...]] = (
    (
        "/portal/admin/categories",
        N_("Categories"),
        N_("What can be given and needed, in both languages: add, rename, retire."),
    ),
    (
        "/portal/admin/settings",
        N_("Settings"),
        N_("The duty desk's telephone, and the permit without which no money is given."),
    ),
    (
        "/portal/admin/accounts",
        N_("Accounts"),
        N_("Invite colleagues, switch accounts off, help whoever lost a telephone."),
    ),
    (
        "/portal/admin/audit",
        N_("What happened, by day"),
        N_("Who did what and when, and whether the record is whole."),
    ),
)


@page("/portal/admin", Role.SUPERVISOR)
def administration(request: Request) -> Answer:  # noqa: ARG001 (it is the same for every supervisor)
    """What waits for a supervisor, and what supervisors keep."""
    return Page("admin/overview.html", {"tasks": _TASKS, "network": _NETWORK})
