"""The demo organisation's year: decisions adopted, conveyed, read aloud and acknowledged, as the days went by."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TypeVar
from uuid import UUID

from folkmoot.decisions import jobs
from folkmoot.decisions.actions.adopting import adopt_decision
from folkmoot.decisions.actions.amending import draft_amendment
from folkmoot.decisions.actions.attesting import attest_reading, confirm_conveyed
from folkmoot.decisions.actions.conveying import convey_decision
from folkmoot.decisions.actions.drafting import draft_decision
from folkmoot.decisions.intakes import Acknowledgements
from folkmoot.demo.organisation import Organisation
from folkmoot.demo.papers import PAPERS, Paper, body_text
from folkmoot.demo.telling import tell as tell_news
from folkmoot.kernel.batches import batched
from folkmoot.live.interfaces import Arrival
from folkmoot.people.models import Membership, Person
from folkmoot.units.models import Unit

Item = TypeVar("Item")

# Days after conveying on which receipts come in, and the part of all that came by then.
WAVES = ((1, 0.35), (4, 0.65), (11, 0.9), (28, 1.0))
DEADLINES = {"region": 7, "district": 14, "cooperative": 30}
BATCH = 500
ATTESTED, PRESENT = 0.25, 0.6


@dataclass(frozen=True)
class Conveyed:
    """A paper on its way."""

    paper: Paper
    decision_id: UUID
    audience: Unit
    at: datetime


def live(organisation: Organisation, *, now: datetime, tell: Callable[[str], None]) -> None:
    """Let the year pass: every paper in its turn, then the waves of all of them in the order of days.

    `tell` is told each month that comes.
    """
    events: list[tuple[datetime, Callable[[], object]]] = []
    made = organisation.papers
    for paper in PAPERS:
        conveyed = convey(organisation, paper, made, at=now - timedelta(days=paper.days_ago))
        made[paper.title] = conveyed.decision_id
        events += _waves(organisation, conveyed, now=now)
    month = ""
    for at, event in sorted(events, key=lambda each: each[0]):
        if month != (month := f"{at:%B %Y}"):
            tell(f"   {month}")
        event()
        _reckon(at)
    tell_news(organisation, made, now=now)
    _reckon(now)


def convey(organisation: Organisation, paper: Paper, made: Mapping[str, UUID], *, at: datetime) -> Conveyed:
    """Write, adopt and convey one paper to all of its body; `made` are those before it, by title."""
    body = Unit.objects.get(code=paper.body)
    by = organisation.officers[f"secretary {body.code}"]
    pk = draft(organisation, paper, made, by=by, at=at - timedelta(hours=5))
    adopted_at = at - timedelta(hours=1)
    today = body.local(adopted_at).date()
    organisation.do(adopt_decision, by=by, at=adopted_at, decision_id=pk, revision=1, adopted_on=today)
    deadlines = [{"kind": kind, "read_by": today + timedelta(days=days)} for kind, days in DEADLINES.items()]
    organisation.do(convey_decision, by=by, at=at, decision_id=pk, unit_id=body.pk, deadlines=deadlines)
    jobs.begin_reckoning_job(at)
    return Conveyed(paper, pk, body, at)


def draft(
    organisation: Organisation, paper: Paper, made: Mapping[str, UUID], *, by: Person, at: datetime
) -> UUID:
    """Write one paper: a text of its own, or what it makes of another's."""
    body = Unit.objects.get(code=paper.body)
    texts = [{"language": "en", "title": paper.title, "body": body_text(paper)}]
    if not paper.amends:
        return organisation.do(draft_decision, by=by, at=at, unit_id=body.pk, texts=texts)
    own = f"1. “{paper.amends}” is changed as marked, from today on.\n"
    return organisation.do(
        draft_amendment,
        by=by,
        at=at,
        unit_id=body.pk,
        target_id=made[paper.amends],
        on_version=1,
        texts=[{"language": "en", "title": paper.title, "body": own}],
        wording=[{"language": "en", "title": paper.amends, "body": body_text(paper)}],
    )


def _waves(
    organisation: Organisation, conveyed: Conveyed, *, now: datetime
) -> Iterator[tuple[datetime, Callable[[], object]]]:
    cells = [cell for cell in organisation.cells if cell.path.startswith(conveyed.audience.path)]
    confirming = _some(organisation, cells, conveyed.paper.conveyed)
    reading = _some(organisation, _members(cells, conveyed.at), conveyed.paper.read)
    before = 0.0
    for days, part in WAVES:
        at = conveyed.at + timedelta(days=days)
        if at < now:
            yield (
                at,
                _wave(
                    organisation,
                    conveyed,
                    _slice(confirming, before, part),
                    _slice(reading, before, part),
                    at,
                ),
            )
        elif before == 0.0:
            yield now, _wave(organisation, conveyed, confirming, reading, now - timedelta(minutes=10))
        before = part


def _wave(
    organisation: Organisation,
    conveyed: Conveyed,
    cells: Sequence[Unit],
    people: Sequence[UUID],
    at: datetime,
) -> Callable[[], None]:
    def happen() -> None:
        _acknowledge(conveyed, people, at=at)
        for cell in cells:
            _confirm(organisation, conveyed, cell, at=at)

    return happen


def _acknowledge(conveyed: Conveyed, people: Sequence[UUID], *, at: datetime) -> None:
    for some in batched(people, BATCH):
        Acknowledgements().enter([Arrival(person, conveyed.decision_id) for person in some], at)


def _confirm(organisation: Organisation, conveyed: Conveyed, cell: Unit, *, at: datetime) -> None:
    by = organisation.officers[f"secretary {cell.code}"]
    given: dict[str, object] = {"decision_id": conveyed.decision_id, "unit_id": cell.pk}
    if organisation.random.random() > ATTESTED:
        organisation.do(confirm_conveyed, by=by, at=at, **given)
        return
    members = list(Membership.objects.current(at).filter(unit=cell).values_list("person", flat=True))
    present = _some(organisation, sorted(members), PRESENT) or members
    organisation.do(attest_reading, by=by, at=at, read_on=cell.local(at).date(), present=present, **given)


def _members(cells: Sequence[Unit], at: datetime) -> list[UUID]:
    homes = Membership.objects.current(at).filter(unit__in=[cell.pk for cell in cells])
    return sorted(homes.values_list("person", flat=True))


def _some(organisation: Organisation, all_of_them: Sequence[Item], share: float) -> list[Item]:
    return organisation.random.sample(all_of_them, round(share * len(all_of_them)))


def _slice(items: Sequence[Item], start: float, end: float) -> Sequence[Item]:
    return items[round(start * len(items)) : round(end * len(items))]


def _reckon(at: datetime) -> None:
    while jobs.freeze_deadlines_job(at):
        pass
    jobs.take_figures_job(at)
