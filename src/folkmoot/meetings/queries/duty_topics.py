"""What the bylaws ask of a unit that a meeting has to deal with, as the agenda of one is proposed with it."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from folkmoot.bylaws.queries.duties import duties_of
from folkmoot.bylaws.rules.duties import State
from folkmoot.bylaws.rules.kinds import Kind
from folkmoot.bylaws.rules.words import in_words
from folkmoot.meetings.rules.words import ITEM_LONGEST
from folkmoot.units.models import Unit

# A meeting is held by being held, and decisions are proposed to be read one by one.
_DEALT_WITH = frozenset({Kind.TERM, Kind.REPORTING})


def duty_topics(unit: Unit, at: datetime) -> Iterator[str]:
    """Yield the elections and reports that are due in a unit this month and next, or late, each with its article."""
    for duty in duties_of(unit, among=_DEALT_WITH, at=at):
        if duty.state is not State.DONE:
            said = {
                "article": duty.article,
                "words": in_words(duty.provision.clause),
                "day": date_format(duty.due_on),
            }
            line = _("Article %(article)s, by %(day)s: %(words)s") % said
            yield Truncator(line).chars(ITEM_LONGEST)
