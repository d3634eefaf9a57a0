"""Propose a need to offerings: reservations, assignments, trail and mails in one transaction."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace

from chalicelib.domain import answer_times, matching, records
from chalicelib.domain import assignments as domain
from chalicelib.domain.areas import REGION_OF
from chalicelib.domain.assignments import Assignment
from chalicelib.domain.audit import Tag, subject_of
from chalicelib.domain.capacity import reserve
from chalicelib.domain.cascade import after_proposing
from chalicelib.domain.categories import Category
from chalicelib.domain.coverage import coverage_of
from chalicelib.domain.errors import ErrorCode, conflict, invalid, not_found
from chalicelib.domain.lifecycle import NeedState
from chalicelib.domain.matching import Candidate, Rejection
from chalicelib.domain.needs import Need
from chalicelib.domain.network import NetworkSettings
from chalicelib.domain.notices import Notice, NoticeKind, write
from chalicelib.domain.offerings import excludes_litigation
from chalicelib.domain.partners import Partner
from chalicelib.domain.records import PartnerRecord
from chalicelib.services.access import require_staff
from chalicelib.services.answering import answering_of
from chalicelib.services.answers import expire_overdue
from chalicelib.services.context import Context
from chalicelib.services.holding import save_capacity
from chalicelib.services.matches import candidates
from chalicelib.services.recording import Deed, carry_out, retried
from chalicelib.store import assignments, categories, needs, network, offerings, partners, waiting
from chalicelib.store import records as record_store
from chalicelib.store.writes import Write


@dataclass(frozen=True, slots=True)
class Part:
    """How much of a need goes to which offering."""

    offering_id: str
    quantity: int


@retried
def propose(context: Context, need_id: str, parts: Sequence[Part]) -> tuple[Assignment, ...]:
    """Propose parts of a need, each to an offering, all of them or none.

    Raises `DOES_NOT_MATCH` with the first rule that an offering breaks, `CAPACITY_EXHAUSTED` and
    `MORE_THAN_UNCOVERED`.
    """
    require_staff(context)
    expire_overdue(context, need_id)
    need = needs.read(need_id)
    if need.state is not NeedState.OPEN:
        raise conflict(ErrorCode.ILLEGAL_TRANSITION, state=need.state.value, action="propose")
    return send(context, need, assignments.list_of(need_id), parts)


def send(
    context: Context,
    need: Need,
    placed: Sequence[Assignment],
    parts: Sequence[Part],
    why: Sequence[Deed] = (),
) -> tuple[Assignment, ...]:
    """Send the parts of an open need as it was just read, with what the trail says before of the reason.

    Raises what `propose` raises, and `CHANGED_MEANWHILE` where somebody came in between.
    """
    _check_parts(need, placed, parts)
    category = categories.read(need.details.category)
    chosen = _chosen(context, parts, placed)
    settings = network.read()
    proposed: list[Assignment] = []
    asked = _records_of(chosen.values())
    for part in parts:
        candidate = chosen[part.offering_id]
        as_asked = replace(candidate, record=asked[candidate.partner.id])
        proposed.append(_proposed(context, need, category, as_asked, part.quantity, settings))
        asked[candidate.partner.id] = records.asked(as_asked.record, part.quantity, context.now)
    writes = [*_need_after(need, (*placed, *proposed)), *_still_so(chosen.values())]
    writes += [record_store.save(asked[id_], was) for id_, was in _records_of(chosen.values()).items()]
    for assignment in proposed:
        candidate = chosen[assignment.offering_id]
        held = reserve(candidate.capacity, assignment.held)
        writes.append(assignments.save(assignment, None))
        writes += save_capacity(candidate.offering, held, candidate.capacity, context.now)
    carry_out(
        context,
        writes,
        [*why, *(_deed(assignment) for assignment in proposed)],
        [
            notice
            for one in proposed
            for notice in _notices(context, need, category, one, chosen[one.offering_id].partner)
        ],
    )
    return tuple(proposed)


def _records_of(chosen: Collection[Candidate]) -> dict[str, PartnerRecord]:
    return {one.partner.id: one.record for one in chosen}


def _need_after(need: Need, placed: Sequence[Assignment]) -> list[Write]:
    after = after_proposing(need, coverage_of(need.details.quantity, placed).uncovered)
    return [needs.save(after, need, placed), *waiting.follow(after, need)]


def _still_so(chosen: Collection[Candidate]) -> list[Write]:
    """That no offering was paused, no partner suspended and no agreement ended in the meantime.

    The end of an agreement counts as a change of its partner.
    """
    owners = {one.partner.id: one.partner for one in chosen}
    return [
        *(offerings.OFFERINGS.unchanged(one.offering) for one in chosen),
        *(partners.PARTNERS.unchanged(partner) for partner in owners.values()),
    ]


def _check_parts(need: Need, placed: Sequence[Assignment], parts: Sequence[Part]) -> None:
    if not parts or any(part.quantity < 1 for part in parts):
        raise invalid(ErrorCode.QUANTITY_INVALID, "quantity")
    if len({part.offering_id for part in parts}) < len(parts):
        raise invalid(ErrorCode.ALREADY_EXISTS, "offering")
    uncovered = coverage_of(need.details.quantity, placed).uncovered
    if sum(part.quantity for part in parts) > uncovered:
        raise conflict(ErrorCode.MORE_THAN_UNCOVERED, "quantity", uncovered=uncovered)


def _chosen(context: Context, parts: Sequence[Part], placed: Sequence[Assignment]) -> dict[str, Candidate]:
    found = candidates((part.offering_id for part in parts), placed, context.now)
    if len(found) < len(parts):
        raise not_found("offering")
    return {one.offering.id: one for one in found}


def _proposed(
    context: Context,
    need: Need,
    category: Category,
    candidate: Candidate,
    quantity: int,
    settings: NetworkSettings,
) -> Assignment:
    broken = set(matching.rejections(need, category, candidate, context.now) - {Rejection.FULL})
    if matching.most_of(category, candidate, context.now) < quantity <= candidate.capacity.free:
        broken.add(Rejection.QUOTA)
    if broken:
        rule = min(broken, key=list(Rejection).index)
        raise conflict(ErrorCode.DOES_NOT_MATCH, "offering", rule=rule.value)
    reserve(candidate.capacity, quantity)
    suggested = matching.match(need, candidate, quantity, quantity, context.now)
    answering = answering_of(context, settings, candidate.partner, candidate.agreements, category)
    due = answer_times.due(need.details.priority, context.now, need.details.deadline, answering)
    return domain.propose(
        context.new_id(),
        need.id,
        candidate.offering.id,
        candidate.partner.id,
        candidate.capacity.period,
        quantity,
        due,
        suggested.inputs,
        context.account_id,
        context.now,
    )


def _deed(assignment: Assignment) -> Deed:
    details: dict[str, str | int] = {
        "assignment": assignment.id,
        "partner": assignment.partner_id,
        "quantity": assignment.proposed,
        "policy": assignment.ranking.policy_version,
    }
    return Deed(subject_of("need", assignment.need_id), Tag.ASSIGNMENT_PROPOSED, details)


def proposal_params(need: Need, category: Category, assignment: Assignment) -> dict[str, str | int]:
    """What a mail may say of a proposal: it names nobody and no case; a sensitive one has but a region."""
    details = need.details
    place = {"region": REGION_OF[details.area].value} if details.sensitive else {"area": details.area.value}
    return {
        "category_ar": category.name_ar,
        "category_en": category.name_en,
        "quantity": assignment.proposed,
        "unit": details.unit.value,
        "priority": details.priority.value,
        "deadline": details.deadline.isoformat(),
        "answer_due": assignment.answer_due.isoformat(),
        "litigation_excluded": int(excludes_litigation(category)),
        "path": f"/portal/assignments/{need.id}/{assignment.id}",
        **place,
    }


def _notices(
    context: Context, need: Need, category: Category, assignment: Assignment, partner: Partner
) -> list[Notice]:
    if not partner.profile.email:
        return []
    return [
        write(
            context.new_id(),
            NoticeKind.PROPOSAL,
            partner.profile.email,
            partner.profile.language.value,
            context.now,
            proposal_params(need, category, assignment),
            expires_at=assignment.answer_due,
        )
    ]
