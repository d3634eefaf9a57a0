"""What the commit of a surge plan would do, told before anybody presses."""

from dataclasses import dataclass

from chalicelib.services.access import require_staff
from chalicelib.services.context import Context
from chalicelib.store import plans


@dataclass(frozen=True, slots=True)
class Dispatch:
    """How many requests would go out, for how many needs, to how many partners."""

    needs: int
    partners: int
    requests: int


def read_dispatch(context: Context, plan_id: str) -> Dispatch:
    """Count what a plan would send, as staff left it. It reads every line that is to go."""
    require_staff(context)
    asked = [
        (line.number, piece.partner_id)
        for line in plans.lines_to_send(plan_id)
        for piece in line.pieces
        if piece.quantity and not piece.sent
    ]
    return Dispatch(
        needs=len({number for number, _ in asked}),
        partners=len({partner_id for _, partner_id in asked}),
        requests=len(asked),
    )
