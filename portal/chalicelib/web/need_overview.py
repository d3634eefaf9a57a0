"""What a need's page shows, gathered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from chalicelib.domain.actors import Role
from chalicelib.domain.assignments import Assignment
from chalicelib.domain.disclosure import COMMITTED
from chalicelib.domain.lifecycle import ASSIGNMENT, NEED, Action, AssignmentState, NeedState, actions_from
from chalicelib.domain.needs import Need, to_verify_until
from chalicelib.domain.notices import Notice
from chalicelib.domain.partners import Partner
from chalicelib.services.matches import Suggestion, explain_need, match_need
from chalicelib.services.needs import NeedView
from chalicelib.services.trail import list_trail
from chalicelib.services.trail_names import TrailNames, names_of
from chalicelib.services.undelivered import troubled_requests
from chalicelib.services.whatsapp import whatsapp_link
from chalicelib.web.assignment_words import state_words, step_words
from chalicelib.web.proposal_form import ProposalForm, blank_proposal, names_by_offering
from chalicelib.web.rejection_words import counted
from chalicelib.web.requests import Request
from chalicelib.web.responses import Page
from chalicelib.web.trail_words import tell_with
from chalicelib.words.text import N_, Text

_ON_PAGE = 10
"""So much of the trail stands on the page; the rest is one link away."""

_STEPS = (Action.WITHDRAW, Action.DELIVER, Action.CONFIRM, Action.DISPUTE, Action.CANCEL)
"""In the order of the page; the address of each is its own name."""
_BY_TELEPHONE = ("answer", N_("Record an answer by telephone"))
_CAN_AFTER_ALL = ("answer", N_("The partner can after all"))
_CANNOT_AFTER_ALL = ("answer", N_("The partner cannot after all"))
_HANDOVER_NOTE = ("handover-note", N_("Hand-over note"))


@dataclass(frozen=True, slots=True)
class Placed:
    """An assignment as the page shows it; `steps` are the addresses and words of what may be done."""

    assignment: Assignment
    partner: str
    state: Text
    steps: tuple[tuple[str, Text], ...]
    chat: str | None
    telephone: str
    mail: Notice | None
    """The mail that asked it, where that is known not to have arrived, or perhaps not."""


def need_page(
    request: Request, view: NeedView, form: ProposalForm | None = None, suggestions: Sequence[Suggestion] = ()
) -> Page:
    """The page of a need; with a form that came in and has to be mended, or a fresh one."""
    need = view.need
    found = suggestions or match_need(request.context, need)
    asked = names_by_offering(found, request.language)
    left_out = need.details.excluded_partners
    events = list_trail(request.context, f"need:{need.id}")
    told = events.items[:_ON_PAGE]
    known = TrailNames({}, {}, {need.id: need}, {one.id: one for one in view.assignments})
    names = names_of(request.context, told, known, {need.owner}, left_out)
    partners = names.partners
    mails = troubled_requests(request.context, view.assignments)
    return Page(
        "needs/one.html",
        {
            "view": view,
            "verify_by": to_verify_until(need),
            "owner": names.accounts[need.owner].name if need.owner in names.accounts else "",
            "mine": need.owner == request.context.account_id,
            "left_out": [partners[id_].name(request.language) for id_ in sorted(left_out & partners.keys())],
            "placed": [
                _placed(request, view, one, partners[one.partner_id], mails.get(one.id))
                for one in view.assignments
            ],
            "suggestions": found,
            "why_nobody": _why_nobody(request, view, found),
            "form": form or blank_proposal(asked, found, view.coverage.uncovered),
            "actions": actions_from(NEED, need.state, request.context.actor),
            "may_read_note": request.context.actor.role is Role.SUPERVISOR or not need.details.sensitive,
            "events": tell_with(names, told, request.language),
            "hour": timedelta(hours=1),
            "more_events": len(events.items) > _ON_PAGE,
        },
    )


def _why_nobody(request: Request, view: NeedView, found: Sequence[Suggestion]) -> list[Text]:
    """Where nobody matches, the page says at once why; where somebody does, that is one link away."""
    if found or view.need.state is not NeedState.OPEN or not view.coverage.uncovered:
        return []
    explanation = explain_need(request.context, view.need)
    return [counted(rule, count) for rule, count in explanation.rejected]


def _placed(
    request: Request, view: NeedView, one: Assignment, partner: Partner, mail: Notice | None
) -> Placed:
    chat = None
    if one.state is AssignmentState.PROPOSED and view.category is not None:
        chat = whatsapp_link(request.context, view.need, view.category, one, partner)
    state = state_words(one.state, view.need.details.form)
    name, steps = partner.name(request.language), _steps(request, one, view.need)
    return Placed(one, name, state, steps, chat, partner.profile.telephone, mail)


def _steps(request: Request, one: Assignment, need: Need) -> tuple[tuple[str, Text], ...]:
    form = need.details.form
    still_open = need.state is NeedState.OPEN and request.now < need.details.deadline
    actions = actions_from(ASSIGNMENT, one.state, request.context.actor)
    steps = [(action.value, step_words(action, form)) for action in _STEPS if action in actions]
    if one.state is AssignmentState.PROPOSED and Action.DECLINE in actions:
        steps.insert(0, _BY_TELEPHONE)
    elif one.state is AssignmentState.EXPIRED and still_open:
        steps.append(_CAN_AFTER_ALL)
    elif Action.DECLINE in actions:
        steps.append(_CANNOT_AFTER_ALL)
    if one.state in COMMITTED and one.state is not AssignmentState.CONFIRMED:
        steps.append(_HANDOVER_NOTE)
    root = f"/portal/needs/{one.need_id}/assignments/{one.id}"
    return tuple((f"{root}/{step}", words) for step, words in steps)
