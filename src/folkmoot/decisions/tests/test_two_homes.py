"""People who are at home in the organisation itself and in an affiliated one find a decision once, and count once."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from itertools import product
from random import Random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import START, make_unit
from folkmoot.accounts.queries.homes import homes_of
from folkmoot.decisions.actions.attesting import attest_reading
from folkmoot.decisions.actions.reckoning import begin
from folkmoot.decisions.models import Audience, Deadline, Decision, ReachState, Receipt
from folkmoot.decisions.queries.addressing import count_people
from folkmoot.decisions.queries.audiences import standings
from folkmoot.decisions.queries.belonging import counted_elsewhere
from folkmoot.decisions.queries.cells import ASKED, are_named, cell_reach, reading_page
from folkmoot.decisions.queries.counting import (
    addressed_when_conveyed,
    changed_between,
    changed_since,
    made,
    made_before,
    rule_of,
)
from folkmoot.decisions.queries.days import days_of
from folkmoot.decisions.queries.first_screens import Addressed, member_screen
from folkmoot.decisions.queries.news import count_new
from folkmoot.decisions.queries.reach import members_not_reached, quarters_in
from folkmoot.decisions.queries.standings import is_addressed_now, stays_of
from folkmoot.decisions.rules import audience as rules
from folkmoot.decisions.rules.quarters import Quarter
from folkmoot.decisions.tests.federation import (
    AT,
    DAY,
    MINUTES,
    Federation,
    acknowledge,
    make_decision,
    make_federation,
)
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.membership.actions.admitting import readmit_member
from folkmoot.membership.actions.ending import end_membership
from folkmoot.membership.actions.offering import accept_membership, offer_membership
from folkmoot.membership.actions.transferring import transfer_member
from folkmoot.membership.tests.recounting import recount_members
from folkmoot.people.models import Membership, Office, Person, Term
from folkmoot.structure.models import Affiliation
from folkmoot.units.models import Unit, UnitKind

KINDS = UnitKind.objects


@pytest.fixture
def federation(db: None) -> Federation:
    """The federation, with a youth league of two cells: of East 0's forty, the first eight belong to its first cell as well."""
    made = make_federation()
    league = make_unit("League", KINDS.get(code="district"), Unit.objects.get(pk=made.top.pk))
    cells = [make_unit(f"League {number}", KINDS.get(code="cell"), league) for number in range(2)]
    Affiliation.objects.create(unit=league, admits="anybody", affiliated_at=START)
    for person in made.members(made.cells[0])[:8]:
        Membership.objects.create(person=person, unit=cells[0], circle=league, started_at=START)
    for number in range(6):
        name = f"Young-{number}"
        person = Person.objects.create(name=name, sort_name=name, search_name=name, created_at=START)
        Membership.objects.create(person=person, unit=cells[0], circle=league, started_at=START)
    recount_members()
    made.districts.append(league)
    made.cells += cells
    return made


@pytest.fixture
def decision(federation: Federation) -> Decision:
    return make_decision(federation)


def both(federation: Federation) -> list[Person]:
    return federation.members(federation.cells[0])[:8]


def young(federation: Federation) -> list[Person]:
    return [each for each in federation.members(federation.cells[-2]) if each.name.startswith("Young")]


def waiting(person: Person) -> list[Addressed]:
    at = AT + DAY
    stands = standings(person, at=at)
    screen = member_screen(person, homes_of(person, at=at), standings=stands, at=at, most=20)
    return [each for each in screen.addressed if each.acknowledged_at is None]


def test_a_decision_for_all_is_found_once_and_counts_once_in_the_organisation_itself(
    federation: Federation, decision: Decision
) -> None:
    person = both(federation)[0]
    assert [each.decision for each in waiting(person)] == [decision]
    acknowledge(decision, [person])
    assert [row.origin for row in Receipt.objects.filter(person=person)] == [federation.cells[0]]
    assert waiting(person) == []
    assert made(decision) == Counter({federation.cells[0].pk: 1})


