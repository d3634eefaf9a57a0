"""Staff narrow the list of partners by what they give and where; the shortages lead to who could be asked."""

import re
from datetime import timedelta
from html import unescape

import pytest

from chalicelib.domain.actors import Role
from chalicelib.domain.areas import Area
from chalicelib.domain.categories import Field
from chalicelib.domain.lifecycle import PartnerState
from chalicelib.domain.partners import Partner
from chalicelib.store import partners
from chalicelib.store.commit import commit
from chalicelib.store.tables import PartnerRow
from tests.factories import NOW, a_partner, a_profile
from tests.web.browsing import ApiClient, Browser, Clock, some_app
from tests.web.people import api_client, signed_in

pytestmark = pytest.mark.usefixtures("store")
LIST = "/portal/partners"


def a_giver(
    fields: set[Field],
    areas: set[Area],
    state: PartnerState = PartnerState.APPROVED,
    minute: int = 0,
    name: str = "Palm",
) -> Partner:
    profile = a_profile(name_en=name, fields=frozenset(fields), areas=frozenset(areas))
    partner = a_partner(
        state=state, profile=profile, registered_at=NOW + timedelta(minutes=minute), credentials=()
    )
    commit([partners.save(partner, None)])
    return partner


def at_the_desk() -> Browser:
    return signed_in(some_app(clock=Clock())).browser


def listed(page: str) -> list[str]:
    return re.findall(r'<td><a href="/portal/partners/(\w+)"', page)


def a_client() -> ApiClient:
    return api_client(some_app(clock=Clock()), Role.STAFF)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("field=living", ["everywhere", "kalba"]),
        ("area=kalba", ["everywhere", "lawyer", "kalba"]),
        ("area=dibba", ["everywhere"]),
        ("field=legal&area=kalba", ["lawyer"]),
        ("field=legal&area=kalba&name=coral", ["lawyer"]),
        ("field=living&name=coral", []),
        ("field=misspelt&area=", ["everywhere", "lawyer", "kalba"]),
    ],
)
def test_the_page_and_the_api_narrow_alike(query: str, found: list[str]) -> None:
    known = {
        "kalba": a_giver({Field.LIVING}, {Area.KALBA}),
        "lawyer": a_giver({Field.LEGAL}, {Area.KALBA, Area.DHAID}, minute=1, name="Coral"),
        "everywhere": a_giver({Field.LIVING, Field.HEALTH}, {Area.EMIRATE}, minute=2),
    }
    a_giver(set(Field), set(Area), PartnerState.SUSPENDED)
    page = at_the_desk().get(f"{LIST}?state=approved&{query}").body
    assert listed(page) == [known[name].id for name in found]
    if "misspelt" not in query:
        items = a_client().get(f"/api/v1/partners?{query}").json["items"]
        assert [one["id"] for one in items] == [known[name].id for name in found]


def test_the_filter_stays_on_its_tab_and_shows_what_was_chosen() -> None:
    waiting = a_giver({Field.HEALTH}, {Area.KALBA}, PartnerState.AWAITING_REVIEW)
    a_giver({Field.LIVING}, {Area.KALBA}, PartnerState.AWAITING_REVIEW)
    page = at_the_desk().get(f"{LIST}?state=awaiting_review&name=&field=health&area=kalba").body
    assert listed(page) == [waiting.id]
    assert '<input type="hidden" name="state" value="awaiting_review">' in page
    assert '<option value="health" selected>' in page
    assert '<option value="kalba" selected>' in page
    assert f'<a href="{LIST}?state=awaiting_review">Show all</a>' in page


def test_a_long_narrowed_list_goes_on_with_its_filter() -> None:
    for minute in range(40):
        a_giver({Field.LEGAL if minute % 4 else Field.HEALTH}, {Area.KALBA}, minute=minute)
    for minute in range(40, 70):
        a_giver({Field.LEGAL}, {Area.DHAID}, minute=minute)
    browser = at_the_desk()
    first = browser.get(f"{LIST}?state=approved&field=legal&area=kalba").body
    assert "63 partners were looked at for this page; the list goes on." in first
    (following,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = browser.get(unescape(following)).body
    assert (len(listed(first)), len(listed(second))) == (25, 5)
    assert "looked at" not in second
    client = a_client()
    page = client.get("/api/v1/partners?field=legal&area=kalba").json
    rest = client.get(f"/api/v1/partners?field=legal&area=kalba&cursor={page['next_cursor']}").json
    assert (len(page["items"]), len(rest["items"]), rest["next_cursor"]) == (25, 5, None)


@pytest.mark.parametrize(
    ("language", "counted", "none", "no_more"),
    [
        (
            "en",
            "1000 partners were looked at",
            "None of those looked at so far fits.",
            "No further partner fits.",
        ),
        (
            "ar",
            "شمل البحث في هذه الصفحة 1000 شريك،",
            "لا يوجد بين من شملهم البحث حتى الآن شريك يطابق الشروط",
            "لا يوجد شركاء آخرون",
        ),
    ],
)
def test_where_nobody_fits_among_the_first_thousand_the_page_says_so_and_leads_on(
    language: str, counted: str, none: str, no_more: str
) -> None:
    with PartnerRow.batch_write() as batch:
        for minute in range(1001):
            one = a_partner(state=PartnerState.APPROVED, registered_at=NOW + timedelta(minutes=minute))
            batch.save(partners.save(one, None).row)
    browser = at_the_desk()
    first = browser.get(f"{LIST}?state=approved&field=psychological&area=kalba&language={language}").body
    assert none in first
    assert counted in first
    (following,) = re.findall(r'rel="next" href="([^"]+)"', first)
    second = browser.get(unescape(following)).body
    assert no_more in second
    assert 'rel="next"' not in second


def test_where_nobody_fits_at_all_the_page_says_what_may_help() -> None:
    page = unescape(at_the_desk().get(f"{LIST}?state=approved&field=health&area=kalba").body)
    assert "No partner on this list fits. What may help:" in page
    for way in ("state=approved&field=health", "state=approved&area=kalba"):
        assert f'<a href="{LIST}?{way}">' in page
    assert f'<a href="{LIST}?field=health&area=kalba&state=awaiting_review">' in page
    assert page.count('href="/portal/register"') >= 2


def test_where_nobody_fits_arabic_says_it_too() -> None:
    page = at_the_desk().get(f"{LIST}?state=suspended&area=kalba&language=ar").body
    assert "لا يوجد في هذه القائمة شريك يطابق شروط البحث. قد يفيد ما يلي:" in page
    assert "كل المناطق" in page
    assert "شركاء بانتظار المراجعة في المجال نفسه" not in page


@pytest.mark.parametrize("query", ["field=rockets", "area=atlantis", f"name={'x' * 201}", "state=gone"])
def test_the_api_refuses_a_filter_that_there_is_not(query: str) -> None:
    assert a_client().get(f"/api/v1/partners?{query}").status == 422


def test_the_description_of_the_api_names_the_filters() -> None:
    operation = Browser(some_app()).get("/api/v1/openapi.json").json["paths"]["/api/v1/partners"]["get"]
    assert {"state", "name", "field", "area", "cursor"} <= {one["name"] for one in operation["parameters"]}
