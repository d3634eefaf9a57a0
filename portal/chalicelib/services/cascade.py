"""Pass on what partners did not take: propose it to the next ones, until it is covered or nobody is left."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from chalicelib.domain import cascade as domain
from chalicelib.domain.answer_times import answers_at_once
from chalicelib.domain.assignments import Assignment
from chalicelib.domain.audit import Tag, subject_of
from chalicelib.domain.coverage import coverage_of
from chalicelib.domain.errors import DomainError, ErrorCode
from chalicelib.domain.lifecycle import NeedState
from chalicelib.domain.needs import CascadeState, Need, Priority, touch
from chalicelib.domain.notices import Notice, NoticeKind, write
from chalicelib.services.access import require_staff
from chalicelib.services.answering import answering_of
from chalicelib.services.answers import expire_overdue
from chalicelib.services.batches import for_each
from chalicelib.services.context import Context
from chalicelib.services.matches import Suggestion, match_need
from chalicelib.services.proposals import send
from chalicelib.services.recording import Deed, carry_out, retried
from chalicelib.services.sending import Part
from chalicelib.store import accounts, assignments, categories, needs, network, waiting
from chalicelib.store.writes import changed_meanwhile

_PARTS_AT_ONCE = 3
"""So many fit into one transaction with all that belongs to them, also where each moves its offering's rows
in nine areas; a rest waits for the next step.
"""
_TAKEN_FIRST = frozenset({ErrorCode.CAPACITY_EXHAUSTED, ErrorCode.DOES_NOT_MATCH})


def pass_on_waiting(context: Context, limit: int) -> int:
    """Let so many waiting needs go on by a step, the most urgent first; how many steps were made."""
    return for_each("pass_needs_on", waiting.list_waiting(limit), lambda need_id: pass_on(context, need_id))


@retried
def pass_on(context: Context, need_id: str) -> bool:
    """One step of a need's cascade, the system acting; whether there was one to make.

    The need waits no more once the step is written, so that of two runs one alone makes it.
    """
    expire_overdue(context, need_id)
    need = needs.read(need_id)
    if need.cascade is not CascadeState.WAITING:
        return False
    placed = assignments.list_of(need_id)
    uncovered = _uncovered(need, placed)
    if need.state is not NeedState.OPEN or not uncovered:
        _write(context, need, domain.come_to_rest(need), placed)
    elif parts := _next_parts(context, need, placed, uncovered):
        _send(context, need, placed, parts)
    else:
        _give_up(context, need, placed, uncovered)
    return True


def _next_parts(context: Context, need: Need, placed: Sequence[Assignment], uncovered: int) -> list[Part]:
    """The best matches for what is uncovered, without the partners that were asked enough.

    What is most urgent goes first to those who can answer at once. A partner is asked through one offering
    in a step: what its agreement leaves for the next one shows once this request has counted.
    """
    left_out = need.details.excluded_partners | domain.asked_enough(placed)
    wanted = replace(need, details=replace(need.details, excluded_partners=left_out))
    found = list(match_need(context, wanted))
    if need.details.priority is Priority.P1:
        found.sort(key=_answers_later(context, need))
    takes = [(one.offering.id, one.match.quantity) for one in _best_of_each_partner(found)]
    return [Part(offering, taken) for offering, taken in domain.spread(uncovered, takes, _PARTS_AT_ONCE)]


def _best_of_each_partner(found: Iterable[Suggestion]) -> list[Suggestion]:
    first: dict[str, Suggestion] = {}
    for one in found:
        first.setdefault(one.partner.id, one)
    return list(first.values())


def _answers_later(context: Context, need: Need) -> Callable[[Suggestion], bool]:
    category, settings = categories.read(need.details.category), network.read()

    def later(one: Suggestion) -> bool:
        answering = answering_of(context, settings, one.partner, one.agreements, category)
        return not answers_at_once(need.details.priority, context.now, answering)

    return later


def _send(context: Context, need: Need, placed: Sequence[Assignment], parts: Sequence[Part]) -> None:
    try:
        send(context, need, placed, parts, [_passed_on(need, placed, parts)])
    except DomainError as error:
        if error.code in _TAKEN_FIRST:
            raise changed_meanwhile() from error
        raise


def _passed_on(need: Need, placed: Sequence[Assignment], parts: Sequence[Part]) -> Deed:
    cause = domain.cause_of(placed)
    because = {"partner": cause.partner_id, "cause": cause.state.value} if cause else {}
    details: dict[str, str | int] = {"quantity": sum(part.quantity for part in parts), **because}
    return Deed(subject_of("need", need.id), Tag.NEED_PASSED_ON, details)


def _give_up(context: Context, need: Need, placed: Sequence[Assignment], uncovered: int) -> None:
    deed = Deed(subject_of("need", need.id), Tag.NEED_EXHAUSTED, {"quantity": uncovered})
    notices = _nobody_left(context, need, uncovered)
    _write(context, need, domain.exhausted(need), placed, [deed], notices)


def _nobody_left(context: Context, need: Need, uncovered: int) -> list[Notice]:
    owner, details = accounts.find(need.owner), need.details
    if owner is None:
        return []
    params: dict[str, str | int] = {
        "quantity": uncovered,
        "unit": details.unit.value,
        "priority": details.priority.value,
        "deadline": details.deadline.isoformat(),
        "path": f"/portal/needs/{need.id}",
    }
    kind = NoticeKind.NOBODY_LEFT
    return [write(context.new_id(), kind, owner.email, owner.language.value, context.now, params)]


def make_manual(context: Context, need_id: str) -> Need:
    """Keep a need from going on by itself."""
    return _switch(context, need_id, Tag.NEED_MADE_MANUAL, lambda need, _: domain.make_manual(need))


def make_automatic(context: Context, need_id: str) -> Need:
    """Let a need go on by itself again; where nobody was left to ask, partners are looked for anew."""
    return _switch(
        context,
        need_id,
        Tag.NEED_MADE_AUTOMATIC,
        lambda need, placed: domain.make_automatic(need, placed, _uncovered(need, placed)),
    )


@retried
def let_go_on(context: Context, need_id: str) -> Need:
    """Let what is uncovered of a need go on to the next partners, unless staff keep it in their own hands."""
    was, placed = needs.read(need_id), assignments.list_of(need_id)
    after = domain.set_going(touch(was), _uncovered(was, placed))
    if after.cascade is not was.cascade:
        _write(context, was, after, placed)
    return after


def _uncovered(need: Need, placed: Sequence[Assignment]) -> int:
    return coverage_of(need.details.quantity, placed).uncovered


@retried
def _switch(
    context: Context, need_id: str, tag: Tag, decide: Callable[[Need, Sequence[Assignment]], Need]
) -> Need:
    require_staff(context)
    was, placed = needs.read(need_id), assignments.list_of(need_id)
    after = decide(was, placed)
    _write(context, was, after, placed, [Deed(subject_of("need", need_id), tag)])
    return after


def _write(
    context: Context,
    was: Need,
    after: Need,
    placed: Sequence[Assignment],
    deeds: Sequence[Deed] = (),
    notices: Sequence[Notice] = (),
) -> None:
    carry_out(context, [needs.save(after, was, placed), *waiting.follow(after, was)], deeds, notices)
