"""What the pages' Markdown may call inside `{{ }}`: numbers, tables, charts, tiles."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any

import jinja2

from aman_site.charts import bars
from aman_site.facts import Facts
from aman_site.layout import page_url
from aman_site.texts import DIRECTIONS, SiteError


@dataclass(frozen=True, slots=True)
class Components:
    """The functions of one language."""

    lang: str
    facts: Facts
    t: Callable[[str], str]
    operators: Mapping[str, Mapping[str, str]]
    asset: Callable[[str], str]

    def names(self) -> dict[str, Callable[..., str]]:
        """Return what a page may use, by name."""
        return {
            "t": self.t,
            "tile": self.tile,
            "chart": self.chart,
            "table": self.table,
            "fields": self.fields,
            "figure": self.figure,
            "calls": self.calls,
            "total": self.total,
            "source": self.source,
            "number_source": self.number_source,
            "operator": self.operator,
            "operator_contact": self.operator_contact,
            "offline_switch": self.offline_switch,
            "picture": self.picture,
        }

    def tile(self, target: str, heading: str, text: str) -> str:
        slug, _, anchor = target.partition("#")
        href = page_url(self.lang, slug) + (f"#{anchor}" if anchor else "")
        return f'<li><h2><a href="{href}">{escape(heading)}</a></h2><p>{escape(text)}</p></li>'

    def figure(self, path: str) -> str:
        return f"{self.facts.number(path):,}"

    def calls(self, code: str) -> str:
        return f"{self.facts.calls(code):,}"

    def total(self) -> str:
        return self.figure("total")

    def source(self, part: str) -> str:
        """Name where a part of the figures comes from."""
        if part not in self.facts.figures:
            raise SiteError(f"figures.yml has no '{part}'")
        return str(self.facts.figures[part]["source"][self.lang])

    def number_source(self) -> str:
        return str(self.facts.services["number_source"][self.lang])

    def chart(self, group: str, title: str) -> str:
        rows = [(str(row[self.lang]), int(row["calls"])) for row in self.facts.rows(group)]
        return bars(rows, title, DIRECTIONS[self.lang], f"chart-{group.replace('_', '-')}")

    def table(self, group: str, caption: str) -> str:
        """Write the chart's numbers as a table with shares, its sum and its source."""
        rows = sorted(self.facts.rows(group), key=lambda row: -int(row["calls"]))
        added = sum(int(row["calls"]) for row in rows)
        head = self.t("table_line") if group == "lines" else self.t("table_kind")
        body = "".join(self.table_row(row, added, whole=group != "child_part") for row in rows)
        foot = (
            ""
            if group == "child_part"
            else (f'<tr><th scope="row">{self.t("table_total")}</th><td>{added:,}</td><td>100%</td></tr>')
        )
        share = "" if group == "child_part" else f'<th scope="col">{self.t("table_share")}</th>'
        origin = self.facts.figures["child_part"] if group == "child_part" else self.facts.figures
        return (
            f'<table class="numbers"><caption>{escape(caption)}</caption>'
            f'<thead><tr><th scope="col">{head}</th><th scope="col">{self.t("table_calls")}</th>{share}</tr>'
            f"</thead><tbody>{body}{foot}</tbody></table>\n"
            f'<p class="source">{self.t("source")} {escape(origin["source"][self.lang])}</p>'
        )

    def table_row(self, row: Mapping[str, Any], added: int, *, whole: bool) -> str:
        calls = int(row["calls"])
        share = f"<td>{calls / added:.1%}</td>" if whole else ""
        return f'<tr><th scope="row">{escape(row[self.lang])}</th><td>{calls:,}</td>{share}</tr>'

    def fields(self) -> str:
        """List the shared taxonomy: a heading a field, what is given, and by whom."""
        return "\n\n".join(self.field(field) for field in self.facts.taxonomy["fields"])

    def field(self, field: Mapping[str, str]) -> str:
        given = [
            f"- {category[self.lang]}"
            for category in self.facts.taxonomy["categories"]
            if category["field"] == field["code"]
        ]
        giver = self.facts.givers[field["code"]][self.lang]
        return (
            f"## {field[self.lang]} {{#{field['code']}}}\n\n"
            + "\n".join(given)
            + f"\n\n**{self.t('table_who')}:** {giver}"
        )

    def operator(self) -> str:
        return self.operators["name"][self.lang]

    def operator_contact(self) -> str:
        return self.operators["contact"][self.lang]

    def picture(self, name: str, text: str) -> str:
        """Show a picture of the portal; its size is written down so that nothing moves when it arrives."""
        size = self.facts.pictures.get(f"{self.lang}/{name}")
        if size is None:
            raise SiteError(f"pictures.yml has no '{self.lang}/{name}': take the pictures anew")
        source = f"{page_url(self.lang, 'how-to/pictures').rstrip('/')}/{name}.webp"
        return (
            f'<p class="picture"><img src="{source}" alt="{escape(text)}" width="{size["width"]}" '
            f'height="{size["height"]}" loading="lazy"></p>'
        )

    def offline_switch(self) -> str:
        """Open the element in which a script puts the switch for reading without internet."""
        states = {
            "on": "offline_on",
            "off": "offline_off",
            "isOn": "offline_is_on",
            "isOff": "offline_is_off",
        }
        words = {name: self.t(key) for name, key in states.items()} | {"failed": self.t("offline_failed")}
        return (
            f'<div class="offline" data-offline data-script="/{self.asset("offline.js")}" '
            f'data-worker="/sw.js" data-words="{escape(json.dumps(words, ensure_ascii=False))}">'
        )


# A page's own HTML is meant as HTML; `{#` begins an anchor in it, not a comment.
PAGES = jinja2.Environment(
    undefined=jinja2.StrictUndefined,
    autoescape=False,  # noqa: S701 - only our own pages are filled in
    comment_start_string="<#",
    comment_end_string="#>",
)


def filled(markdown: str, words: Components) -> str:
    """Fill in what a page asks for between `{{ }}`; raise jinja2.TemplateError for what nobody offers."""
    return PAGES.from_string(markdown).render(words.names())
