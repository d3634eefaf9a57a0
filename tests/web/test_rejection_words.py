"""Why offerings do not match, in words."""

import pytest

from chalicelib.domain.matching import Rejection
from chalicelib.domain.partners import Language
from chalicelib.web.rejection_words import counted
from chalicelib.words.speech import say


@pytest.mark.parametrize("rule", list(Rejection))
@pytest.mark.parametrize("language", list(Language))
def test_every_rule_is_counted_in_words(rule: Rejection, language: Language) -> None:
    said = [say(counted(rule, count), language) for count in (1, 2, 3, 11, 100)]
    assert len(set(said)) == 5
    assert "11" in said[3]


def test_arabic_says_one_and_two_without_a_number() -> None:
    assert say(counted(Rejection.FULL, 1), Language.ARABIC) == "مساهمة واحدة نفدت كميتها"
    assert say(counted(Rejection.FULL, 2), Language.ARABIC) == "مساهمتان نفدت كميتاهما"
