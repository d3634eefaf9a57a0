"""List what a partner can give, and change it; what is promised stays promised."""

from dataclasses import dataclass, replace

from chalicelib.domain import offerings as domain
from chalicelib.domain.audit import Tag, subject_of
from chalicelib.domain.capacity import Capacity, resize
from chalicelib.domain.categories import OTHER, Category, Form
from chalicelib.domain.errors import ErrorCode, conflict, invalid
from chalicelib.domain.lifecycle import Action, OfferingState
from chalicelib.domain.network import financial_allowed
from chalicelib.domain.offerings import Offering, OfferingTerms
from chalicelib.domain.partners import require_approved
from chalicelib.domain.periods import day_in_dubai
from chalicelib.services.access import require_owner_or_staff, require_staff
from chalicelib.services.context import Context
from chalicelib.services.holding import current_capacity, relist, save_capacity
from chalicelib.services.matches import untouched
from chalicelib.services.recording import Deed, carry_out, retried
from chalicelib.store import capacities, categories, network, offerings, partners
from chalicelib.store.paging import Page
from chalicelib.store.writes import Write


@dataclass(frozen=True, slots=True)
class OfferingView:
    """An offering with the capacity of the period in which we are."""

    offering: Offering
    capacity: Capacity


def read_offering(context: Context, offering_id: str) -> OfferingView:
    """An offering, to its partner and to staff; to others `NOT_FOUND`."""
    offering = _read(context, offering_id)
    return OfferingView(offering, current_capacity(offering, context.now))


def list_offerings_of(context: Context, partner_id: str, cursor: str | None = None) -> Page[OfferingView]:
    """The offerings of a partner, the newest first."""
    require_owner_or_staff(context, partner_id, "partner")
    return _with_capacities(context, offerings.list_of(partner_id, cursor))


def list_unplaced(context: Context, cursor: str | None = None) -> Page[OfferingView]:
    """The offerings described in words that wait for staff to place them, the oldest first."""
    require_staff(context)
    return _with_capacities(context, offerings.list_by_state(OfferingState.UNPLACED, cursor))


def _with_capacities(context: Context, page: Page[Offering]) -> Page[OfferingView]:
    fresh = {one.id: untouched(one, context.now) for one in page.items}
    held = capacities.read_many((one.offering_id, one.period) for one in fresh.values())
    views = (OfferingView(one, held.get(one.id) or fresh[one.id]) for one in page.items)
    return Page(tuple(views), page.next_cursor)


def _read(context: Context, offering_id: str) -> Offering:
    offering = offerings.read(offering_id)
    require_owner_or_staff(context, offering.partner_id, "offering")
    return offering


@retried
def list_offering(
    context: Context, partner_id: str, terms: OfferingTerms, offering_id: str | None = None
) -> Offering:
    """List an offering of an approved partner, by itself or by staff for one who has no account.

    An `offering_id` of this partner that is listed already is given back as it is.
    """
    require_owner_or_staff(context, partner_id, "partner")
    listed = offerings.find(offering_id) if offering_id else None
    if listed is not None and listed.partner_id != partner_id:
        raise conflict(ErrorCode.ALREADY_EXISTS)
    if listed is not None:
        return listed
    partner = partners.read(partner_id)
    require_approved(partner)
    checked = _checked(context, terms, _category_for(terms))
    offering = domain.list_offering(offering_id or context.new_id(), partner_id, checked, context.now)
    writes = [offerings.save(offering, None), partners.PARTNERS.unchanged(partner)]
    writes += relist(offering, untouched(offering, context.now), context.now)
    carry_out(context, writes, [_deed(offering, Tag.OFFERING_LISTED)])
    return offering


def _category_for(terms: OfferingTerms) -> Category | None:
    """The category of new terms, None for "something else". Raises `CATEGORY_UNKNOWN`."""
    if terms.category == OTHER:
        return None
    return _in_use(terms.category)


def _in_use(code: str) -> Category:
    category = categories.read(code)
    if category.retired:
        raise invalid(ErrorCode.CATEGORY_UNKNOWN, "category")
    return category


def _checked(context: Context, terms: OfferingTerms, category: Category | None) -> OfferingTerms:
    allowed = terms.form is Form.FINANCIAL and _financial_allowed(context)
    return domain.check_terms(terms, category, financial_allowed=allowed)


