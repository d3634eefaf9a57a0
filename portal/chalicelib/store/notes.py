"""Private and hand-over notes in the store: apart from their things, so that no list reads them."""

from datetime import datetime

from chalicelib.domain.notes import HandoverNote, PrivateNote
from chalicelib.store.documents import Documents
from chalicelib.store.tables import HandoverNoteRow, PrivateNoteRow

PRIVATE = Documents("private_note", PrivateNoteRow, PrivateNote, lambda note: {"need_id": note.need_id})
HANDOVER = Documents(
    "handover_note",
    HandoverNoteRow,
    HandoverNote,
    lambda note: {"assignment_id": note.assignment_id, "expires_at": note.erase_at},
)
find_private, save_private = PRIVATE.find, PRIVATE.save
find_handover, save_handover, delete_handover = HANDOVER.find, HANDOVER.save, HANDOVER.delete


def list_erasable(now: datetime) -> tuple[HandoverNote, ...]:
    """The hand-over notes whose time is over. The table is small: notes leave it after three days."""
    rows = HandoverNoteRow.scan(HandoverNoteRow.expires_at <= now)
    return tuple(HANDOVER.parse(row) for row in rows)
