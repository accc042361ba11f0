"""A local rule may ask more than the one above it, and never less.

Tighter is what asks more of a unit and those who lead it. So fewer members are enough to demand a meeting where it is
tighter, and offices are held for a shorter time. What cannot be compared for every number of members is no tightening.
"""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from folkmoot.bylaws.rules.amounts import is_never_less
from folkmoot.bylaws.rules.clauses import (
    Clause,
    ExtraordinaryCall,
    Majority,
    OfficeTerm,
    Provision,
    Quorum,
    SecondCall,
    subject_of,
)
from folkmoot.bylaws.rules.kinds import Base, Counted, Every, Kind, Matter, Meeting, Method

# So many whole spans of one kind lie in every span of another, wherever it begins. Weeks lie across the ends of months.
_WITHIN = {
    (Every.MONTH, Every.QUARTER): 3,
    (Every.MONTH, Every.HALF_YEAR): 6,
    (Every.MONTH, Every.YEAR): 12,
    (Every.QUARTER, Every.HALF_YEAR): 2,
    (Every.QUARTER, Every.YEAR): 4,
    (Every.HALF_YEAR, Every.YEAR): 2,
    (Every.WEEK, Every.MONTH): 3,
    (Every.WEEK, Every.QUARTER): 12,
    (Every.WEEK, Every.HALF_YEAR): 25,
    (Every.WEEK, Every.YEAR): 51,
}
# A vote by hands is more than one by acclamation; a roll call names people, and so takes the place of nothing else.
_INSTEAD = {
    Method.ACCLAMATION: {Method.ACCLAMATION, Method.HANDS, Method.SECRET},
    Method.HANDS: {Method.HANDS, Method.SECRET},
    Method.ROLL_CALL: {Method.ROLL_CALL},
    Method.SECRET: {Method.SECRET},
}


def tightens(local: Clause, above: Clause) -> bool:
    """Return whether whoever keeps to `local` always keeps to `above` too, where both are about the same: equal is enough."""
    return local.kind is above.kind and _COMPARED[local.kind](local, above)


def loosened(local: Provision, above: Iterable[Provision]) -> list[Provision]:
    """Return those of `above` that a local provision would loosen for some unit, meeting or matter, the highest first.

    One that never decides where the local one holds, as another of the same bylaws is closer there, is not loosened.
    """
    met = [each for each in above if _is_about_the_same(local, each)]
    deciding = (
        each
        for each in met
        if not any(
            _covers(other, local) and _is_closer(other, each) for other in met if other.depth == each.depth
        )
    )
    found = [each for each in deciding if not tightens(local.clause, each.clause)]
    return sorted(found, key=lambda each: each.depth)


def contradicted(new: Provision, others: Iterable[Provision]) -> Provision | None:
    """Return a provision of the same bylaws that says something else about exactly the same, if there is one."""
    same = (each for each in others if subject_of(each.clause) == subject_of(new.clause))
    return next((each for each in same if _kinds_meet(new, each, exactly=True)), None)


def _is_about_the_same(one: Provision, other: Provision) -> bool:
    first, second = subject_of(one.clause), subject_of(other.clause)
    return (
        first.kind == second.kind
        and _meet(first.meeting, second.meeting, Meeting.ANY)
        and _meet(first.matter, second.matter, Matter.ANY)
        and (first.office, first.every) == (second.office, second.every)
        and _kinds_meet(one, other, exactly=False)
    )


def _covers(other: Provision, local: Provision) -> bool:
    """Return whether `other` is for every meeting, matter and kind of unit that `local` is for."""
    wide, narrow = subject_of(other.clause), subject_of(local.clause)
    has_kinds = not other.unit_kinds or (bool(local.unit_kinds) and local.unit_kinds <= other.unit_kinds)
    return (
        has_kinds
        and wide.meeting in {Meeting.ANY, narrow.meeting}
        and wide.matter in {Matter.ANY, narrow.matter}
    )


def _is_closer(one: Provision, other: Provision) -> bool:
    return _closeness(one) > _closeness(other)


