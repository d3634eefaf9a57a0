"""`python -m infra.cost.page`: write infra/cost.md from what was measured, the prices and the assumptions."""

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Final

from infra.aws.resources.functions import API
from infra.cost import model

PAGE: Final = Path(__file__).parents[1] / "cost.md"
_MEMORIES: Final = (256, 512, 1024, 1769, 3008)
_MOST_WRITES: Final = 1000
"""Write units a second that one partition of DynamoDB takes."""
_TIMES: Final = (1, 10, 100, 1000)
_CONSTANT: Final = {
    "needs by_state": "the state: nearly all are written as `open`",
    "needs by_age": "the state, and a key that only grows",
    "needs to_verify": "the state: as if each need had an attestation to be seen until it closed",
    "assignments by_state": "the state",
    "audit by_day": "the day, and a key that only grows",
    "outbox by_state": "the state: `pending`, then `sent`",
    "waiting-needs": "one word for all",
    "plans": "one word for all",
    "supply": "category and area: as if all were one, and each proposal moved its offering",
    "partners by_state": "the state",
    "offerings by_state": "the state",
    "accounts by_role": "the role",
}
_UNITS_OF_A_DECLINE: Final = 4
"""A row put among the waiting needs and taken away, each in a transaction."""
_UNITS_OF_A_MOVE: Final = 4
"""A row of an offering's listing taken from one key and put under another, in one transaction."""

_TEXT: Final = (Path(__file__).parent / "page.txt").read_text(encoding="utf-8")


def page() -> str:
    """The whole page."""
    months, told, found = model.months(), model.assumed(), model.measured()
    biggest = [max(month.costs, key=lambda one: month.costs[one]) for month in months]
    rates = _rates()
    hot = [place for place, rate in rates.items() if rate * max(_TIMES) > _MOST_WRITES]
    calm = max(times for times in _TIMES if all(rate * times <= _MOST_WRITES for rate in rates.values()))
    replaced = model.replaced(months[0])
    even = (model.container_month() - replaced) / model.a_need()
    return _TEXT.format(
        measured_on=found["measured_on"],
        steps=_steps(),
        months=_months(months),
        dominating="\n".join(
            f"- {month.name}: most goes to {service}, {_usd(month.costs[service])}."
            for month, service in zip(months, biggest, strict=True)
        ),
        idle=_usd(replaced),
        calm=f"{calm:,}",
        most_times=f"{max(_TIMES):,}",
        container=_usd(model.container_month()),
        need=f"${model.a_need():.4f}",
        even=f"{even:,.0f}",
        times=f"{even / (told['calls_that_became_needs'] / 12):,.0f}",
        whole=f"{model.PROCESSOR_MB:,}",
        own=found["own_start_ms"],
        bare=found["bare_start_ms"],
        page=model.steps()["Open the list of needs"]["processor_ms"],
        wait=f"{told['store_call_ms']:g}",
        memories=_memories(),
        chosen=f"{API.size.memory:,}",
        most=f"{_MOST_WRITES:,}",
        busiest=f"{told['needs_in_busiest_hour']:,}",
        thousand=f"{told['needs_in_busiest_hour'] * max(_TIMES):,}",
        heat=_heat(rates),
        hot=", ".join(f"`{place}`" for place in hot) or "none",
        zip=f"{found['zip_bytes'] / 1e6:.1f}",
    )


def _usd(amount: float) -> str:
    return f"${amount:,.2f}"


def _table(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [heading, ["---"] + ["--:"] * (len(heading) - 1), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _steps() -> str:
    return _table(
        ("step", "calls", "read", "written", "ms"),
        (
            (
                name,
                f"{step['calls']}",
                f"{step['read']:.1f} ({step['reported_read']:.1f})",
                f"{step['written']:.1f} ({step['reported_written']:.1f})",
                f"{step['processor_ms']:.0f}",
            )
            for name, step in model.steps().items()
        ),
    )


def _months(months: Sequence[model.Month]) -> str:
    uses: list[tuple[str, Callable[[model.Use], float]]] = [
        ("write units", lambda use: use.writes),
        ("read units", lambda use: use.reads),
        ("starts of a function", lambda use: use.starts),
        ("GB-seconds", lambda use: use.gb_seconds),
        ("mails", lambda use: use.mails),
    ]
    rows = [(name, *(f"{take(month.use):,.0f}" for month in months)) for name, take in uses]
    rows += [(service, *(_usd(month.costs[service]) for month in months)) for service in months[0].costs]
    rows.append(("**together**", *(f"**{_usd(month.total)}**" for month in months)))
    return _table(("", *(month.name for month in months)), rows)


def _memories() -> str:
    found, page = model.measured(), model.steps()["Open the list of needs"]
    rows = []
    for memory in _MEMORIES:
        seconds = model.duration(page, memory)
        asked = 1_000_000
        paid = model.price("lambda_gb_second", asked * seconds * memory / 1024)
        start = found["own_start_ms"] / model.share(memory)
        rows.append((f"{memory:,}", f"{start:,.0f} ms", f"{seconds * 1000:.0f} ms", _usd(paid)))
    return _table(("MB", "a cold start", "a page, warm", "a million pages"), rows)


def _rates() -> dict[str, float]:
    """Write units a second under each shared key, in the busiest hour."""
    told = model.assumed()
    an_hour = told["needs_in_busiest_hour"]
    rates = {}
    for place in _CONSTANT:
        of_need = sum(_heat_of(name, place) for name in model.PER_NEED)
        of_proposal = sum(_heat_of(name, place) for name in model.PER_PROPOSAL)
        mails = _heat_of("Send a mail", place) * told["mails_a_proposal"]
        each = of_need + (of_proposal + mails) * told["proposals_a_need"]
        rates[place] = (each + _heat_of("Plan a need of the queue", place)) * an_hour / 3600
    rates["needs to_verify"] = rates["needs by_age"]
    rates["supply"] = _UNITS_OF_A_MOVE * told["proposals_a_need"] * an_hour / 3600
    declines = told["proposals_a_need"] - 1
    rates["waiting-needs"] += _UNITS_OF_A_DECLINE * declines * an_hour / 3600
    return rates


def _heat_of(step: str, place: str) -> float:
    return float(model.steps()[step]["heat"].get(place, 0))


def _heat(rates: dict[str, float]) -> str:
    heading = ("partition key of", "what it is", *(f"× {times:,}" for times in _TIMES))
    rows = [
        (f"`{place}`", _CONSTANT[place], *(f"{rate * times:,.1f}" for times in _TIMES))
        for place, rate in rates.items()
    ]
    return _table(heading, rows)


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"Written: infra/{PAGE.name}")
