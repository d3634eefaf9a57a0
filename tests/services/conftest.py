"""What tests of use cases share."""

import pytest

from tests.mailbox import let_mails_out


@pytest.fixture
def ses(store: None) -> None:
    """An empty store, and an SES that takes our mails."""
    assert store is None
    let_mails_out()
