"""What minutes say of motions: who moved them, in which words they were carried or not, and each amendment."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.documents.queries import Words, drafts_in_one_language
from folkmoot.documents.rules.points import points_as_written
from folkmoot.meetings.minutes.rules.minutes import Happening, changed, within
from folkmoot.meetings.models import AgendaItem, Sitting
from folkmoot.meetings.motions.models import Amendment, Motion, Vote
from folkmoot.meetings.motions.queries.motions import in_voting_order, movers_by_what
from folkmoot.meetings.motions.rules.states import MotionState
from folkmoot.meetings.motions.rules.voting import OUTCOMES, Outcome

# So much of a motion and its amendments is told in their words; a part can hold more, so that it can still be edited.
WORDS_LONGEST = 6_000


@dataclass(frozen=True)
class _Moved:
    """What was asked for all motions of a meeting at once."""

    amendments: Sequence[Amendment]
    words: Mapping[UUID, Words]
    movers: Mapping[UUID, str]
    outcomes: Mapping[UUID, str]


def motions_moved(sitting: Sitting) -> Iterator[Happening]:
    """Yield the motions of a meeting in their words as they came out of it, with each amendment; four questions.

    Who reads minutes sees movers elsewhere too. A motion that was not reached is told of by its item alone.
    """
    items = AgendaItem.objects.filter(meeting=sitting.meeting_id, motion__isnull=False)
    rows = [(each, each.motion) for each in items.select_related("motion") if each.motion is not None]
    found = _moved([motion for _item, motion in rows], sitting) if rows else None
    for item, motion in rows:
        if found is not None and (_outcome(motion, found) or item.begun_at is not None):
            yield Happening(_told(motion, found), item.pk)


def _moved(motions: Sequence[Motion], sitting: Sitting) -> _Moved:
    amendments = in_voting_order(list(Amendment.objects.filter(motion__in=motions)))
    documents = [each.document_id for each in motions]
    documents += [pk for each in amendments for pk in (each.document_id, each.base_id)]
    votes = Vote.objects.decided().standing().filter(meeting=sitting.meeting_id, motion__in=motions)
    return _Moved(
        amendments,
        drafts_in_one_language(documents),
        movers_by_what(sitting.meeting),
        dict(votes.in_order().values_list("motion", "outcome")),
    )


def _outcome(motion: Motion, found: _Moved) -> str:
    """Return what became of a motion at a meeting; "" if nothing."""
    if motion.pk in found.outcomes:
        return str(OUTCOMES[Outcome(found.outcomes[motion.pk])])
    return _("withdrawn") if motion.state == MotionState.WITHDRAWN else ""


def _told(motion: Motion, found: _Moved) -> str:
    amendments = [each for each in found.amendments if each.motion_id == motion.pk]
    heads = [_head(motion, found), *(_head_of(each, found) for each in amendments)]
    words = [found.words[motion.document_id].body.strip(), *(_changes(each, found) for each in amendments)]
    paired = zip(heads, within(words, WORDS_LONGEST), strict=True)
    return "\n".join(line for pair in paired for line in pair if line)


def _head(motion: Motion, found: _Moved) -> str:
    mover = found.movers.get(motion.pk, "")
    said = {"title": motion.title, "mover": mover}
    said["outcome"] = _outcome(motion, found) or _("not put to the vote")
    if mover:
        return _("Motion “%(title)s”, moved by %(mover)s: %(outcome)s. Its words:") % said
    return _("Motion “%(title)s”: %(outcome)s. Its words:") % said


def _head_of(amendment: Amendment, found: _Moved) -> str:
    said = {"mover": found.movers.get(amendment.pk, ""), "outcome": amendment.state_in_words}
    if said["mover"]:
        return _("Amendment moved by %(mover)s: %(outcome)s. What it changes:") % said
    return _("Amendment: %(outcome)s. What it changes:") % said


def _changes(amendment: Amendment, found: _Moved) -> str:
    before, after = found.words[amendment.base_id], found.words[amendment.document_id]
    title = _("The title is “%(title)s”.") % {"title": after.title} if before.title != after.title else ""
    olds, news = ([each.markdown for each in points_as_written(words.body)] for words in (before, after))
    return "\n".join(filter(None, [title, *changed(olds, news)]))