def test_a_decision_of_the_league_counts_where_they_are_at_home_in_it(federation: Federation) -> None:
    decision = make_decision(federation)
    Audience.objects.filter(decision=decision).update(unit=federation.districts[-1])
    person = both(federation)[0]
    acknowledge(decision, [person])
    assert [row.origin for row in Receipt.objects.filter(person=person)] == [federation.cells[-2]]


def test_everybody_addressed_is_counted_once_when_it_is_conveyed(
    federation: Federation, decision: Decision
) -> None:
    addressed = addressed_when_conveyed(rule_of(decision))
    assert (addressed[federation.cells[0].pk], addressed[federation.cells[-2].pk]) == (40, 6)
    assert sum(addressed.values()) == 246 + 6
    assert count_people(rule_of(decision).audience, at=AT) == 246 + 6


def test_a_digest_says_it_once(federation: Federation, decision: Decision) -> None:
    person = both(federation)[0]
    assert count_new({person.pk: AT - DAY}, AT + DAY) == {person.pk: 1}


def test_a_calendar_has_one_day_for_it(federation: Federation, decision: Decision) -> None:
    group = KINDS.create(code="group", name="group", plural="groups", rank=9, is_cell=True)
    Unit.objects.filter(pk=federation.cells[-2].pk).update(kind=group)
    first = AT.date() + timedelta(days=5)
    Deadline.objects.create(decision=decision, kind=federation.cells[0].kind, read_by=first + DAY)
    Deadline.objects.create(decision=decision, kind=group, read_by=first)
    person = both(federation)[0]
    assert [each.on for each in days_of(person, AT + DAY)] == [first]
    assert [each.deadline and each.deadline.date() for each in waiting(person)] == [first]


def recounted(decision: Decision, at: datetime) -> tuple[Counter[Any], Counter[Any]]:
    """Who counts where, and who of them is addressed no more: from every place of everybody, one person at a time."""
    conveyed = rule_of(decision)
    everybody = list(Person.objects.values_list("pk", flat=True))
    reached: Counter[Any] = Counter()
    left: Counter[Any] = Counter()
    paths = dict(Unit.objects.values_list("path", "pk"))
    for stays in stays_of(everybody, [conveyed], at=at).values():
        origin = rules.origin_of(stays, conveyed.audience, conveyed_at=conveyed.conveyed_at)
        if origin:
            reached[paths[origin]] += 1
            left[paths[origin]] += not is_addressed_now(stays, conveyed, at=at)
    return reached, +left


def test_what_is_carried_on_equals_what_is_recounted_for_people_of_two_homes(
    federation: Federation, decision: Decision
) -> None:
    random = Random(11)  # noqa: S311  -- the same walk at every run, nothing secret
    when_conveyed = addressed_when_conveyed(rule_of(decision))
    people = [*both(federation), *young(federation), *federation.members(federation.cells[3])[:6]]
    halfway = None
    for step in range(60):
        at, person = AT + timedelta(minutes=20 * (step + 1)), random.choice(people)
        live(federation, decision, person, random, at)
        if step == 30:
            halfway = at + MINUTES
    end = AT + 3 * DAY
    assert halfway is not None
    assert +made(decision) == made_before(decision, end)
    conveyed = rule_of(decision)
    whole = changed_since(conveyed, at=end)
    first = changed_between(conveyed, since=AT, at=halfway)
    second = changed_between(conveyed, since=halfway, at=end)
    assert added(first.came, second.came) == nonzero(whole.came)
    assert added(first.left, second.left) == nonzero(whole.left)
    reached, left = recounted(decision, end)
    assert added(when_conveyed, whole.came) == nonzero(reached)
    assert nonzero(whole.left) == nonzero(left)
    assert len({*whole.left}) > 2


