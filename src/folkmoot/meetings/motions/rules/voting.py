"""Votes in the open: what the bylaws ask of one, what may be entered, and what came of it. Exact, by bylaws' own rules."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.bylaws.rules.applying import (
    Votes,
    counted,
    majority_met,
    quorum_count,
    quorum_met,
    quorum_of,
    votes_needed,
)
from folkmoot.bylaws.rules.clauses import BallotMethod, Majority, Provision, Quorum, Subject
from folkmoot.bylaws.rules.kinds import METHODS, Base, Counted, Kind, Matter, Meeting, Method
from folkmoot.bylaws.rules.resolving import resolved
from folkmoot.kernel.errors import Refused


class Outcome(StrEnum):
    """What came of a vote."""

    CARRIED = "carried"
    LOST = "lost"
    INQUORATE = "inquorate"


class Choice(StrEnum):
    """What somebody says when the roll is called."""

    FOR = "for"
    AGAINST = "against"
    ABSTAINED = "abstained"


OUTCOMES: Mapping[Outcome, Promise] = {
    Outcome.CARRIED: gettext_lazy("carried"),
    Outcome.LOST: gettext_lazy("not carried"),
    Outcome.INQUORATE: gettext_lazy("without a quorum"),
}
CHOICES: Mapping[Choice, Promise] = {
    Choice.FOR: gettext_lazy("for"),
    Choice.AGAINST: gettext_lazy("against"),
    Choice.ABSTAINED: gettext_lazy("abstains"),
}
# Where no clause says anything: more votes for than against (Robert's Rules of Order, 44:1).
USUAL = Majority(Matter.ANY, Fraction(1, 2), more_than=True, of=Base.VOTES)
# In place of what a clause asks, such as hands for acclamation; nobody is named by a roll call that it does not ask for.
_ALLOWED: Mapping[Method, frozenset[Method]] = {
    Method.ACCLAMATION: frozenset({Method.ACCLAMATION, Method.HANDS}),
    Method.HANDS: frozenset({Method.HANDS}),
    Method.ROLL_CALL: frozenset({Method.ROLL_CALL}),
    Method.SECRET: frozenset(),
}
OPEN_METHODS = (Method.HANDS, Method.ACCLAMATION, Method.ROLL_CALL)


@dataclass(frozen=True)
class Asked:
    """What the bylaws in force ask of a vote; without an article where they ask nothing. `is_second`: at a second call."""

    majority: Majority = USUAL
    article: str = ""
    quorum: Quorum | None = None
    quorum_article: str = ""
    method: Method | None = None
    method_article: str = ""
    is_second: bool = False

    @property
    def methods(self) -> tuple[Method, ...]:
        """The ways to vote in the open that are left, the usual one first."""
        if self.method is None:
            return OPEN_METHODS
        return tuple(each for each in OPEN_METHODS if each in _ALLOWED[self.method])


@dataclass(frozen=True)
class Verdict:
    """What came of a vote, with the figures it rests on: `needed` of `of`, and `quorum_needed` where a quorum is asked."""

    outcome: Outcome
    needed: int
    of: int
    quorum_needed: int | None
    quorum_reached: int | None


def asked_of(
    provisions: Sequence[Provision], matter: Matter, meeting: Meeting, unit_kind: str, *, is_second: bool
) -> Asked:
    """Return what the `provisions` that hold ask of a vote on a `matter` at a kind of meeting, in a kind of unit."""
    subjects = (
        Subject(Kind.MAJORITY, matter=matter),
        Subject(Kind.QUORUM, meeting=meeting, matter=matter),
        Subject(Kind.BALLOT, matter=matter),
    )
    majority, quorum, ballot = (resolved(provisions, each, unit_kind) for each in subjects)
    has_majority = majority is not None and isinstance(majority.clause, Majority)
    return Asked(
        majority.clause if majority and isinstance(majority.clause, Majority) else USUAL,
        majority.article if majority and has_majority else "",
        quorum.clause if quorum and isinstance(quorum.clause, Quorum) else None,
        quorum.article if quorum else "",
        ballot.clause.method if ballot and isinstance(ballot.clause, BallotMethod) else None,
        ballot.article if ballot else "",
        is_second,
    )


def must_be_by(asked: Asked, method: Method) -> None:
    """Let only a way to vote through that the bylaws allow, and that is offered.

    :raises Refused: if the matter, or what was chosen, asks for a secret ballot, or the bylaws ask for another way.
    """
    if asked.method is Method.SECRET:
        raise Refused(
            _(
                "Article %(article)s asks for a secret ballot here. A secret ballot is not offered here yet: hold it on "
                "paper, and enter what was decided as a decision."
            )
            % {"article": asked.method_article},
            field="method",
        )
    if method is Method.SECRET:
        raise Refused(
            _("A secret ballot is not offered here yet. Choose another way to vote."), field="method"
        )
    if method not in asked.methods:
        ways = ", ".join(str(METHODS[each]) for each in asked.methods)
        raise Refused(
            _("Article %(article)s says how to vote here: %(ways)s. Choose that.")
            % {"article": asked.method_article, "ways": ways},
            field="method",
        )


def must_be_quorate(asked: Asked, present: int, members: int) -> None:
    """Let a vote begin only where enough are present for it; a quorum of those who vote is told after it.

    :raises Refused: if too few are; the sentence says how many are asked, and by which article.
    """
    quorum = asked.quorum
    if quorum is None or quorum.counted is not Counted.PRESENT:
        return
    if not quorum_met(quorum, present, members, is_second=asked.is_second):
        raise Refused(
            _(
                "There is no quorum for this: %(needed)d of %(members)d have to be present, article %(article)s, and "
                "%(present)d are. Wait for others, or take it up at the next meeting."
            )
            % {
                "needed": quorum_of(quorum, members, is_second=asked.is_second),
                "members": members,
                "article": asked.quorum_article,
                "present": present,
            }
        )


def by_hands(
    in_favour: int, against: int, abstained: int, invalid: int, *, present: int, members: int
) -> Votes:
    """Return a count of hands.

    :raises Refused: if a figure is below 0, or together they are more than those `present` with a vote.
    """
    figures = {"in_favour": in_favour, "against": against, "abstained": abstained, "invalid": invalid}
    for field, figure in figures.items():
        if figure < 0:
            raise Refused(_("A figure is 0 or more. Count again."), field=field)
    together = sum(figures.values())
    if together > present:
        raise Refused(
            _(
                "These are %(together)d votes, and %(present)d people with a vote are present for this. Count again, or "
                "enter first who came."
            )
            % {"together": together, "present": present},
            field="in_favour",
        )
    return Votes(in_favour, against, abstained, invalid, present, members)


def by_acclamation(*, present: int, members: int) -> Votes:
    """Return the votes where nobody objected: all who are present are for it.

    :raises Refused: if nobody with a vote is present.
    """
    if present < 1:
        raise Refused(_("Nobody with a vote is present for this. Enter first who came."))
    return Votes(present, 0, 0, 0, present, members)


def choice_called(code: str) -> Choice:
    """Return what is said when the roll is called, by its code.

    :raises Refused: if it is nothing that can be said; the sentence names what can be.
    """
    if code not in set(Choice):
        raise Refused(
            _("“%(given)s” is none of these: %(known)s. Choose one of them.")
            % {"given": code, "known": ", ".join(Choice)},
            field="voices",
        )
    return Choice(code)


def by_roll_call(choices: Iterable[Choice], *, present: int, members: int) -> Votes:
    """Return the votes that were called out, one for each who answered; whoever is silent abstains from nothing."""
    said = Counter(choices)
    return Votes(said[Choice.FOR], said[Choice.AGAINST], said[Choice.ABSTAINED], 0, present, members)


def by_sheet(
    method: Method,
    figures: tuple[int | None, int | None, int, int],
    choices: Sequence[Choice] | None,
    *,
    present: int,
    members: int,
) -> Votes:
    """Return the votes as they stand on the signed sheet of a meeting: `figures` of hands, or `choices` by name.

    :raises Refused: if what belongs to this way to vote is missing, something is entered that does not, or there are more
        votes than people who were there.
    """
    in_favour, against, *others = figures
    _must_belong(method, figures, choices)
    if method is Method.ACCLAMATION:
        return by_acclamation(present=present, members=members)
    if method is Method.ROLL_CALL:
        return by_roll_call(choices or (), present=present, members=members)
    return by_hands(in_favour or 0, against or 0, *others, present=present, members=members)


def _must_belong(
    method: Method, figures: tuple[int | None, int | None, int, int], choices: Sequence[Choice] | None
) -> None:
    if method is Method.HANDS and None in figures:
        raise Refused(
            _("Enter how many hands were raised for it, and how many against it."), field="in_favour"
        )
    if method is not Method.HANDS and any(figures):
        raise Refused(_("Figures are entered of a show of hands alone. Leave them out."), field="in_favour")
    if method is Method.ROLL_CALL and choices is None:
        raise Refused(_("Enter what each said when the roll was called."), field="voices")
    if method is not Method.ROLL_CALL and choices:
        raise Refused(
            _("Names stand beside a vote only where the roll was called. Leave them out."), field="voices"
        )


def verdict_of(asked: Asked, votes: Votes) -> Verdict:
    """Decide a vote: without a quorum nothing is decided; carried only by the majority that is asked, reckoned exactly."""
    of = counted(asked.majority, votes)
    quorum_needed = quorum_reached = None
    is_quorate = True
    if asked.quorum is not None:
        quorum_needed = quorum_of(asked.quorum, votes.members, is_second=asked.is_second)
        quorum_reached = quorum_count(asked.quorum, votes)
        is_quorate = quorum_met(asked.quorum, quorum_reached, votes.members, is_second=asked.is_second)
    outcome = Outcome.CARRIED if majority_met(asked.majority, votes) else Outcome.LOST
    return Verdict(
        outcome if is_quorate else Outcome.INQUORATE,
        votes_needed(asked.majority, of),
        of,
        quorum_needed,
        quorum_reached,
    )
