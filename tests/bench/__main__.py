"""`make bench`: speed and size of matching and pages, as tables. It reports; it does not judge."""

import os
import sys

from tests.bench import pages, side_by_side, single_match, unit_costs
from tests.bench.figures import RESULTS, Report, table, write


def main() -> None:
    _say(f"Load of the machine before: {_load()}")
    _tell(single_match.measure(), "match")
    _tell(side_by_side.measure(), "postgresql")
    _tell(unit_costs.measure(), "units")
    of_pages, starting = pages.measure()
    _tell(of_pages, "pages")
    _tell(starting, "start")
    _say(f"\nThe same as JSON: {RESULTS}. What the figures mean, and those of one quiet day: infra/bench.md")


def _say(text: str) -> None:
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def _load() -> str:
    return ", ".join(f"{load:.1f}" for load in os.getloadavg())


def _tell(report: Report, name: str) -> None:
    _say(table(report))
    _say(f"Load of the machine meanwhile: {_load()}")
    write(report, name)


if __name__ == "__main__":
    main()