def live(federation: Federation, decision: Decision, person: Person, random: Random, at: datetime) -> None:
    homes = {each.circle_id: each.unit for each in Membership.objects.open().filter(person=person)}
    kind = random.choice(["acknowledge", "come", "come", "go", "move"])
    league = federation.districts[-1].pk
    if kind == "acknowledge" and homes:
        acknowledge(decision, [person], at)
    elif kind == "come" and len(homes) < 2:
        cells = federation.cells[:3] if league in homes else federation.cells[-2:]
        cell = random.choice(cells)
        come(federation, person, cell, at)
    elif kind == "go" and homes:
        act(
            federation,
            end_membership,
            at,
            person_id=person.pk,
            unit_id=random.choice(list(homes.values())).pk,
        )
    elif kind == "move" and homes:
        circle, home = random.choice(list(homes.items()))
        cells = [each for each in (federation.cells[-2:] if circle else federation.cells[:6]) if each != home]
        act(federation, transfer_member, at, person_id=person.pk, to_unit_id=random.choice(cells).pk)


def come(federation: Federation, person: Person, cell: Unit, at: datetime) -> None:
    """Whoever is at home elsewhere is offered it, and accepts."""
    given = {"person_id": person.pk, "unit_id": cell.pk}
    if not Membership.objects.open().filter(person=person).exists():
        act(federation, readmit_member, at, **given)
        return
    offer = run(offer_membership, given, act_id=new_id(), by=federation.rita, at=at, via=Via.WEB)
    run(accept_membership, {"offer_id": offer}, act_id=new_id(), by=person, at=at, via=Via.WEB)


def act(federation: Federation, function, at: datetime, **given_) -> None:
    run(function, given_, act_id=new_id(), by=federation.rita, at=at, via=Via.WEB)


def added(*parts: Iterable[Any]) -> dict[Any, int]:
    total: Counter[Any] = Counter()
    for part in parts:
        total.update(part)
    return nonzero(total)


def nonzero(counts) -> dict[Any, int]:
    return {unit: count for unit, count in counts.items() if count}


def test_an_earlier_day_of_admission_moves_nobodys_origin(federation: Federation, decision: Decision) -> None:
    person = young(federation)[0]
    acknowledge(decision, [person], AT + MINUTES)
    Membership.objects.create(
        person=person, unit=federation.cells[0], started_at=AT - 9 * DAY, entered_at=AT + DAY
    )
    stays = stays_of([person.pk], [rule_of(decision)], at=AT + 2 * DAY)[person.pk]
    origin = rules.origin_of(stays, rule_of(decision).audience, conveyed_at=AT)
    assert origin == Unit.objects.get(pk=federation.cells[-2].pk).path


def secretary_of_both(federation: Federation) -> Person:
    officer = federation.secretaries["East 0"]
    Term.objects.create(
        office=Office.objects.get(code="secretary"),
        unit=federation.cells[-2],
        person=officer,
        started_at=START,
    )
    return officer


def read(federation: Federation, decision: Decision, cell: Unit, at: datetime):
    return reading_page(decision, cell, reader=secretary_of_both(federation), allowed=ASKED, at=at)


def test_whoever_counts_elsewhere_is_named_there_alone(federation: Federation, decision: Decision) -> None:
    league, east = federation.cells[-2], federation.cells[0]
    page = read(federation, decision, league, AT + DAY)
    assert page.not_reached is not None
    assert {each.name for each in page.not_reached} == {each.name for each in young(federation)}
    here = members_not_reached(decision, east, at=AT + DAY)
    assert {each.pk for each in both(federation)} <= {each.pk for each in here}
    # Who is present in the league's cell is marked there all the same.
    assert page.members is not None
    assert (page.newcomers, len(page.members)) == (True, 14)


def test_the_words_of_two_cells_are_about_nobody_in_common(
    federation: Federation, decision: Decision
) -> None:
    """The attack: one secretary of both, who would tell by two words over nearly the same people what one of them did."""
    league, east = federation.cells[-2], federation.cells[0]
    officer = secretary_of_both(federation)
    later = AT + 40 * DAY

    def words() -> list[object]:
        return [told.told for cell in (east, league) for told in cell_reach(cell, officer, at=later)]

    assert words() == [Quarter.NONE, Quarter.NONE]
    acknowledge(decision, both(federation))
    # Eight of fourteen at home there acknowledged, and none of the six who count there.
    assert words() == [Quarter.SOME, Quarter.NONE]
    acknowledge(decision, young(federation)[:4])
    assert words() == [Quarter.SOME, Quarter.MOST]
    for cell, other in ((east, league), (league, east)):
        assert counted_in(decision, cell, later).isdisjoint(counted_in(decision, other, later))


