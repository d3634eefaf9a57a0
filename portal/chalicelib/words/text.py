"""Sentences that wait for their reader's language, and the marks by which Babel finds them."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace


@dataclass(frozen=True, slots=True)
class Text:
    """An English sentence of the catalogues, with what fills its %(name)s places.

    One with a plural takes the form that fits its parameter `count`.
    """

    singular: str
    plural: str | None = None
    context: str | None = None
    params: Mapping[str, object] = field(default_factory=dict)

    def filled(self, **params: object) -> "Text":
        """The same sentence with these places filled."""
        return replace(self, params={**self.params, **params})


def N_(sentence: str) -> Text:  # noqa: N802 (gettext's own name for it)
    """A sentence to be translated when it is read."""
    return Text(sentence)


def NN_(singular: str, plural: str) -> Text:  # noqa: N802
    """A sentence whose form follows its parameter `count`."""
    return Text(singular, plural)


def P_(context: str, sentence: str) -> Text:  # noqa: N802
    """A sentence that English writes alike in several senses; the context tells them apart."""
    return Text(sentence, context=context)
