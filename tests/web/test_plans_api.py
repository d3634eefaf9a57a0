"""Programs ask for surge plans, read and change them, commit or discard them, and read the shortages."""

from datetime import timedelta

import pytest

from chalicelib.domain.actors import SYSTEM, Role
from chalicelib.domain.areas import Area
from chalicelib.domain.needs import Priority
from chalicelib.domain.surge_plans import FRESH_FOR
from chalicelib.services.plan_commits import send_committed
from chalicelib.services.planning import make_wanted
from chalicelib.services.surge_plans import leave_out
from chalicelib.store import assignments
from tests.factories import NOW, STAFF, a_context
from tests.stored import a_stored_offering
from tests.surging import a_made_plan, a_posted_need, lines_of
from tests.web.browsing import ApiClient, Clock, send, some_app
from tests.web.people import api_client

pytestmark = pytest.mark.usefixtures("store")


def a_client(clock: Clock | None = None) -> ApiClient:
    return api_client(some_app(clock=clock or Clock()), Role.STAFF)


def test_a_plan_is_asked_for_made_read_committed_and_sent() -> None:
    a_stored_offering(capacity=100)
    need = a_posted_need(quantity=4, priority=Priority.P1)
    client = a_client()
    asked = client.post("/api/v1/plans", {})
    assert (asked.status, asked.json["state"], asked.json["progress"]["stage"]) == (202, "wanted", "waiting")
    address = f"/api/v1/plans/{asked.json['id']}"
    assert client.get(f"{address}/needs").json == {"items": [], "next_cursor": None}
    assert make_wanted(a_context(SYSTEM))
    made = client.get(address).json
    assert (made["state"], made["needs"], made["to_send"]) == ("ready", 1, 1)
    assert made["fresh_until"] == "2026-07-28T06:30:00Z"
    assert made["by_priority"][0] == {
        "priority": "p1",
        "needs": 1,
        "covered": 1,
        "in_part": 0,
        "units": 4,
        "given": 4,
    }
    committed = client.post(f"{address}/commit", {})
    assert (committed.status, committed.json["state"]) == (202, "committing")
    assert send_committed(a_context(SYSTEM))
    sent = client.get(address).json
    assert (sent["state"], sent["sent"], sent["refused"]) == ("committed", 1, 0)
    assert [one.proposed for one in assignments.list_of(need.id)] == [4]
    assert [one["id"] for one in client.get("/api/v1/plans").json["items"]] == [asked.json["id"]]


def test_asking_with_the_same_key_asks_once() -> None:
    client = a_client()
    key = {"Idempotency-Key": "the-same-key-1"}
    first, again = (client.post("/api/v1/plans", {}, key) for _ in range(2))
    assert first.json == again.json
    assert len(client.get("/api/v1/plans").json["items"]) == 1


def test_a_colleagues_plan_is_replaced_only_where_the_program_says_so() -> None:
    a_posted_need()
    a_stored_offering(capacity=9)
    plan = a_made_plan()
    leave_out(a_context(), plan.id, 1)
    client = a_client()
    refused = client.post("/api/v1/plans", {})
    assert (refused.status, refused.json["code"]) == (409, "plan_of_colleague")
    assert "A colleague’s plan is ready" in refused.json["detail"]
    assert client.post("/api/v1/plans", {"replace": False}).status == 409
    replacing = client.post("/api/v1/plans", {"replace": True})
    assert (replacing.status, replacing.json["state"]) == (202, "wanted")
    assert make_wanted(a_context(SYSTEM))
    old = client.get(f"/api/v1/plans/{plan.id}").json
    assert (old["state"], old["replaced_by"]) == ("discarded", replacing.json["id"])
    assert old["changed_by"] == [STAFF.account_id]


def test_the_refusal_to_replace_speaks_arabic_too() -> None:
    a_posted_need()
    a_made_plan()
    refused = a_client().post("/api/v1/plans", {}, {"Accept-Language": "ar"})
    assert (refused.status, refused.headers["content-language"]) == (409, "ar")
    assert refused.json["detail"].startswith("هناك خطة جاهزة يعمل عليها أحد الزملاء")


def test_a_plan_is_asked_for_without_a_body_as_before() -> None:
    app = some_app(clock=Clock())
    client = api_client(app, Role.STAFF)
    headers = {"Authorization": f"Bearer {client.api_token}", "Idempotency-Key": "no-body-at-all"}
    assert send(app, "POST", "/api/v1/plans", headers, b"").status == 202


