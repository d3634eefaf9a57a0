"""Power fails in the middle of a flood: every answer that was given still holds afterwards."""

import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.speaking import Program, Unanswered, Visitor, demo_accounts, program, sign_in
from tests.engines import Product, product

pytestmark = pytest.mark.engines

STAFF = "staff@aman.example"
PARTNER = "furniture@aman.example"
WRITERS = 4
ENOUGH = 12


@dataclass
class Acknowledged:
    """What the product said it had done."""

    needs: list[str] = field(default_factory=list)
    accepted: list[tuple[str, str]] = field(default_factory=list)
    registered: list[str] = field(default_factory=list)
    enough: threading.Event = field(default_factory=threading.Event)

    def note(self) -> None:
        if len(self.needs) >= ENOUGH and len(self.accepted) >= 2 and len(self.registered) >= 2:
            self.enough.set()


def a_need(case: str) -> dict[str, Any]:
    return {
        "case_reference": case,
        "category": "furniture",
        "quantity": 1,
        "area": "kalba",
        "circumstance": "natural_disaster",
        "priority": "p2",
        "deadline": (datetime.now(UTC) + timedelta(hours=60)).isoformat(),
        "registered": "attested",
        "low_income": "attested",
        "summary": "أثاث تلف بالماء",
    }


def register(running: Product, number: str, done: Acknowledged) -> None:
    fields: dict[str, str | list[str]] = {
        "kind": "company",
        "name_en": f"Kill Test {number}",
        "registration_number": f"KILL-{number}",
        "contact_name": "Sara",
        "telephone": "0501234567",
        "email": f"kill{number}@aman.example",
        "areas": ["kalba"],
        "fields": ["living"],
        "language": "en",
    }
    if Visitor(running).post("/portal/register", fields).status == 303:
        done.registered.append(number)


def post_and_accept(staff: Program, partner: Program, offering: str, number: str, done: Acknowledged) -> None:
    posted = staff.post("/needs", f"need-{number}", a_need(f"KILL-{number}"))
    if posted.status != 201:
        return
    need_id = posted.json["id"]
    done.needs.append(need_id)
    parts = {"parts": [{"offering_id": offering, "quantity": 1}]}
    proposed = staff.post(f"/needs/{need_id}/assignments", f"propose-{number}", parts)
    if proposed.status != 201:
        return
    assignment = proposed.json["items"][0]["id"]
    path = f"/needs/{need_id}/assignments/{assignment}/accept"
    if partner.post(path, f"accept-{number}", {"quantity": 1}).status == 200:
        done.accepted.append((need_id, assignment))


def work_until_killed(running: Product, offering: str, writer: int, done: Acknowledged) -> None:
    staff, partner = program(running, STAFF), program(running, PARTNER)
    try:
        for turn in range(200):
            number = f"{writer}{turn:04}"
            post_and_accept(staff, partner, offering, number, done)
            if turn % 3 == 0:
                register(running, number, done)
            done.note()
    except Unanswered:
        return


def the_offering(own: Program) -> dict[str, Any]:
    partner_id = own.get("/assignments").json["items"][0]["assignment"]["partner_id"]
    listed = own.get(f"/partners/{partner_id}/offerings").json["items"]
    return next(one for one in listed if one["category"] == "furniture")


def test_everything_acknowledged_survives_kill_9_and_the_ledger_adds_up(tmp_path: Path) -> None:
    with product(tmp_path / "data") as running:
        assert {one["role"] for one in demo_accounts(running)} == {"partner", "staff", "supervisor"}
        browser = sign_in(running, STAFF)
        offering = the_offering(program(running, PARTNER))
        done = Acknowledged()
        with ThreadPoolExecutor(WRITERS) as pool:
            for writer in range(WRITERS):
                pool.submit(work_until_killed, running, offering["id"], writer, done)
            assert done.enough.wait(60)
            running.kill_everything()
        running.start_again()

        staff, partner = program(running, STAFF), program(running, PARTNER)
        assert browser.get("/portal/needs").status == 200
        assert sign_in(running, STAFF).get("/portal/needs").status == 200
        assert {staff.get(f"/needs/{need_id}").status for need_id in done.needs} == {200}
        for need_id, assignment in done.accepted:
            seen = partner.get(f"/needs/{need_id}/assignments/{assignment}").json
            assert seen["assignment"]["state"] == "accepted"
        assert_registered(running, done.registered)
        assert_ledger_adds_up(staff, partner, offering["id"])


def assert_registered(running: Product, numbers: list[str]) -> None:
    """The licence numbers are taken: the confirmation mails went out or wait in the outbox."""
    found = set()
    cursor = ""
    while True:
        page = program(running, STAFF).get(f"/partners?state=registered{cursor}").json
        found |= {one["registration_number"] for one in page["items"]}
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert {f"KILL{number}" for number in numbers} <= found


def assert_ledger_adds_up(staff: Program, partner: Program, offering_id: str) -> None:
    """What the offering's capacity says is what its assignments hold, with nothing half-made."""
    held: Counter[str] = Counter()
    cursor = ""
    while True:
        page = partner.get(f"/assignments?{cursor}").json
        for seen in page["items"]:
            one = seen["assignment"]
            if one["offering_id"] == offering_id:
                held[one["state"]] += one["held"]
                assert staff.get(f"/needs/{one['need_id']}").status == 200
        if page["next_cursor"] is None:
            break
        cursor = f"cursor={page['next_cursor']}"
    capacity = partner.get(f"/offerings/{offering_id}").json["capacity"]
    reserved = held["proposed"] + held["accepted"] + held["partly_accepted"]
    assert (capacity["reserved"], capacity["used"]) == (reserved, held["delivered"] + held["confirmed"])
    assert capacity["total"] == capacity["free"] + capacity["reserved"] + capacity["used"]
