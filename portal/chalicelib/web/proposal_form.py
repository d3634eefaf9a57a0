"""The form beside the matches: how much to ask of each partner, as one field an offering."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any

from pydantic import BaseModel, create_model

from chalicelib.domain.partners import Language
from chalicelib.services.matches import Suggestion
from chalicelib.services.sending import Part
from chalicelib.web.fields import Ask, Whole
from chalicelib.web.forms import Form
from chalicelib.web.values import Values
from chalicelib.words.text import N_

_PREFIX = "take_"
_MOST_AT_ONCE = 25
_HOW_MUCH_FROM, _HOW_MUCH = N_("How much from %(partner)s?"), N_("How much?")
ProposalForm = Form[BaseModel]


def field_of(offering_id: str) -> str:
    """The field that asks how much of this offering."""
    return f"{_PREFIX}{offering_id}"


def blank_proposal(
    names: Mapping[str, str], suggestions: Sequence[Suggestion], uncovered: int
) -> ProposalForm:
    """The form with the uncovered quantity given to the best matches, one after the other."""
    left, given = uncovered, {}
    for one in suggestions:
        taken = min(left, one.match.quantity)
        given[field_of(one.offering.id)] = taken or None
        left -= taken
    return Form.blank(_model(names), **given)


def read_proposal(values: Values, names: Mapping[str, str]) -> ProposalForm:
    """What came in. `names`: the partners' names by offering, for the questions of those that are known."""
    asked = {id_: names.get(id_, "") for id_ in [*names, *_offerings_in(values)]}
    return Form.read(_model(asked), values)


def _offerings_in(values: Values) -> list[str]:
    return [name.removeprefix(_PREFIX) for name in values if name.startswith(_PREFIX)][:_MOST_AT_ONCE]


def parts_of(data: BaseModel) -> list[Part]:
    """What is asked of whom; an empty field or a nought asks nothing."""
    given = data.model_dump()
    return [Part(name.removeprefix(_PREFIX), taken) for name, taken in given.items() if taken]


def names_by_offering(suggestions: Iterable[Suggestion], language: Language) -> dict[str, str]:
    """Whose offering each is."""
    return {one.offering.id: one.partner.name(language) for one in suggestions}


def _model(names: Mapping[str, str]) -> type[BaseModel]:
    fields: dict[str, Any] = {field_of(id_): (_question(name), None) for id_, name in names.items()}
    return create_model("Proposal", **fields)


def _question(name: str) -> Any:  # noqa: ANN401 (an annotation made while the form is built)
    question = _HOW_MUCH_FROM.filled(partner=name) if name else _HOW_MUCH
    return Annotated[Whole | None, Ask(question)]
