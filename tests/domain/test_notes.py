"""Who may read a note, and for how long."""

from datetime import timedelta

import pytest

from chalicelib.domain.actors import PUBLIC, Actor, Role
from chalicelib.domain.errors import ErrorCode
from chalicelib.domain.notes import HandoverNote, require_private_reader, require_shown
from tests.factories import NOW, STAFF, SUPERVISOR
from tests.refusals import refused

PARTNER = Actor(Role.PARTNER, "01JACCOUNT", "01JPARTNER")


@pytest.mark.parametrize(("actor", "sensitive"), [(STAFF, False), (SUPERVISOR, False), (SUPERVISOR, True)])
def test_staff_read_a_private_note_and_supervisors_that_of_a_sensitive_need_too(
    actor: Actor, *, sensitive: bool
) -> None:
    require_private_reader(actor, sensitive=sensitive)


@pytest.mark.parametrize(
    ("actor", "sensitive"), [(STAFF, True), (PARTNER, False), (PARTNER, True), (PUBLIC, False)]
)
def test_nobody_else_reads_it(actor: Actor, *, sensitive: bool) -> None:
    assert refused(require_private_reader, actor, sensitive=sensitive) is ErrorCode.NOT_PERMITTED


def test_a_handover_note_is_shown_until_its_time_and_not_at_that_very_moment() -> None:
    note = HandoverNote("need", "assignment", "عند البوابة", NOW)
    require_shown(note, NOW - timedelta(microseconds=1))
    assert refused(require_shown, note, NOW) is ErrorCode.NOTE_ERASED
