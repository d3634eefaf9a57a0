"""Runs every measurement on a build of its own and prints what was seen."""

# ruff: noqa: T201 - a report is printed

import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from aman_audit import access, speed, stock, tools
from aman_audit.browser import launched
from aman_audit.server import SiteServer, serving

KB = 1000
LIMITS = {
    "ar": {"bytes": 45 * KB, "requests": 7, "lcp": 1600},
    "en": {"bytes": 35 * KB, "requests": 6, "lcp": 1500},
}
SCRIPTS, CLS, TBT = 2 * KB, 0.01, 0
HOMES = {"ar": "/", "en": "/en/"}
LOST = ("/404.html", "/en/404.html")


@dataclass(slots=True)
class Report:
    """Prints figures as they come, and remembers whether all were reached."""

    short: int = 0

    def line(self, what: str, seen: float, limit: float, unit: str, *, at_least: bool = False) -> None:
        reached = seen >= limit if at_least else seen <= limit
        self.short += not reached
        sign = "≥" if at_least else "≤"
        print(
            f"{'ok   ' if reached else 'SHORT'} {what:<52} {seen:>10,.5g} {unit:<4} ({sign} {limit:g})",
            flush=True,
        )

    def findings(self, what: str, found: list[str]) -> None:
        self.line(what, len(found), 0, "")
        for one in found[:20]:
            print(f"        {one}")


def audit(root: Path) -> int:
    """Measure everything; return 0 when every figure is reached, 1 otherwise."""
    folder = root / "build" / "audit"
    modules = tools.installed(folder)
    report, site = Report(), folder / "site"
    with serving(site) as server, sync_playwright() as playwright:
        built(root, site, server.url)
        browser = launched(playwright)
        lean = first_views(report, browser, server)
        paths = [*speed.pages_of(server.url, browser.new_page()), *LOST]
        report.findings("pages wider than the screen", access.sideways(browser, server.url, paths))
        report.findings(
            f"axe violations, {len(paths)} pages, 6 states each",
            access.violations(browser, server.url, paths),
        )
        report.findings("HTML errors (Nu)", tools.html_errors(modules, site))
        for lang, home in HOMES.items():
            for name, score in tools.lighthouse(modules, server.url + home, speed.RUNS).items():
                report.line(f"Lighthouse mobile, {lang}, {name}", score, 100, "", at_least=True)
        compared(browser, modules, folder, lean)
        browser.close()
    return 1 if report.short else 0


def built(root: Path, site: Path, url: str) -> None:
    """Build the site for the address it is measured at."""
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", str(site)]
    subprocess.run(
        command, cwd=root, env=os.environ | {"AMAN_SITE_URL": url}, check=True, capture_output=True
    )


def first_views(report: Report, browser: Browser, server: SiteServer) -> speed.View:
    """Measure both home pages; return the Arabic one for the comparison."""
    views = {lang: speed.measured(browser, server.url + home) for lang, home in HOMES.items()}
    for lang, view in views.items():
        limits = LIMITS[lang]
        report.line(f"first view, {lang}, all bytes", view.bytes, limits["bytes"], "B")
        report.line(f"first view, {lang}, requests", view.requests, limits["requests"], "")
        report.line(f"first view, {lang}, JavaScript", view.scripts, SCRIPTS, "B")
        report.line(f"first view, {lang}, LCP at 400 kbps, CPU/4", view.lcp, limits["lcp"], "ms")
        report.line(f"first view, {lang}, CLS", view.cls, CLS, "")
        report.line(f"first view, {lang}, TBT", view.tbt, TBT, "ms")
    return views["ar"]


def compared(browser: Browser, modules: Path, folder: Path, lean: speed.View) -> None:
    """Measure stock mkdocs-material on the same pages, and print how many times more it takes."""
    shutil.rmtree(folder / "stock", ignore_errors=True)
    plain = stock.build(folder / "stock")
    with serving(plain, {"*": {}}) as server:
        view = speed.measured(browser, f"{server.url}/")
        found = access.violations(browser, server.url, ["/", "/child-protection/"])
        scores = tools.lighthouse(modules, f"{server.url}/", 1)
    print("stock mkdocs-material, Arabic home, without its third-party fonts (no network here):")
    print(
        f"      bytes {view.bytes:,} ({view.bytes / lean.bytes:.1f} times ours), "
        f"requests {view.requests} ({view.requests / lean.requests:.1f}), "
        f"JavaScript {view.scripts:,} ({view.scripts / max(lean.scripts, 1):.0f}), "
        f"LCP {view.lcp:,.0f} ms ({view.lcp / lean.lcp:.1f})"
    )
    print(
        f"      axe violations on two pages {len(found)}; Lighthouse "
        + ", ".join(f"{name} {score:.0f}" for name, score in scores.items())
    )
