"""What documents ask the features that own them."""

from collections.abc import Callable, Collection, Mapping
from uuid import UUID

Keepers = Callable[[Collection[UUID]], Mapping[UUID, UUID]]

_KEEPERS: list[Keepers] = []


def register_keepers(keepers: Keepers) -> None:
    """Register what tells, of those documents that are a feature's own, which unit keeps each: called with their ids."""
    if keepers not in _KEEPERS:
        _KEEPERS.append(keepers)


def keepers_of(document_ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Return the unit that keeps each of these documents, where one does."""
    return {document: unit for keepers in _KEEPERS for document, unit in keepers(document_ids).items()}
