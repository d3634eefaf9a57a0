"""`make bench`: speed and size of matching and pages, as tables. It reports; it does not judge."""

import os

from tests.bench import pages, single_match
from tests.bench.figures import RESULTS, Report, table, write


def main() -> None:
    print(f"Load of the machine before: {', '.join(f'{load:.1f}' for load in os.getloadavg())}")
    _tell(single_match.measure(), "match")
    of_pages, starting = pages.measure()
    _tell(of_pages, "pages")
    _tell(starting, "start")
    print(f"\nThe same as JSON: {RESULTS}")


def _tell(report: Report, name: str) -> None:
    print(table(report), flush=True)
    write(report, name)


if __name__ == "__main__":
    main()
