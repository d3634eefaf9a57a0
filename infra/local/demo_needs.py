"""The demo's needs, and every step that was taken with them."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from chalicelib.domain.actors import SYSTEM, Actor, Role
from chalicelib.domain.areas import Area
from chalicelib.domain.assignments import Answer, DeclineReason
from chalicelib.domain.categories import OTHER, Form, Unit
from chalicelib.domain.needs import Attestation, Circumstance, NeedDetails, Outcome, Priority
from chalicelib.services import answers, needs
from chalicelib.services.context import Context
from chalicelib.services.proposals import propose
from chalicelib.services.sending import Part
from chalicelib.store import categories
from infra.local.demo_history import Demo


def make_need(demo: Demo, line: dict[str, Any]) -> None:
    """Post a need, and take the steps that its line of `needs.yml` names, so many hours ago each."""
    posting = demo.context(demo.staff, line["ago"])
    posted = needs.post_need(posting, posting.new_id(), _details(posting, line), line.get("private_note", ""))
    for ago, action, *given in line["steps"]:
        _STEPS[action](demo, ago, posted.id, *given)


def _details(posting: Context, line: dict[str, Any]) -> NeedDetails:
    category = None if line["category"] == OTHER else categories.read(line["category"])
    seen = Attestation.TO_VERIFY if line.get("to_verify") else Attestation.ATTESTED
    return NeedDetails(
        case_reference=line["case"],
        category=line["category"],
        quantity=line["quantity"],
        unit=category.unit if category else Unit(line["unit"]),
        form=category.form if category else Form.SERVICE,
        area=Area(line.get("area", "kalba")),
        circumstance=Circumstance(line.get("circumstance", "natural_disaster")),
        priority=Priority(line["priority"]),
        deadline=posting.now + timedelta(hours=line["within"]),
        registered=Attestation.ATTESTED,
        low_income=seen,
        summary=line["summary"],
        words=line.get("words", ""),
        sensitive=line.get("sensitive", False),
    )


def _propose(demo: Demo, ago: float, need_id: str, offering: str, quantity: int) -> None:
    propose(demo.context(demo.staff, ago), need_id, [Part(demo.offerings[offering], quantity)])


def _assignment(demo: Demo, need_id: str, key: str) -> str:
    placed = needs.read_need(demo.context(demo.staff), need_id).assignments
    return next(one.id for one in placed if one.partner_id == demo.partners[key])


def _answer(context: Context, reason: str | None = None, words: str = "") -> Answer:
    return Answer(
        context.now, context.account_id, reason=DeclineReason(reason) if reason else None, words=words
    )


def _by(demo: Demo, key: str, ago: float) -> Context:
    return demo.context(Actor(Role.PARTNER, f"{key}-demo", demo.partners[key]), ago)


def _accept(demo: Demo, ago: float, need_id: str, key: str, quantity: int) -> None:
    context = _by(demo, key, ago)
    answers.accept(context, need_id, _assignment(demo, need_id, key), quantity, _answer(context))


def _decline(demo: Demo, ago: float, need_id: str, key: str, reason: str, words: str) -> None:
    context = _by(demo, key, ago)
    answers.decline(context, need_id, _assignment(demo, need_id, key), _answer(context, reason, words))


def _deliver(demo: Demo, ago: float, need_id: str, key: str, quantity: int) -> None:
    answers.deliver(_by(demo, key, ago), need_id, _assignment(demo, need_id, key), quantity)


def _confirm(demo: Demo, ago: float, need_id: str, key: str, quantity: int) -> None:
    staff = demo.context(demo.staff, ago)
    answers.confirm(staff, need_id, _assignment(demo, need_id, key), quantity)


def _expire(demo: Demo, ago: float, need_id: str) -> None:
    answers.expire_overdue(demo.context(SYSTEM, ago), need_id)


def _withdraw_after(demo: Demo, ago: float, need_id: str, offering: str, quantity: int) -> None:
    _propose(demo, ago, need_id, offering, quantity)
    key = offering.partition("/")[0]
    answers.withdraw(demo.context(demo.staff, ago - 0.1), need_id, _assignment(demo, need_id, key))


def _close(demo: Demo, ago: float, need_id: str, outcome: str, reason: str = "") -> None:
    needs.close_need(demo.context(demo.staff, ago), need_id, Outcome(outcome), reason)


_STEPS: dict[str, Callable[..., None]] = {
    "propose": _propose,
    "accept": _accept,
    "decline": _decline,
    "deliver": _deliver,
    "confirm": _confirm,
    "expire": _expire,
    "withdraw_after": _withdraw_after,
    "close": _close,
}
