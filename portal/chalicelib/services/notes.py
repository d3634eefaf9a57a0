"""Write and read the texts that only some may read. Each reading stands in the audit trail."""

from chalicelib.domain.actors import Role
from chalicelib.domain.audit import Tag, subject_of
from chalicelib.domain.disclosure import COMMITTED
from chalicelib.domain.errors import DomainError, ErrorCode, conflict, invalid, not_found
from chalicelib.domain.lifecycle import PartnerState
from chalicelib.domain.notes import (
    HANDOVER_SHOWN_FOR,
    HandoverNote,
    PrivateNote,
    require_private_reader,
    require_shown,
)
from chalicelib.services.access import require_staff
from chalicelib.services.batches import for_each
from chalicelib.services.context import Context
from chalicelib.services.recording import Deed, carry_out, retried
from chalicelib.store import assignments, needs, notes, partners


@retried
def write_private_note(context: Context, need_id: str, text: str) -> None:
    """Write a need's private note in the place of the one before."""
    need = needs.read(need_id)
    require_private_reader(context.actor, sensitive=need.details.sensitive)
    if not text.strip():
        raise invalid(ErrorCode.REQUIRED, "text")
    was = notes.find_private(need_id)
    note = PrivateNote(need_id, text.strip(), (was.version if was else 0) + 1)
    deed = Deed(subject_of("need", need_id), Tag.PRIVATE_NOTE_WRITTEN)
    carry_out(context, [notes.save_private(note, was)], [deed])


@retried
def read_private_note(context: Context, need_id: str) -> str:
    """The private note of a need; of a sensitive one for supervisors alone."""
    need = needs.read(need_id)
    require_private_reader(context.actor, sensitive=need.details.sensitive)
    note = notes.find_private(need_id)
    if note is None:
        raise not_found("private_note")
    carry_out(context, [], [Deed(subject_of("need", need_id), Tag.PRIVATE_NOTE_READ)])
    return note.text


@retried
def write_handover_note(context: Context, need_id: str, assignment_id: str, text: str) -> None:
    """Write, for the partner who accepted, where and whom to meet. It is shown for three days."""
    require_staff(context)
    one = assignments.read(need_id, assignment_id)
    if one.state not in COMMITTED:
        raise conflict(ErrorCode.ILLEGAL_TRANSITION, state=one.state.value, action="handover_note")
    if not text.strip():
        raise invalid(ErrorCode.REQUIRED, "text")
    was = notes.find_handover(assignment_id)
    version = (was.version if was else 0) + 1
    note = HandoverNote(need_id, assignment_id, text.strip(), context.now + HANDOVER_SHOWN_FOR, version)
    deed = Deed(subject_of("need", need_id), Tag.HANDOVER_NOTE_WRITTEN, {"assignment": assignment_id})
    carry_out(context, [notes.save_handover(note, was)], [deed])


@retried
def read_handover_note(context: Context, need_id: str, assignment_id: str) -> HandoverNote:
    """The hand-over note, for the partner of that assignment and for staff, until it is erased.

    A suspended partner goes nowhere for the network: to it the note is not there.
    """
    one = assignments.read(need_id, assignment_id)
    own = context.actor.role is Role.PARTNER and one.partner_id == context.actor.partner_id
    if not (context.actor.is_staff or (own and one.state in COMMITTED and _is_approved(one.partner_id))):
        raise not_found("handover_note")
    note = notes.find_handover(assignment_id)
    if note is None:
        raise not_found("handover_note")
    require_shown(note, context.now)
    deed = Deed(subject_of("need", need_id), Tag.HANDOVER_NOTE_READ, {"assignment": assignment_id})
    carry_out(context, [], [deed])
    return note


def _is_approved(partner_id: str) -> bool:
    return partners.read(partner_id).state is PartnerState.APPROVED


def has_handover_note(context: Context, assignment_id: str) -> bool:
    """Whether there is one to read. Telling so is not reading it."""
    note = notes.find_handover(assignment_id)
    return note is not None and context.now < note.erase_at


def erase_due(context: Context) -> int:
    """Erase the hand-over notes whose time is over; how many they were."""
    due = notes.list_erasable(context.now)
    return for_each("erase_handover_notes", due, lambda note: _erase(context, note))


def _erase(context: Context, note: HandoverNote) -> bool:
    """Another run may be faster, or staff have written it anew: then it is not ours to erase now."""
    details = {"assignment": note.assignment_id}
    deed = Deed(subject_of("need", note.need_id), Tag.HANDOVER_NOTE_ERASED, details)
    try:
        carry_out(context, [notes.delete_handover(note)], [deed])
    except DomainError as error:
        if error.code is not ErrorCode.CHANGED_MEANWHILE:
            raise
        return False
    return True