@pytest.mark.parametrize("body", [{"replace": "true"}, {"replace": 1}, {"replaces": True}, [], "replace"])
def test_what_does_not_say_yes_or_no_is_refused(body: object) -> None:
    assert a_client().post("/api/v1/plans", body).status == 422


def test_lines_are_found_by_filter_and_come_in_pages() -> None:
    a_stored_offering(capacity=100)
    for _ in range(27):
        a_posted_need(quantity=1, priority=Priority.P1)
    far = a_posted_need(quantity=1, priority=Priority.P3, area=Area.MLEIHA)
    client = a_client()
    address = f"/api/v1/plans/{a_made_plan().id}/needs"
    first = client.get(f"{address}?priority=p1").json
    rest = client.get(f"{address}?priority=p1&cursor={first['next_cursor']}").json
    assert [one["number"] for one in first["items"] + rest["items"]] == list(range(1, 28))
    (held,) = client.get(f"{address}?why=nobody_can").json["items"]
    assert (held["need_id"], held["state"], held["missing"], held["pieces"]) == (far.id, "held", 1, [])
    assert client.get(f"{address}?state=planned&area=mleiha").json["items"] == []


def test_a_line_is_changed_left_out_and_taken_in_again() -> None:
    offering = a_stored_offering(capacity=100)
    a_posted_need(quantity=4, priority=Priority.P1)
    plan, client = a_made_plan(), a_client()
    line = f"/api/v1/plans/{plan.id}/needs/1"
    less = client.post(f"{line}/change", {"quantities": {offering.id: 3}}).json
    assert (less["given"], less["missing"], less["pieces"][0]["planned"]) == (3, 1, 4)
    assert client.post(f"{line}/leave-out", {}).json["state"] == "left_out"
    assert client.get(f"/api/v1/plans/{plan.id}").json["to_send"] == 0
    assert client.post(f"{line}/take-in", {}).json["given"] == 4
    assert client.get(line).json["state"] == "planned"


def test_more_than_planned_is_refused_with_what_was_planned() -> None:
    offering = a_stored_offering(capacity=100)
    a_posted_need(quantity=4, priority=Priority.P1)
    plan = a_made_plan()
    reply = a_client().post(f"/api/v1/plans/{plan.id}/needs/1/change", {"quantities": {offering.id: 5}})
    assert (reply.status, reply.json["code"]) == (422, "quantity_invalid")
    assert "Write a quantity from 0 to 4." in reply.body
    assert lines_of(plan)[0].given == 4


@pytest.mark.parametrize("quantities", [{"01J": -1}, {"01J": "2"}, {"an offering": 1}, {}])
def test_what_can_be_no_quantity_is_refused(quantities: dict[str, object]) -> None:
    a_posted_need(quantity=4)
    plan = a_made_plan()
    reply = a_client().post(f"/api/v1/plans/{plan.id}/needs/1/change", {"quantities": quantities})
    assert (reply.status, reply.json["code"]) == (422, "body_invalid")


def test_a_stale_plan_is_refused_and_the_changes_are_counted() -> None:
    clock = Clock()
    client = a_client(clock)
    a_stored_offering(capacity=100)
    a_posted_need(quantity=4, priority=Priority.P1)
    address = f"/api/v1/plans/{a_made_plan().id}"
    clock.forward(FRESH_FOR)
    a_posted_need(at=NOW + timedelta(minutes=7))
    refused = client.post(f"{address}/commit", {})
    assert (refused.status, refused.json["code"]) == (409, "plan_stale")
    assert client.get(f"{address}/changes").json == {"posted": 1, "closed": 0, "changed": 0}
    assert client.post(f"{address}/discard", {}).json["state"] == "discarded"


def test_shortages_are_empty_before_the_first_plan_and_ranked_after_it() -> None:
    client = a_client()
    assert client.get("/api/v1/shortages").json == {"plan_id": None, "made_at": None, "items": []}
    for _ in range(4):
        a_posted_need(quantity=5)
    plan = a_made_plan()
    found = client.get("/api/v1/shortages").json
    first = found["items"][0]
    assert found["plan_id"] == plan.id
    assert (first["category"], first["unit"], first["area"]) == ("furniture", "piece", "kalba")
    assert first["gained_units"] > 0


@pytest.mark.parametrize("number", ["0", "x", "99"])
def test_a_line_that_is_not_there_is_not_found(number: str) -> None:
    a_posted_need()
    address = f"/api/v1/plans/{a_made_plan().id}/needs/{number}"
    client = a_client()
    assert client.get(address).status == 404
    assert client.post(f"{address}/leave-out", {}).status == 404
