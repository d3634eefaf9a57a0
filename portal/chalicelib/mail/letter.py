"""A letter: sentences that wait for their reader's language, in the order in which they are read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from chalicelib.words.text import Text

Params = Mapping[str, str | int]
Fact = tuple[Text, Text]
SIGN_IN_PATH: Final = "/portal/sign-in"


@dataclass(frozen=True, slots=True)
class Letter:
    """The parts of a message. `code` and the facts stand on lines of their own; `path` is the action's."""

    subject: Text
    opening: tuple[Text, ...] = ()
    code: str = ""
    facts: tuple[Fact, ...] = ()
    action: Text | None = None
    path: str = ""
    closing: tuple[Text, ...] = ()


def plainly(value: object) -> Text:
    """A value as the whole of what is said: free text, a term of the domain, a moment."""
    return Text("%(said)s").filled(said=value)
