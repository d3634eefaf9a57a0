"""Find the needs of one case, whatever their state."""

from dataclasses import replace

from chalicelib.domain.lifecycle import NeedState
from chalicelib.services.access import require_staff
from chalicelib.services.context import Context
from chalicelib.store import needs
from chalicelib.store.needs import ListedNeed, NeedFilter


def find_needs_of_case(context: Context, wanted: NeedFilter) -> tuple[ListedNeed, ...]:
    """The needs that fit the filter in every state, open ones first; of each state the newest page."""
    require_staff(context)
    states = (NeedState.OPEN, NeedState.UNPLACED, NeedState.CLOSED)
    return tuple(one for state in states for one in needs.list_by_age(replace(wanted, state=state)).items)
