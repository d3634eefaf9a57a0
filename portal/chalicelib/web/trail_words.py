"""The audit trail in sentences, with the names behind its ids."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from chalicelib.domain.assignments import Assignment, DeclineReason
from chalicelib.domain.audit import AuditEvent, Tag
from chalicelib.domain.lifecycle import AssignmentState
from chalicelib.domain.needs import Outcome, Priority
from chalicelib.domain.partners import Language
from chalicelib.services.context import Context
from chalicelib.services.trail_names import TrailNames, names_of, subject_id
from chalicelib.web.category_groups import category_words
from chalicelib.words.labels import label_of
from chalicelib.words.quantities import out_of, quantity
from chalicelib.words.text import N_, Text

_SENTENCES: Final[Mapping[Tag, Text]] = {
    Tag.NEED_POSTED: N_("Need posted: %(category)s, %(quantity)s, %(priority)s"),
    Tag.NEED_PLACED: N_("Need placed in a category: %(category)s"),
    Tag.NEED_EDITED: N_("Need changed: %(quantity)s, %(priority)s"),
    Tag.NEED_HANDED_OVER: N_("Need handed over to %(account)s"),
    Tag.NEED_CLOSED: N_("Need closed: %(outcome)s"),
    Tag.NEED_PASSED_ON: N_("Went on by itself to the next: %(quantity)s (%(partner)s: %(cause)s)"),
    Tag.NEED_EXHAUSTED: N_("No partner is left to ask for: %(quantity)s"),
    Tag.HANDOVER_NOTE_WRITTEN: N_("Hand-over note written for %(partner)s"),
    Tag.HANDOVER_NOTE_READ: N_("Hand-over note for %(partner)s read"),
    Tag.HANDOVER_NOTE_ERASED: N_("Hand-over note for %(partner)s erased"),
    Tag.ASSIGNMENT_PROPOSED: N_("Request sent to %(partner)s: %(quantity)s"),
    Tag.ASSIGNMENT_ACCEPTED: N_("%(partner)s accepted: %(quantity)s"),
    Tag.ASSIGNMENT_PARTLY_ACCEPTED: N_("%(partner)s accepted a part: %(quantity)s %(of_proposed)s"),
    Tag.ASSIGNMENT_DECLINED: N_("%(partner)s declined: %(reason)s"),
    Tag.ASSIGNMENT_EXPIRED: N_("%(partner)s did not answer in time: %(quantity)s"),
    Tag.ASSIGNMENT_WITHDRAWN: N_("Request to %(partner)s withdrawn: %(quantity)s"),
    Tag.ASSIGNMENT_CANCELLED: N_("Commitment of %(partner)s cancelled: %(quantity)s"),
    Tag.ASSIGNMENT_DELIVERED: N_("Delivered by %(partner)s: %(quantity)s"),
    Tag.ASSIGNMENT_DISPUTED: N_("Delivery by %(partner)s disputed: %(quantity)s"),
    Tag.ASSIGNMENT_CONFIRMED: N_("Receipt from %(partner)s confirmed: %(quantity)s"),
    Tag.PLAN_MADE: N_("Surge plan made (open needs: %(needs)s)"),
    Tag.PLAN_CHANGED: N_("Surge plan changed by staff: case %(case)s, %(quantity)s"),
    Tag.PLAN_COMMITTED: N_("Surge plan sent off (needs: %(needs)s)"),
    Tag.PLAN_DISCARDED: N_("Surge plan replaced by a newer one that %(account)s asked for"),
    Tag.PLAN_FINISHED: N_(
        "All requests of the surge plan sent (needs: %(sent)s, could not be sent: %(refused)s)"
    ),
}
"""Sentences that name what an event is about. An event that lacks one of the facts has its tag's label."""

_CODES = (
    ("priority", Priority),
    ("outcome", Outcome),
    ("reason", DeclineReason),
    ("cause", AssignmentState),
)
_COUNTS = ("needs", "sent", "refused")
_BY_TELEPHONE = N_("%(sentence)s (answered by telephone)")
_BY_PLAN = N_("%(sentence)s (by a surge plan)")
_GAVE_WAY = N_("%(sentence)s (a partner asked before has said yes)")
_PLACE = re.compile(r"%\((\w+)\)s")


@dataclass(frozen=True, slots=True)
class ToldEvent:
    """An event as a page tells it. `who` is a name, or the words for the system or the public."""

    at: datetime
    words: Text
    who: str | Text


def tell(context: Context, events: Iterable[AuditEvent], language: Language) -> tuple[ToldEvent, ...]:
    """The events in words, in their order."""
    told = tuple(events)
    return tell_with(names_of(context, told), told, language)


def tell_with(names: TrailNames, events: Iterable[AuditEvent], language: Language) -> tuple[ToldEvent, ...]:
    """The same, for a page that has read the names already."""
    return tuple(
        ToldEvent(one.at, _words(one, names, language), _who(one, names, language)) for one in events
    )


def _words(event: AuditEvent, names: TrailNames, language: Language) -> Text:
    sentence, facts = _SENTENCES.get(event.tag), _facts(event, names, language)
    if sentence is None or not set(_PLACE.findall(sentence.singular)) <= facts.keys():
        return label_of(event.tag)
    said = sentence.filled(**facts)
    if event.details.get("by_telephone"):
        return _BY_TELEPHONE.filled(sentence=said)
    if event.details.get("gave_way"):
        return _GAVE_WAY.filled(sentence=said)
    return _BY_PLAN.filled(sentence=said) if event.details.get("plan") else said


def _facts(event: AuditEvent, names: TrailNames, language: Language) -> dict[str, object]:
    facts: dict[str, object] = {}
    placed = names.assignments.get(str(event.details.get("assignment")))
    partner = names.partners.get(str(event.details.get("partner", placed.partner_id if placed else "")))
    if partner is not None:
        facts["partner"] = partner.name(language)
    account = names.accounts.get(str(event.details.get("account")))
    if account is not None:
        facts["account"] = account.name
    return facts | _terms(event, language) | _quantities(event, names, placed)


def _terms(event: AuditEvent, language: Language) -> dict[str, object]:
    facts: dict[str, object] = {}
    for name, term in _CODES:
        if name in event.details:
            facts[name] = term(str(event.details[name]))
    if "category" in event.details:
        facts["category"] = category_words(str(event.details["category"]), language)
    return facts | {name: int(event.details[name]) for name in _COUNTS if name in event.details}


def _quantities(event: AuditEvent, names: TrailNames, placed: Assignment | None) -> dict[str, object]:
    need = names.needs.get(subject_id(event, "need") or str(event.details.get("need")))
    if need is None:
        return {}
    unit = need.details.unit
    facts: dict[str, object] = {"case": need.details.case_reference}
    if "quantity" in event.details:
        facts["quantity"] = quantity(int(event.details["quantity"]), unit)
    if placed is not None:
        facts["of_proposed"] = out_of(placed.proposed, unit)
    return facts


def _who(event: AuditEvent, names: TrailNames, language: Language) -> str | Text:
    partner = names.partners.get(event.partner_id or "")
    account = names.accounts.get(event.account_id or "")
    if partner is not None:
        return partner.name(language)
    return account.name if account is not None else label_of(event.role)
