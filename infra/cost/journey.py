"""The journey of a need through the portal as it is deployed, step by step, each step counted.

It goes through the app itself with events of API Gateway: pages with a session's cookie, programs with a
token.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from statistics import median
from time import process_time
from typing import Any
from unittest.mock import patch

import pyotp
from ulid import ULID

from chalicelib.config import Settings
from chalicelib.domain.accounts import Account, with_totp
from chalicelib.domain.actors import SYSTEM
from chalicelib.domain.deliveries import DeliveryReport, Trouble
from chalicelib.domain.partners import Language
from chalicelib.jobs.schedule import SCHEDULES
from chalicelib.services import sessions, sign_in
from chalicelib.services.api_tokens import make_api_token
from chalicelib.services.context import Context
from chalicelib.services.partner_accounts import account_of
from chalicelib.services.partners import read_partner
from chalicelib.services.surge_plans import ask_for_plan
from chalicelib.services.undelivered import take_report
from chalicelib.store import accounts, outbox
from chalicelib.store.commit import commit
from infra.cost.units import Units, metered
from infra.local.events import Request, match, to_event

_CODE = "314159"
_TIMES = 5
"""A page is opened so often, and the median taken."""


@dataclass(frozen=True, slots=True)
class Step:
    """What one step took: seconds of the processor, and units."""

    processor: float
    units: Units


@dataclass(slots=True)
class Journey:
    """The app, somebody of each role, and the steps taken so far by name."""

    app: Any
    settings: Settings
    steps: dict[str, Step] = field(default_factory=dict)
    _tokens: dict[str, str] = field(default_factory=dict)

    def context(self, actor: Any = SYSTEM) -> Context:  # noqa: ANN401 (an actor or the system)
        """Somebody acting now."""
        return Context(actor, datetime.now(UTC), lambda: str(ULID()), self.settings)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Count what the block does."""
        with metered() as units:
            started = process_time()
            yield
            self.steps[name] = Step(process_time() - started - units.aside, units)

    def call(self, account: Account, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 (JSON)
        """A request of a program of that account; its answer. Raises RuntimeError where it failed."""
        bearer = f"Bearer {self.token_of(account)}"
        headers = (("authorization", bearer), ("content-type", "application/json"))
        sent = headers if method == "GET" else (*headers, ("idempotency-key", str(ULID())))
        return json.loads(self._ask(method, path, sent, json.dumps(body).encode() if body else b""))

    def token_of(self, account: Account) -> str:
        """A token for the API, made when it is first asked for, which belongs to no step."""
        if account.id not in self._tokens:
            self._tokens[account.id] = make_api_token(self.context(account.actor), "journey", 30).text
        return self._tokens[account.id]

    def page(self, name: str, account: Account | None, path: str) -> None:
        """Open a page so often that its time means something. Its units are those of the last time."""
        cookie = f"aman_session={sessions.open_session(self.context(), account, []).token}" if account else ""
        taken = []
        for _ in range(_TIMES):
            with self.step(name):
                self._ask("GET", path, (("cookie", cookie), ("accept-language", "ar")), b"")
            taken.append(self.steps[name].processor)
        self.steps[name] = Step(median(taken), self.steps[name].units)

    def _ask(self, method: str, path: str, headers: tuple[tuple[str, str], ...], body: bytes) -> str:
        address, _, query = path.partition("?")
        route = match(address, self.app.routes)
        if route is None:
            raise RuntimeError(f"there is no {path}")
        request = Request(method, address, query, (*headers, ("host", "127.0.0.1")), body, "127.0.0.1")
        answer = self.app(to_event(request, route), None)
        if answer["statusCode"] >= 400:  # noqa: PLR2004 (HTTP's errors begin there)
            raise RuntimeError(f"{method} {path}: {answer['statusCode']} {answer['body'][:500]}")
        return str(answer["body"])


def travel(journey: Journey, staff: Account, partner_of: Callable[[str], Account]) -> None:
    """Take every step that a need takes, with what is done beside it."""
    _pages(journey, staff)
    _sign_in(journey, staff)
    need_id = _one_need(journey, staff, partner_of)
    journey.page("Open a need's page", staff, f"/portal/needs/{need_id}")
    _mails(journey)
    _plan(journey, staff)
    for schedule in SCHEDULES:
        schedule.run(datetime.now(UTC))
        with journey.step(f"job {schedule.name}, idle"):
            schedule.run(datetime.now(UTC))


def _pages(journey: Journey, staff: Account) -> None:
    journey.page("Open the sign-in page", None, "/portal/sign-in")
    journey.page("Open the list of needs", staff, "/portal/needs")


def _sign_in(journey: Journey, staff: Account) -> None:
    """All requests of it, the mail, and the second code that staff have to give on AWS."""
    secret = pyotp.random_base32()
    enrolled = with_totp(staff, secret, 0)
    commit([accounts.save(enrolled, staff)])
    known = patch.object(sign_in, "new_code", return_value=_CODE)
    with known, journey.step("Sign in"):
        challenge = sign_in.begin_sign_in(journey.context(), staff.email, Language.ARABIC, "127.0.0.1")
        sign_in.enter_code(journey.context(), challenge, _CODE)
        sign_in.enter_totp(journey.context(), challenge, pyotp.TOTP(secret).now())


def _one_need(journey: Journey, staff: Account, partner_of: Callable[[str], Account]) -> str:
    posted = {
        "case_reference": "COST-0001",
        "category": "furniture",
        "quantity": 2,
        "area": "kalba",
        "circumstance": "natural_disaster",
        "priority": "p2",
        "deadline": (datetime.now(UTC) + timedelta(hours=48)).isoformat(),
        "registered": "attested",
        "low_income": "attested",
        "summary": "أثاث تلف بالماء",
    }
    journey.token_of(staff)
    with journey.step("Post a need"):
        need_id = journey.call(staff, "POST", "/api/v1/needs", posted)["id"]
    with journey.step("Match it"):
        first = journey.call(staff, "GET", f"/api/v1/needs/{need_id}/matches")["items"][0]
    parts = {"parts": [{"offering_id": first["offering_id"], "quantity": 2}]}
    with journey.step("Propose it"):
        (placed,) = journey.call(staff, "POST", f"/api/v1/needs/{need_id}/assignments", parts)["items"]
    partner, one = partner_of(placed["partner_id"]), f"/api/v1/needs/{need_id}/assignments/{placed['id']}"
    journey.token_of(partner)
    journey.page("Open the partner's requests", partner, "/portal/requests")
    for name, account, action in (
        ("Accept it", partner, "accept"),
        ("Deliver it", partner, "deliver"),
        ("Confirm it", staff, "confirm"),
    ):
        with journey.step(name):
            journey.call(account, "POST", f"{one}/{action}", {"quantity": 2})
    with journey.step("Close it"):
        journey.call(staff, "POST", f"/api/v1/needs/{need_id}/close", {"outcome": "met", "reason": ""})
    return str(need_id)


def _mails(journey: Journey) -> None:
    """Send what the journey has written; counted for one of them. Then one of them comes back."""
    due = outbox.list_due(datetime.now(UTC), 100)
    with journey.step("Send the mails of the journey"):
        SCHEDULES[0].run(datetime.now(UTC))
    whole = journey.steps.pop("Send the mails of the journey")
    journey.steps["Send a mail"] = _share(whole, len(due))
    sent = outbox.read(due[0].id)
    with journey.step("Take a report of a mail"):
        take_report(journey.context(), DeliveryReport(sent.id, sent.message_id or "", Trouble.MAILBOX_FULL))


def _plan(journey: Journey, staff: Account) -> None:
    """Ask for a plan of the queue and make it; counted for one need of the queue."""
    listed = journey.call(staff, "GET", "/api/v1/needs")["items"]
    by_name = {schedule.name: schedule.run for schedule in SCHEDULES}
    with journey.step("plan"):
        ask_for_plan(journey.context(staff.actor))
        by_name["make_plan"](datetime.now(UTC))
    journey.steps["Plan a need of the queue"] = _share(journey.steps.pop("plan"), len(listed))


def _share(whole: Step, count: int) -> Step:
    units = whole.units
    one = Units(
        units.read / count,
        units.written / count,
        units.reported_read / count,
        units.reported_written / count,
        calls=round(units.calls / count),
        heat={place: used / count for place, used in units.heat.items()},
    )
    return Step(whole.processor / count, one)


def staff_of(email: str) -> Account:
    """The demo's account of that address."""
    found = sign_in.find_by_email(email, datetime.now(UTC))
    if found is None:
        raise RuntimeError(f"the demo has no {email}")
    return found


def partners_of(journey: Journey, staff: Account) -> Callable[[str], Account]:
    """Whose account answers for a partner; one is made where it has none."""

    def of(partner_id: str) -> Account:
        context = journey.context(staff.actor)
        partner = read_partner(context, partner_id)
        found = account_of(context, partner)
        if found is None:
            raise RuntimeError(f"{partner_id} has no account")
        return found

    return of
