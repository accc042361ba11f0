"""What an office lets its holder do, in words: read from the table of permissions and from nowhere else."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from folkmoot.access.grants import GRANTS, OFFICES, Grant

Text = str | Promise


@dataclass(frozen=True)
class OfficeInWords:
    """An office: what it is for, and what it lets its holder do in a unit and below, in the unit, and there if at home there."""

    code: str
    meant_for: Text
    below: Sequence[Text]
    here: Sequence[Text]
    own: Sequence[Text]

    @property
    def permits_anything(self) -> bool:
        """Whether any permission speaks of it."""
        return bool(self.below or self.here or self.own)


def in_words(office: str) -> OfficeInWords:
    """Return what the office with this code lets its holder do; nothing, if no permission speaks of it."""
    return OfficeInWords(
        office,
        OFFICES.get(office, ""),
        _words(lambda grant: office in grant.below),
        _words(lambda grant: office in grant.here - grant.below),
        _words(lambda grant: office in grant.own - grant.here - grant.below),
    )


def _words(has: Callable[[Grant], bool]) -> Sequence[Text]:
    return [grant.words for grant in GRANTS.values() if has(grant)]
