"""People at their browsers: what each of them does with the running product, by the names of fields alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from playwright.sync_api import Page

from tests.e2e.speaking import ask, newest_code
from tests.engines import Product


def mails_to(product: Product, address: str) -> list[dict[str, str]]:
    """The mails that went out to that address, the newest first."""
    mails: list[dict[str, str]] = ask(product.base_url, "GET", f"/_local/mail.json?to={address}", {}).json[
        "mails"
    ]
    return mails


@dataclass
class Person:
    """Somebody with a browser of their own, who reads the portal in one language."""

    product: Product
    page: Page
    language: str
    email: str

    def open(self, path: str) -> None:
        """Go to an address of the portal."""
        answer = self.page.goto(f"{self.product.base_url}{path}")
        assert answer is not None
        assert answer.status == 200, f"{path}: {answer.status}"
        assert self.page.locator("html").get_attribute("lang") == self.language

    def fill(self, fields: Mapping[str, str]) -> None:
        """Fill the fields of that name: text, choices, ticks."""
        for name, value in fields.items():
            found = self.page.locator(f"main [name='{name}']:not([type=hidden])")
            kind = found.first.evaluate("field => field.type")
            if kind in {"radio", "checkbox"}:
                self.page.check(f"main [name='{name}'][value='{value}']")
            elif kind == "select-one":
                found.select_option(value)
            else:
                found.fill(value)

    def send(self, action: str | None = None) -> None:
        """Press the button of the form, or of the one that leads to `action`."""
        form = f"main form[action$='{action}']" if action else "main form[method=post]"
        self.page.locator(f"{form} button[type=submit]").last.click()
        self.page.wait_for_load_state()

    def sign_in(self) -> None:
        """Ask for a code, read it in the mail, type it in."""
        self.open(f"/portal/sign-in?language={self.language}")
        self.fill({"email": self.email})
        self.send()
        self.fill({"code": newest_code(mails_to(self.product, self.email))})
        self.send()
        assert "/sign-in" not in self.page.url

    @property
    def path(self) -> str:
        """Where the browser is."""
        return self.page.url.removeprefix(self.product.base_url).partition("?")[0]

    @property
    def last_part(self) -> str:
        """The id at the end of the address."""
        return self.path.rpartition("/")[2]


def in_days(days: int) -> str:
    """A day so many days from today, as a date field takes it."""
    return (date.today() + timedelta(days=days)).isoformat()  # noqa: DTZ011 (a day for a form, not a moment)
