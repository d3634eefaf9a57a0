"""Assignments as programs see them, and what a partner sees of the need behind one."""

from datetime import datetime

from chalicelib.domain.areas import Area, Region
from chalicelib.domain.assignments import Assignment
from chalicelib.domain.categories import Form, Unit
from chalicelib.domain.lifecycle import (
    AssignmentState,
)
from chalicelib.domain.needs import Priority
from chalicelib.services.assignments import SeenAssignment
from chalicelib.web.schemas import View


class AssignmentView(View):
    """An assignment. `held` counts the units that it holds now."""

    id: str
    need_id: str
    offering_id: str
    partner_id: str
    period: str
    state: AssignmentState
    proposed: int
    held: int
    proposed_at: datetime
    answer_due: datetime
    delivered_at: datetime | None
    confirmed_at: datetime | None


def assignment_view(assignment: Assignment) -> AssignmentView:
    """The assignment."""
    return AssignmentView.model_validate(assignment)


class DisclosedView(View):
    """A need as its partner may see it: before acceptance no case reference, and never a name."""

    category: str
    form: Form
    unit: Unit
    area: Area | None
    region: Region
    priority: Priority
    deadline: datetime
    summary: str
    litigation_excluded: bool
    case_reference: str | None
    duty_desk: str | None


class SeenAssignmentView(View):
    """An assignment with what its partner may see of the need."""

    assignment: AssignmentView
    need: DisclosedView


def seen_assignment_view(seen: SeenAssignment) -> SeenAssignmentView:
    """The assignment and the need behind it."""
    need = seen.need
    disclosed = DisclosedView(
        category=need.category.code,
        form=need.form,
        unit=need.unit,
        area=need.area,
        region=need.region,
        priority=need.priority,
        deadline=need.deadline,
        summary=need.summary,
        litigation_excluded=need.litigation_excluded,
        case_reference=need.case_reference,
        duty_desk=need.duty_desk,
    )
    return SeenAssignmentView(assignment=assignment_view(seen.assignment), need=disclosed)
