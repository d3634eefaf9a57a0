"""What happened in the whole network on a day, and whether a thing's record is whole."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from chalicelib.domain.actors import Role
from chalicelib.domain.audit import NETWORK, AuditEvent
from chalicelib.domain.errors import not_found
from chalicelib.domain.periods import day_in_dubai
from chalicelib.services.trail import list_day, list_trail, verify_chain
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page
from chalicelib.web.routing import page
from chalicelib.web.trail_words import ToldEvent, tell
from chalicelib.words.text import N_, Text

_PATH = "/portal/admin/audit"
_SUBJECT = re.compile(r"(need|partner|account):([A-Za-z0-9_-]{1,64})")
_PLACES: Final = {
    "need": ("/portal/needs/", N_("The need")),
    "partner": ("/portal/partners/", N_("The partner")),
    "account": ("/portal/admin/accounts/", N_("The account")),
}
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Line:
    """An event of a day, and the thing that it happened to."""

    told: ToldEvent
    subject: str
    about: tuple[str, Text] | None


@page(_PATH, Role.SUPERVISOR)
def audit_of_a_day(request: Request) -> Answer:
    """Everything that happened on a day, the newest first."""
    today = day_in_dubai(request.now)
    day = _day(request.query.one("day"), today)
    found = list_day(request.context, day.isoformat(), request.cursor)
    told = tell(request.context, found.items, request.language)
    lines = [_line(event, words) for event, words in zip(found.items, told, strict=True)]
    values = {
        "day": day,
        "before": (day - _DAY).isoformat() if day > date.min else None,
        "after": (day + _DAY).isoformat() if day < today else None,
        "lines": lines,
        "next_cursor": found.next_cursor,
    }
    return Page("admin/audit.html", values)


def _day(asked: str, today: date) -> date:
    """What the address asks for; what it misspells, and what is still to come, asks for today."""
    try:
        return min(date.fromisoformat(asked), today)
    except ValueError:
        return today


def _line(event: AuditEvent, told: ToldEvent) -> Line:
    return Line(told, event.subject, _about(event.subject))


def _about(subject: str) -> tuple[str, Text] | None:
    """Where the thing is found; the network's own chain has no page."""
    named = _SUBJECT.fullmatch(subject)
    if named is None:
        return None
    root, words = _PLACES[named[1]]
    return f"{root}{named[2]}", words


@page(f"{_PATH}/chain", Role.SUPERVISOR)
def verify(request: Request) -> Answer:
    """Whether every event of a thing follows from the one before it."""
    subject = request.query.one("subject")
    if subject != NETWORK and not _SUBJECT.fullmatch(subject):
        raise not_found("trail")
    if not list_trail(request.context, subject).items:
        raise not_found("trail")
    broken = verify_chain(request.context, subject)
    return Page("admin/chain.html", {"broken": broken, "about": _about(subject)})
