"""Where more would help: what the newest surge plan expects to be missing."""

from datetime import timedelta

from chalicelib.domain.actors import Role
from chalicelib.domain.planning_policy import PlanPolicy
from chalicelib.services.categories import list_categories
from chalicelib.services.surge_plans import on_its_way, read_shortages
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page
from chalicelib.web.routing import page
from chalicelib.web.surge_shortages import told


@page("/portal/shortages", Role.STAFF)
def shortages(request: Request) -> Answer:
    """The places where one more offering would help most, the best first."""
    report = read_shortages(request.context)
    known = {one.code: one for one in list_categories(request.context)}
    address = f"{request.settings.base_url}/portal/register"
    found = report.shortages if report else ()
    values = {
        "report": report,
        "told": [told(one, known, request.language, address) for one in found],
        "ahead": timedelta(hours=PlanPolicy().horizon_h),
        "going": on_its_way(request.context),
    }
    return Page("surge/shortages.html", values)
