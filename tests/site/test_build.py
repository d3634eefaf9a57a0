"""The build stops, and says why, when the site would be wrong."""

import shutil
from pathlib import Path

import pytest

from aman_site import checks, facts, texts
from tests.site.conftest import ROOT, built_into


def copied(folder: Path) -> Path:
    """Copy what the build reads, so that a test may break it."""
    root = folder / "root"
    shutil.copytree(ROOT / "site", root / "site", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "mkdocs.yml", root / "mkdocs.yml")
    (root / facts.TAXONOMY).parent.mkdir(parents=True)
    shutil.copy(ROOT / facts.TAXONOMY, root / facts.TAXONOMY)
    return root


def changed(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def refused(root: Path) -> str:
    outcome = built_into(root / "out", root)
    assert outcome.returncode != 0
    return outcome.stderr


def test_a_total_that_does_not_add_up_stops_the_build(tmp_path: Path) -> None:
    root = copied(tmp_path)
    changed(root / "site/data/figures.yml", "calls: 663", "calls: 664")
    assert "all lines should be 21,649, its parts make 21,650" in refused(root)


def test_a_page_without_its_twin_stops_the_build(tmp_path: Path) -> None:
    root = copied(tmp_path)
    (root / "site/docs/en/volunteering.md").unlink()
    assert "volunteering.md is in one language only" in refused(root)


def test_a_dead_link_written_in_html_stops_the_build(tmp_path: Path) -> None:
    root = copied(tmp_path)
    changed(root / "site/overrides/partials/aman-footer.html", "<footer", '<a href="/nowhere/">x</a><footer')
    assert "/nowhere/" in refused(root)


def test_a_dead_anchor_stops_the_build(tmp_path: Path) -> None:
    root = copied(tmp_path)
    changed(root / "site/docs/ar/index.md", "home-care#abuse", "home-care#abus")
    assert "home-care/#abus" in refused(root)


def test_an_untranslated_string_stops_the_build(tmp_path: Path) -> None:
    root = copied(tmp_path)
    changed(root / "site/data/strings.yml", 'en: "Menu"', 'en: ""')
    assert "'menu' has no en" in refused(root)


def test_a_line_left_untranslated_stops_the_build(tmp_path: Path) -> None:
    root = copied(tmp_path)
    page = root / "site/docs/ar/volunteering.md"
    page.write_text(page.read_text(encoding="utf-8") + "\nAsk which papers are needed.\n", encoding="utf-8")
    assert "ar/volunteering.md: 'Ask which papers are needed.'" in refused(root)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ({"ar": "القائمة"}, "no en"),
        ({"ar": " ", "en": "Menu"}, "no ar"),
        ({"ar": "Menu", "en": "Menu"}, "the same in both"),
        ({"ar": "Menu!", "en": "Menu"}, "no Arabic letter"),
        ({"ar": "القائمة", "en": "القائمه"}, "Arabic letters in its English"),
    ],
)
def test_a_text_must_exist_and_be_in_its_language(text: dict[str, str], problem: str) -> None:
    assert problem in "".join(texts.untranslated("menu", text))


def test_the_figures_of_the_sources_add_up() -> None:
    data = facts.load(ROOT / "site" / "data", ROOT / facts.TAXONOMY)
    assert data.number("total") == 21_649
    assert [
        data.calls(code) for code in ("child", "women", "welfare", "home_care", "main", "volunteering")
    ] == [
        10_155,
        975,
        877,
        4_220,
        4_759,
        663,
    ]
    assert data.number("floods.people_moved") == 1_836


def test_twins_must_share_their_headings(tmp_path: Path) -> None:
    for lang, heading in (("ar", "## سؤال {#one}"), ("en", "## Question {#two}")):
        (tmp_path / lang).mkdir()
        (tmp_path / lang / "a.md").write_text(f"---\ntitle: a\n---\n# a\n\n{heading}\n", encoding="utf-8")
    assert checks.without_twin(tmp_path) == ["a.md has other headings in Arabic than in English"]
