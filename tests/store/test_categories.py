"""The taxonomy: what ships, and what was added or changed."""

import pytest

from chalicelib.domain.categories import Field, check_category
from chalicelib.domain.errors import ErrorCode
from chalicelib.store import categories
from chalicelib.store.commit import commit
from tests.factories import a_category
from tests.refusals import refused

pytestmark = pytest.mark.usefixtures("store")


def test_what_ships_is_sound_and_named_in_both_languages() -> None:
    shipped = categories.list_all()
    assert [check_category(one) for one in shipped] == list(shipped)
    assert {one.field for one in shipped} == set(Field)
    assert len({one.code for one in shipped}) == len(shipped)


def test_a_changed_category_stands_in_the_place_of_the_shipped_one() -> None:
    shipped = categories.read("furniture")
    changed = a_category(name_en="Beds and tables", version=1)
    commit([categories.save(changed, shipped)])
    assert categories.read("furniture") == changed
    assert [one for one in categories.list_all() if one.code == "furniture"] == [changed]


def test_an_unknown_code_is_refused() -> None:
    assert categories.find("palaces") is None
    assert refused(categories.read, "palaces") is ErrorCode.CATEGORY_UNKNOWN
