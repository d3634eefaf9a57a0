"""Staff at the pages of a surge plan, and what those say."""

import re

from chalicelib.domain.areas import Area
from chalicelib.domain.needs import Need, Priority
from chalicelib.domain.surge_plans import SurgePlan
from tests.stored import a_stored_offering
from tests.surging import a_posted_need
from tests.web.browsing import Clock, Reply, some_app
from tests.web.people import Person, signed_in


def a_desk(clock: Clock | None = None) -> Person:
    return signed_in(some_app(clock=clock or Clock()))


def text(reply: Reply) -> str:
    """What the main part of the page says, without its markup."""
    assert reply.status == 200, reply.body
    return words_in(reply.body)


def words_in(body: str) -> str:
    """The same of a body, whatever the answer was."""
    main = body.partition("<main")[2].partition("</main>")[0]
    plain = re.sub(r"</?(?:a|bdi|time|strong)\b[^>]*>", "", main)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", plain))


def page_of(plan: SurgePlan) -> str:
    return f"/portal/surge/{plan.id}"


def a_queue() -> tuple[Need, Need, Need]:
    """An ample offering, two needs that it covers, and one in an area where nobody is."""
    a_stored_offering(capacity=100)
    return (
        a_posted_need(quantity=4, priority=Priority.P1),
        a_posted_need(quantity=3, priority=Priority.P2),
        a_posted_need(quantity=5, priority=Priority.P3, area=Area.MLEIHA),
    )
