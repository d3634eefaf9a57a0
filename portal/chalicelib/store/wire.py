"""Large requests go to the store as they are: what they hold is its JSON already.

botocore would walk through every value of them to translate dates and bytes, of which we send none, and look
in them for addresses of tables in other accounts: for a full transaction that is most of its time.
"""

import json
from collections.abc import Callable
from typing import Any, cast

from botocore.hooks import BaseEventHooks
from botocore.model import OperationModel
from pydantic_core import to_json

_ANSWERING = Callable[..., None]
_EMPTY: dict[str, dict[str, Any]] = {
    "TransactWriteItems": {"TransactItems": []},
    "BatchGetItem": {"RequestItems": {}},
}
_ASKED = "asked_as_it_is"


def send_as_it_is(events: BaseEventHooks) -> None:
    """Let a client's large requests go round the translation."""
    for operation in _EMPTY:
        events.register_last(f"provide-client-params.dynamodb.{operation}", cast(_ANSWERING, _set_aside))
        events.register_first(f"before-call.dynamodb.{operation}", _put_in)


def _set_aside(
    params: dict[str, Any], model: OperationModel, context: dict[str, Any], **_: object
) -> dict[str, Any]:
    """Others may have added to the parameters by now; what botocore goes on with is empty."""
    context[_ASKED] = params
    return {**_EMPTY[model.name]}


def _put_in(params: dict[str, Any], context: dict[str, Any], **_: object) -> None:
    """Beside what botocore adds by itself: a token by which the store knows a repeated transaction."""
    params["body"] = to_json({**json.loads(params["body"]), **context.pop(_ASKED)})
