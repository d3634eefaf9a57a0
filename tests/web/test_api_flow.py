"""The whole job through the JSON API, as programs of staff and of a partner do it."""

from datetime import date
from typing import Any

import pytest

from chalicelib.domain.actors import Role
from chalicelib.domain.audit import first_broken
from chalicelib.services.needs import read_need
from chalicelib.store import audit
from tests.factories import a_context
from tests.stored import a_stored_need, a_stored_offering, a_stored_partner
from tests.web.browsing import ApiClient, some_app
from tests.web.people import api_client

pytestmark = pytest.mark.usefixtures("store")

NEED: dict[str, Any] = {
    "case_reference": "KAL-0042",
    "category": "furniture",
    "quantity": 4,
    "area": "kalba",
    "circumstance": "natural_disaster",
    "priority": "p2",
    "deadline": "2026-07-30T06:00:00Z",
    "registered": "attested",
    "low_income": "to_verify",
    "summary": "أثاث تلف بالماء",
}


def a_partners_client(capacity: int = 10) -> tuple[ApiClient, str]:
    partner = a_stored_partner()
    offering = a_stored_offering(partner, capacity=capacity)
    return api_client(some_app(), Role.PARTNER, partner_id=partner.id), offering.id


def test_a_need_is_posted_matched_proposed_accepted_delivered_confirmed_and_closed() -> None:
    staff, (partner, offering_id) = api_client(some_app()), a_partners_client()
    need_id = staff.post("/api/v1/needs", NEED).json["id"]
    (match,) = staff.get(f"/api/v1/needs/{need_id}/matches").json["items"]
    assert (match["offering_id"], match["quantity"]) == (offering_id, 4)
    parts = {"parts": [{"offering_id": offering_id, "quantity": 4}]}
    (assignment,) = staff.post(f"/api/v1/needs/{need_id}/assignments", parts).json["items"]
    one = f"/api/v1/needs/{need_id}/assignments/{assignment['id']}"
    assert partner.get(one).json["need"]["case_reference"] is None
    assert partner.post(f"{one}/accept", {"quantity": 3}).json["state"] == "partly_accepted"
    assert partner.get(one).json["need"]["case_reference"] == "KAL0042"
    assert partner.post(f"{one}/deliver", {"quantity": 3}).json["state"] == "delivered"
    assert staff.post(f"{one}/confirm", {"quantity": 3}).json["state"] == "confirmed"
    closed = staff.post(f"/api/v1/needs/{need_id}/close", {"outcome": "partly_met", "reason": "لا شريك"})
    assert (closed.json["state"], closed.json["outcome"]) == ("closed", "partly_met")
    trail = staff.get(f"/api/v1/audit?subject=need:{need_id}").json["items"]
    assert [event["number"] for event in trail] == [6, 5, 4, 3, 2, 1]
    assert first_broken(audit.list_of(f"need:{need_id}").items) is None


def test_the_same_key_sent_again_is_answered_again_and_carried_out_once() -> None:
    staff = api_client(some_app())
    key = {"Idempotency-Key": "the-very-same-key"}
    first = staff.post("/api/v1/needs", NEED, key)
    second = staff.post("/api/v1/needs", NEED, key)
    assert (first.status, second.status, first.json) == (201, 201, second.json)
    assert second.headers["idempotent-replayed"] == "true"
    other = staff.post("/api/v1/needs", {**NEED, "case_reference": "KAL-0043"}, key)
    assert (other.status, other.json["code"]) == (422, "request_key_reused")


