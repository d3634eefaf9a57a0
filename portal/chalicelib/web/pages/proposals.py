"""Propose a need, or a part of it, to one partner or to several."""

from chalicelib.domain.actors import Role
from chalicelib.services.matches import match_need
from chalicelib.services.needs import read_need
from chalicelib.services.proposals import propose
from chalicelib.web.need_overview import need_page
from chalicelib.web.proposal_form import names_by_offering, parts_of, read_proposal
from chalicelib.web.requests import Request
from chalicelib.web.responses import Answer, Redirect
from chalicelib.web.routing import page
from chalicelib.words.text import NN_

_SENT = NN_("The request went to %(count)s partner.", "The requests went to %(count)s partners.")


@page("/portal/needs/{need_id}/propose", Role.STAFF, methods=("POST",))
def propose_need(request: Request) -> Answer:
    """Ask the partners that were chosen, all of them or none."""
    need_id = request.path["need_id"]
    form = read_proposal(request.form, {})
    proposed = form.submit(lambda data: propose(request.context, need_id, parts_of(data)))
    if form.ok and proposed is not None:
        return Redirect(f"/portal/needs/{need_id}", _SENT.filled(count=len(proposed)))
    view = read_need(request.context, need_id)
    suggestions = match_need(request.context, view.need)
    named = read_proposal(request.form, names_by_offering(suggestions, request.language))
    named.errors = form.errors
    return need_page(request, view, named, suggestions)
