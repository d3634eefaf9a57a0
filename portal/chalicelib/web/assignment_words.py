"""An assignment's state in the words of its partner: goods are delivered, a service is given."""

from typing import Final

from chalicelib.domain.categories import Form
from chalicelib.domain.lifecycle import AssignmentState
from chalicelib.words.labels import label_of
from chalicelib.words.text import P_, Text

_OWN: Final = {
    AssignmentState.PROPOSED: P_("own assignment", "Awaiting your answer"),
    AssignmentState.DECLINED: P_("own assignment", "You declined"),
}
_OF_SERVICES: Final = {
    AssignmentState.DELIVERED: P_("service", "Service given"),
    AssignmentState.CONFIRMED: P_("service", "Service confirmed"),
}
_LOOKS: Final = {
    AssignmentState.PROPOSED: "wait",
    AssignmentState.ACCEPTED: "ok",
    AssignmentState.PARTLY_ACCEPTED: "ok",
    AssignmentState.DELIVERED: "plain",
    AssignmentState.CONFIRMED: "plain",
}


def own_state(state: AssignmentState, form: Form) -> Text:
    """The state as its partner reads it."""
    own = _OF_SERVICES if form is Form.SERVICE and state in _OF_SERVICES else _OWN
    return own.get(state) or label_of(state)


def look_of(state: AssignmentState) -> str:
    """How the tag of that state looks."""
    return _LOOKS.get(state, "off")
