"""A notice as a mail: its subject, its plain text and its HTML, which say the same."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from chalicelib.config import Settings
from chalicelib.domain.notices import Notice
from chalicelib.domain.partners import Language
from chalicelib.mail.letter import Letter
from chalicelib.mail.letters import letter_of
from chalicelib.words.speech import say
from chalicelib.words.text import N_, Text

_TEMPLATES = Path(__file__).parent.parent / "templates" / "mail"
_NETWORK = N_("Aman Network")
_GREETING = N_("Hello,")
_AUTOMATIC = N_("This message was sent by a program; nobody reads answers to it. Questions: %(telephone)s.")
_OPERATOR = N_("Run by %(operator)s. Independent software, not an official site of any government body.")


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail that is ready to go out."""

    sender_name: str
    subject: str
    text: str
    html: str


@dataclass(frozen=True, slots=True)
class Said:
    """A letter in its reader's language; `address` is where the action leads, in full."""

    language: Language
    network: str
    subject: str
    opening: tuple[str, ...]
    code: str
    facts: tuple[tuple[str, str], ...]
    action: str
    address: str
    closing: tuple[str, ...]
    footer: tuple[str, ...]

    @property
    def direction(self) -> str:
        """In which the language is written."""
        return "rtl" if self.language is Language.ARABIC else "ltr"


def render(notice: Notice, settings: Settings) -> Mail:
    """The mail of a notice. Raises KeyError or ValueError where its params are not those of its kind."""
    language = Language(notice.language)
    said = said_in(letter_of(notice.kind, notice.params, language), language, settings)
    return Mail(said.network, said.subject, _as("letter.txt", said), _as("letter.html", said))


def chat_text(letter: Letter, language: Language, settings: Settings) -> str:
    """A letter as one message of a chat."""
    return _as("chat.txt", said_in(letter, language, settings)).strip()


def said_in(letter: Letter, language: Language, settings: Settings) -> Said:
    """The letter in that language."""

    def all_of(texts: tuple[Text, ...]) -> tuple[str, ...]:
        return tuple(say(text, language) for text in texts)

    operator = settings.operator_name(language.value)
    return Said(
        language=language,
        network=say(_NETWORK, language),
        subject=say(letter.subject, language),
        opening=all_of((_GREETING, *letter.opening)),
        code=letter.code,
        facts=tuple((say(name, language), say(value, language)) for name, value in letter.facts),
        action=say(letter.action, language) if letter.action else "",
        address=settings.base_url + letter.path,
        closing=all_of(letter.closing),
        footer=all_of(
            (
                _AUTOMATIC.filled(telephone=settings.duty_desk_phone),
                _OPERATOR.filled(operator=operator),
            )
        ),
    )


def _as(template: str, said: Said) -> str:
    return _templates().get_template(template).render(said=said)


@cache
def _templates() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=select_autoescape(["html"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
