"""The notice that the bylaws ask for: on which day a meeting can be at the earliest, and by which article."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.bylaws.rules.applying import earliest_meeting_date
from folkmoot.bylaws.rules.clauses import Notice, Provision, Subject
from folkmoot.bylaws.rules.kinds import Kind, Meeting
from folkmoot.bylaws.rules.resolving import resolved
from folkmoot.bylaws.rules.words import in_words
from folkmoot.kernel.errors import Refused


@dataclass(frozen=True)
class Earliest:
    """The first day on which a meeting called today can be, and the provision that says so."""

    day: date
    provision: Provision

    @property
    def quoted(self) -> str:
        """What the article asks, with its number."""
        return _("%(clause)s (article %(article)s)") % {
            "clause": in_words(self.provision.clause),
            "article": self.provision.article,
        }


def earliest_of(
    provisions: Sequence[Provision], kind: Meeting, unit_kind: str, *, today: date
) -> Earliest | None:
    """Return from which day on a meeting of a kind can be called today, by the `provisions` that hold; None if from any."""
    found = resolved(provisions, Subject(Kind.NOTICE, meeting=kind), unit_kind)
    if found is None or not isinstance(found.clause, Notice):
        return None
    return Earliest(earliest_meeting_date(today, found.clause), found)


def must_give_notice(day: date, earliest: Earliest | None) -> None:
    """Let a meeting be called only for a day that leaves the notice which is asked.

    :raises Refused: if the day is earlier; the sentence says which is the earliest, and by which article.
    """
    if earliest is not None and day < earliest.day:
        raise Refused(
            _("The earliest day is %(day)s. %(rule)s Choose that day or a later one.")
            % {"day": date_format(earliest.day), "rule": earliest.quoted},
            field="day",
        )
