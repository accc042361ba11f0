"""Motions and amendments to them: what may be written, how far an amendment goes, and in which order they are voted on."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.bylaws.rules.amounts import needed
from folkmoot.bylaws.rules.clauses import Provision, Sponsors, Subject
from folkmoot.bylaws.rules.kinds import MATTERS, Kind, Matter
from folkmoot.bylaws.rules.resolving import resolved
from folkmoot.documents.languages import language_called
from folkmoot.documents.rules.agreement import disagreements
from folkmoot.documents.rules.comparing import Steps
from folkmoot.documents.rules.points import points_of
from folkmoot.kernel.errors import Refused

WHY_LONGEST = 4_000
# A page shows them all, each with its differences, and the chair puts all of them in order.
AMENDMENTS_MOST = 60
# Of one person: or one could take the room of all others.
AMENDMENTS_EACH = 15
# Each is rendered for everybody who opens the page: so many take half a second.
POINTS_MOST = 500
# Besides the one in which a motion is moved; the page of a motion names them all.
TRANSLATIONS_MOST = 10
# Of one member in one unit, before anything was decided on them.
WAITING_MOST = 20
# While an amendment is compared, nobody else writes: about 50 ms.
MOST_STEPS = 500_000


@dataclass(frozen=True)
class Proposed:
    """An amendment as it is put in order: how far it goes, and when it was proposed."""

    id: UUID
    reach: int
    proposed_at: datetime


@dataclass(frozen=True)
class Seconding:
    """How many besides the mover have to stand behind a motion, by which article, and how many do."""

    needed: int
    article: str
    have: int

    @property
    def is_enough(self) -> bool:
        """Whether enough do."""
        return self.have >= self.needed


def matter_called(code: str) -> Matter:
    """Return the kind of matter with this code; `any` is one that no clause names.

    :raises Refused: if there is none; the sentence names those there are.
    """
    if code not in set(MATTERS):
        raise Refused(
            _("“%(given)s” is none of these: %(known)s. Choose one of them.")
            % {"given": code, "known": ", ".join(MATTERS)},
            field="matter",
        )
    return Matter(code)


def why_text(given: str) -> str:
    """Return the reason for a motion or an amendment, without the space around it; at most 4,000 characters.

    :raises Refused: if it is longer.
    """
    reason = given.replace("\r\n", "\n").strip()
    if len(reason) > WHY_LONGEST:
        raise Refused(
            _("This has %(length)d characters. Shorten it to at most %(most)d.")
            % {"length": len(reason), "most": WHY_LONGEST},
            field="reason",
        )
    return reason


def must_be_adoptable(language: str, body: str) -> None:
    """Let only a text through that can be adopted as it is, so that no vote is on one that cannot.

    :raises Refused: if it is empty, numbers two points alike, or has more than five hundred of them.
    """
    faults = disagreements({language: body})
    if faults:
        raise Refused(
            _("Write what is to be decided, in numbered points.") if not body.strip() else " ".join(faults),
            field="body",
        )
    count = len(points_of(body))
    if count > POINTS_MOST:
        raise Refused(
            _(
                "This has %(count)d points, and a motion at most %(most)d. Move what is decided by itself on its own."
            )
            % {"count": count, "most": POINTS_MOST},
            field="body",
        )


def must_agree(language: str, body: str, other: str, translated: str) -> None:
    """Let a motion be written only in a language that it does not have, with the points that it has.

    :raises Refused: if it is its own language, or a point is missing or comes twice.
    """
    if other == language:
        raise Refused(
            _("The motion is in this language. Choose another one, or propose an amendment."),
            field="language",
        )
    must_be_adoptable(other, translated)
    faults = disagreements({language: body, other: translated})
    if faults:
        raise Refused(" ".join(faults), field="body")


def must_be_few_languages(others: int) -> None:
    """Let a motion be written in at most ten languages besides its own, this one among the `others` that it has then.

    :raises Refused: if these are more.
    """
    if others > TRANSLATIONS_MOST:
        raise Refused(
            _(
                "A motion is written in at most %(most)d languages besides its own. Write it in those that most read."
            )
            % {"most": TRANSLATIONS_MOST},
            field="language",
        )


def must_have_been_read(there: Mapping[str, int], seen: Mapping[str, int]) -> None:
    """Let a motion become a decision only with the words that were looked at: by language, which revision of them.

    :raises Refused: if others stand there; the sentence names the language.
    """
    others = sorted(language for language in {*there, *seen} if there.get(language) != seen.get(language))
    if others:
        raise Refused(
            _(
                "What stands in %(languages)s is not what you looked at. Read it as it is now, and make it a decision then."
            )
            % {"languages": ", ".join(language_called(each).name for each in others)}
        )


def reach_of(before: str, after: str) -> int:
    """Return how far an amendment goes: how many words it strikes, adds or puts for others; 0 only where it changes nothing.

    Of texts that it takes too long to compare in their order, words that only changed their place count as one, together.
    """
    olds, news = before.split(), after.split()
    one, other = Counter(olds), Counter(news)
    opcodes = Steps(MOST_STEPS).opcodes(olds, news)
    if opcodes is None:
        return (one - other).total() + (other - one).total() or int(olds != news)
    return sum(max(old_end - old, end - new) for tag, old, old_end, new, end in opcodes if tag != "equal")


def most_far_reaching_first(proposed: Iterable[Proposed]) -> list[UUID]:
    """Return the order in which amendments are voted on, unless the chair says otherwise.

    Whatever changes more of the text comes first, as what goes less far may then be settled; of two that change as much, the
    one that was proposed first.
    """
    return [
        each.id for each in sorted(proposed, key=lambda each: (-each.reach, each.proposed_at, each.id.bytes))
    ]


def ordered(chosen: Sequence[UUID], standing: Sequence[UUID]) -> list[UUID]:
    """Return the order that the chair chose of the amendments that stand, each of them once.

    :raises Refused: if one is missing, comes twice, or stands no more.
    """
    if sorted(chosen) != sorted(standing):
        raise Refused(
            _("The amendments have changed meanwhile. Look at them again, and put all of them in order."),
            field="amendments",
        )
    return list(chosen)


def must_have_room(standing: int, *, theirs: int) -> None:
    """Let no motion have more than sixty amendments that stand, fifteen of them of whoever proposes another.

    :raises Refused: if it has so many.
    """
    if theirs >= AMENDMENTS_EACH:
        raise Refused(
            _(
                "Of theirs, %(count)d amendments to this motion stand. Withdraw one, or bring several into one."
            )
            % {"count": theirs}
        )
    if standing >= AMENDMENTS_MOST:
        raise Refused(
            _(
                "%(count)d amendments to this motion stand, and no more can be dealt with at once. Wait until some were voted "
                "on, or bring in yours with somebody who proposed one."
            )
            % {"count": standing}
        )


def must_change(before: str, after: str) -> None:
    """Let only an amendment through that changes something.

    :raises Refused: if it says what the motion says already.
    """
    if before.split() == after.split():
        raise Refused(
            _("This says what the motion says already. Change the words as they are to be."), field="body"
        )


def must_fit(written_on: int, now: int) -> None:
    """Let only an amendment through that was written on the words of the motion as they are now.

    :raises Refused: if the motion was changed by another amendment since.
    """
    if written_on != now:
        raise Refused(
            _(
                "Another amendment was adopted since this one was written, and it no longer fits. Bring it up to date, or "
                "withdraw it."
            )
        )


def seconding_of(
    provisions: Sequence[Provision], matter: Matter, unit_kind: str, *, members: int, have: int
) -> Seconding:
    """Return how many have to stand behind a motion on a `matter` besides its mover; none where no clause asks."""
    found = resolved(provisions, Subject(Kind.SPONSORS, matter=matter), unit_kind)
    if found is None or not isinstance(found.clause, Sponsors):
        return Seconding(0, "", have)
    return Seconding(needed(found.clause.members, members), found.article, have)


def must_be_seconded(seconding: Seconding) -> None:
    """Let only a motion through behind which enough stand.

    :raises Refused: if more are asked; the sentence says how many, and by which article.
    """
    if not seconding.is_enough:
        raise Refused(
            _(
                "%(needed)d besides the mover have to stand behind this motion, article %(article)s; so far %(have)d do. "
                "Ask who seconds it."
            )
            % {"needed": seconding.needed, "article": seconding.article, "have": seconding.have}
        )
