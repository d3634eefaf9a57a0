"""Takes the README's pictures of the running product: `python -m infra.local.pictures http://127.0.0.1:8700`.

It signs in as the demo's people with the codes from `/_local/mail`, and changes nothing but their sessions.
"""

import argparse
import io
import json
import os
import re
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from typing import Final
from urllib.parse import urlencode

from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

FOLDER: Final = Path(__file__).parents[1] / "pictures"
ARGUMENTS: Final = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-sync")
COLOURS: Final = 64
PATIENCE_SECONDS: Final = 20
_CODE: Final = re.compile(r"\b\d{6}\b")


@dataclass(frozen=True, slots=True)
class Window:
    """What a picture shows: CSS pixels, and how many of the picture's are in each."""

    width: int
    height: int
    scale: float


DESK: Final = Window(1280, 900, 1)
TALL: Final = Window(1280, 1280, 1)
PHONE: Final = Window(390, 760, 2)


@dataclass(frozen=True, slots=True)
class Shot:
    """One picture: whose page (nobody's without an address), in which language, through which links."""

    name: str
    language: str
    window: Window
    start: str
    email: str = ""
    follow: str = ""


SHOTS: Final = (
    Shot("site-ar", "ar", DESK, "/"),
    Shot("site-en", "en", DESK, "/en/"),
    Shot("needs-ar", "ar", DESK, "/portal/needs", "staff@aman.example"),
    Shot(
        "need-en",
        "en",
        TALL,
        "/portal/needs?category=appliances&area=kalba",
        "supervisor@aman.example",
        "main a[href^='/portal/needs/0']",
    ),
    Shot("requests-ar", "ar", PHONE, "/portal/requests", "plumbing@aman.example"),
)


def main() -> None:
    """Take every picture into `infra/pictures`, or into another folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base_url", help="what make run printed")
    parser.add_argument("folder", type=Path, nargs="?", default=FOLDER)
    options = parser.parse_args()
    base_url: str = options.base_url.rstrip("/")
    options.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROME") or None, args=list(ARGUMENTS)
        )
        for shot in SHOTS:
            target = options.folder / f"{shot.name}.png"
            target.write_bytes(_small(_taken(browser, base_url, shot)))
            print(f"{target.name}: {target.stat().st_size // 1000} KB")
        browser.close()


def _taken(browser: Browser, base_url: str, shot: Shot) -> bytes:
    context = browser.new_context(
        base_url=base_url,
        viewport={"width": shot.window.width, "height": shot.window.height},
        device_scale_factor=shot.window.scale,
        color_scheme="light",
    )
    page = context.new_page()
    if shot.email:
        _sign_in(page, base_url, shot.email)
    page.goto(_address(shot))
    page.reload()  # the guide shows its own letters from the second view on
    if shot.follow:
        page.locator(shot.follow).first.click()
    page.wait_for_load_state("networkidle")
    picture = page.screenshot()
    context.close()
    return picture


def _address(shot: Shot) -> str:
    if not shot.email:
        return shot.start
    return f"{shot.start}{'&' if '?' in shot.start else '?'}language={shot.language}"


def _sign_in(page: Page, base_url: str, email: str) -> None:
    before = set(_codes_for(base_url, email))
    page.goto("/portal/sign-in")
    page.fill("[name=email]", email)
    page.click("main button[type=submit]")
    page.fill("[name=code]", _new_code(base_url, email, before))
    page.click("main button[type=submit]")
    page.wait_for_load_state()


def _new_code(base_url: str, email: str, before: set[str]) -> str:
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        if new := [code for code in _codes_for(base_url, email) if code not in before]:
            return new[0]
        time.sleep(0.5)
    raise SystemExit(f"No code arrived for {email}; is {base_url} the address of make run?")


def _codes_for(base_url: str, email: str) -> list[str]:
    address = f"{base_url}/_local/mail.json?{urlencode({'to': email})}"
    with urllib.request.urlopen(address, timeout=PATIENCE_SECONDS) as answer:  # noqa: S310 (our own address)
        mails = json.load(answer)["mails"]
    return [code for mail in mails for code in _CODE.findall(mail["text"])]


def _small(png: bytes) -> bytes:
    picture = Image.open(io.BytesIO(png)).convert("RGB")
    packed = io.BytesIO()
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(packed, "PNG", optimize=True)
    return packed.getvalue()


if __name__ == "__main__":
    main()
