"""The style sheet, the script and the mark, as browsers fetch them."""

from chalicelib.domain.actors import Role
from chalicelib.web.assets import assets
from chalicelib.web.refusals import Refused, WebCode
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Response
from chalicelib.web.routing import page

_FOR_A_YEAR = "public, max-age=31536000, immutable"
_FOR_A_MINUTE = "public, max-age=60"


@page("/portal/static/{name}", Role.PUBLIC)
def static(request: Request) -> Answer:
    """The file. Under its present hash it may be kept for a year, under any other for a minute."""
    asset = assets().get(request.path["name"])
    if asset is None:
        raise Refused(WebCode.PAGE_NOT_FOUND)
    current = request.query.one("v") == asset.version
    lasting = {"Cache-Control": _FOR_A_YEAR if current else _FOR_A_MINUTE}
    return Response(asset.text, content_type=asset.media_type, headers=lasting)
