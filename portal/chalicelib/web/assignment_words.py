"""An assignment's state and steps in words: goods are delivered and received, a service is given."""

from typing import Final

from chalicelib.domain.categories import Form
from chalicelib.domain.lifecycle import Action, AssignmentState
from chalicelib.words.labels import label_of
from chalicelib.words.text import N_, P_, Text

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


_STEPS: Final = {
    Action.WITHDRAW: N_("Withdraw the request"),
    Action.DELIVER: N_("Mark as delivered"),
    Action.CONFIRM: N_("Confirm the receipt"),
    Action.DISPUTE: N_("It did not arrive"),
    Action.CANCEL: N_("Cancel the commitment"),
}
_STEPS_OF_SERVICES: Final = {
    Action.DELIVER: N_("Mark the service as given"),
    Action.CONFIRM: N_("Confirm that the service was given"),
    Action.DISPUTE: N_("The service was not given"),
}


def step_words(action: Action, form: Form) -> Text:
    """What staff press for that move."""
    return (_STEPS_OF_SERVICES if form is Form.SERVICE else _STEPS).get(action) or _STEPS[action]


def state_words(state: AssignmentState, form: Form) -> Text:
    """The state as staff read it."""
    return (_OF_SERVICES.get(state) if form is Form.SERVICE else None) or label_of(state)


def own_state(state: AssignmentState, form: Form) -> Text:
    """The state as its partner reads it."""
    own = _OF_SERVICES if form is Form.SERVICE and state in _OF_SERVICES else _OWN
    return own.get(state) or label_of(state)


def look_of(state: AssignmentState) -> str:
    """How the tag of that state looks."""
    return _LOOKS.get(state, "off")
