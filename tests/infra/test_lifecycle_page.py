"""The page about the lifecycles says what the code does."""

from chalicelib.domain import lifecycle
from infra.lifecycle import PAGE, document

MACHINES = (
    lifecycle.PARTNER,
    lifecycle.AGREEMENT,
    lifecycle.OFFERING,
    lifecycle.NEED,
    lifecycle.ASSIGNMENT,
    lifecycle.PLAN,
)


def test_the_page_is_the_one_that_the_tables_give() -> None:
    assert PAGE.read_text(encoding="utf-8") == document(), "call make lifecycle"


def test_every_permitted_move_has_its_line_and_no_line_is_more() -> None:
    moves = [line for line in document().splitlines() if line.count("`") == 6]
    assert len(moves) == sum(len(machine) for machine in MACHINES)
    for machine in MACHINES:
        for move in machine:
            begins = f"| `{move.before.value}` | `{move.action.value}` | "
            assert any(line.startswith(begins) and f"`{move.after.value}`" in line for line in moves)
