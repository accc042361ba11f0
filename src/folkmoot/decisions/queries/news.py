"""What is new for many people at once: for digests, which count it and say no more."""

from collections.abc import Collection, Iterator, Mapping
from datetime import datetime
from uuid import UUID

from folkmoot.decisions.models import Audience, Receipt, Relation
from folkmoot.decisions.queries.audiences import lines_of
from folkmoot.decisions.queries.standings import Conveyed, conveyed_in_force, is_addressed_now, stays_of


def count_new(since: Mapping[UUID, datetime], until: datetime) -> dict[UUID, int]:
    """Return how many texts wait for each person, of which something was conveyed after their own moment and by `until`.

    What they acknowledged does not wait, and a decision and the amendments that are read with it are one text. Two
    questions where nothing was conveyed, at most ten else, however many people.
    """
    lines = lines_of(since, until)
    conveyed = _conveyed_to(lines, min(since.values(), default=until), until)
    if not conveyed:
        return {}
    stays = stays_of(since, conveyed.values(), at=until)
    received = _received(since, conveyed)
    texts = _texts_of(conveyed)
    return {
        person: len(
            {
                texts.get(decision_id, decision_id)
                for decision_id, decision in _above(lines.get(person, frozenset()), conveyed)
                if decision.conveyed_at > moment
                and (decision_id, person) not in received
                and is_addressed_now(stays.get(person, ()), decision, at=until)
            }
        )
        for person, moment in since.items()
    }


def _conveyed_to(
    lines: Mapping[UUID, frozenset[str]], since: datetime, until: datetime
) -> dict[UUID, Conveyed]:
    every_line = frozenset().union(*lines.values())
    late = Audience.objects.filter(
        unit__path__in=every_line, decision__conveyed_at__gt=since, decision__conveyed_at__lte=until
    )
    ids = list(late.values_list("decision", flat=True))
    return conveyed_in_force(ids, at=until) if ids else {}


def _above(line: frozenset[str], conveyed: Mapping[UUID, Conveyed]) -> Iterator[tuple[UUID, Conveyed]]:
    # Most of what is new for the others of a batch was conveyed elsewhere in the tree.
    return ((pk, each) for pk, each in conveyed.items() if each.audience.unit_path in line)


def _texts_of(conveyed: Collection[UUID]) -> dict[UUID, UUID]:
    """Return, by amendment, the decision with whose text it is read, or will be once it is in force."""
    amendments = Relation.objects.filter(shares_audience=True, decision__in=conveyed)
    return dict(amendments.values_list("decision", "target"))


def _received(people: Collection[UUID], conveyed: Collection[UUID]) -> set[tuple[UUID, UUID]]:
    rows = Receipt.objects.filter(decision__in=conveyed, person__in=people)
    return set(rows.values_list("decision", "person"))