def _closeness(provision: Provision) -> tuple[bool, bool, bool]:
    subject = subject_of(provision.clause)
    return subject.matter is not Matter.ANY, subject.meeting is not Meeting.ANY, bool(provision.unit_kinds)


def _meet(one: Meeting | Matter, other: Meeting | Matter, anything: Meeting | Matter) -> bool:
    return anything in {one, other} or one == other


def _kinds_meet(one: Provision, other: Provision, *, exactly: bool) -> bool:
    if exactly:
        return bool(one.unit_kinds & other.unit_kinds) or one.unit_kinds == other.unit_kinds
    return not one.unit_kinds or not other.unit_kinds or bool(one.unit_kinds & other.unit_kinds)


def _spans_within(every: Every, longer: Every) -> int:
    return 1 if every is longer else _WITHIN.get((every, longer), 0)


def _is_sooner(local: int | None, above: int | None) -> bool:
    return above is None or (local is not None and local <= above)


def _second_tightens(local: SecondCall | None, above: SecondCall | None) -> bool:
    if local is None or above is None:
        return local is None
    if local.after_days < above.after_days:
        return False
    return above.quorum is None or (local.quorum is not None and is_never_less(local.quorum, above.quorum))


def _majority_tightens(local: Majority, above: Majority) -> bool:
    """Return whether every count that carries a motion by `local` carries it by `above`."""
    is_as_much = (local.share, local.more_than) >= (above.share, above.more_than)
    return is_as_much and all(
        _counts(local, who) or not _counts(above, who) for who in ("absent", "silent", "abstained", "invalid")
    )


def _counts(clause: Majority, who: str) -> bool:
    """Return whether a clause reckons those among whom a majority is asked to include `who` did not vote for or against."""
    if clause.of is Base.MEMBERS:
        return True
    if clause.of is Base.PRESENT:
        return who != "absent"
    return {"abstained": clause.abstentions_count, "invalid": clause.invalid_count}.get(who, False)


def _frequency_tightens(local: Any, above: Any) -> bool:  # noqa: ANN401  -- of meetings and of visits
    return bool(local.times * _spans_within(local.every, above.every) >= above.times)


def _call_tightens(local: ExtraordinaryCall, above: ExtraordinaryCall) -> bool:
    return is_never_less(above.members, local.members) and _is_sooner(local.within_days, above.within_days)


def _quorum_tightens(local: Quorum, above: Quorum) -> bool:
    # Whoever votes in favour votes, and whoever votes is present.
    stricter = list(Counted)
    return (
        is_never_less(local.present, above.present)
        and _second_tightens(local.second, above.second)
        and stricter.index(local.counted) >= stricter.index(above.counted)
    )


def _term_tightens(local: OfficeTerm, above: OfficeTerm) -> bool:
    return local.months <= above.months and _is_sooner(local.most_terms, above.most_terms)


def _span_tightens(local: Any, above: Any) -> bool:  # noqa: ANN401  -- of discussions and of votes
    return bool(local.days >= above.days and local.days - local.vary_by >= above.days - above.vary_by)


_COMPARED: Mapping[Kind, Callable[[Any, Any], bool]] = {
    Kind.FREQUENCY: _frequency_tightens,
    Kind.VISITS: _frequency_tightens,
    Kind.NOTICE: lambda local, above: local.days >= above.days,
    Kind.CALL: _call_tightens,
    Kind.QUORUM: _quorum_tightens,
    Kind.MAJORITY: _majority_tightens,
    Kind.BALLOT: lambda local, above: local.method in _INSTEAD[above.method],
    Kind.TERM: _term_tightens,
    Kind.READING: lambda local, above: local.days <= above.days,
    Kind.REPORTING: lambda local, above: local.days <= above.days,
    Kind.ANSWERING: lambda local, above: local.days <= above.days,
    Kind.DISCUSSION: _span_tightens,
    Kind.VOTING: _span_tightens,
    Kind.PREPARATION: lambda local, above: local.months >= above.months,
    Kind.SPONSORS: lambda local, above: is_never_less(local.members, above.members),
    Kind.CONGRESS: lambda local, above: local.years <= above.years,
    Kind.MINUTES: lambda _local, _above: True,
}
