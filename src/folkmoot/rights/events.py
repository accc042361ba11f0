"""What a member's rights enter in the ledger."""

from dataclasses import dataclass
from uuid import UUID

from folkmoot.kernel.ledger import Event


@dataclass(frozen=True)
class PersonErased(Event):
    """Everything that named or described a person was erased; the id is left and names nobody."""

    person_id: UUID
