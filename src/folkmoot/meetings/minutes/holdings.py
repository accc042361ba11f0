"""What is held about a person as one who checks minutes, and is named in them."""

from django.utils.translation import gettext_lazy as _

from folkmoot.access.holdings import ONLY_REFERS, Field, Holding, about
from folkmoot.kernel.keeping import Keeping
from folkmoot.meetings.holdings import WHERE
from folkmoot.meetings.minutes.models import Minutes, MinutesName
from folkmoot.meetings.rules.permissions import ADOPTED, DRAFTS

_DRAFTS, _ADOPTED = (DRAFTS,), (ADOPTED,)

HOLDINGS = (
    Holding(
        "meetings_minutes",
        _("Minutes I checked"),
        _("so that somebody beside whoever takes them has read them"),
        (
            Field("meeting_id", _("Meeting of"), _DRAFTS, shown="meeting__unit__name"),
            Field("checked_by_id", _("Checked by"), _DRAFTS, shown="checked_by__name"),
        ),
        about(Minutes.objects.all(), "checked_by"),
        where=WHERE,
        seen_as=_("that I checked them: also by those who were there too"),
    ),
    Holding(
        "meetings_minutesname",
        _("Minutes in which I am named"),
        _("so that my name can be erased from them"),
        (
            Field("minutes_id", _("Meeting of"), _ADOPTED, shown="minutes__meeting__unit__name"),
            Field("person_id", _("Who"), _ADOPTED, shown="person__name"),
        ),
        about(MinutesName.objects.all(), "person"),
        {"id": ONLY_REFERS, "number": _("which reference in the text of the minutes is me")},
        where=WHERE,
        seen_as=_("that I am named there"),
    ),
)
KEEPINGS = (
    Keeping(
        _("until the minutes are adopted"),
        frozenset({"meetings_minutes"}),
        ended_by=("meetings.adopt_minutes",),
    ),
    Keeping(
        _("until the person is erased"),
        frozenset({"meetings_minutesname"}),
        ended_by=("rights.erase_person",),
    ),
)
