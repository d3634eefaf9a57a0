"""A queue in the store and a plan of it, as tests of surge plans need them to begin."""

from datetime import datetime, timedelta
from typing import Any

from ulid import ULID

from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.needs import Need
from chalicelib.domain.surge_lines import PlannedNeed
from chalicelib.domain.surge_plans import SurgePlan
from chalicelib.services.plan_commits import send_committed
from chalicelib.services.planning import make_wanted
from chalicelib.services.surge_plans import ask_for_plan, commit_plan, read_plan
from chalicelib.store import needs, plans
from chalicelib.store.commit import commit
from tests.factories import NOW, a_context, a_need, some_details

SOON = NOW + timedelta(minutes=1)


def a_posted_need(at: datetime = NOW, **details: Any) -> Need:
    """An open need whose id says when it was posted, as real ones do."""
    given = {"deadline": at + timedelta(hours=48), **details}
    need = a_need(id=str(ULID.from_datetime(at)), posted_at=at, details=some_details(**given))
    commit([needs.save(need, None)])
    return need


def a_made_plan(at: datetime = NOW) -> SurgePlan:
    """A plan of what is in the store, ready to be looked at."""
    asked = ask_for_plan(a_context(now=at))
    assert make_wanted(a_context(SYSTEM, at))
    return read_plan(a_context(), asked.id)


def a_sent_plan(at: datetime = NOW) -> SurgePlan:
    """A plan that was made, committed as it is, and sent."""
    plan = a_made_plan(at)
    commit_plan(a_context(now=at), plan.id)
    assert send_committed(a_context(SYSTEM, at))
    return read_plan(a_context(), plan.id)


def lines_of(plan: SurgePlan) -> list[PlannedNeed]:
    """The lines of a plan, the most urgent first."""
    return list(plans.every_line(plan.id))
