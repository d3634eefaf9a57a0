"""A surge plan as staff see it: asked for, made by a job, looked at, changed, committed while it is fresh."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from chalicelib.domain.actors import SYSTEM, Actor
from chalicelib.domain.errors import ErrorCode, conflict
from chalicelib.domain.lifecycle import PLAN, Action, PlanState, permitted
from chalicelib.domain.needs import Priority
from chalicelib.domain.planning import Holding, Shortage
from chalicelib.domain.surge_lines import LineState, PlannedNeed

FRESH_FOR = timedelta(minutes=30)
"""After so long too much has happened: the plan is stale, and is made anew instead of committed."""
SENT_WITHIN = timedelta(hours=1)
"""After so long since it was made the rest of a plan goes out no more: whoever pressed did not mean that."""
WORKED_ON_FOR = timedelta(minutes=5)
"""So long a run of the job has a plan for itself; then another may take it, since that run has died."""
MOST_TRIES = 3


class Stage(StrEnum):
    """What the job does just now."""

    WAITING = "waiting"
    READING = "reading"
    PLANNING = "planning"
    WRITING = "writing"
    SENDING = "sending"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the job is: so many of so many, in whatever the stage counts."""

    stage: Stage = Stage.WAITING
    done: int = 0
    of: int = 0


@dataclass(frozen=True, slots=True)
class Tally:
    """Needs of one priority in a plan: how many it covers wholly and in part, and the same in units."""

    needs: int = 0
    covered: int = 0
    in_part: int = 0
    units: int = 0
    given: int = 0


@dataclass(frozen=True, slots=True)
class SurgePlan:
    """A plan, without its lines. `held` counts the needs left open, by why; `made_at` is what it has seen.

    `committed_by` is who pressed; the requests go out in that person's name. `left_out` counts the lines that
    staff left out; None in a plan from before they were counted. `changed_by` are the accounts that changed
    it, `replaced_by` the plan that takes its place: while that one is being made, and afterwards.
    """

    id: str
    state: PlanState
    asked_by: str
    asked_at: datetime
    made_at: datetime | None = None
    ended_at: datetime | None = None
    policy_version: str = ""
    progress: Progress = Progress()
    tallies: tuple[tuple[Priority, Tally], ...] = ()
    held: tuple[tuple[Holding, int], ...] = ()
    lines: int = 0
    sent: int = 0
    refused: int = 0
    left_out: int | None = None
    changed_by_staff: bool = False
    changed_by: tuple[str, ...] = ()
    replaced_by: str | None = None
    committed_by: Actor | None = None
    worked_on_until: datetime | None = None
    tries: int = 0
    version: int = 1

    @property
    def fresh_until(self) -> datetime | None:
        """Until when it may be committed."""
        return self.made_at + FRESH_FOR if self.made_at else None

    def is_stale(self, now: datetime) -> bool:
        """Whether it was made too long ago to be committed."""
        return self.fresh_until is not None and now >= self.fresh_until

    def is_out_of_time(self, now: datetime) -> bool:
        """Whether it was made too long ago to be sent on, as after an outage or a restore."""
        return self.made_at is not None and now >= self.made_at + SENT_WITHIN

    @property
    def is_of_staff(self) -> bool:
        """Whether somebody asked for it or changed it; others the timer makes and throws away."""
        return self.changed_by_staff or self.asked_by != SYSTEM.role.value

    def is_of_others(self, account_id: str) -> bool:
        """Whether somebody else asked for it or changed it, so that it is not this one's to throw away."""
        asked = {self.asked_by} - {SYSTEM.role.value}
        unknown = self.changed_by_staff and not self.changed_by
        return unknown or not asked.union(self.changed_by) <= {account_id}

    @property
    def is_on_its_way(self) -> bool:
        """Whether a job makes or sends it; of such plans there is one at most."""
        return self.state in {PlanState.WANTED, PlanState.COMMITTING}

    @property
    def to_send(self) -> int:
        """How many needs a commit asks somebody for."""
        return sum(tally.covered + tally.in_part for _, tally in self.tallies)

    @property
    def not_sent(self) -> int | None:
        """How many needs were left out, or had not gone when the sending ended; None where nobody counted."""
        return None if self.left_out is None else self.left_out + self.to_send - self.sent - self.refused


@dataclass(frozen=True, slots=True)
class ShortageReport:
    """Where more would help, the most first, as the plan of that id saw it."""

    plan_id: str
    made_at: datetime
    shortages: tuple[Shortage, ...]
    version: int = 1


def ask(plan_id: str, asked_by: str, now: datetime) -> SurgePlan:
    """The wish for a plan."""
    return SurgePlan(plan_id, PlanState.WANTED, asked_by, now)


def take_up(plan: SurgePlan, now: datetime) -> SurgePlan | None:
    """The plan in the hands of this run of the job; None where another run has it still."""
    if plan.worked_on_until is not None and now < plan.worked_on_until:
        return None
    return _next(plan, worked_on_until=now + WORKED_ON_FOR, tries=plan.tries + 1)


