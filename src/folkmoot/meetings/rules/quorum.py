"""The quorum that the bylaws ask of a meeting, and when it can be called again where it has none."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.bylaws.rules.applying import earliest_second_date, quorum_of
from folkmoot.bylaws.rules.clauses import Provision, Quorum, Subject
from folkmoot.bylaws.rules.kinds import Counted, Kind, Meeting
from folkmoot.bylaws.rules.resolving import resolved
from folkmoot.kernel.errors import Refused


@dataclass(frozen=True)
class Asked:
    """How many have to be present, and by which article: of the bylaws that hold on the day of the meeting."""

    needed: int
    article: str


def quorum_asked(
    provisions: Sequence[Provision], kind: Meeting, unit_kind: str, *, members: int, is_second: bool
) -> Asked | None:
    """Return how many of `members` have to be present at a meeting of a kind, or None if no clause asks.

    A clause that counts votes, or those in favour, is about each vote and asks nothing of the meeting.
    """
    found = _provision(provisions, kind, unit_kind)
    if found is None:
        return None
    provision, clause = found
    return Asked(quorum_of(clause, members, is_second=is_second), provision.article)


def earliest_again(
    provisions: Sequence[Provision], kind: Meeting, unit_kind: str, *, first: date
) -> tuple[date, str]:
    """Return from which day on a meeting that had no quorum on the day `first` can be called again, and by which article.

    :raises Refused: if the bylaws know no second call.
    """
    found = _provision(provisions, kind, unit_kind)
    day = earliest_second_date(first, found[1]) if found else None
    if found is None or day is None:
        raise Refused(
            _("The bylaws know no second call with a lower quorum. Call another meeting, with its notice.")
        )
    return day, found[0].article


def must_wait_until(day: date, earliest: date, article: str) -> None:
    """Let a second call be for a day that the bylaws allow.

    :raises Refused: if it is earlier; the sentence says which day is the earliest, and by which article.
    """
    if day < earliest:
        raise Refused(
            _(
                "The earliest day of the second call is %(day)s, by article %(article)s. Choose that day or a later one."
            )
            % {"day": date_format(earliest), "article": article},
            field="day",
        )


def _provision(
    provisions: Sequence[Provision], kind: Meeting, unit_kind: str
) -> tuple[Provision, Quorum] | None:
    found = resolved(provisions, Subject(Kind.QUORUM, meeting=kind), unit_kind)
    if found is None or not isinstance(found.clause, Quorum) or found.clause.counted is not Counted.PRESENT:
        return None
    return found, found.clause
