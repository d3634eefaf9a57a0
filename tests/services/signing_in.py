"""Somebody who signs in, for tests of it."""

from dataclasses import replace
from datetime import datetime

from chalicelib.domain.actors import PUBLIC
from chalicelib.domain.partners import Language
from chalicelib.services.context import Context
from chalicelib.services.sign_in import begin_sign_in
from tests.factories import NOW, SETTINGS, a_context


def somebody(now: datetime = NOW, *, second_code: bool = False) -> Context:
    """The public, where staff have to give a second code or need not."""
    return replace(a_context(PUBLIC, now), settings=replace(SETTINGS, totp_required=second_code))


def begin(address: str, context: Context | None = None) -> str:
    """The challenge of a sign-in that has just begun."""
    return begin_sign_in(context or somebody(), address, Language.ENGLISH, "192.0.2.1")
