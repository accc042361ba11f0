"""Which of many clauses decides: the closest of one set of bylaws, and of those below the ones that tighten."""

from collections.abc import Iterable

from folkmoot.bylaws.rules.clauses import Provision, Subject, subject_of
from folkmoot.bylaws.rules.kinds import Matter, Meeting
from folkmoot.bylaws.rules.tightening import tightens


def resolved(provisions: Iterable[Provision], subject: Subject, unit_kind: str) -> Provision | None:
    """Return the provision that decides about `subject` in a unit of a kind, or None; all of them hold on the same day.

    Of one set of bylaws it is the one that names the meeting, the matter and the kind of unit most closely. From the top
    down, one below takes its place where it tightens; one that loosens, as the bylaws above may have become stricter
    since, is passed over.
    """
    found: Provision | None = None
    fitting = [each for each in provisions if each.is_for(unit_kind) and _fits(each, subject)]
    for depth in sorted({each.depth for each in fitting}):
        closest = max(
            (each for each in fitting if each.depth == depth), key=lambda each: _closeness(each, unit_kind)
        )
        if found is None or tightens(closest.clause, found.clause):
            found = closest
    return found


def subjects(provisions: Iterable[Provision]) -> list[Subject]:
    """Return what provisions are about, each once, in a fixed order."""
    found = {subject_of(each.clause) for each in provisions}
    return sorted(
        found, key=lambda each: (each.kind, each.meeting, each.matter, each.office, each.every or "")
    )


def _fits(provision: Provision, subject: Subject) -> bool:
    own = subject_of(provision.clause)
    same = (own.kind, own.office, own.every) == (subject.kind, subject.office, subject.every)
    return (
        same and own.meeting in {Meeting.ANY, subject.meeting} and own.matter in {Matter.ANY, subject.matter}
    )


def _closeness(provision: Provision, unit_kind: str) -> tuple[bool, bool, bool, str]:
    own = subject_of(provision.clause)
    return (
        own.matter is not Matter.ANY,
        own.meeting is not Meeting.ANY,
        unit_kind in provision.unit_kinds,
        provision.article,
    )
