"""Takes the pictures of the portal that the how-to pages show, from a running demo, in both languages.

Run as `PYTHONPATH=site python site/pictures/take.py http://127.0.0.1:8700` while `make run` is up,
whenever the portal's pages change. It only reads: nothing is registered, posted or answered.
"""

import io
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from aman_audit.browser import launched

SITE = Path(__file__).parents[1]
WIDTH, HEIGHT, SHARPNESS = 520, 640, 1.5
CODE = re.compile(r"\b(\d{6})\b")
PARTNER, ASKED, STAFF, NOBODY = "furniture@aman.example", "legal@aman.example", "staff@aman.example", ""
NEED = "main a[href^='/portal/needs/0']"


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: where to start, which links to follow from there, and how much to show."""

    name: str
    who: str
    start: str
    follow: tuple[str, ...] = ()
    height: int = HEIGHT


SHOTS = (
    Shot("partners-register", NOBODY, "/portal/register"),
    Shot("partners-sign-in", NOBODY, "/portal/sign-in", height=330),
    Shot("partners-agreement", PARTNER, "/portal/agreement", ("main a[href^='/portal/agreement/']",)),
    Shot("partners-offerings", PARTNER, "/portal/offerings", height=480),
    Shot("partners-new-offering", PARTNER, "/portal/offerings/new/details?category=furniture"),
    Shot("partners-requests", ASKED, "/portal/requests", height=520),
    Shot(
        "partners-request", ASKED, "/portal/requests", ("main a[href^='/portal/assignments/']",), height=1150
    ),
    Shot("staff-needs", STAFF, "/portal/needs", height=760),
    Shot("staff-new-need", STAFF, "/portal/needs/new", height=900),
    Shot("staff-need", STAFF, "/portal/needs?category=appliances", (NEED,), height=1150),
    Shot("staff-why", STAFF, "/portal/needs?category=appliances", (NEED, "main a[href$='/why']"), height=420),
    Shot("staff-surge", STAFF, "/portal/surge", ("main a[href^='/portal/surge/0']",), height=1150),
    Shot(
        "staff-confirm",
        STAFF,
        "/portal/needs?case_reference=KAL0014",
        (NEED, "main a[href$='/confirm']"),
        height=640,
    ),
)


def codes_in(browser: Browser, base: str, address: str) -> list[str]:
    """Read the sign-in codes in the demo's mailbox, the newest first."""
    page = browser.new_page()
    page.goto(f"{base}/_local/mail?to={address}")
    found = CODE.findall(page.inner_text("body"))
    page.close()
    return found


def sign_in(page: Page, browser: Browser, base: str, address: str) -> None:
    """Ask for a code, wait until one arrives that was not there before, and type it in."""
    before = codes_in(browser, base, address)
    page.goto(f"{base}/portal/sign-in")
    page.fill("[name=email]", address)
    page.click("main button[type=submit]")
    for _ in range(40):
        codes = codes_in(browser, base, address)
        if len(codes) > len(before):
            page.fill("[name=code]", codes[0])
            page.click("main button[type=submit]")
            page.wait_for_load_state()
            return
        page.wait_for_timeout(500)
    raise SystemExit(f"no code arrived for {address}: were there too many sign-ins?")


def taken(browser: Browser, base: str, who: str) -> Iterator[tuple[str, bytes]]:
    """Take one account's pictures in both languages, under `language/name`."""
    context = browser.new_context(
        viewport={"width": WIDTH, "height": 1000}, device_scale_factor=SHARPNESS, color_scheme="light"
    )
    page = context.new_page()
    if who:
        sign_in(page, browser, base, who)
    for lang in ("ar", "en"):
        for shot in (shot for shot in SHOTS if shot.who == who):
            yield f"{lang}/{shot.name}", picture(page, base, shot, lang)
    context.close()


def picture(page: Page, base: str, shot: Shot, lang: str) -> bytes:
    page.goto(f"{base}{shot.start}{'&' if '?' in shot.start else '?'}language={lang}")
    for link in shot.follow:
        page.locator(link).first.click()
        page.wait_for_load_state()
    box = page.locator("main").bounding_box() or {"y": 0, "height": shot.height}
    height = min(shot.height, box["height"])
    return page.screenshot(clip={"x": 0, "y": box["y"], "width": WIDTH, "height": height}, full_page=True)


def save(png: bytes, target: Path) -> dict[str, int]:
    """Write a picture as WebP; return its size in points."""
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    target.parent.mkdir(parents=True, exist_ok=True)
    picture.save(target, "WEBP", quality=62, method=6)
    return {"width": round(picture.width / SHARPNESS), "height": round(picture.height / SHARPNESS)}


def take(base: str) -> None:
    sizes: dict[str, dict[str, int]] = {}
    with sync_playwright() as playwright:
        browser = launched(playwright)
        for who in (NOBODY, PARTNER, ASKED, STAFF):
            for name, png in taken(browser, base, who):
                lang, _, file = name.partition("/")
                sizes[name] = save(png, SITE / "docs" / lang / "how-to" / "pictures" / f"{file}.webp")
        browser.close()
    text = yaml.safe_dump(sizes, default_flow_style=None, sort_keys=True)
    note = "# Sizes of the how-to pictures, written by site/pictures/take.py.\n"
    (SITE / "data" / "pictures.yml").write_text(note + text, encoding="utf-8")


if __name__ == "__main__":
    take(sys.argv[1].rstrip("/"))
