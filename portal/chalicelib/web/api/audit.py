"""The audit trail, a thing's or a day's."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from chalicelib.domain.actors import Role
from chalicelib.domain.audit import AuditEvent, Tag
from chalicelib.services.trail import list_day, list_trail
from chalicelib.web.api.lists import list_view
from chalicelib.web.requests import Request
from chalicelib.web.routing import endpoint
from chalicelib.web.schemas import IsoDay, ListQuery, ListView, View


class TrailQuery(ListQuery):
    """Whose trail: a thing and its id, such as need:01J…"""

    subject: Annotated[str, Field(pattern=r"^[a-z]{3,20}(:[A-Za-z0-9_-]{1,64})?$")]


class DayQuery(ListQuery):
    """Which day of UTC."""

    day: IsoDay


class AuditEventView(View):
    """A line of the audit trail, with the hashes that chain it to the one before."""

    id: str
    subject: str
    number: int
    at: datetime
    tag: Tag
    role: str
    account_id: str | None
    partner_id: str | None
    details: dict[str, str | int]
    previous_hash: str
    hash: str


def audit_event_view(event: AuditEvent) -> AuditEventView:
    """The event."""
    return AuditEventView.model_validate(event)


@endpoint("/api/v1/audit", Role.STAFF)
def get_trail(request: Request, query: TrailQuery) -> ListView[AuditEventView]:
    """List what happened to a thing, the newest first. Staff see needs and partners, supervisors all."""
    page = list_trail(request.context, query.subject, request.cursor)
    return list_view(request, page, audit_event_view, ListView[AuditEventView])


@endpoint("/api/v1/audit/days", Role.SUPERVISOR)
def get_day(request: Request, query: DayQuery) -> ListView[AuditEventView]:
    """List what happened on a day, the newest first."""
    page = list_day(request.context, query.day.isoformat(), request.cursor)
    return list_view(request, page, audit_event_view, ListView[AuditEventView])
