"""The taxonomy on a page."""

import pytest

from chalicelib.domain.actors import PUBLIC
from chalicelib.domain.categories import Field
from chalicelib.domain.errors import ErrorCode
from chalicelib.services.categories import add_category, edit_category, list_categories, retire_category
from chalicelib.store import audit, categories
from tests.factories import STAFF, SUPERVISOR, a_category, a_context, a_partner, as_partner
from tests.refusals import refused, refused_field

pytestmark = pytest.mark.usefixtures("store")
AS_SUPERVISOR = a_context(SUPERVISOR)
TENTS = a_category(code="tents", name_ar="خيام الإيواء", name_en="Shelter tents")


def test_the_six_fields_ship_with_their_categories() -> None:
    listed = list_categories(a_context(PUBLIC))
    assert {one.field for one in listed} == set(Field)
    assert [one.field for one in listed] == sorted((one.field for one in listed), key=list(Field).index)


def test_an_added_category_is_listed_in_its_field_and_stands_in_the_trail() -> None:
    added = add_category(AS_SUPERVISOR, TENTS)
    assert [one for one in list_categories(AS_SUPERVISOR) if one.field is Field.LIVING][-1] == added
    (event,) = audit.list_of("network").items
    assert (event.tag.value, event.details) == ("network:category_added", {"category": "tents"})


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"code": "food", "name_ar": "شيء", "name_en": "Thing"}, "code"),
        ({"name_ar": "اثاث  ومفروشاتـ"}, "name_ar"),
        ({"name_en": "FURNITURE and furnishings"}, "name_en"),
    ],
)
def test_a_code_or_a_name_that_is_there_is_refused_however_it_is_spelt(
    given: dict[str, str], field: str
) -> None:
    given = {"code": "tents", "name_ar": "خيام", "name_en": "Tents"} | given
    category = a_category(**given)
    assert refused(add_category, AS_SUPERVISOR, category) is ErrorCode.CATEGORY_EXISTS
    assert refused_field(add_category, AS_SUPERVISOR, category) == field


def test_a_category_is_renamed_and_keeps_its_unit() -> None:
    edited = edit_category(AS_SUPERVISOR, "food", "أغذية جافة", "Dry food", in_home_or_with_child=True)
    assert categories.read("food") == edited
    assert (edited.name_en, edited.in_home_or_with_child, edited.version) == ("Dry food", True, 1)


def test_a_category_keeps_its_own_name_in_an_edit() -> None:
    food = categories.read("food")
    edited = edit_category(AS_SUPERVISOR, "food", food.name_ar, food.name_en, in_home_or_with_child=False)
    assert edited.name_ar == food.name_ar


def test_a_name_is_needed_in_both_languages() -> None:
    given = (AS_SUPERVISOR, "food", "", "Dry food")
    assert refused_field(edit_category, *given, in_home_or_with_child=False) == "name_ar"


def test_retiring_twice_is_one_line_in_the_trail() -> None:
    assert retire_category(AS_SUPERVISOR, "food").retired
    assert retire_category(AS_SUPERVISOR, "food").retired
    assert len(audit.list_of("network").items) == 1
    assert categories.read("food").retired


def test_only_supervisors_change_the_taxonomy() -> None:
    for actor in (STAFF, as_partner(a_partner()), PUBLIC):
        context = a_context(actor)
        assert refused(add_category, context, TENTS) is ErrorCode.NOT_PERMITTED
        assert refused(retire_category, context, "food") is ErrorCode.NOT_PERMITTED
        given = (context, "food", "أغذية", "Food")
        assert refused(edit_category, *given, in_home_or_with_child=False) is ErrorCode.NOT_PERMITTED


def test_an_unknown_category_is_neither_edited_nor_retired() -> None:
    assert refused(retire_category, AS_SUPERVISOR, "palaces") is ErrorCode.CATEGORY_UNKNOWN
