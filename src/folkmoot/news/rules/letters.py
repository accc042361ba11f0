"""What a letter, an offer, an answer and a reason may be: plain text of some length. And when it comes to its editors."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused

LETTER_LONGEST = 2_000
REPLY_LONGEST = 1_000
MOST_UNDECIDED = 3
# So long at least somebody could have done what is seen on a Monday.
WAY_OPEN = timedelta(days=6)
_RANDOM = 4


def week_began(at: datetime) -> datetime:
    """Return when the week of `at` began: Monday, at midnight in UTC. What was sent without a name before it has come."""
    day = at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    return day - timedelta(days=day.weekday())


def week_ends(at: datetime) -> datetime:
    """Return when the week of `at` ends: on the Monday after it, at midnight in UTC."""
    return week_began(at) + timedelta(days=7)


def monday_of(at: datetime, *, since: datetime | None = None) -> datetime:
    """Return the Monday on which is seen what was done at `at` without a name, where it could be done from `since` on.

    More than six days lie between the two: whoever opened the way late on a Sunday, by an offer or by news to write about,
    would otherwise know that it was done in the hours that were left.
    """
    first = week_ends(at)
    return first if since is None else max(first, week_ends(since + WAY_OPEN))


def random_id(given: UUID) -> UUID:
    """Return the id that a letter is given: the ledger names it, so it must not tell when it was written.

    :raises Refused: if it is not of version 4 of RFC 9562, the random one.
    """
    if given.version != _RANDOM:
        raise Refused(
            _("This id can tell when the letter was written. Make a random one, which is UUID version 4."),
            field="letter_id",
        )
    return given
