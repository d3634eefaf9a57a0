"""The categories as a form offers them: by field, each with the unit in which it is counted."""

from chalicelib.domain.categories import OTHER, Category, Field
from chalicelib.domain.partners import Language
from chalicelib.store import categories
from chalicelib.words.labels import label_of
from chalicelib.words.speech import label
from chalicelib.words.text import N_, Text

Groups = list[tuple[Text, list[tuple[str, str | Text]]]]
_OTHERWISE = N_("None of these")
_IN_WORDS = N_("Something else, in words")


def category_groups(language: Language) -> Groups:
    """Every category that is in use, under the names of the six fields."""
    in_use = [one for one in categories.list_all() if not one.retired]
    return [
        (label_of(field), [(one.code, _words(one, language)) for one in in_use if one.field is field])
        for field in Field
    ]


def with_other(groups: Groups) -> Groups:
    """The groups, and the choice for what no category fits."""
    return [*groups, (_OTHERWISE, [(OTHER, _IN_WORDS)])]


def category_names(language: Language) -> dict[str, str]:
    """Every category's name by its code, retired ones too."""
    return {one.code: one.name(language) for one in categories.list_all()}


def category_words(code: str, language: Language) -> str | Text:
    """A category's name; the words for what is described in words, and the code of one that is gone."""
    category = categories.find(code)
    if category is None:
        return _IN_WORDS if code == OTHER else code
    return category.name(language)


def _words(category: Category, language: Language) -> str:
    return f"{category.name(language)} · {label(category.unit, language)}"
