"""What the pages for the steps of an assignment share: the assignment, its need and its partner."""

from dataclasses import dataclass

from chalicelib.domain.assignments import Assignment
from chalicelib.domain.errors import ErrorCode, conflict, not_found
from chalicelib.domain.lifecycle import ASSIGNMENT, Action, actions_from
from chalicelib.services.directory import partners_by_id
from chalicelib.services.needs import NeedView, read_need
from chalicelib.web.assignment_words import step_words
from chalicelib.web.requests import Request
from chalicelib.words.text import Text


@dataclass(frozen=True, slots=True)
class Step:
    """An assignment in the hands of staff, and what may be done with it now."""

    view: NeedView
    assignment: Assignment
    partner: str
    actions: tuple[Action, ...]

    @property
    def back(self) -> str:
        """The need's page."""
        return f"/portal/needs/{self.view.need.id}"

    def words(self, action: str) -> Text:
        """What staff press for that move: a service is given, goods arrive."""
        return step_words(Action(action), self.view.need.details.form)


def read_step(request: Request) -> Step:
    """The assignment that the address names, as it stands now."""
    view = read_need(request.context, request.path["need_id"])
    one = next((one for one in view.assignments if one.id == request.path["assignment_id"]), None)
    if one is None:
        raise not_found("assignment")
    partner = partners_by_id(request.context, [one.partner_id])[one.partner_id]
    actions = actions_from(ASSIGNMENT, one.state, request.context.actor)
    return Step(view, one, partner.name(request.language), actions)


def require_action(step: Step, action: Action) -> None:
    """Raises `ILLEGAL_TRANSITION` where the page would ask for what cannot be done any more."""
    if action not in step.actions:
        raise conflict(ErrorCode.ILLEGAL_TRANSITION, state=step.assignment.state.value, action=action.value)
