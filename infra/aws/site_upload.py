"""The site's files to their bucket, so that no reader meets a page whose parts are not there."""

import hashlib
import mimetypes
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePosixPath
from typing import Any, Final

from infra.aws.cloud import Cloud
from infra.local.static_site import TYPES

ASSETS: Final = "assets/"
MISSING: Final = "404.html"
FOR_GOOD: Final = "public, max-age=31536000, immutable"
TEXTS: Final = frozenset({"application/javascript", "application/json", "image/svg+xml"})
AT_ONCE: Final = 1000
"""So many files S3 deletes in one call."""


def upload(cloud: Cloud, bucket: str, site: Path) -> None:
    """Assets first, then pages, those that others lead to first; then pages that are gone go. Assets stay.

    A page that is still open somewhere finds what it refers to, before, while and after this.
    """
    there = _there(cloud, bucket)
    files = sorted(
        (file.relative_to(site).as_posix() for file in site.rglob("*") if file.is_file()), key=_place
    )
    for key in files:
        data = (site / key).read_bytes()
        # An unchanged page is sent again where its type or mark may have changed with our code: it is small.
        if not key.startswith(ASSETS) or there.get(key) != _etag(data):
            cloud.s3.put_object(Bucket=bucket, Key=key, Body=data, **_said_of(key))
    gone = [key for key in there if not key.startswith(ASSETS) and key not in set(files)]
    _delete(cloud, bucket, gone)


def invalidate(cloud: Cloud, distribution: str, release_id: str) -> None:
    """Let every edge fetch anew; browsers ask again anyway."""
    batch = {"Paths": {"Quantity": 1, "Items": ["/*"]}, "CallerReference": release_id}
    cloud.cloudfront.create_invalidation(DistributionId=distribution, InvalidationBatch=batch)


def content_type(key: str) -> str:
    """A file's media type, with its alphabet where it is a text."""
    kind = TYPES.get(PurePosixPath(key).suffix) or mimetypes.guess_type(key)[0] or "application/octet-stream"
    return f"{kind}; charset=utf-8" if kind.startswith("text/") or kind in TEXTS else kind


def _place(key: str) -> tuple[bool, int, str]:
    return (not key.startswith(ASSETS), -key.count("/"), key)


def _said_of(key: str) -> dict[str, Any]:
    said: dict[str, Any] = {"ContentType": content_type(key)}
    if key.startswith(ASSETS):
        said["CacheControl"] = FOR_GOOD
    if PurePosixPath(key).name == MISSING:
        said["Metadata"] = {"status": "404"}
    return said


def _there(cloud: Cloud, bucket: str) -> dict[str, str]:
    pages = cloud.s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    return {one["Key"]: one["ETag"] for page in pages for one in page.get("Contents", ())}


def _etag(data: bytes) -> str:
    return f'"{hashlib.md5(data, usedforsecurity=False).hexdigest()}"'


def _delete(cloud: Cloud, bucket: str, keys: Sequence[str]) -> None:
    for part in _parts(keys):
        cloud.s3.delete_objects(Bucket=bucket, Delete={"Objects": [{"Key": key} for key in part]})


def _parts(keys: Sequence[str]) -> Iterable[Sequence[str]]:
    return (keys[start : start + AT_ONCE] for start in range(0, len(keys), AT_ONCE))
