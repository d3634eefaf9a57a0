"""From measured steps, prices and assumptions to what a month costs, by service."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from math import ceil
from pathlib import Path
from typing import Any, Final

import yaml

from chalicelib.jobs.schedule import SCHEDULES
from infra.aws.resources.alarms import alarms
from infra.aws.resources.functions import API, SIZES, USUAL

FOLDER: Final = Path(__file__).parent
PROCESSOR_MB: Final = 1769
"""Lambda gives one whole processor with so many megabytes, and less in proportion."""
MINUTES_A_MONTH: Final = 30 * 24 * 60
DAYS_OF_SURGE: Final = 3
_SECRETS: Final = 2
_GB: Final = 1e9

PER_NEED: Final = ("Post a need", "Close it")
PER_PROPOSAL: Final = ("Match it", "Propose it", "Accept it", "Deliver it", "Confirm it")


@dataclass(slots=True)
class Use:
    """What is paid for."""

    reads: float = 0
    writes: float = 0
    starts: float = 0
    requests: float = 0
    gb_seconds: float = 0
    mails: float = 0
    views: float = 0

    def add(self, name: str, times: float, memory: int) -> None:
        """Add so many of a measured step, run in a function of that many megabytes."""
        step = steps()[name]
        self.reads += times * step["read"]
        self.writes += times * step["written"]
        self.starts += times
        self.gb_seconds += times * duration(step, memory) * memory / 1024

    def ask(self, name: str, times: float) -> None:
        """Add so many requests that readers and programs send."""
        self.add(name, times, API.size.memory)
        self.requests += times


@dataclass(frozen=True, slots=True)
class Month:
    """A month that is looked at: its name, what it uses, and what that costs by service."""

    name: str
    use: Use
    costs: Mapping[str, float] = field(default_factory=dict)

    @property
    def total(self) -> float:
        """In dollars."""
        return sum(self.costs.values())


@cache
def measured() -> dict[str, Any]:
    """What the journey took."""
    found: dict[str, Any] = json.loads((FOLDER / "measured.json").read_text(encoding="utf-8"))
    return found


def steps() -> dict[str, Any]:
    """The steps of the journey by name."""
    found: dict[str, Any] = measured()["steps"]
    return found


@cache
def prices() -> dict[str, Any]:
    """Prices with their sources."""
    found: dict[str, Any] = yaml.safe_load((FOLDER / "prices.yml").read_text(encoding="utf-8"))
    return found


@cache
def assumed() -> dict[str, float]:
    """What was not measured."""
    found: dict[str, float] = yaml.safe_load((FOLDER / "assumptions.yml").read_text(encoding="utf-8"))
    return found


def price(name: str, amount: float) -> float:
    """What so much of it costs in a month, after what is free."""
    one = prices()[name]
    return float(max(0, amount - one.get("free", 0)) * one["usd"] / one["per"])


def duration(step: Mapping[str, Any], memory: int) -> float:
    """Seconds that a step takes in a function: computed from its processor time and its calls."""
    waited = step["calls"] * assumed()["store_call_ms"]
    return float(step["processor_ms"] / share(memory) + waited) / 1000


def share(memory: int) -> float:
    """How much of a processor a function has. One request uses one processor and no more."""
    return min(1.0, memory / PROCESSOR_MB)


def idle() -> Use:
    """Every job at every turn, and nothing to do."""
    use = Use()
    for schedule in SCHEDULES:
        minutes = max(1, ceil(schedule.every.total_seconds() / 60))
        memory = SIZES.get(schedule.name, USUAL).memory
        use.add(f"job {schedule.name}, idle", MINUTES_A_MONTH / minutes, memory)
    return use


def needs(use: Use, count: float) -> Use:
    """So many needs, from the post to the close, with everything that is done about them."""
    told = assumed()
    for name in PER_NEED:
        use.ask(name, count)
    for name in PER_PROPOSAL:
        use.ask(name, count * told["proposals_a_need"])
    use.ask("Sign in", count * told["sign_ins_a_need"])
    for name in ("Open the list of needs", "Open a need's page"):
        use.ask(name, count * told["pages_a_need"] / 2)
    use.ask("Open the partner's requests", count * told["proposals_a_need"] * told["pages_a_proposal"])
    mails = count * told["proposals_a_need"] * told["mails_a_proposal"]
    use.add("Send a mail", mails, USUAL.memory)
    use.add("Take a report of a mail", mails * told["reports_a_mail"], USUAL.memory)
    use.mails += mails + count * told["sign_ins_a_need"]
    return use


def surge() -> Use:
    """An idle month with size M in three days of it, planned all the time."""
    count = assumed()["needs_of_a_surge"]
    use = needs(idle(), count)
    use.add("Plan a need of the queue", count * assumed()["planned_times_a_need"], SIZES["make_plan"].memory)
    return use


def cost_of(name: str, use: Use) -> Month:
    """The month with what it costs."""
    told = assumed()
    watched = sum(one["Type"] == "AWS::CloudWatch::Alarm" for one in alarms()["Resources"].values())
    logged = use.starts * told["log_bytes_a_start"] / _GB
    costs = {
        "DynamoDB": price("dynamodb_write", use.writes) + price("dynamodb_read", use.reads),
        "Lambda": price("lambda_gb_second", use.gb_seconds) + price("lambda_request", use.starts),
        "API Gateway": price("api_gateway_request", use.requests),
        "SES": price("mail", use.mails),
        "CloudFront": price("cloudfront_gb", use.views * told["bytes_a_view"] / _GB)
        + price("cloudfront_function", use.views * told["files_a_view"] + use.requests),
        "alarms, logs, secrets, a key": price("alarm", watched)
        + price("log_gb", logged)
        + price("secret", _SECRETS)
        + price("key", 1),
    }
    return Month(name, use, costs)


def months() -> tuple[Month, ...]:
    """The months of the page."""
    told = assumed()
    year = told["calls_that_became_needs"]
    return (
        cost_of("idle", idle()),
        cost_of(f"as in 2020: {year / 12:.0f} needs", needs(idle(), year / 12)),
        cost_of(f"surge M: {told['needs_of_a_surge']:,} needs in three days", surge()),
        cost_of("idle, one million site views", _viewed(idle(), 1_000_000)),
    )


def _viewed(use: Use, views: float) -> Use:
    use.views = views
    return use


def container_month() -> float:
    """A container in two zones, a load balancer and PostgreSQL with a stand-by, whatever happens."""
    year = price("container_year", 1) + price("balancer_year", 1) + 2 * price("postgres_year", 1)
    return year / 12


def replaced(month: Month) -> float:
    """What a month costs of that in whose place a container and its database would stand."""
    return month.costs["DynamoDB"] + month.costs["Lambda"] + month.costs["API Gateway"]


def a_need() -> float:
    """What one need costs of that."""
    return replaced(cost_of("one need", needs(Use(), 1)))
