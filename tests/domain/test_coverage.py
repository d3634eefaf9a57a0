"""How much of a need is with somebody, and how far it has come."""

from chalicelib.domain import assignments as domain
from chalicelib.domain.assignments import Answer
from chalicelib.domain.coverage import coverage_of
from tests.factories import NOW, STAFF, an_assignment

ANSWER = Answer(NOW, "01JSTAFF")


def test_coverage_counts_each_unit_once_wherever_it_stands() -> None:
    accepted = domain.accept(an_assignment(4), 3, ANSWER, STAFF).assignment
    delivered = domain.deliver(domain.accept(an_assignment(2), 2, ANSWER, STAFF).assignment, 2, STAFF, NOW)
    confirmed = domain.confirm(delivered.assignment, 1, STAFF, NOW).assignment
    coverage = coverage_of(10, [an_assignment(2), accepted, confirmed])
    counted = (coverage.proposed, coverage.accepted, coverage.confirmed, coverage.uncovered)
    assert counted == (2, 3, 1, 4)
    assert coverage.live == 2
