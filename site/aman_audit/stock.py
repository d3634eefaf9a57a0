"""The same pages in mkdocs-material as it comes, to see what the site's own work is worth."""

import subprocess
import sys
from pathlib import Path

import yaml

from aman_site import components, facts, texts

ROOT = Path(__file__).parents[2]
SETTINGS = {
    "site_name": "Aman",
    "theme": {"name": "material", "features": []},
    "plugins": [
        "search",
        {
            "i18n": {
                "docs_structure": "folder",
                "languages": [
                    {"locale": "ar", "name": "العربية", "default": True, "build": True},
                    {"locale": "en", "name": "English", "build": True},
                ],
            }
        },
    ],
    "markdown_extensions": ["attr_list", "md_in_html", "tables"],
}


def build(folder: Path) -> Path:
    """Build the stock site into a folder; return where it is."""
    strings = texts.load_strings(ROOT / "site" / "data" / "strings.yml")
    data = facts.load(ROOT / "site" / "data", ROOT / facts.TAXONOMY)
    operator = {"name": dict.fromkeys(texts.LANGUAGES, "–"), "contact": dict.fromkeys(texts.LANGUAGES, "–")}
    for lang in texts.LANGUAGES:
        t = texts.translator(strings, lang)
        words = components.Components(lang, data, t, operator, asset=str)
        source = ROOT / "site" / "docs" / lang
        for page in source.rglob("*.md"):
            target = folder / "docs" / lang / page.relative_to(source)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(components.filled(page.read_text(encoding="utf-8"), words), encoding="utf-8")
    (folder / "mkdocs.yml").write_text(yaml.safe_dump(SETTINGS, allow_unicode=True), encoding="utf-8")
    command = [sys.executable, "-m", "mkdocs", "build", "-q"]
    subprocess.run(command, cwd=folder, check=True, capture_output=True)
    return folder / "site"
