"""Which surge plans make way for a new one: never a colleague's without a word of whoever asks for it."""

from collections.abc import Iterable, Mapping

from chalicelib.domain import surge_plans as domain
from chalicelib.domain.errors import ErrorCode, conflict
from chalicelib.domain.lifecycle import PlanState
from chalicelib.domain.surge_plans import SurgePlan
from chalicelib.services.access import require_staff
from chalicelib.services.context import Context
from chalicelib.store import plans
from chalicelib.store.writes import Write


def ready_plans() -> tuple[SurgePlan, ...]:
    """The plans that wait to be looked at and sent, the newest first."""
    return tuple(one for one in plans.list_newest().items if one.state is PlanState.READY)


def plans_of_colleagues(context: Context) -> tuple[SurgePlan, ...]:
    """The plans that are ready and fresh, and that somebody else asked for or changed."""
    require_staff(context)
    return _of_colleagues(context, ready_plans())


def _of_colleagues(context: Context, ready: Iterable[SurgePlan]) -> tuple[SurgePlan, ...]:
    return tuple(
        one for one in ready if one.is_of_others(context.account_id) and not one.is_stale(context.now)
    )


def require_given_up(context: Context, ready: Iterable[SurgePlan], given_up: Mapping[str, int]) -> None:
    """Every colleague's plan among them is given up, at the version it has: `given_up` is by id."""
    for one in _of_colleagues(context, ready):
        if one.id not in given_up:
            raise conflict(ErrorCode.PLAN_OF_COLLEAGUE)
        if given_up[one.id] != one.version:
            raise conflict(ErrorCode.PLAN_CHANGED)


def make_way(ready: Iterable[SurgePlan], newer: SurgePlan) -> list[Write]:
    """Let them stand still until the newer one is made, and takes their place."""
    return [plans.save(domain.make_way(one, newer), one) for one in ready]


def stand_again(newer: SurgePlan) -> list[Write]:
    """Let those stand that made way for a plan which will not be made."""
    return [plans.save(domain.stand_again(one), one) for one in ready_plans() if one.replaced_by == newer.id]


def read_newer(context: Context, plan: SurgePlan) -> SurgePlan | None:
    """The plan that takes or took the place of this one, as long as it is kept."""
    require_staff(context)
    return plans.find(plan.replaced_by) if plan.replaced_by else None


def require_its_place(context: Context, plan: SurgePlan) -> None:
    """Nothing takes its place just now: what would be changed meanwhile would be lost.

    Raises `PLAN_ON_ITS_WAY`.
    """
    newer = read_newer(context, plan)
    if newer is not None and newer.state is PlanState.WANTED:
        raise conflict(ErrorCode.PLAN_ON_ITS_WAY)