def report(plan: SurgePlan, progress: Progress) -> SurgePlan:
    """The plan, some way on."""
    return _next(plan, progress=progress)


def make(
    plan: SurgePlan,
    lines: Iterable[PlannedNeed],
    policy_version: str,
    actor: Actor,
    made_at: datetime,
) -> SurgePlan:
    """The plan with what it says, ready to be looked at."""
    known = tuple(lines)
    return _moved(
        plan,
        Action.MAKE,
        actor,
        made_at=made_at,
        policy_version=policy_version,
        progress=Progress(),
        tallies=_tallies(known),
        held=_held(known),
        lines=len(known),
        left_out=0,
        worked_on_until=None,
        tries=0,
    )


def fail(plan: SurgePlan, actor: Actor, now: datetime) -> SurgePlan:
    """The plan that could not be made."""
    return _moved(plan, Action.FAIL, actor, ended_at=now)


def discard(plan: SurgePlan, actor: Actor, now: datetime) -> SurgePlan:
    """The plan that nobody will commit."""
    return _moved(plan, Action.DISCARD, actor, ended_at=now, replaced_by=None)


def make_way(plan: SurgePlan, newer: SurgePlan) -> SurgePlan:
    """The plan whose place another takes, once that one is made."""
    return _next(plan, replaced_by=newer.id)


def stand_again(plan: SurgePlan) -> SurgePlan:
    """The plan whose place nothing takes after all."""
    return _next(plan, replaced_by=None)


def give_way(plan: SurgePlan, actor: Actor, now: datetime) -> SurgePlan:
    """The plan whose place another has taken."""
    return _moved(plan, Action.DISCARD, actor, ended_at=now)


def commit(plan: SurgePlan, actor: Actor, now: datetime) -> SurgePlan:
    """The plan on its way out. Raises `PLAN_STALE` where it was made too long ago."""
    moved = _moved(plan, Action.COMMIT, actor, committed_by=actor, replaced_by=None)
    if plan.is_stale(now):
        raise conflict(ErrorCode.PLAN_STALE)
    return replace(moved, progress=Progress(Stage.SENDING, 0, plan.to_send))


def count_sent(plan: SurgePlan, sent: int, refused: int) -> SurgePlan:
    """The plan after some more of its lines were sent or refused."""
    progress = replace(plan.progress, done=plan.progress.done + sent + refused)
    return _next(plan, sent=plan.sent + sent, refused=plan.refused + refused, progress=progress)


def finish(plan: SurgePlan, actor: Actor, now: datetime) -> SurgePlan:
    """The plan, all of it sent or refused."""
    return _moved(plan, Action.FINISH, actor, ended_at=now, worked_on_until=None)


def change(plan: SurgePlan, was: PlannedNeed, after: PlannedNeed, account_id: str) -> SurgePlan:
    """The plan after that account changed a line of it."""
    tallies = {
        priority: _less(tally, was, after) if priority is was.priority else tally
        for priority, tally in plan.tallies
    }
    return _next(
        plan,
        tallies=tuple(tallies.items()),
        left_out=None if plan.left_out is None else plan.left_out + _is_out(after) - _is_out(was),
        changed_by_staff=True,
        changed_by=(*(one for one in plan.changed_by if one != account_id), account_id),
    )


def _is_out(line: PlannedNeed) -> bool:
    return line.state is LineState.LEFT_OUT


def _next(plan: SurgePlan, **changes: object) -> SurgePlan:
    return replace(plan, version=plan.version + 1, **changes)  # type: ignore[arg-type]


def _moved(plan: SurgePlan, action: Action, actor: Actor, **changes: object) -> SurgePlan:
    return _next(plan, state=permitted(PLAN, plan.state, action, actor).after, **changes)


def _tallies(lines: Iterable[PlannedNeed]) -> tuple[tuple[Priority, Tally], ...]:
    tallies = {priority: Tally() for priority in Priority}
    for line in lines:
        tallies[line.priority] = _more(tallies[line.priority], line)
    return tuple(tallies.items())


def _more(tally: Tally, line: PlannedNeed) -> Tally:
    return Tally(
        tally.needs + 1,
        tally.covered + (line.given > 0 and not line.missing),
        tally.in_part + (line.given > 0 and line.missing > 0),
        tally.units + line.uncovered,
        tally.given + line.given,
    )


def _less(tally: Tally, was: PlannedNeed, after: PlannedNeed) -> Tally:
    alone = _more(Tally(), was)
    without = Tally(
        tally.needs - alone.needs,
        tally.covered - alone.covered,
        tally.in_part - alone.in_part,
        tally.units - alone.units,
        tally.given - alone.given,
    )
    return _more(without, after)


def _held(lines: Iterable[PlannedNeed]) -> tuple[tuple[Holding, int], ...]:
    counts = dict.fromkeys(Holding, 0)
    for line in lines:
        if line.why is not None:
            counts[line.why] += 1
    return tuple((why, count) for why, count in counts.items() if count)
