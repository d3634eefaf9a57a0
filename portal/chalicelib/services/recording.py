"""Carry out a use case: its writes, its lines in the audit trail and its notices, in one transaction."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import wraps
from typing import ParamSpec, TypeVar

from chalicelib.domain import audit
from chalicelib.domain.audit import AuditEvent, Tag
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.notices import Notice
from chalicelib.services.context import Context
from chalicelib.store import audit as audit_store
from chalicelib.store import outbox, requests
from chalicelib.store.commit import Transaction, prepare
from chalicelib.store.writes import Write

_TRIES = 40
_LONGEST_PAUSE = 0.05

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Deed:
    """One line for the audit trail: the subject's chain, the tag, and codes, ids and quantities."""

    subject: str
    tag: Tag
    details: Mapping[str, str | int] = field(default_factory=dict)


def carry_out(
    context: Context,
    writes: Sequence[Write],
    deeds: Sequence[Deed],
    notices: Sequence[Notice] = (),
    heads: Mapping[str, AuditEvent | None] | None = None,
) -> None:
    """Commit all of it, or nothing. `heads` are ends of chains that were read already, by subject."""
    prepared(context, writes, deeds, notices, heads).commit()


def prepared(
    context: Context,
    writes: Sequence[Write],
    deeds: Sequence[Deed],
    notices: Sequence[Notice] = (),
    heads: Mapping[str, AuditEvent | None] | None = None,
) -> Transaction:
    """What `carry_out` commits, not yet committed.

    `heads` are ends of chains that were read already, by subject; None has none.
    """
    events = _chain(context, deeds, heads or {})
    everything = [*writes, *(audit_store.append(event) for event in events)]
    everything += [outbox.save(notice, None) for notice in notices]
    if context.request_key is not None:
        key = context.request_key
        everything.append(requests.take(key.key, key.fingerprint, context.now))
    return prepare(everything)


def _chain(
    context: Context, deeds: Sequence[Deed], known: Mapping[str, AuditEvent | None]
) -> list[AuditEvent]:
    unknown = {deed.subject: None for deed in deeds if deed.subject not in known}
    heads = dict(known)
    if unknown:
        heads.update(audit_store.heads_of(unknown.keys()))
    events = []
    for deed in deeds:
        event = audit.append(
            heads.get(deed.subject),
            context.new_id(),
            deed.subject,
            deed.tag,
            context.actor,
            context.now,
            deed.details,
        )
        heads[deed.subject] = event
        events.append(event)
    return events


def retried(use_case: Callable[P, R]) -> Callable[P, R]:
    """Read, decide and commit again while somebody else's commit comes in between."""

    @wraps(use_case)
    def trying(*args: P.args, **kwargs: P.kwargs) -> R:
        for attempt in range(_TRIES):
            try:
                return use_case(*args, **kwargs)
            except DomainError as error:
                if error.code is not ErrorCode.CHANGED_MEANWHILE or attempt == _TRIES - 1:
                    raise
            time.sleep(random.uniform(0, min(_LONGEST_PAUSE, 0.002 * 2**attempt)))  # noqa: S311 (a pause)
        raise AssertionError

    return trying
