"""What was answered to a request that carried an idempotency key, for whoever asks again."""

from chalicelib.services.context import Context, RequestKey
from chalicelib.store import requests
from chalicelib.store.requests import CarriedOut


def find_answer(context: Context, key: RequestKey) -> CarriedOut | None:
    """What is known of the key; the caller compares the fingerprints."""
    return requests.find(key.key, context.now)


def keep_answer(context: Context, key: RequestKey, status: int, body: str) -> None:
    """Keep the answer of a request that was carried out."""
    requests.keep_answer(key.key, key.fingerprint, status, body, context.now)
