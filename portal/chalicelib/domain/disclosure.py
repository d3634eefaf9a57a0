"""What a partner may see of a need: before it accepts, and after. Never who it is for."""

from dataclasses import dataclass
from datetime import datetime

from chalicelib.domain.areas import REGION_OF, Area, Region
from chalicelib.domain.assignments import Assignment
from chalicelib.domain.categories import Category, Form, Unit
from chalicelib.domain.lifecycle import AssignmentState
from chalicelib.domain.needs import Need, Priority
from chalicelib.domain.offerings import excludes_litigation

COMMITTED = frozenset(
    {
        AssignmentState.ACCEPTED,
        AssignmentState.PARTLY_ACCEPTED,
        AssignmentState.DELIVERED,
        AssignmentState.CONFIRMED,
    }
)
"""The states in which the partner is told the case reference and the duty desk."""


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A need as its partner sees it. A sensitive one has a region in the place of its area."""

    category: Category
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


def disclose(need: Need, category: Category, assignment: Assignment, duty_desk: str) -> Disclosed:
    """What the partner of that assignment may see of the need now."""
    details = need.details
    committed = assignment.state in COMMITTED
    return Disclosed(
        category=category,
        form=details.form,
        unit=details.unit,
        area=None if details.sensitive else details.area,
        region=REGION_OF[details.area],
        priority=details.priority,
        deadline=details.deadline,
        summary=details.summary,
        litigation_excluded=excludes_litigation(category),
        case_reference=details.case_reference if committed else None,
        duty_desk=duty_desk if committed else None,
    )