def test_the_same_need_under_another_key_is_refused_and_names_the_first() -> None:
    staff = api_client(some_app())
    first = staff.post("/api/v1/needs", NEED).json
    again = staff.post("/api/v1/needs", NEED)
    assert (again.status, again.json["code"]) == (409, "same_need_open")
    another = staff.post("/api/v1/needs", {**NEED, "another_of": first["id"]})
    assert another.status == 201


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"quantity": 0}, "#/quantity"),
        ({"area": "atlantis"}, "#/area"),
        ({"deadline": "yesterday"}, "#/deadline"),
        ({"surprise": 1}, "#/surprise"),
        ({"summary": "call 0501234567"}, "#/summary"),
        ({"category": "unheard_of"}, "#/category"),
    ],
)
def test_what_is_wrong_is_pointed_at(change: dict[str, Any], pointer: str) -> None:
    reply = api_client(some_app()).post("/api/v1/needs", {**NEED, **change})
    assert (reply.status, reply.headers["content-type"]) == (422, "application/problem+json")
    assert [fault["pointer"] for fault in reply.json["errors"]] == [pointer]


def test_a_partner_sees_nothing_of_another_partners() -> None:
    owner, offering_id = a_partners_client()
    stranger, _ = a_partners_client()
    need = a_stored_need(quantity=1)
    parts = {"parts": [{"offering_id": offering_id, "quantity": 1}]}
    (made,) = api_client(some_app()).post(f"/api/v1/needs/{need.id}/assignments", parts).json["items"]
    one = f"/api/v1/needs/{need.id}/assignments/{made['id']}"
    assert owner.get(one).status == 200
    refused = [
        stranger.get(one),
        stranger.post(f"{one}/accept", {"quantity": 1}),
        stranger.post(f"{one}/decline", {"reason": "too_far"}),
        stranger.get(f"/api/v1/offerings/{offering_id}"),
        stranger.post(f"/api/v1/offerings/{offering_id}/pause", {}),
        stranger.get(f"/api/v1/partners/{made['partner_id']}"),
        stranger.get(f"/api/v1/partners/{made['partner_id']}/offerings"),
        stranger.get(f"/api/v1/partners/{made['partner_id']}/agreements"),
    ]
    assert [reply.status for reply in refused] == [404] * len(refused)
    assert stranger.get("/api/v1/assignments").json["items"] == []
    assert len(owner.get("/api/v1/assignments").json["items"]) == 1


def test_why_nobody_matches_is_counted_by_rule() -> None:
    staff = api_client(some_app())
    a_stored_offering(available_to=date(2026, 7, 27))
    need = a_stored_need()
    told = staff.get(f"/api/v1/needs/{need.id}/explain").json
    assert told["matching"] == 0
    assert [(one["rule"], one["count"]) for one in told["rejected"]] == [("not_available", 1)]


def test_a_list_goes_on_where_its_cursor_says_and_an_invented_one_is_refused() -> None:
    staff = api_client(some_app())
    posted = {a_stored_need().id for _ in range(27)}
    first = staff.get("/api/v1/needs?order=newest").json
    second = staff.get(f"/api/v1/needs?order=newest&cursor={first['next_cursor']}").json
    found = {listed["need"]["id"] for listed in (*first["items"], *second["items"])}
    assert (found, second["next_cursor"]) == (posted, None)
    assert staff.get("/api/v1/needs?cursor=invented").json["code"] == "cursor_invalid"


def test_an_offering_is_listed_paused_resumed_and_retired() -> None:
    partner, _ = a_partners_client()
    offering = {
        "category": "clothes",
        "form": "in_kind",
        "unit": "person",
        "capacity": 12,
        "renewal": "monthly",
        "areas": ["kalba"],
        "available_from": "2026-07-01",
    }
    made = partner.post("/api/v1/offerings", offering)
    assert (made.status, made.json["capacity"]["free"]) == (201, 12)
    one = f"/api/v1/offerings/{made.json['id']}"
    states = [partner.post(f"{one}/{move}", {}).json["state"] for move in ("pause", "resume", "retire")]
    assert states == ["paused", "active", "retired"]
    assert partner.post(f"{one}/resume", {}).json["code"] == "illegal_transition"


def test_what_the_api_did_stands_where_the_pages_read_it() -> None:
    staff = api_client(some_app())
    need_id = staff.post("/api/v1/needs", NEED).json["id"]
    assert read_need(a_context(), need_id).need.details.case_reference == "KAL0042"
