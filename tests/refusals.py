"""How tests ask for a refusal."""

from collections.abc import Callable

import pytest

from chalicelib.domain.errors import DomainError, ErrorCode


def refused(use_case: Callable[..., object], *given: object, **named: object) -> ErrorCode:
    """The code with which that is refused; the test fails when it is not."""
    with pytest.raises(DomainError) as refusal:
        use_case(*given, **named)
    return refusal.value.code


def refused_field(use_case: Callable[..., object], *given: object, **named: object) -> str | None:
    """The form's field that the refusal concerns."""
    with pytest.raises(DomainError) as refusal:
        use_case(*given, **named)
    return refusal.value.field
