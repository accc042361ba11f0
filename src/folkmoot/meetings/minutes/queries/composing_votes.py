"""What minutes say of votes and of advice: figures, the rule with its article, and what came of it."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Prefetch
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from folkmoot.meetings.minutes.rules.minutes import Happening
from folkmoot.meetings.models import AgendaItem, Sitting
from folkmoot.meetings.motions.models import Option, Question, Vote
from folkmoot.meetings.motions.queries.motions import votes_at

_OPTIONS = Prefetch("options", Option.objects.order_by("position"))


def votes_held(sitting: Sitting) -> Iterator[Happening]:
    """Yield the votes of a meeting that were counted, those replaced by a recount too; who said what is kept elsewhere."""
    items = list(AgendaItem.objects.filter(meeting=sitting.meeting_id))
    of_motions = {item.motion_id: item.pk for item in items if item.motion_id}
    for vote in votes_at(sitting.meeting):
        if not vote.goes_on:
            motion = _motion_of(vote)
            under = of_motions.get(motion) if motion else _item_at(vote.put_at, items)
            yield Happening(_told(vote), under, vote.put_at)


def advice_given(sitting: Sitting) -> Iterator[Happening]:
    """Yield on what a meeting gave its advice, with the hands for each answer."""
    asked = sitting.meeting.questions.filter(tallied_at__isnull=False).prefetch_related(_OPTIONS)
    questions = list(asked.order_by("asked_at", "pk"))
    items = list(AgendaItem.objects.filter(meeting=sitting.meeting_id)) if questions else []
    for each in questions:
        yield Happening(_advised(each), _item_at(each.asked_at, items), each.asked_at)


def _advised(question: Question) -> str:
    hands = ", ".join(f"{each.text}: {each.hands}" for each in question.options.all())
    return _("Advice on “%(question)s”: %(hands)s. Nothing was decided by it.") % {
        "question": question.text,
        "hands": hands,
    }


def _motion_of(vote: Vote) -> UUID | None:
    return vote.amendment.motion_id if vote.amendment is not None else vote.motion_id


def _item_at(moment: datetime, items: list[AgendaItem]) -> UUID | None:
    """Return the item during which, or after which, something was asked that stands on no agenda; None before the first."""
    begun = [
        (item.ended_at is None or item.ended_at > moment, item.begun_at, item.pk)
        for item in items
        if item.begun_at and item.begun_at <= moment
    ]
    # What was moved and decided during another item has begun later, and is over.
    return max(begun)[2] if begun else None


def _told(vote: Vote) -> str:
    rule = "; ".join(each for each in (vote.rule_in_words, vote.quorum_in_words) if each)
    said: Mapping[str, str] = {
        "subject": vote.subject,
        "method": vote.method_in_words,
        "count": vote.count_in_words,
        "outcome": str(capfirst(vote.outcome_in_words)),
        "rule": rule,
    }
    words = _(
        "Vote on “%(subject)s” (%(method)s): %(count)s. %(outcome)s. Asked: %(rule)s."
    ) % said + _by_whom(vote)
    return words if vote.replaced_at is None else words + " " + _("It was counted again.")


def _by_whom(vote: Vote) -> str:
    names = [each.person.name for each in vote.tellers.select_related("person").order_by("pk")]
    return " " + _("Counted by %(names)s.") % {"names": ", ".join(names)} if names else ""
