"""The Arabic catalogues: `check` that they say everything, print what is `missing`, `compile` them.

Msgids are the English sentences in the code and the templates. One po file an area, so that people can work
side by side; compiled, they are one catalogue.
"""

import argparse
import io
import os
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

ROOT: Final = Path(__file__).parent.parent / "portal" / "chalicelib"
ARABIC: Final = Path("locales") / "ar" / "LC_MESSAGES"
_METHODS: Final = [("templates/**", "jinja2"), ("**.py", "python")]
_OPTIONS: Final = {"templates/**": {"extensions": "jinja2.ext.do", "trimmed": "true", "encoding": "utf-8"}}
_KEYWORDS: Final = {**DEFAULT_KEYWORDS, "N_": None, "NN_": (1, 2), "P_": ((1, "c"), 2)}
_PLURAL_FORMS: Final = 6
PLURALS: Final = (
    "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : "
    "n%100>=11 && n%100<=99 ? 4 : 5);"
)
"""Gettext's usual order of the six. Babel's own for Arabic swaps the last two, so every header says it."""
_FORMS_WITHOUT_NUMBER: Final = 3
"""Arabic says none, one and two in words; the other three forms show the number."""
_PLACE: Final = re.compile(r"%\((\w+)\)[sd]")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A msgid: its context where it has one, and its plural where it has one."""

    context: str | None
    singular: str
    plural: str | None


def extracted(root: Path) -> dict[Sentence, str]:
    """Every sentence of the code and the templates, with the first place that says it."""
    found: dict[Sentence, str] = {}
    for file, line, message, _, context in extract_from_dir(
        str(root), _METHODS, _OPTIONS, _KEYWORDS, strip_comment_tags=True
    ):
        singular, plural = (message[0], message[1]) if isinstance(message, tuple) else (message, None)
        found.setdefault(Sentence(context, singular, plural), f"{file}:{line}")
    return found


def catalogues(root: Path) -> dict[str, Catalog]:
    """The po files by name."""
    return {path.name: _read(path) for path in sorted((root / ARABIC).glob("*.po"))}


def _read(path: Path) -> Catalog:
    with path.open("rb") as file:
        return read_po(file, locale="ar", abort_invalid=True)


def entries(files: dict[str, Catalog]) -> Iterator[tuple[str, Sentence, Message]]:
    """Every entry of every file, without the headers."""
    for name, catalogue in files.items():
        for message in catalogue:
            if message.id:
                yield name, _sentence(message), message


def _sentence(message: Message) -> Sentence:
    if isinstance(message.id, tuple | list):
        return Sentence(message.context, message.id[0], message.id[1])
    return Sentence(message.context, message.id, None)


def missing(root: Path) -> dict[Sentence, str]:
    """Sentences that no po file has."""
    known = {sentence for _, sentence, _ in entries(catalogues(root))}
    return {sentence: place for sentence, place in extracted(root).items() if sentence not in known}


def faults(root: Path) -> list[str]:
    """Everything that is wrong with the catalogues, a line each."""
    used = extracted(root)
    said: dict[Sentence, object] = {}
    found = [f"{path.name}: the Plural-Forms of its header must be {PLURALS}" for path in _misheaded(root)]
    found += [f"{place}: no Arabic for {sentence.singular!r}" for sentence, place in missing(root).items()]
    for file, sentence, message in entries(catalogues(root)):
        found += [f"{file}: {sentence.singular!r}: {fault}" for fault in _faults_of(sentence, message)]
        if sentence not in used:
            found.append(f"{file}: {sentence.singular!r} is said nowhere any more")
        if said.setdefault(sentence, message.string) != message.string:
            found.append(f"{file}: {sentence.singular!r} is translated differently in another file")
    return found


def _misheaded(root: Path) -> Iterator[Path]:
    for path in sorted((root / ARABIC).glob("*.po")):
        if f'"Plural-Forms: {PLURALS}\\n"' not in path.read_text(encoding="utf-8"):
            yield path


def _faults_of(sentence: Sentence, message: Message) -> Iterator[str]:
    forms = message.string if isinstance(message.string, tuple | list) else (message.string,)
    if message.fuzzy:
        yield "fuzzy"
    if sentence.plural is not None and len(forms) != _PLURAL_FORMS:
        yield f"{len(forms)} plural forms instead of {_PLURAL_FORMS}"
    if not all(forms):
        yield "empty"
        return
    wanted = set(_PLACE.findall(sentence.singular)) | set(_PLACE.findall(sentence.plural or ""))
    for index, form in enumerate(str(form) for form in forms):
        free = {"count", "num"} if sentence.plural is not None and index < _FORMS_WITHOUT_NUMBER else set()
        if set(_PLACE.findall(form)) | free != wanted | free:
            yield f"other places than %({')s, %('.join(sorted(wanted))})s in {form!r}"


def compile_catalogues(root: Path) -> Path:
    """All po files as one messages.mo beside them, which is what the portal reads."""
    merged = Catalog(locale="ar")
    merged.mime_headers = [("Content-Type", "text/plain; charset=utf-8"), ("Plural-Forms", PLURALS)]
    for _, sentence, message in entries(catalogues(root)):
        identity = sentence.singular if sentence.plural is None else (sentence.singular, sentence.plural)
        merged.add(identity, message.string, context=sentence.context)
    compiled = io.BytesIO()
    write_mo(compiled, merged)
    target = root / ARABIC / "messages.mo"
    draft = target.with_suffix(f".{os.getpid()}")
    draft.write_bytes(compiled.getvalue())
    return draft.replace(target)


def stanzas(sentences: Iterable[tuple[Sentence, str]]) -> Iterator[str]:
    """The sentences as they stand in a po file that waits for its translator."""
    for sentence, place in sentences:
        context = f"msgctxt {_quoted(sentence.context)}\n" if sentence.context else ""
        if sentence.plural is None:
            answer = f"msgid {_quoted(sentence.singular)}\n" + 'msgstr ""'
        else:
            blanks = "\n".join(f'msgstr[{form}] ""' for form in range(_PLURAL_FORMS))
            answer = f"msgid {_quoted(sentence.singular)}\nmsgid_plural {_quoted(sentence.plural)}\n{blanks}"
        yield f"#: {place}\n{context}{answer}\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def main() -> int:
    """Exit status 1 where `check` finds something."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("command", choices=["check", "missing", "compile"])
    command = parser.parse_args().command
    if command == "compile":
        compile_catalogues(ROOT)
        return 0
    if command == "missing":
        sys.stdout.writelines(f"{stanza}\n" for stanza in stanzas(missing(ROOT).items()))
        return 0
    found = faults(ROOT)
    sys.stdout.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
