"""Where more would help."""

from chalicelib.domain.actors import Role
from chalicelib.services.surge_plans import read_shortages
from chalicelib.web.api.plan_views import ShortagesView, shortages_view
from chalicelib.web.requests import Request
from chalicelib.web.routing import endpoint


@endpoint("/api/v1/shortages", Role.STAFF)
def list_shortages(request: Request) -> ShortagesView:
    """List where one more offering would help most, as the newest plan expects it."""
    return shortages_view(read_shortages(request.context))
