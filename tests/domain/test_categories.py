"""What may join the taxonomy."""

import pytest

from chalicelib.domain.categories import Form, Unit, check_category
from tests.factories import a_category
from tests.refusals import refused_field


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"code": "other"}, "code"),
        ({"code": "ab"}, "code"),
        ({"code": "Tents"}, "code"),
        ({"code": "a tent"}, "code"),
        ({"code": "x" * 41}, "code"),
        ({"code": "tents#kalba"}, "code"),
        ({"name_ar": " "}, "name_ar"),
        ({"name_en": ""}, "name_en"),
        ({"unit": Unit.AED}, "unit"),
        ({"form": Form.FINANCIAL}, "unit"),
    ],
)
def test_what_is_wrong_with_a_category_is_said_of_its_field(given: dict[str, object], field: str) -> None:
    assert refused_field(check_category, a_category(**given)) == field


def test_a_sound_category_is_named_in_both_languages() -> None:
    category = check_category(a_category(name_ar="خيام", name_en="Tents"))
    assert (category.name("ar"), category.name("en")) == ("خيام", "Tents")
