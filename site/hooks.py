"""What mkdocs calls while it builds the site; the work is done in `aman_site`."""

from pathlib import Path
from typing import Any

import yaml
from aman_site import assets as asset_files
from aman_site import layout, markup, texts
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

ROOT = Path(__file__).parent
STRINGS = texts.load_strings(ROOT / "data" / "strings.yml")
MENUS = yaml.safe_load((ROOT / "data" / "pages.yml").read_text(encoding="utf-8"))
ASSETS = asset_files.collect(ROOT / "assets", {"search-ar.json": b"{}", "search-en.json": b"{}"})


def front_matter(docs: Path) -> dict[str, dict[str, Any]]:
    pages = {}
    for path in sorted(docs.rglob("*.md")):
        _, head, _ = path.read_text(encoding="utf-8").split("---\n", 2)
        slug = layout.slug_of("x/" + path.relative_to(docs).as_posix())
        pages[slug] = yaml.safe_load(head)
    return pages


META = {lang: front_matter(ROOT / "docs" / lang) for lang in texts.LANGUAGES}


def on_config(config: MkDocsConfig) -> MkDocsConfig:
    config.theme.static_templates.discard("404.html")
    return config


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Leave out the theme's own styles and scripts: no page asks for them."""
    for file in [file for file in files if not file.src_uri.startswith(texts.LANGUAGES)]:
        files.remove(file)
    return files


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    lang = config.theme["language"]
    slug = layout.slug_of(page.file.src_uri)
    context["aman"] = layout.layout(
        lang, slug, META[lang], MENUS, STRINGS, ASSETS, config.site_url or "", ""
    )
    return context


def on_post_page(output: str, page: Page, config: MkDocsConfig) -> str:
    lang = config.theme["language"]
    return markup.mended(output, lang, STRINGS["skip"][lang])


def on_post_build(config: MkDocsConfig) -> None:
    if config.theme["language"] == texts.LANGUAGES[-1]:
        ASSETS.write(Path(config.site_dir))
