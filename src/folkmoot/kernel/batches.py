"""Long streams in short pieces."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TypeVar

Item = TypeVar("Item")


def batched(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield `items` in lists of `size`, the last one shorter, without holding more than one list."""
    stream = iter(items)
    while batch := list(islice(stream, size)):
        yield batch
