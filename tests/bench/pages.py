"""How long the running product takes for each page, warm, and how many bytes of HTML it sends."""

import http.client
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from urllib.parse import urlsplit

from chalicelib.domain.accounts import Account
from chalicelib.domain.actors import Role
from chalicelib.domain.lifecycle import PartnerState
from chalicelib.store import accounts, partners
from tests.bench.figures import Figure, Report, Row, quantile, report_of, worded
from tests.bench.filling import fill
from tests.bench.page_walk import Opened, openable
from tests.bench.page_world import Ids, a_full_desk, cases
from tests.bench.stores import store_at
from tests.bench.supplies import some_supply
from tests.e2e.speaking import sign_in
from tests.engines import Product, product, roto_server

NEEDS, OFFERINGS, TIMES, WARM_UP, STARTS = 300, 210, 30, 3, 3
MOST_MS, MOST_SECONDS = 50, 15
_ROLES = (Role.PARTNER, Role.STAFF, Role.SUPERVISOR)
NOTE = (
    f"The product with its demo data, {NEEDS} open needs and some 60 partners more; one client on loopback, "
    "gateway included. Bytes are the larger of both languages. Goal: p95 at most 50 ms, lists of 25 at most "
    "20,000 B, other pages at most 60,000 B."
)


@dataclass
class Client:
    """Somebody with a browser in one language, on a connection that stays open."""

    connection: http.client.HTTPConnection
    cookies: dict[Role, str] = field(default_factory=dict)
    language: str = "ar"

    def fetch(self, role: Role, address: str) -> tuple[int, int]:
        """Open an address: the status, and the bytes of the body."""
        headers = {"Accept-Language": self.language, "Cookie": self.cookies.get(role, "")}
        self.connection.request("GET", address, headers=headers)
        answer = self.connection.getresponse()
        return answer.status, len(answer.read())


@dataclass(frozen=True, slots=True)
class Measured:
    """One page: its bytes in Arabic and English, and the milliseconds of each time that it was opened."""

    page: Opened
    sizes: tuple[int, int]
    taken_ms: list[float]

    def figures(self) -> tuple[Figure, ...]:
        """As a report keeps it."""
        name = f"{self.page.path} ({self.page.role.value})"
        return (
            Figure(f"{name}, HTML", max(self.sizes), "B", self.page.most_bytes),
            Figure(f"{name}, median", median(self.taken_ms), "ms"),
            Figure(f"{name}, p95", quantile(self.taken_ms, 0.95), "ms", MOST_MS),
        )

    def row(self) -> Row:
        """As a table prints it."""
        size, middle, slow = self.figures()
        missed = [one.name.rpartition(", ")[2] for one in (size, slow) if one.verdict == "NOT MET"]
        said = f"NOT MET: {', '.join(missed)}" if missed else "met"
        values = [worded(one.value, one.unit) for one in (size, middle, slow)]
        return (self.page.address.replace("/portal", "", 1) or "/", self.page.role.value, *values, said)


def measure(times: int = TIMES) -> tuple[Report, Report]:
    """Of the pages, and of how soon the product is ready."""
    with TemporaryDirectory(prefix="aman-bench-") as folder, product(Path(folder) / "data") as running:
        things, people = _furnish(running)
        started = [_restarted(running) for _ in range(STARTS)]
        measured = list(_measured(running, things, people, times))
    return _report(measured), _starting(started)


def _furnish(running: Product) -> tuple[list[Ids], dict[Role, str]]:
    """Fill the store while the product stands still."""
    running.stop()
    with roto_server(running.data_dir / "roto") as endpoint, store_at(endpoint):
        people = {role: _first_of(role) for role in _ROLES}
        partner = partners.read(people[Role.PARTNER].partner_id or "")
        fill(some_supply(OFFERINGS, 1))
        fill(a_full_desk(partner, people[Role.STAFF].id, datetime.now(UTC), NEEDS))
        others = [one for state in PartnerState for one in partners.list_by_state(state).items]
        things = cases([partner, *others])
    return things, {role: account.email for role, account in people.items()}


def _first_of(role: Role) -> Account:
    return accounts.list_by_role(role).items[0]


def _restarted(running: Product) -> float:
    """Seconds from the start until it says that it is ready, on data that are there."""
    if running.process.poll() is None:
        running.stop()
    began = perf_counter()
    running.start_again()
    return perf_counter() - began


def _measured(running: Product, things: list[Ids], people: dict[Role, str], times: int) -> Iterator[Measured]:
    cookies = {role: _cookie(running, email) for role, email in people.items()}
    netloc = urlsplit(running.base_url).netloc
    with closing(http.client.HTTPConnection(netloc, timeout=30)) as connection:
        client = Client(connection, cookies)
        for page in openable(client.fetch, things):
            yield _measure_page(client, page, times)


def _cookie(running: Product, email: str) -> str:
    return "; ".join(f"{name}={value}" for name, value in sign_in(running, email).cookies.items())


def _measure_page(client: Client, page: Opened, times: int) -> Measured:
    sizes = []
    for client.language in ("en", "ar"):
        sizes.append(max(client.fetch(page.role, page.address)[1] for _ in range(WARM_UP)))
    taken = []
    for _ in range(times):
        began = perf_counter()
        client.fetch(page.role, page.address)
        taken.append((perf_counter() - began) * 1000)
    return Measured(page, (sizes[1], sizes[0]), taken)


def _report(measured: list[Measured]) -> Report:
    figures = tuple(figure for one in measured for figure in one.figures())
    head = ("page, under /portal", "for", "HTML", "median", "p95", "")
    rows = tuple(_short(one.row()) for one in measured)
    return Report("Pages", NOTE, figures, (head, *rows))


def _short(row: Row) -> Row:
    """Without the ids, which say nothing to a reader."""
    return (re.sub(r"01[0-9A-HJKMNP-TV-Z]{24}", "…", row[0]), *row[1:])


def _starting(started: list[float]) -> Report:
    note = f"`make run` on data that are there, {len(started)} times."
    figures = [Figure("until it says that it is ready, median", median(started), "s", MOST_SECONDS)]
    return report_of("Starting", note, figures)