def counted_in(decision: Decision, cell: Unit, at: datetime) -> set[Any]:
    homes = Membership.objects.current(at).filter(unit=cell)
    people = {home.person_id for home in homes}
    return people - counted_elsewhere(people, [decision], homes[0].circle_id, at=at)[decision.pk]


def test_no_member_is_told_apart_by_the_words_of_two_cells(
    federation: Federation, decision: Decision
) -> None:
    # Every way in which three people of both and two of the league alone can have acknowledged: the two words are those of
    # two groups that share nobody, so what one person did shows in one of them at most.
    league, east = federation.cells[-2], federation.cells[0]
    later, tried = AT + 40 * DAY, [*both(federation)[:3], *young(federation)[:2]]
    for done in product([False, True], repeat=len(tried)):
        Receipt.objects.all().delete()
        acknowledge(decision, [person for person, has in zip(tried, done, strict=True) if has])
        told = [
            quarters_in([decision], cell, circle_id=circle, at=later)[decision.pk]
            for cell, circle in ((east, None), (league, federation.districts[-1].pk))
        ]
        assert told == [
            Quarter.SOME if any(done[:3]) else Quarter.NONE,
            Quarter.SOME if any(done[3:]) else Quarter.NONE,
        ]


def test_a_decision_of_the_league_alone_is_said_of_all_who_are_at_home_in_it(federation: Federation) -> None:
    decision = make_decision(federation)
    Audience.objects.filter(decision=decision).update(unit=federation.districts[-1])
    page = read(federation, decision, federation.cells[-2], AT + DAY)
    assert page.not_reached is not None
    assert len(page.not_reached) == 14


def test_who_leaves_the_organisation_does_not_come_into_the_leagues_figures(
    federation: Federation, decision: Decision
) -> None:
    person = both(federation)[1]
    act(federation, end_membership, AT + DAY, person_id=person.pk, unit_id=federation.cells[0].pk)
    people = {person.pk, young(federation)[0].pk}
    found = counted_elsewhere(people, [decision], federation.districts[-1].pk, at=AT + 2 * DAY)
    assert found == {decision.pk: {person.pk}}


def test_whoever_sees_figures_marks_nobody_who_counts_elsewhere(
    federation: Federation, decision: Decision
) -> None:
    league, officer = federation.cells[-2], secretary_of_both(federation)
    assert are_named([young(federation)[0].pk], [decision], league, at=AT + DAY)
    assert not are_named([both(federation)[2].pk], [decision], league, at=AT + DAY)
    Term.objects.create(
        office=Office.objects.get(code="secretary"),
        unit=federation.districts[0],
        person=officer,
        started_at=START,
    )
    given_ = {
        "decision_id": decision.pk, "unit_id": league.pk, "read_on": AT.date(),
        "present": [both(federation)[2].pk],
    }  # fmt: skip
    with pytest.raises(Refused, match="who count in another cell"):
        run(attest_reading, given_, act_id=new_id(), by=officer, at=AT + MINUTES, via=Via.WEB)


def test_the_groups_of_figures_part_everybody(federation: Federation, decision: Decision) -> None:
    # What the argument of 0005 asks for: each person counts in one unit, so in one group.
    state = ReachState.objects.get(decision=decision)
    ReachState.objects.all().delete()
    assert begin(decision, at=AT).addressed == state.addressed
    reached, _left = recounted(decision, AT)
    assert sum(reached.values()) == len(set(Membership.objects.values_list("person", flat=True)))


def test_a_league_costs_the_page_of_a_reading_two_questions(
    federation: Federation, decision: Decision
) -> None:
    def cost(cell: Unit) -> int:
        with CaptureQueriesContext(connection) as asked:
            reading_page(decision, cell, reader=federation.secretaries["East 0"], allowed=ASKED, at=AT + DAY)
        return len(asked)

    secretary_of_both(federation)
    cost(federation.cells[-2])
    assert cost(federation.cells[-2]) - cost(federation.cells[0]) == 2