def _financial_allowed(context: Context) -> bool:
    return financial_allowed(network.read(), day_in_dubai(context.now))


@retried
def edit_offering(context: Context, offering_id: str, terms: OfferingTerms) -> Offering:
    """Change an offering's terms; its category, form and unit stay.

    Raises `CAPACITY_BELOW_RESERVED` when less would remain than is promised or used in this period, and
    `OFFERING_HOLDS_RESERVATIONS` when its period would change while some of it is promised.
    """
    was = _read(context, offering_id)
    edited = domain.edit(was, terms)
    category = None if edited.terms.category == OTHER else categories.read(edited.terms.category)
    offering = replace(edited, terms=_checked(context, edited.terms, category))
    writes = [offerings.save(offering, was), *_resized(context, was, offering)]
    carry_out(context, writes, [_deed(offering, Tag.OFFERING_EDITED)])
    return offering


def _resized(context: Context, was: Offering, offering: Offering) -> list[Write]:
    before = current_capacity(was, context.now)
    if was.terms.renewal is offering.terms.renewal:
        return _sized(context, offering, before)
    _require_nothing_reserved(was)
    held = current_capacity(offering, context.now)
    return [capacities.CAPACITIES.unchanged(before), *_sized(context, offering, held)]


def _sized(context: Context, offering: Offering, held: Capacity) -> list[Write]:
    total = offering.terms.capacity
    after = held if total == held.total else resize(held, total)
    return save_capacity(offering, after, held, context.now)


def _require_nothing_reserved(offering: Offering) -> None:
    if any(one.reserved for one in capacities.list_of(offering.id)):
        raise conflict(ErrorCode.OFFERING_HOLDS_RESERVATIONS)


@retried
def pause_offering(context: Context, offering_id: str) -> Offering:
    """Stop matching an offering for a time; what is promised stays promised."""
    was = _read(context, offering_id)
    offering = domain.move(was, Action.PAUSE, context.actor)
    carry_out(context, _moved(context, was, offering), [_deed(offering, Tag.OFFERING_PAUSED)])
    return offering


@retried
def resume_offering(context: Context, offering_id: str) -> Offering:
    """Match a paused offering again. Its partner must be approved; a financial one needs the permit."""
    was = _read(context, offering_id)
    offering = domain.move(was, Action.RESUME, context.actor)
    require_approved(partners.read(was.partner_id))
    if was.terms.form is Form.FINANCIAL and not _financial_allowed(context):
        raise conflict(ErrorCode.FINANCIAL_SWITCHED_OFF)
    carry_out(context, _moved(context, was, offering), [_deed(offering, Tag.OFFERING_RESUMED)])
    return offering


@retried
def retire_offering(context: Context, offering_id: str) -> Offering:
    """Take an offering away for good. Raises `OFFERING_HOLDS_RESERVATIONS` while some of it is promised."""
    was = _read(context, offering_id)
    offering = domain.move(was, Action.RETIRE, context.actor)
    current = current_capacity(was, context.now)
    _require_nothing_reserved(was)
    writes = [*_moved(context, was, offering), capacities.CAPACITIES.unchanged(current)]
    carry_out(context, writes, [_deed(offering, Tag.OFFERING_RETIRED)])
    return offering


def _moved(context: Context, was: Offering, offering: Offering) -> list[Write]:
    listed = relist(offering, current_capacity(offering, context.now), context.now)
    return [offerings.save(offering, was), *listed]


@retried
def place_offering(context: Context, offering_id: str, category_code: str) -> Offering:
    """Staff put an offering that was described in words into a category, in whose unit it counts from now."""
    require_staff(context)
    was = offerings.read(offering_id)
    category = _in_use(category_code)
    placed = domain.place(was, category, context.actor)
    offering = replace(placed, terms=_checked(context, placed.terms, category))
    deed = _deed(offering, Tag.OFFERING_PLACED, category=category.code)
    carry_out(context, _moved(context, was, offering), [deed])
    return offering


def _deed(offering: Offering, tag: Tag, **details: str) -> Deed:
    return Deed(subject_of("partner", offering.partner_id), tag, {"offering": offering.id, **details})
