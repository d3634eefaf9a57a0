"""Who did what, when, to which thing: append-only events, chained by hashes, a chain for each subject."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from chalicelib.domain.actors import Actor, Role


class Tag(StrEnum):
    """The closed vocabulary of what can happen. Each has its sentence in the catalogues."""

    PARTNER_REGISTERED = "partner:registered"
    PARTNER_CONTACT_CONFIRMED = "partner:contact_confirmed"
    PARTNER_APPROVED = "partner:approved"
    PARTNER_DECLINED = "partner:declined"
    PARTNER_RECONSIDERED = "partner:reconsidered"
    PARTNER_SUSPENDED = "partner:suspended"
    PARTNER_REINSTATED = "partner:reinstated"
    PARTNER_EDITED = "partner:edited"
    PARTNER_REGISTERED_AGAIN = "partner:registered_again"
    CREDENTIAL_RECORDED = "partner:credential_recorded"
    AGREEMENT_PREPARED = "agreement:prepared"
    AGREEMENT_SIGNED = "agreement:signed"
    AGREEMENT_ENDED = "agreement:ended"
    OFFERING_LISTED = "offering:listed"
    OFFERING_PLACED = "offering:placed"
    OFFERING_EDITED = "offering:edited"
    OFFERING_PAUSED = "offering:paused"
    OFFERING_RESUMED = "offering:resumed"
    OFFERING_RETIRED = "offering:retired"
    NEED_POSTED = "need:posted"
    NEED_POSTED_AGAIN = "need:posted_again"
    NEED_PLACED = "need:placed"
    NEED_EDITED = "need:edited"
    NEED_VERIFIED = "need:verified"
    NEED_HANDED_OVER = "need:handed_over"
    NEED_CLOSED = "need:closed"
    NEED_REOPENED = "need:reopened"
    NEED_PASSED_ON = "need:passed_on"
    NEED_EXHAUSTED = "need:exhausted"
    NEED_MADE_MANUAL = "need:made_manual"
    NEED_MADE_AUTOMATIC = "need:made_automatic"
    PRIVATE_NOTE_WRITTEN = "note:private_written"
    PRIVATE_NOTE_READ = "note:private_read"
    HANDOVER_NOTE_WRITTEN = "note:handover_written"
    HANDOVER_NOTE_READ = "note:handover_read"
    HANDOVER_NOTE_ERASED = "note:handover_erased"
    ASSIGNMENT_PROPOSED = "assignment:proposed"
    ASSIGNMENT_ACCEPTED = "assignment:accepted"
    ASSIGNMENT_PARTLY_ACCEPTED = "assignment:partly_accepted"
    ASSIGNMENT_DECLINED = "assignment:declined"
    ASSIGNMENT_EXPIRED = "assignment:expired"
    ASSIGNMENT_WITHDRAWN = "assignment:withdrawn"
    ASSIGNMENT_CANCELLED = "assignment:cancelled"
    ASSIGNMENT_DELIVERED = "assignment:delivered"
    ASSIGNMENT_DISPUTED = "assignment:disputed"
    ASSIGNMENT_CONFIRMED = "assignment:confirmed"
    ACCOUNT_INVITED = "account:invited"
    ACCOUNT_CREATED = "account:created"
    ACCOUNT_EDITED = "account:edited"
    ACCOUNT_DISABLED = "account:disabled"
    ACCOUNT_ENABLED = "account:enabled"
    SIGNED_IN = "account:signed_in"
    SIGNED_OUT = "account:signed_out"
    SIGNED_OUT_EVERYWHERE = "account:signed_out_everywhere"
    TOTP_ENROLLED = "account:totp_enrolled"
    TOTP_REMOVED = "account:totp_removed"
    API_TOKEN_MADE = "account:api_token_made"  # noqa: S105 (a tag)
    API_TOKEN_REVOKED = "account:api_token_revoked"  # noqa: S105 (a tag)
    CATEGORY_ADDED = "network:category_added"
    CATEGORY_EDITED = "network:category_edited"
    SETTINGS_CHANGED = "network:settings_changed"
    PLAN_ASKED = "plan:asked"
    PLAN_MADE = "plan:made"
    PLAN_FAILED = "plan:failed"
    PLAN_CHANGED = "plan:changed"
    PLAN_COMMITTED = "plan:committed"
    PLAN_FINISHED = "plan:finished"
    PLAN_DISCARDED = "plan:discarded"


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """One thing that happened. `details` hold codes, ids and quantities, never words that name somebody.

    `number` counts from 1 within the subject; `hash` covers the event and the hash before it.
    """

    id: str
    subject: str
    number: int
    at: datetime
    tag: Tag
    role: Role
    account_id: str | None
    partner_id: str | None
    details: Mapping[str, str | int]
    previous_hash: str
    hash: str = ""


GENESIS = "0" * 64
NETWORK = "network"


def subject_of(thing: str, thing_id: str) -> str:
    """The chain of a thing, such as "need:01J…"."""
    return f"{thing}:{thing_id}"


def hash_of(event: AuditEvent) -> str:
    """SHA-256 over the event's content in a canonical form, which begins with the hash before it."""
    content = [
        event.previous_hash,
        event.id,
        event.subject,
        event.number,
        event.at.isoformat(),
        event.tag.value,
        event.role.value,
        event.account_id,
        event.partner_id,
        dict(sorted(event.details.items())),
    ]
    canonical = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def append(
    head: AuditEvent | None,
    event_id: str,
    subject: str,
    tag: Tag,
    actor: Actor,
    at: datetime,
    details: Mapping[str, str | int],
) -> AuditEvent:
    """The event that follows the chain's head (None for the first of a subject)."""
    event = AuditEvent(
        id=event_id,
        subject=subject,
        number=head.number + 1 if head else 1,
        at=at,
        tag=tag,
        role=actor.role,
        account_id=actor.account_id,
        partner_id=actor.partner_id,
        details=details,
        previous_hash=head.hash if head else GENESIS,
    )
    return replace(event, hash=hash_of(event))


def first_broken(events: Iterable[AuditEvent]) -> int | None:
    """The number of the first event of a chain that does not follow from the one before; None if all do."""
    previous, number = GENESIS, 1
    for event in events:
        if (event.previous_hash, event.number, event.hash) != (previous, number, hash_of(event)):
            return event.number
        previous, number = event.hash, number + 1
    return None
