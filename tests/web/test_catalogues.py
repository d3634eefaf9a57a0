"""Every sentence is there in Arabic, whole, and none is left over."""

import re
from pathlib import Path

import pytest
from jinja2 import nodes

from chalicelib.domain.partners import Language
from chalicelib.web.rendering import TEMPLATES, environment
from infra.i18n import ARABIC, PLURALS, ROOT, compile_catalogues, faults, missing, stanzas

HEADER = (
    f'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n"Plural-Forms: {PLURALS}\\n"\n\n'
)
ONE = 'msgid "Save %(name)s"\nmsgstr "حفظ %(name)s"\n'
SIX = "".join(
    f'msgstr[{form}] "{text}"\n'
    for form, text in enumerate(["٠", "يوم", "يومان", "%(count)s", "%(count)s", "%(count)s"])
)
MANY = f'msgid "%(count)s day"\nmsgid_plural "%(count)s days"\n{SIX}'


def product(tmp_path: Path, *files: str, header: str = HEADER) -> Path:
    """A small product that says two sentences, with those po files."""
    (tmp_path / ARABIC).mkdir(parents=True)
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text('{{ _("Save %(name)s", name=name) }}', encoding="utf-8")
    (tmp_path / "days.py").write_text('DAYS = NN_("%(count)s day", "%(count)s days")\n', encoding="utf-8")
    for number, text in enumerate(files):
        (tmp_path / ARABIC / f"{number}.po").write_text(header + text, encoding="utf-8")
    return tmp_path


def test_the_portal_says_everything_in_arabic() -> None:
    assert faults(ROOT) == []


def test_a_whole_catalogue_has_no_fault(tmp_path: Path) -> None:
    assert faults(product(tmp_path, ONE, MANY)) == []


@pytest.mark.parametrize(
    ("files", "fault"),
    [
        ([MANY], "page.html:1: no Arabic for 'Save %(name)s'"),
        ([ONE], "days.py:1: no Arabic for '%(count)s day'"),
        ([ONE + "\n" + MANY, 'msgid "Gone"\nmsgstr "ذهب"\n'], "1.po: 'Gone' is said nowhere any more"),
        ([ONE.replace("حفظ %(name)s", ""), MANY], "0.po: 'Save %(name)s': empty"),
        (["#, fuzzy\n" + ONE, MANY], "0.po: 'Save %(name)s': fuzzy"),
        ([ONE.replace("حفظ %(name)s", "حفظ"), MANY], "0.po: 'Save %(name)s': other places"),
        (
            [ONE, MANY.replace('msgstr[4] "%(count)s"', 'msgstr[4] "أيام"')],
            "1.po: '%(count)s day': other places",
        ),
        ([ONE, MANY.replace('msgstr[5] "%(count)s"\n', "")], "1.po: '%(count)s day': "),
        (
            [ONE, MANY, ONE.replace("حفظ", "احفظ")],
            "2.po: 'Save %(name)s' is translated differently in another file",
        ),
    ],
)
def test_each_fault_is_found(tmp_path: Path, files: list[str], fault: str) -> None:
    (found, *more) = faults(product(tmp_path, *files))

    assert fault in found
    assert more == []


def test_a_header_with_other_plural_forms_is_found(tmp_path: Path) -> None:
    found = faults(product(tmp_path, ONE, MANY, header=HEADER.replace("n%100>=11 && n%100<=99", "n%100<=2")))

    assert [fault.partition(":")[0] for fault in found] == ["0.po", "1.po"]


def test_what_is_missing_is_printed_as_a_po_file_wants_it(tmp_path: Path) -> None:
    printed = "\n".join(stanzas(missing(product(tmp_path)).items()))

    assert 'msgid "Save %(name)s"\nmsgstr ""\n' in printed
    assert 'msgid_plural "%(count)s days"\nmsgstr[0] ""\n' in printed
    assert 'msgstr[5] ""' in printed


def test_all_po_files_are_one_catalogue(tmp_path: Path) -> None:
    compiled = compile_catalogues(product(tmp_path, ONE, MANY))

    assert compiled == tmp_path / ARABIC / "messages.mo"
    assert "حفظ" in compiled.read_bytes().decode(errors="replace")


_READ_ALOUD = r'(?:aria-label|alt|title|placeholder)="([^"]*)"'
# An element with a language of its own means to speak it.
_NOT_SHOWN = (
    r"(?s)<style.*?</style>"
    r'|<(\w+)[^>]*lang="(?:en)?"[^>]*>.*?</\1>'
    r'|<[^>]*>|[\w-]+="[^"]*"|&\w+;'
)


def bare_words(template: str) -> list[str]:
    """Words that a template shows or has read aloud past every translation."""
    source = (TEMPLATES / template).read_text(encoding="utf-8")
    parsed = environment(Language.ENGLISH).parse(source)
    text = "".join(node.data for node in parsed.find_all(nodes.TemplateData))
    shown = re.sub(_NOT_SHOWN, " ", text) + " ".join(re.findall(_READ_ALOUD, text))
    return re.findall(r"[A-Za-z]{3,}", shown)


PROPER_NAMES = {"Aman", "Network", "English"}


@pytest.mark.parametrize(
    "template", [str(path.relative_to(TEMPLATES)) for path in sorted(TEMPLATES.rglob("*.html"))]
)
def test_no_template_says_anything_past_the_catalogues(template: str) -> None:
    assert set(bare_words(template)) <= PROPER_NAMES
