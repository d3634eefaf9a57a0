"""The lists of needs: filtered, sorted and paged, all of it in the address."""

from dataclasses import dataclass

from chalicelib.domain.actors import Role
from chalicelib.domain.areas import Area
from chalicelib.domain.lifecycle import NeedState
from chalicelib.domain.needs import Priority, to_verify_until
from chalicelib.domain.text import fold_identifier
from chalicelib.services.need_search import find_needs_of_case
from chalicelib.services.needs import list_needs_by_age, list_needs_by_urgency, list_needs_to_verify
from chalicelib.store.needs import ListedNeed, NeedFilter
from chalicelib.web.asked_terms import asked_term
from chalicelib.web.category_groups import category_names
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page
from chalicelib.web.routing import page
from chalicelib.words.text import N_, Text

_NEWEST, _MINE = "newest", "yes"
_SORTED: list[tuple[str, Text]] = [(_NEWEST, N_("Newest first"))]
_WHOSE: list[tuple[str, Text]] = [(_MINE, N_("Mine"))]
_NOT_OPEN = (NeedState.UNPLACED, NeedState.CLOSED)


@dataclass(frozen=True, slots=True)
class Choices:
    """What the filters offer besides the terms that every page has."""

    categories: dict[str, str]
    sorted: list[tuple[str, Text]]
    whose: list[tuple[str, Text]]
    open: NeedState = NeedState.OPEN
    states: tuple[NeedState, ...] = _NOT_OPEN
    priorities: tuple[Priority, ...] = tuple(Priority)
    areas: tuple[Area, ...] = tuple(Area)


@page("/portal/needs", Role.STAFF)
def needs(request: Request) -> Answer:
    """The needs of a filter, the most urgent or the newest first."""
    wanted = _filter(request)
    if wanted.case_reference and not request.query.one("state"):
        return _listed(request, "needs/list.html", find_needs_of_case(request.context, wanted), None)
    newest = request.query.one("sort") == _NEWEST
    listing = list_needs_by_age if newest else list_needs_by_urgency
    found = listing(request.context, wanted, request.cursor)
    return _listed(request, "needs/list.html", found.items, found.next_cursor)


@page("/portal/needs/to-verify", Role.STAFF)
def needs_to_verify(request: Request) -> Answer:
    """The needs that were posted before somebody saw the attestations."""
    state = asked_term(NeedState, request, "state") or NeedState.OPEN
    found = list_needs_to_verify(request.context, state, request.cursor)
    return _listed(request, "needs/to_verify.html", found.items, found.next_cursor)


def _filter(request: Request) -> NeedFilter:
    category, reference = request.query.one("category"), request.query.one("case_reference")
    return NeedFilter(
        state=asked_term(NeedState, request, "state") or NeedState.OPEN,
        priority=asked_term(Priority, request, "priority"),
        category=category or None,
        area=asked_term(Area, request, "area"),
        owner=request.context.account_id if request.query.one("mine") == _MINE else None,
        case_reference=fold_identifier(reference) or None,
    )


def _listed(request: Request, template: str, items: tuple[ListedNeed, ...], next_cursor: str | None) -> Page:
    names = category_names(request.language)
    return Page(
        template,
        {
            "items": [(one.need, one.covered, to_verify_until(one.need)) for one in items],
            "next_cursor": next_cursor,
            "names": names,
            "choices": Choices(names, _SORTED, _WHOSE),
        },
    )
