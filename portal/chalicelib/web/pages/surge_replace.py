"""Ask once more before a new surge plan takes the place of one that a colleague works on."""

from collections.abc import Iterable
from typing import Annotated, Final

from pydantic import BaseModel, StringConstraints

from chalicelib.domain.actors import Role
from chalicelib.services.plan_succession import plans_of_colleagues
from chalicelib.services.surge_plans import ask_for_plan, on_its_way
from chalicelib.web.forms import Form
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.web.surge_view import account_names, address_of, changers, who

_SEEN: Final = r"^[A-Za-z0-9_-]{1,64}:[0-9]{1,9}$"


class Replacement(BaseModel):
    """There is nothing to fill in: the button is the answer to the plans that were shown, as `id:version`."""

    seen: list[Annotated[str, StringConstraints(pattern=_SEEN)]]


@page("/portal/surge/replace", Role.STAFF, methods=("GET", "POST"))
def replace_surge_plan(request: Request) -> Answer:
    """Whose plan it is, how old and whether it was changed; then ask for the new one."""
    form = Form.blank(Replacement)
    if request.method == "POST":
        form = Form.read(Replacement, request.form)
        form.submit(lambda data: ask_for_plan(request.context, _given_up(data.seen)))
    going = on_its_way(request.context)
    if going is not None:
        return Redirect(address_of(going))
    found = plans_of_colleagues(request.context)
    if not found:
        return Redirect("/portal/surge")
    names = account_names(request.context, found)
    shown = [(one, who(names, one.asked_by), changers(names, one)) for one in found]
    return Page("surge/replace.html", {"form": form, "plans": shown})


def _given_up(seen: Iterable[str]) -> dict[str, int]:
    pairs = (one.partition(":") for one in seen)
    return {plan_id: int(version) for plan_id, _, version in pairs}
