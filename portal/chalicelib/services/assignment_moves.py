"""What every move of an assignment reads, and what it leaves in the trail and in the outbox."""

from dataclasses import dataclass

from chalicelib.domain.accounts import Account
from chalicelib.domain.actors import Role
from chalicelib.domain.assignments import Assignment, Moved
from chalicelib.domain.audit import Tag, subject_of
from chalicelib.domain.errors import not_found
from chalicelib.domain.lifecycle import Action
from chalicelib.domain.needs import Need
from chalicelib.domain.notices import Notice, NoticeKind, NoticeState, request_ids, write
from chalicelib.domain.partners import PartnerProfile
from chalicelib.services.context import Context
from chalicelib.services.recording import Deed
from chalicelib.store import accounts, assignments, needs, outbox, partners
from chalicelib.store.writes import Write

_TAGS = {
    Action.ACCEPT: Tag.ASSIGNMENT_ACCEPTED,
    Action.ACCEPT_PART: Tag.ASSIGNMENT_PARTLY_ACCEPTED,
    Action.DECLINE: Tag.ASSIGNMENT_DECLINED,
    Action.EXPIRE: Tag.ASSIGNMENT_EXPIRED,
    Action.WITHDRAW: Tag.ASSIGNMENT_WITHDRAWN,
    Action.CANCEL: Tag.ASSIGNMENT_CANCELLED,
    Action.DELIVER: Tag.ASSIGNMENT_DELIVERED,
    Action.DISPUTE: Tag.ASSIGNMENT_DISPUTED,
    Action.CONFIRM: Tag.ASSIGNMENT_CONFIRMED,
}
_TOLD_TO_OWNER = {
    Action.ACCEPT: NoticeKind.ANSWERED,
    Action.ACCEPT_PART: NoticeKind.ANSWERED,
    Action.DECLINE: NoticeKind.ANSWERED,
    Action.DELIVER: NoticeKind.DELIVERED,
}
_TOLD_TO_PARTNER = {
    Action.WITHDRAW: NoticeKind.PROPOSAL_WITHDRAWN,
    Action.CANCEL: NoticeKind.ASSIGNMENT_CANCELLED,
}


@dataclass(frozen=True, slots=True)
class Placed:
    """A need with all its assignments, and the one that moves."""

    need: Need
    all: tuple[Assignment, ...]
    one: Assignment


def read_placed(context: Context, need_id: str, assignment_id: str) -> Placed:
    """Raises `NOT_FOUND` also to a partner that asks for another's, who may not learn that it is there."""
    placed = assignments.list_of(need_id)
    one = next((one for one in placed if one.id == assignment_id), None)
    foreign = context.actor.role is Role.PARTNER and one and one.partner_id != context.actor.partner_id
    if one is None or foreign or context.actor.role is Role.PUBLIC:
        raise not_found("assignment")
    return Placed(needs.read(need_id), placed, one)


def deed_of(moved: Moved) -> Deed:
    """The line of the move in the trail of its need."""
    after = moved.assignment
    details: dict[str, str | int] = {
        "assignment": after.id,
        "partner": after.partner_id,
        "quantity": after.held or moved.held_before,
    }
    if after.answer is not None and moved.move.action in {Action.ACCEPT, Action.ACCEPT_PART, Action.DECLINE}:
        details["by_telephone"] = int(after.answer.by_telephone)
        if after.answer.reason is not None:
            details["reason"] = after.answer.reason.value
    return Deed(subject_of("need", after.need_id), _TAGS[moved.move.action], details)


def notices_of(context: Context, need: Need, moved: Moved) -> list[Notice]:
    """Who is told of the move: the partner of what is taken back, else whoever has the need in hand."""
    after, action = moved.assignment, moved.move.action
    params: dict[str, str | int] = {
        "quantity": after.held or moved.held_before,
        "unit": need.details.unit.value,
    }
    if action in _TOLD_TO_PARTNER:
        profile = partners.read(after.partner_id).profile
        params["path"] = f"/portal/assignments/{need.id}/{after.id}"
        return _notice(context, need, _TOLD_TO_PARTNER[action], profile, params)
    owner = accounts.find(need.owner)
    if action in _TOLD_TO_OWNER and owner is not None and owner.id != context.actor.account_id:
        params |= {"path": f"/portal/needs/{need.id}", "state": after.state.value}
        return _notice(context, need, _TOLD_TO_OWNER[action], owner, params)
    return []


def unsent_requests(moved: Moved) -> list[Write]:
    """The mails that would still ask for what is taken back, away from the outbox: one that SES did not take
    at first would come after the mail that nothing is needed any more.
    """
    if moved.move.action is not Action.WITHDRAW:
        return []
    found = outbox.read_many(request_ids(moved.assignment.id))
    return [outbox.delete(one) for one in found if one.state is NoticeState.PENDING]


def _notice(
    context: Context,
    need: Need,
    kind: NoticeKind,
    reader: PartnerProfile | Account,
    params: dict[str, str | int],
) -> list[Notice]:
    """The mail to that reader, where it has an address."""
    if not reader.email:
        return []
    written = (context.new_id(), kind, reader.email, reader.language.value, context.now, params)
    return [write(*written, need_id=need.id)]
