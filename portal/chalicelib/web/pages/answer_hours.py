"""The hours in which a partner answers: declared on its own pages, or recorded by staff."""

from chalicelib.domain.actors import Role
from chalicelib.domain.answer_times import Week
from chalicelib.domain.partners import Partner
from chalicelib.services.network import read_network
from chalicelib.services.partners import declare_hours, read_partner
from chalicelib.web.forms import Form
from chalicelib.web.hours_form import WeekForm, filled_week, week_in_words
from chalicelib.web.own_partner import own_partner_id
from chalicelib.web.partner_overview import profile_values
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Page, Redirect
from chalicelib.web.routing import page
from chalicelib.words.text import N_

_SAVED = N_("The hours are saved.")


@page("/portal/organisation/hours", Role.PARTNER, methods=("GET", "POST"))
def own_hours(request: Request) -> Answer:
    """Declare when one answers."""
    partner = read_partner(request.context, own_partner_id(request))
    form = _answered(request, partner)
    if form.ok:
        return Redirect("/portal/organisation/hours", _SAVED)
    return Page("organisation/hours.html", {"form": form, **_values(request, partner)})


@page("/portal/partners/{partner_id}/hours", Role.STAFF, methods=("GET", "POST"))
def partner_hours(request: Request) -> Answer:
    """Record what a partner says by telephone."""
    partner = read_partner(request.context, request.path["partner_id"])
    form = _answered(request, partner)
    if form.ok:
        return Redirect(f"/portal/partners/{partner.id}", _SAVED)
    values = {**profile_values(partner), **_values(request, partner)}
    return Page("partners/hours.html", {**values, "form": form})


def _answered(request: Request, partner: Partner) -> Form[WeekForm]:
    if request.method == "GET":
        return filled_week(partner.answer_hours or (None,) * 7)
    form = Form.read(WeekForm, request.form)
    form.submit(lambda data: declare_hours(request.context, partner.id, _declared(data)))
    return form


def _declared(data: WeekForm) -> Week | None:
    """All days empty: the network's hours hold again."""
    return data.week() if any(data.week()) else None


def _values(request: Request, partner: Partner) -> dict[str, object]:
    usual = week_in_words(read_network(request.context).calendar.week)
    return {"usual": usual, "declares": partner.answer_hours is not None}
