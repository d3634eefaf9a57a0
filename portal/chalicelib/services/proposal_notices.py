"""What a partner is told of a proposal."""

from chalicelib.domain.areas import REGION_OF
from chalicelib.domain.assignments import Assignment
from chalicelib.domain.categories import Category
from chalicelib.domain.needs import Need
from chalicelib.domain.notices import Notice, NoticeKind, request_ids, write
from chalicelib.domain.offerings import excludes_litigation
from chalicelib.domain.partners import Partner
from chalicelib.services.context import Context


def proposal_params(need: Need, category: Category, assignment: Assignment) -> dict[str, str | int]:
    """What a mail may say of a proposal: it names nobody and no case; a sensitive one has but a region."""
    details = need.details
    place = {"region": REGION_OF[details.area].value} if details.sensitive else {"area": details.area.value}
    return {
        "category_ar": category.name_ar,
        "category_en": category.name_en,
        "quantity": assignment.proposed,
        "unit": details.unit.value,
        "priority": details.priority.value,
        "deadline": details.deadline.isoformat(),
        "answer_due": assignment.answer_due.isoformat(),
        "litigation_excluded": int(excludes_litigation(category)),
        "path": f"/portal/assignments/{need.id}/{assignment.id}",
        **place,
    }


def notices_of(
    context: Context, need: Need, category: Category, assignment: Assignment, partner: Partner
) -> list[Notice]:
    """The mail that asks the partner, where it has an address."""
    if not partner.profile.email:
        return []
    return [
        write(
            request_ids(assignment.id)[0],
            NoticeKind.PROPOSAL,
            partner.profile.email,
            partner.profile.language.value,
            context.now,
            proposal_params(need, category, assignment),
            expires_at=assignment.answer_due,
            need_id=need.id,
        )
    ]
