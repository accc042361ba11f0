"""What is held about a person as one who moves things and answers when the roll is called. Of raised hands, nothing is."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.access.holdings import ONLY_REFERS, Field, Holding, about
from folkmoot.kernel.keeping import Aged, Keeping, forget_among
from folkmoot.meetings.motions.models import Backing, Teller, Voice, VoiceQuerySet
from folkmoot.meetings.motions.rules.permissions import MOVERS

_SEERS = (MOVERS,)
# Until whoever wants to know how a vote went has read its minutes, which have the names from then on.
VOICES_KEPT = timedelta(days=365)


def voices_over(at: datetime) -> VoiceQuerySet:
    """Return what was said when the roll was called, and who stood aside, a year ago or longer."""
    return Voice.objects.filter(vote__put_at__lte=at - VOICES_KEPT)


def tellers_over(at: datetime) -> QuerySet[Teller]:
    """Return who counted hands a year ago or longer."""
    return Teller.objects.filter(vote__put_at__lte=at - VOICES_KEPT)


HOLDINGS = (
    Holding(
        "meetings_teller",
        _("Votes whose hands I counted, by the signed sheet of a meeting"),
        _("so that whoever doubts a count knows whom to ask"),
        (
            Field("person_id", _("Who"), _SEERS, shown="person__name"),
            Field("vote_id", _("Vote"), _SEERS),
        ),
        about(Teller.objects.all(), "person"),
        {"id": ONLY_REFERS},
        where=_("in the unit whose meeting voted"),
        seen_as=_("that I counted, with my name"),
    ),
    Holding(
        "meetings_backing",
        _("Motions and amendments I moved or seconded"),
        _("so that a meeting knows who stands behind them"),
        (
            Field("person_id", _("Who"), _SEERS, shown="person__name"),
            Field("motion_id", _("Motion"), _SEERS, shown="motion__title"),
            Field("amendment_id", _("Amendment to"), _SEERS, shown="amendment__motion__title"),
            Field("is_mover", _("Moved, not only seconded"), _SEERS),
            Field("written_down_at", _("Written down for me"), _SEERS),
        ),
        about(Backing.objects.all(), "person"),
        {"id": ONLY_REFERS},
        where=_("in the unit to which it was submitted"),
        seen_as=_("what I moved or seconded, with my name"),
    ),
    Holding(
        "meetings_voice",
        _("What I said when the roll was called, and votes from which I stood aside"),
        _("as the meeting chose to vote by name, and so that whoever stood aside is not counted"),
        (
            Field("person_id", _("Who"), _SEERS, shown="person__name"),
            Field("vote_id", _("Vote"), _SEERS),
            Field("choice", _("What I said; nothing if I stood aside"), _SEERS),
        ),
        about(Voice.objects.all(), "person"),
        {"id": ONLY_REFERS},
        where=_("in the unit whose meeting voted"),
        seen_as=_("what I said, with my name"),
    ),
)
KEEPINGS = (
    Keeping(
        _("until the person is erased"),
        frozenset({"meetings_backing"}),
        ended_by=("rights.erase_person",),
    ),
    Keeping(
        _("a year after the vote, or until the person is erased"),
        frozenset({"meetings_voice"}),
        Aged(voices_over),
        ended_by=("rights.erase_person",),
    ),
    Keeping(
        _("a year after the vote, or until the person is erased"),
        frozenset({"meetings_teller"}),
        Aged(tellers_over),
        ended_by=("rights.erase_person",),
    ),
)


def erase(person_id: UUID, limit: int) -> int:
    """Forget up to `limit` rows of somebody who was erased, and return how many; motions and figures stay as nobody's."""
    return forget_among([each.objects.filter(person=person_id) for each in (Backing, Voice, Teller)], limit)
