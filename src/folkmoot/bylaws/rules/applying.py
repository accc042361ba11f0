"""Clauses applied: how many have to be present, whether a motion is carried, when a meeting can be at the earliest."""

from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from folkmoot.bylaws.rules.amounts import Amount, is_reached, needed
from folkmoot.bylaws.rules.clauses import Majority, Notice, Quorum
from folkmoot.bylaws.rules.kinds import Base, Counted


@dataclass(frozen=True)
class Votes:
    """What was counted: the votes, how many were `present` while they were cast, and how many `members` there are."""

    in_favour: int
    against: int
    abstained: int = 0
    invalid: int = 0
    present: int = 0
    members: int = 0


def quorum_of(clause: Quorum, members: int, *, is_second: bool = False) -> int:
    """Return how many of `members` have to be present, at the second call if it `is_second`.

    It may be more than there are: "half of the square root" times three asks two of a single member, who has no quorum.
    """
    amount = _asked(clause, is_second=is_second)
    return 0 if amount is None else needed(amount, members)


def quorum_met(clause: Quorum, present: int, members: int, *, is_second: bool = False) -> bool:
    """Return whether `present` of `members` are a quorum, compared exactly and never by a rounded figure.

    Of a vote, `quorum_count` says who is counted. Debian Constitution 4.2: "a quorum of 3Q", where "Q is half of the square
    root of the number of current Developers" and is "not rounded".
    """
    amount = _asked(clause, is_second=is_second)
    return amount is None or is_reached(amount, present, members)


def quorum_count(clause: Quorum, votes: Votes) -> int:
    """Return how many make the quorum of a vote: those present, those who voted at all, or those who voted in favour.

    Debian Constitution A.5.2: an option is dropped that does "not receive at least R votes ranking that option above the
    default option".
    """
    if clause.counted is Counted.IN_FAVOUR:
        return votes.in_favour
    cast = votes.in_favour + votes.against + votes.abstained + votes.invalid
    return cast if clause.counted is Counted.VOTING else votes.present


def majority_met(clause: Majority, votes: Votes) -> bool:
    """Return whether a motion is carried; never without a vote in favour.

    Abstentions are no votes unless the clause counts them (Robert's Rules of Order, 44:1, leaves them out). A majority of
    N to 1, as in article A.5.3.2 of the Debian Constitution, is at least N/(N+1) of the votes cast.
    """
    if votes.in_favour < 1:
        return False
    asked = clause.share * counted(clause, votes)
    return votes.in_favour > asked if clause.more_than else votes.in_favour >= asked


def votes_needed(clause: Majority, of: int) -> int:
    """Return the smallest number of votes in favour that carries a motion where `of` are counted; at least one."""
    exact = clause.share * of
    least = int(exact) + 1 if clause.more_than or exact.denominator != 1 else int(exact)
    return max(1, least)


def counted(clause: Majority, votes: Votes) -> int:
    """Return of how many a majority is asked: of the votes that count, of those present, or of all members."""
    if clause.of is Base.PRESENT:
        return votes.present
    if clause.of is Base.MEMBERS:
        return votes.members
    cast = votes.in_favour + votes.against
    return cast + votes.abstained * clause.abstentions_count + votes.invalid * clause.invalid_count


def earliest_meeting_date(call_date: date, clause: Notice) -> date:
    """Return the first day on which a meeting called on `call_date` can be: clear days count neither end.

    Seven clear days after the 1st are the 2nd to the 8th, and the meeting is on the 9th. Shackleton on the Law and Practice
    of Meetings reckons so.
    """
    return call_date + timedelta(days=clause.days + 1)


def last_call_date(meeting_date: date, clause: Notice) -> date:
    """Return the last day on which a meeting of `meeting_date` can be called."""
    return meeting_date - timedelta(days=clause.days + 1)


def earliest_second_date(first: date, clause: Quorum) -> date | None:
    """Return the first day of the second meeting after one that had no quorum, or None if there is none."""
    return None if clause.second is None else first + timedelta(days=clause.second.after_days)


def supermajority(ratio: int) -> Fraction:
    """Return the share that a majority of `ratio` to 1 is: three to one is three quarters."""
    return Fraction(ratio, ratio + 1)


def _asked(clause: Quorum, *, is_second: bool) -> Amount | None:
    if not is_second or clause.second is None:
        return clause.present
    return clause.second.quorum
