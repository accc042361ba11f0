from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import World, make_person
from folkmoot.decisions.actions.conveying import convey_decision
from folkmoot.decisions.actions.repealing import repeal_decision
from folkmoot.decisions.models import Audience, Deadline, Decision, State
from folkmoot.decisions.queries.addressees import addressees_of
from folkmoot.decisions.tests.papers import adopted, conveyed, do, drafted
from folkmoot.kernel.canonical import canonical_json
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import Entry
from folkmoot.people.models import Membership, Office, Person, Term
from folkmoot.units.models import Sector


def narrowed(world: World) -> Decision:
    health = Sector.objects.create(code="health", name="health")
    world.north.sectors.add(health)
    return conveyed(
        world,
        to=world.north,
        kinds=["local"],
        sectors=["health"],
        offices=["secretary"],
        deadlines=[
            {"kind": "region", "read_by": date(2026, 3, 9)},
            {"kind": "local", "read_by": date(2026, 4, 1)},
        ],
    )


def test_conveying_writes_the_audience_its_deadlines_and_the_entry(world: World) -> None:
    decision = narrowed(world)
    assert (decision.state, decision.conveyed_at) == (State.CONVEYED, world.at)
    chosen = addressees_of(decision.audience)
    assert chosen.unit == world.north
    assert [
        [each.code for each in chosen.kinds],
        [each.code for each in chosen.sectors],
        [each.code for each in chosen.offices],
    ] == [["local"], ["health"], ["secretary"]]
    assert list(Deadline.objects.order_by("read_by").values_list("kind__code", "read_by")) == [
        ("region", date(2026, 3, 9)),
        ("local", date(2026, 4, 1)),
    ]
    assert list(Entry.objects.filter(event="DecisionConveyed").values_list("by", "payload")) == [
        (
            world.max.pk,
            canonical_json(
                {
                    "decision_id": decision.pk,
                    "audience_unit_id": world.north.pk,
                    "kinds": ["local"],
                    "sectors": ["health"],
                    "offices": ["secretary"],
                    "deadlines": [["region", "2026-03-09"], ["local", "2026-04-01"]],
                    "rhythm": "usual",
                }
            ),
        )
    ]


def test_an_audience_of_everybody_is_narrowed_by_nothing(world: World) -> None:
    audience = conveyed(world).audience
    assert (audience.narrows_kinds, audience.narrows_sectors, audience.narrows_offices) == (
        False,
        False,
        False,
    )


def test_conveying_writes_the_same_rows_however_many_members_there_are(world: World) -> None:
    statements = []
    for members in (1, 40):
        for _number in range(members):
            person = make_person(f"Member {Person.objects.count()}")
            Membership.objects.create(person=person, unit=world.vale, started_at=world.at)
        decision = adopted(world)
        with CaptureQueriesContext(connection) as asked:
            do(world, convey_decision, by=world.max, decision_id=decision.pk, unit_id=world.union.pk)
        statements.append([query["sql"].split(" ")[0] for query in asked])
    assert statements[0] == statements[1]


@pytest.mark.parametrize(
    ("given", "sentence", "field"),
    [
        ({"kinds": ["guild"]}, "There is no kind of unit called guild", "kinds"),
        ({"sectors": ["space"]}, "There is no sector called space", "sectors"),
        ({"offices": ["jester"]}, "There is no office called jester", "offices"),
        ({"kinds": ["region"]}, "Members have no home in units of the kind region", "kinds"),
        ({"offices": ["treasurer"]}, "Nobody would receive this", "unit_id"),
        (
            {"deadlines": [{"kind": "guild", "read_by": "2026-04-01"}]},
            "no kind of unit called guild",
            "deadlines",
        ),
        (
            {
                "deadlines": [
                    {"kind": "local", "read_by": "2026-04-01"},
                    {"kind": "local", "read_by": "2026-04-02"},
                ]
            },
            "A level has two deadlines",
            "deadlines",
        ),
        (
            {"deadlines": [{"kind": "local", "read_by": "2026-03-02"}]},
            "locals leaves no day to read",
            "deadlines.local",
        ),
        (
            {"deadlines": [{"kind": "local", "read_by": "2026-02-01"}]},
            "locals leaves no day to read",
            "deadlines.local",
        ),
        (
            {
                "deadlines": [
                    {"kind": "local", "read_by": "2026-03-09"},
                    {"kind": "region", "read_by": "2026-03-10"},
                ]
            },
            "The last day for locals is before that for regions",
            "deadlines.local",
        ),
    ],
)
def test_an_audience_or_a_deadline_that_cannot_be_is_refused_in_words(
    world: World, given: dict[str, object], sentence: str, field: str
) -> None:
    decision = adopted(world)
    with pytest.raises(Refused, match=sentence) as refusal:
        do(world, convey_decision, by=world.max, decision_id=decision.pk, unit_id=world.union.pk, **given)
    assert refusal.value.field == field
    decision.refresh_from_db()
    assert decision.state is State.ADOPTED
    assert (Audience.objects.count(), Deadline.objects.count()) == (0, 0)


def test_a_body_conveys_only_to_itself_and_the_open_units_below_it(world: World) -> None:
    decision = adopted(world, by=world.ada, unit=world.north)
    for unit, sentence in (
        (world.south, "There is no such unit, or it was closed"),
        (world.union, "Union is not part of North"),
    ):
        with pytest.raises(Refused, match=sentence):
            do(world, convey_decision, by=world.ada, decision_id=decision.pk, unit_id=unit.pk)
    world.hill.closed_at = world.at
    world.hill.save()
    with pytest.raises(Refused, match="There is no such unit, or it was closed"):
        do(world, convey_decision, by=world.ada, decision_id=decision.pk, unit_id=world.hill.pk)


def test_a_decision_for_nobody_is_refused(world: World) -> None:
    Membership.objects.filter(unit=world.vale).update(ended_at=world.at)
    decision = adopted(world)
    with pytest.raises(Refused, match="Nobody would receive this"):
        do(world, convey_decision, by=world.max, decision_id=decision.pk, unit_id=world.south.pk)


def test_only_an_adopted_decision_that_still_stands_is_conveyed_and_only_once(world: World) -> None:
    over = adopted(world, in_force_to=date(2026, 3, 2))
    repealed = adopted(world)
    do(world, repeal_decision, by=world.max, decision_id=repealed.pk)
    for decision, sentence in (
        (drafted(world), "Adopt it first"),
        (over, "no longer in force"),
        (repealed, "was repealed"),
        (conveyed(world), "was already conveyed"),
    ):
        with pytest.raises(Refused, match=sentence):
            do(world, convey_decision, by=world.max, decision_id=decision.pk, unit_id=world.union.pk)
    assert Audience.objects.count() == 1


@pytest.mark.parametrize("who", ["una", "ada", "bo", "cy", "dee", "stan"])
def test_others_cannot_convey_for_the_union(world: World, who: str) -> None:
    decision = adopted(world)
    with pytest.raises(Refused, match=r"You hold no office|There is no such"):
        do(world, convey_decision, by=getattr(world, who), decision_id=decision.pk, unit_id=world.union.pk)
    assert Audience.objects.count() == 0


def test_an_editor_drafts_but_does_not_adopt_or_convey(world: World) -> None:
    editor = Office.objects.get(code="editor")
    Term.objects.create(
        person=world.cy, office=editor, unit=world.union, started_at=world.at - timedelta(days=1)
    )
    assert drafted(world, by=world.cy).drafted_by_id == world.cy.pk
    with pytest.raises(Refused, match=r"You hold no office|There is no such"):
        adopted(world, by=world.cy)
