"""The taxonomy at the page of supervisors."""

import pytest

from chalicelib.domain.actors import Role
from chalicelib.domain.categories import Field, Form, Unit
from chalicelib.store import categories
from tests.web.browsing import Browser, Clock, Reply, some_app
from tests.web.people import signed_in

pytestmark = pytest.mark.usefixtures("store")
LIST = "/portal/admin/categories"
LARGEST_PAGE = 60_000


def at_the_desk() -> Browser:
    browser = signed_in(some_app(clock=Clock()), Role.SUPERVISOR).browser
    browser.get(LIST)
    return browser


def add(browser: Browser, **changes: str) -> Reply:
    typed = {
        "field": "living",
        "name_ar": "مولدات كهرباء",
        "name_en": "Power generators",
        "form": "in_kind",
        "unit": "piece",
    }
    return browser.post(f"{LIST}/new", {**typed, **changes})


@pytest.mark.parametrize("language", ["ar", "en"])
def test_every_category_is_listed_in_both_languages(language: str) -> None:
    page = at_the_desk().get(f"{LIST}?language={language}").body
    for category in categories.list_all():
        assert category.name_ar in page
        assert category.name_en in page
    assert len(page.encode()) < LARGEST_PAGE


def test_an_added_category_can_be_chosen_for_a_need_at_once() -> None:
    browser = at_the_desk()
    page = browser.follow(add(browser, in_home_or_with_child="yes")).body
    assert "Power generators" in page
    added = categories.read("power_generators")
    assert (added.field, added.form, added.unit) == (Field.LIVING, Form.IN_KIND, Unit.PIECE)
    assert added.in_home_or_with_child
    assert '<option value="power_generators">' in browser.get("/portal/needs/new").body


def test_a_name_that_is_there_is_refused_at_its_field_however_it_is_spelt() -> None:
    browser = at_the_desk()
    add(browser)
    reply = add(browser, name_en="Another", name_ar="مولدات كهربـاء")
    assert reply.status == 422
    assert 'href="#field-name_ar"' in reply.body
    assert 'value="Another"' in reply.body
    assert categories.find("another") is None


def test_the_same_name_may_stand_in_two_fields_under_two_codes() -> None:
    browser = at_the_desk()
    assert add(browser).status == 303
    assert add(browser, field="social").status == 303
    assert categories.read("power_generators_2").field is Field.SOCIAL


@pytest.mark.parametrize(
    ("name", "code"),
    [("3D printing!", "category_3d_printing"), ("Other", "other_2"), ("مولدات", "category")],
)
def test_every_name_gets_a_code_that_programs_can_use(name: str, code: str) -> None:
    browser = at_the_desk()
    assert add(browser, name_en=name).status == 303
    assert categories.read(code).name_en == name


def test_dirhams_belong_to_money_alone() -> None:
    reply = add(at_the_desk(), unit="aed")
    assert reply.status == 422
    assert 'href="#field-unit"' in reply.body


def test_a_category_is_renamed_and_keeps_its_code() -> None:
    browser = at_the_desk()
    assert 'value="Food"' in browser.get(f"{LIST}/food").body
    typed = {"name_ar": "مواد غذائية وماء", "name_en": "Food and water"}
    assert "Food and water" in browser.follow(browser.post(f"{LIST}/food", typed)).body
    assert categories.read("food").name_en == "Food and water"
    assert not categories.read("food").in_home_or_with_child


def test_an_empty_name_comes_back_with_the_other_as_it_was_typed() -> None:
    reply = at_the_desk().post(f"{LIST}/food", {"name_ar": "", "name_en": "Food and water"})
    assert reply.status == 422
    assert 'value="Food and water"' in reply.body
    assert categories.read("food").name_en == "Food"


def test_a_retired_category_is_offered_to_nobody_and_cannot_be_retired_again() -> None:
    browser = at_the_desk()
    page = browser.follow(browser.post(f"{LIST}/food/retire")).body
    assert ">Retired</strong>" in page
    assert '<option value="food">' not in browser.get("/portal/needs/new").body
    assert f"{LIST}/food/retire" not in browser.get(f"{LIST}/food").body


def test_a_category_that_is_not_there_is_not_found() -> None:
    assert at_the_desk().get(f"{LIST}/atlantis").status == 404
