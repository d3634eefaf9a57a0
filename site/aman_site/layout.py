"""What every page's template needs to know: `aman` in the templates."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from aman_site.assets import Assets
from aman_site.texts import DIRECTIONS, LANGUAGES, SiteError, Strings, translator

SENSITIVE = ("child-protection", "women-protection", "home-care", "contact", "safety")


@dataclass(frozen=True, slots=True)
class MenuItem:
    url: str
    label: str
    current: bool


@dataclass(frozen=True, slots=True)
class Layout:
    """One page, as its template sees it."""

    lang: str
    slug: str
    t: Callable[[str], str]
    asset: Callable[[str], str]
    browser_title: str
    description: str
    json_ld: str
    site_url: str
    menu: Sequence[MenuItem]
    footer: Sequence[MenuItem]
    partners: Sequence[MenuItem]
    csp: str

    @property
    def other(self) -> str:
        return other_language(self.lang)

    @property
    def other_dir(self) -> str:
        return DIRECTIONS[self.other]

    @property
    def home(self) -> bool:
        return self.slug == ""

    @property
    def sensitive(self) -> bool:
        return self.slug in SENSITIVE

    @property
    def indexed(self) -> bool:
        return self.slug != "404"

    @property
    def twin(self) -> str:
        return page_url(self.other, "" if self.slug == "404" else self.slug)

    @property
    def alternates(self) -> list[tuple[str, str]]:
        """Absolute addresses of both languages, and what a reader of neither is given."""
        base = self.site_url.rstrip("/")
        pages = [(lang, base + page_url(lang, self.slug)) for lang in LANGUAGES]
        return [*pages, ("x-default", base + page_url("ar", self.slug))]

    def url(self, slug: str) -> str:
        return page_url(self.lang, slug)


def other_language(lang: str) -> str:
    return "en" if lang == "ar" else "ar"


def page_url(lang: str, slug: str) -> str:
    """Return a page's address from the root: Arabic at `/`, English under `/en/`."""
    prefix = "/" if lang == "ar" else "/en/"
    return prefix + (f"{slug}/" if slug else "")


def slug_of(source: str) -> str:
    """Turn `ar/aman/fields.md` into `aman/fields`, and a folder's `index.md` into the folder."""
    inner = source.partition("/")[2].removesuffix(".md")
    return inner.removesuffix("index").rstrip("/")


def layout(
    lang: str,
    slug: str,
    meta: Mapping[str, Mapping[str, Any]],
    menus: Mapping[str, Sequence[str]],
    strings: Strings,
    assets: Assets,
    site_url: str,
    json_ld: str,
    csp: str,
) -> Layout:
    """Put one page's layout together; `meta` holds the front matter of every page of the language."""
    page = meta[slug]

    def items(name: str) -> list[MenuItem]:
        return [MenuItem(page_url(lang, s), meta[s]["menu"], s == slug) for s in menus[name] if s in meta]

    for key in ("title", "menu", "description"):
        if not page.get(key):
            raise SiteError(f"{lang}/{slug or 'index'}.md has no '{key}' in its front matter")
    t = translator(strings, lang)
    name = page["title"] if slug in SENSITIVE else f"{page['title']} · {t('wordmark')}"
    return Layout(
        lang=lang,
        slug=slug,
        t=t,
        asset=assets.path,
        browser_title=name,
        description=page["description"],
        json_ld=json_ld,
        site_url=site_url,
        menu=items("menu"),
        footer=items("footer"),
        partners=items("partners"),
        csp=csp,
    )
