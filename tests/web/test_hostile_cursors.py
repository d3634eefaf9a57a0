"""A cursor leads on in the list that gave it, and nowhere else."""

import pytest

from chalicelib.domain.actors import Role
from tests.stored import a_stored_need, a_stored_offering, a_stored_partner
from tests.web.browsing import ApiClient, some_app
from tests.web.people import api_client

pytestmark = pytest.mark.usefixtures("store")
MORE_THAN_A_PAGE = 26


def refused(client: ApiClient, address: str) -> bool:
    reply = client.get(address)
    return reply.status == 422 and reply.json["code"] == "cursor_invalid"


def test_a_cursor_of_one_list_is_none_in_another() -> None:
    app = some_app()
    partner, other = a_stored_partner(), a_stored_partner()
    for _ in range(MORE_THAN_A_PAGE):
        a_stored_offering(partner)
    staff = api_client(app, Role.STAFF)
    here = f"/api/v1/partners/{partner.id}/offerings"
    cursor = staff.get(here).json["next_cursor"]
    assert len(staff.get(f"{here}?cursor={cursor}&language=ar").json["items"]) == 1
    for elsewhere in (
        f"/api/v1/partners/{other.id}/offerings?",
        "/api/v1/needs?",
        "/api/v1/partners?",
        f"/api/v1/audit?subject=partner:{partner.id}&",
    ):
        assert refused(staff, f"{elsewhere}cursor={cursor}"), elsewhere


def test_a_cursor_is_none_under_another_filter_or_for_somebody_else() -> None:
    app = some_app()
    for _ in range(MORE_THAN_A_PAGE):
        a_stored_need()
    staff = api_client(app, Role.STAFF)
    cursor = staff.get("/api/v1/needs?area=kalba").json["next_cursor"]
    assert len(staff.get(f"/api/v1/needs?cursor={cursor}&area=kalba").json["items"]) == 1
    assert refused(staff, f"/api/v1/needs?area=kalba&order=newest&cursor={cursor}")
    assert refused(staff, f"/api/v1/needs?cursor={cursor}")
    assert refused(api_client(app, Role.STAFF), f"/api/v1/needs?area=kalba&cursor={cursor}")
