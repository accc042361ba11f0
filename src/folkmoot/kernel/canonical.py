"""One spelling for each value, so that hashes of equal things are equal."""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic import BaseModel


def canonical_json(value: object) -> str:
    """Return `value` as JSON with sorted keys, no spaces and UTC times to the microsecond."""
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def digest_of(text: str) -> str:
    """Return the SHA-256 of `text` in UTF-8, as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def _plain(value: object) -> Any:  # noqa: ANN401  -- JSON is a recursive union that helps nobody here
    # First what there is most of: asking whether it is a mapping takes ten times as long.
    if value is None or isinstance(value, str | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        each_plain = [_plain(each) for each in value]
        return sorted(each_plain) if isinstance(value, set | frozenset) else each_plain
    if isinstance(value, BaseModel):
        return _plain(value.model_dump())
    if isinstance(value, datetime):
        return _moment(value)
    return str(value)


def _moment(value: datetime) -> str:
    try:
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    except OverflowError:
        # At either end of the calendar there is no such moment in UTC; the act that was given it answers with a sentence.
        return value.isoformat(timespec="microseconds")
