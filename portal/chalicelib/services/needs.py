"""Post a need, place, edit, verify and hand it over, close and reopen it; and read what staff may see."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain import needs as domain
from chalicelib.domain.accounts import AccountState
from chalicelib.domain.actors import Role
from chalicelib.domain.assignments import Assignment, as_of
from chalicelib.domain.audit import Tag, subject_of
from chalicelib.domain.categories import OTHER, Category
from chalicelib.domain.coverage import LIVE, Coverage, coverage_of
from chalicelib.domain.errors import ErrorCode, conflict, invalid
from chalicelib.domain.lifecycle import NeedState
from chalicelib.domain.needs import Need, NeedDetails, Outcome
from chalicelib.domain.notes import PrivateNote
from chalicelib.services.access import require_staff, require_supervisor
from chalicelib.services.context import Context
from chalicelib.services.recording import Deed, carry_out, retried
from chalicelib.store import accounts, assignments, categories, claims, needs, notes, partners, waiting
from chalicelib.store.needs import ListedNeed, NeedFilter
from chalicelib.store.paging import Page
from chalicelib.store.writes import Write


@dataclass(frozen=True, slots=True)
class NeedView:
    """A need with its assignments as they stand now, and the coverage that follows from them."""

    need: Need
    category: Category | None
    assignments: tuple[Assignment, ...]
    coverage: Coverage
    has_private_note: bool


def _category_of(details: NeedDetails) -> Category | None:
    return None if details.category == OTHER else categories.read(details.category)


@retried
def post_need(
    context: Context,
    need_id: str,
    details: NeedDetails,
    private_note: str = "",
    another_of: str | None = None,
) -> Need:
    """Post a need, with the note that only staff read.

    The same form sent twice (`need_id` comes with the form) gives the need of the first time. The same case,
    category and area while the first is open raises `SAME_NEED_OPEN` naming it, unless `another_of` says
    that this is another. Leaving partners out needs its reason in the private note.
    """
    require_staff(context)
    posted = needs.find(need_id)
    if posted is not None and posted.posted_by == context.account_id:
        return posted
    checked = domain.check_details(details, _category_of(details), context.now)
    _check_left_out(checked, private_note)
    need = domain.post(need_id, checked, context.account_id, context.now, another_of)
    note = [PrivateNote(need_id, private_note.strip())] if private_note.strip() else []
    deeds = [
        Deed(
            subject_of("need", need.id),
            Tag.NEED_POSTED,
            {"category": checked.category, "quantity": checked.quantity, "priority": checked.priority.value},
        )
    ]
    deeds += [Deed(subject_of("need", need.id), Tag.PRIVATE_NOTE_WRITTEN) for _ in note]
    writes = [needs.save(need, None), _claim(need, context), *(notes.save_private(one, None) for one in note)]
    carry_out(context, writes, deeds)
    return need


def _check_left_out(details: NeedDetails, private_note: str) -> None:
    if not details.excluded_partners:
        return
    if not private_note.strip():
        raise invalid(ErrorCode.REQUIRED, "private_note")
    if len(partners.read_many(details.excluded_partners)) < len(details.excluded_partners):
        raise invalid(ErrorCode.NOT_FOUND, "excluded_partners")


def _check_holds_no_part(details: NeedDetails, placed: Iterable[Assignment]) -> None:
    """Whoever is left out must not learn of the case by accepting what was proposed before."""
    holding = [one for one in placed if one.partner_id in details.excluded_partners and one.state in LIVE]
    if holding:
        raise conflict(ErrorCode.ASSIGNMENTS_OPEN, "excluded_partners", count=len(holding))


def _claim(need: Need, context: Context) -> Write:
    key = f"need#{domain.same_need_key(need)}"
    holder = claims.holder_of(key, context.now)
    if holder is not None and holder != need.id:
        raise conflict(ErrorCode.SAME_NEED_OPEN, "case_reference", need=holder)
    return claims.take(key, need.id, context.now, conflict(ErrorCode.CHANGED_MEANWHILE))


def _unclaim(need: Need) -> Write:
    return claims.leave(f"need#{domain.same_need_key(need)}", need.id)


def read_need(context: Context, need_id: str) -> NeedView:
    """A need as staff see it."""
    require_staff(context)
    need = needs.read(need_id)
    placed = as_of(assignments.list_of(need_id), context.now)
    coverage = coverage_of(need.details.quantity, placed)
    noted = notes.find_private(need_id) is not None
    return NeedView(need, _category_of(need.details), placed, coverage, noted)


def list_needs_by_urgency(
    context: Context, wanted: NeedFilter, cursor: str | None = None
) -> Page[ListedNeed]:
    """The needs of a filter, the most urgent first."""
    require_staff(context)
    return needs.list_by_urgency(wanted, cursor)


def list_needs_by_age(context: Context, wanted: NeedFilter, cursor: str | None = None) -> Page[ListedNeed]:
    """The needs of a filter, the newest first."""
    require_staff(context)
    return needs.list_by_age(wanted, cursor)


def list_needs_to_verify(context: Context, state: NeedState, cursor: str | None = None) -> Page[ListedNeed]:
    """The needs whose attestations are still to be seen, the next to run out first."""
    require_staff(context)
    return needs.list_to_verify(state, cursor)


@retried
def place_need(context: Context, need_id: str, category_code: str) -> Need:
    """Put a need that was described in words into a category."""
    was = needs.read(need_id)
    need = domain.place(was, categories.read(category_code), context.actor)
    deed = Deed(subject_of("need", need_id), Tag.NEED_PLACED, {"category": category_code})
    carry_out(context, [needs.save(need, was), _unclaim(was), _claim(need, context)], [deed])
    return need


@retried
def edit_need(context: Context, need_id: str, details: NeedDetails) -> Need:
    """Change what may change of a need: how much, how urgent, until when, the summary, who is left out.

    Only a supervisor says that it is sensitive no longer, for that opens its private note to all staff.
    Raises `ASSIGNMENTS_OPEN` while a partner that would be left out still has a part of it.
    """
    require_staff(context)
    was = needs.read(need_id)
    if was.details.sensitive and not details.sensitive:
        require_supervisor(context)
    placed = assignments.list_of(need_id)
    coverage = coverage_of(was.details.quantity, placed)
    checked = domain.check_details(details, _category_of(was.details), context.now)
    note = notes.find_private(need_id)
    _check_left_out(checked, note.text if note else "")
    _check_holds_no_part(checked, as_of(placed, context.now))
    need = domain.edit(was, checked, coverage.quantity - coverage.uncovered)
    changed = {"quantity": need.details.quantity, "priority": need.details.priority.value}
    carry_out(
        context,
        [needs.save(need, was, placed), *waiting.follow(need, was)],
        [Deed(subject_of("need", need_id), Tag.NEED_EDITED, changed)],
    )
    return need


@retried
def verify_need(context: Context, need_id: str) -> Need:
    """Say that both attestations have been seen now."""
    require_staff(context)
    was = needs.read(need_id)
    need = domain.verify(was)
    writes = [needs.save(need, was, assignments.list_of(need_id))]
    carry_out(context, writes, [Deed(subject_of("need", need_id), Tag.NEED_VERIFIED)])
    return need


@retried
def hand_over_need(context: Context, need_id: str, to_account: str) -> Need:
    """Give a need to a colleague."""
    require_staff(context)
    _require_colleague(to_account)
    was = needs.read(need_id)
    need = domain.hand_to(was, to_account)
    writes = [needs.save(need, was, assignments.list_of(need_id))]
    carry_out(
        context, writes, [Deed(subject_of("need", need_id), Tag.NEED_HANDED_OVER, {"account": to_account})]
    )
    return need


def _require_colleague(account_id: str) -> None:
    account = accounts.find(account_id)
    if account is None or not account.role.includes(Role.STAFF) or account.state is not AccountState.ACTIVE:
        raise invalid(ErrorCode.NOT_FOUND, "account")


def hand_over_all_needs(context: Context, to_account: str) -> int:
    """Give all my open needs to a colleague; how many they were. Each is handed over by itself."""
    count = 0
    for need in _all_open(NeedFilter(owner=context.account_id)):
        hand_over_need(context, need.id, to_account)
        count += 1
    return count


def _all_open(wanted: NeedFilter) -> Iterable[Need]:
    found: list[Need] = []
    cursor: str | None = None
    while True:
        page = needs.list_by_age(wanted, cursor, limit=100)
        found += [listed.need for listed in page.items]
        cursor = page.next_cursor
        if cursor is None:
            return found


@retried
def close_need(context: Context, need_id: str, outcome: Outcome, reason: str = "") -> Need:
    """Close a need with what became of it."""
    was = needs.read(need_id)
    placed = assignments.list_of(need_id)
    need = domain.close(was, outcome, reason, as_of(placed, context.now), context.actor, context.now)
    deed = Deed(subject_of("need", need_id), Tag.NEED_CLOSED, {"outcome": outcome.value})
    writes = [needs.save(need, was, placed), *waiting.follow(need, was), _unclaim(was)]
    carry_out(context, writes, [deed])
    return need


@retried
def reopen_need(context: Context, need_id: str, deadline: datetime) -> Need:
    """Open a closed need again, with a new deadline."""
    was = needs.read(need_id)
    need = domain.reopen(was, context.actor, deadline, context.now)
    deed = Deed(subject_of("need", need_id), Tag.NEED_REOPENED)
    writes = [needs.save(need, was, assignments.list_of(need_id)), _claim(need, context)]
    carry_out(context, writes, [deed])
    return need


def count_open_assignments(view: NeedView) -> int:
    """How many assignments must end before the need can be closed."""
    return view.coverage.live if view.need.state is NeedState.OPEN else 0
