"""What an office lets its holder do, in words: read from the table of permissions and from nowhere else."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from folkmoot.access.grants import GRANTS, OFFICES

Text = str | Promise

# What permissions are for, by the first part of their names: some forty lines are read by nobody.
PURPOSES: Mapping[str, Promise] = {
    "people membership": _("Members and officers"),
    "decisions circulars": _("Decisions, and that they reach everybody"),
    "meetings bylaws": _("Meetings, minutes and what the bylaws ask"),
    "work reports": _("Work, and reports"),
    "study": _("What members learn"),
    "consultations news": _("Consultations and news"),
    "units structure": _("Units and how they hang together"),
    "accounts notices rights": _("How members sign in, and what is held about them"),
}


@dataclass(frozen=True)
class Purpose:
    """What an office lets its holder do for one purpose: in a unit and below, in the unit, and there if at home there."""

    title: Text
    below: Sequence[Text]
    here: Sequence[Text]
    own: Sequence[Text]

    @property
    def count(self) -> int:
        """How much it is."""
        return len(self.below) + len(self.here) + len(self.own)


@dataclass(frozen=True)
class OfficeInWords:
    """An office: what it is for, and what it lets its holder do, by purpose."""

    code: str
    meant_for: Text
    purposes: Sequence[Purpose]

    @property
    def permits_anything(self) -> bool:
        """Whether any permission speaks of it."""
        return bool(self.purposes)


def in_words(office: str) -> OfficeInWords:
    """Return what the office with this code lets its holder do; nothing, if no permission speaks of it."""
    purposes = [_purpose(office, title, features.split()) for features, title in PURPOSES.items()]
    return OfficeInWords(office, OFFICES.get(office, ""), [each for each in purposes if each.count])


def _purpose(office: str, title: Text, features: Collection[str]) -> Purpose:
    grants = [grant for name, grant in GRANTS.items() if name.partition(".")[0] in features]
    return Purpose(
        title,
        [grant.words for grant in grants if office in grant.below],
        [grant.words for grant in grants if office in grant.here - grant.below],
        [grant.words for grant in grants if office in grant.own - grant.here - grant.below],
    )
