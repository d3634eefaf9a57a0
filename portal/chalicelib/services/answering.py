"""What decides when a partner's answer is due, put together."""

from collections.abc import Iterable

from chalicelib.domain.agreements import Agreement, in_force
from chalicelib.domain.answer_times import Answering
from chalicelib.domain.categories import Category
from chalicelib.domain.network import NetworkSettings
from chalicelib.domain.partners import Partner
from chalicelib.domain.periods import day_in_dubai
from chalicelib.services.context import Context


def answering_of(
    context: Context,
    settings: NetworkSettings,
    partner: Partner,
    agreements: Iterable[Agreement],
    category: Category,
) -> Answering:
    """The partner's hours, the network's times and what the agreement for that category says of nights."""
    agreed = in_force(agreements, category.field, day_in_dubai(context.now))
    night_calls = agreed is not None and agreed.bounds.night_calls
    return Answering(settings.answer_times, settings.calendar, partner.answer_hours, night_calls)
