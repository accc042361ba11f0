from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from conftest import World
from folkmoot.bylaws.actions.entering import end_clause
from folkmoot.bylaws.actions.standing import tell
from folkmoot.bylaws.models import Provision, Standing, Sweep, UnitStanding
from folkmoot.bylaws.queries.facts import readings_known, readings_known_in, terms_known, terms_known_in
from folkmoot.bylaws.queries.standings import Teller
from folkmoot.bylaws.rules.standing import window_around
from folkmoot.bylaws.tests.keeping import added_up, figures, from_scratch, keep, kept
from folkmoot.bylaws.tests.papers import MONTHLY, bylaws, entered
from folkmoot.decisions.actions.attesting import confirm_conveyed, withdraw_confirmation
from folkmoot.decisions.actions.repealing import repeal_decision
from folkmoot.decisions.models import Decision
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.kernel.errors import Refused
from folkmoot.meetings.actions.calling import cancel_meeting
from folkmoot.meetings.actions.closing import close_without_quorum
from folkmoot.meetings.actions.opening import open_meeting
from folkmoot.meetings.models import Meeting
from folkmoot.meetings.queries.facts import meetings_known, meetings_known_in
from folkmoot.meetings.tests.held import SECOND, joined
from folkmoot.meetings.tests.meetings import called
from folkmoot.membership.actions.offices import appoint_officer, relieve_officer
from folkmoot.people.models import Term
from folkmoot.structure.actions.closing import close_unit
from folkmoot.structure.actions.founding import found_unit
from folkmoot.structure.actions.moving import move_unit
from folkmoot.units.models import Unit

READING = {"kind": "reading", "days": 14}
CHAIR = {"kind": "term", "office": "chair", "months": 3}
TWICE = MONTHLY | {"times": 2}


def states(world, unit):
    """What is kept of a unit: by article, whether it is late, has something to do, or is in order."""
    rows = Standing.objects.filter(unit=unit).select_related("provision").order_by("provision__article")
    return [(row.provision.article, _state(row, world.at)) for row in rows]


def _state(row, at):
    if row.late_at is not None and row.late_at <= at:
        return "late"
    return "due" if row.due_at is not None and row.due_at <= at else "in order"


def test_a_unit_becomes_late_by_time_alone_and_no_row_is_written_for_it(world: World) -> None:
    entered(world, bylaws(world), "2.1", MONTHLY | {"kind": "frequency"}, unit_kinds=["local"])
    keep(world)
    # Entered on 2 March: April is the first whole month.
    assert states(world, world.harbour) == [("2.1", "in order")]
    before = kept()
    for days, state in ((31, "due"), (59, "due"), (60, "late")):
        world.at = datetime(2026, 3, 2, 18, 30, tzinfo=UTC) + timedelta(days=days)
        assert states(world, world.harbour) == [("2.1", state)]
        keep(world)
        assert kept() == before
    assert figures()[world.north.pk] == {
        key: {"local": [2, 0, 2]} for key in ("", str(Provision.objects.get().pk))
    }
    called(world, day=(world.at + timedelta(days=5)).date())
    keep(world)
    assert states(world, world.harbour) == [("2.1", "late")]
    world.at += timedelta(days=5)
    keep(world)
    assert states(world, world.harbour) == [("2.1", "in order")]
    assert figures()[world.north.pk][""] == {"local": [2, 0, 1]}


def test_a_meeting_without_a_quorum_was_not_held(world: World) -> None:
    decision = bylaws(world)
    entered(world, decision, "2.1", MONTHLY | {"kind": "frequency"}, unit_kinds=["local"])
    entered(world, decision, "2.2", SECOND)
    joined(world, 10)
    world.at = datetime(2026, 4, 1, 9, tzinfo=UTC)
    meeting = called(world, day=date(2026, 4, 17))
    keep(world)
    world.at = datetime(2026, 4, 17, 18, tzinfo=UTC)
    assert states(world, world.harbour) == [("2.1", "in order")]
    given = {"meeting_id": meeting.pk, "chair_id": world.eve.pk, "minute_taker_id": world.bo.pk}
    do(world, open_meeting, by=world.bo, **given)
    do(world, close_without_quorum, by=world.bo, meeting_id=meeting.pk)
    keep(world)
    assert (states(world, world.harbour), kept()) == ([("2.1", "due")], from_scratch(world))


def test_an_event_tells_one_unit_anew_and_a_clause_all_below_its_body(world: World) -> None:
    decision = bylaws(world)
    entered(world, decision, "2.1", READING)
    conveyed(world)
    keep(world)
    assert {each: states(world, world.units[each]) for each in ("harbour", "hill", "vale", "north")} == {
        "harbour": [("2.1", "due")], "hill": [("2.1", "due")], "vale": [("2.1", "due")], "north": [],
    }  # fmt: skip
    (sent,) = Decision.objects.conveyed()
    do(world, confirm_conveyed, by=world.bo, decision_id=sent.pk, unit_id=world.harbour.pk)
    keep(world)
    assert states(world, world.harbour) == [("2.1", "in order")]
    assert not Sweep.objects.exists()
    world.at += timedelta(days=1)
    do(world, end_clause, by=world.max, provision_id=Provision.objects.get().pk)
    keep(world)
    # What was conveyed under it is to be read under it.
    world.at += timedelta(days=20)
    assert (states(world, world.hill), kept()) == ([("2.1", "late")], from_scratch(world))


def test_where_no_bylaws_ask_anything_nothing_is_kept(world: World) -> None:
    called(world)
    conveyed(world)
    keep(world)
    assert (kept(), UnitStanding.objects.count(), Sweep.objects.count()) == (({}, {}), 0, 0)


def test_many_are_told_the_same_as_each_by_itself(world: World) -> None:
    called(world)
    called(world, unit=world.north, by=world.ada, kind="review")
    first = conveyed(world)
    conveyed(world, to=world.north, by=world.max)
    conveyed(world, offices=["secretary"])
    do(world, confirm_conveyed, by=world.bo, decision_id=first.pk, unit_id=world.harbour.pk)
    units = list(Unit.objects.select_related("kind").in_order())
    period = window_around(world.at.date())
    for one, many in (
        (readings_known, readings_known_in), (terms_known, terms_known_in), (meetings_known, meetings_known_in),
    ):  # fmt: skip
        found = many(units, period, world.at)
        for unit in units:
            single = one(unit, period, world.at)
            told = found.get(unit.pk)
            assert sorted(map(repr, single.decisions)) == sorted(map(repr, told.decisions if told else ()))
            assert list(single.terms) == list(told.terms if told else ())
            assert list(single.meetings) == list(told.meetings if told else ())


@pytest.mark.parametrize("count", [1, 3])
def test_units_are_told_by_the_same_questions_however_many_they_are(
    world: World, count: int, django_assert_max_num_queries
) -> None:
    entered(world, bylaws(world), "2.1", READING)
    conveyed(world)
    units = list(Unit.objects.cells().select_related("kind").in_order()[:count])
    with django_assert_max_num_queries(18):
        assert tell(units, Teller(world.at)) == count


# What can happen: each by somebody who may, refused where it does not fit just then.
PLACES = st.sampled_from(["harbour", "hill", "north", "vale"])
STEPS = st.one_of(
    st.tuples(st.just("call"), PLACES, st.integers(0, 90)),
    st.tuples(st.just("cancel"), PLACES, st.just(0)),
    st.tuples(st.just("convey"), st.sampled_from(["union", "north", "hill"]), st.just(0)),
    st.tuples(st.just("confirm"), PLACES, st.integers(0, 2)),
    st.tuples(st.just("withdraw"), PLACES, st.integers(0, 2)),
    st.tuples(st.just("repeal"), st.just("union"), st.integers(0, 3)),
    st.tuples(st.just("clause"), st.just("union"), st.integers(0, 3)),
    st.tuples(st.just("tighten"), st.just("north"), st.just(0)),
    st.tuples(st.just("end"), st.just("union"), st.integers(0, 3)),
    st.tuples(st.just("move"), st.sampled_from(["harbour", "hill", "vale"]), st.integers(0, 1)),
    st.tuples(st.just("found"), st.sampled_from(["north", "south"]), st.just(0)),
    st.tuples(st.just("close"), st.just("union"), st.just(0)),
    st.tuples(st.just("appoint"), PLACES, st.just(0)),
    st.tuples(st.just("relieve"), PLACES, st.just(0)),
    st.tuples(st.just("days"), st.just("union"), st.integers(1, 70)),
    st.tuples(st.just("keep"), st.just("union"), st.just(0)),
)


class History:
    """Things that happen in the world, one after the other."""

    def __init__(self, world: World) -> None:
        self.world, self.number = world, 0
        self.decision = bylaws(world)
        self.local = bylaws(world, unit=world.north, by=world.ada)
        for name, person in (("hill", "cy"), ("vale", "dee")):
            self._do(
                appoint_officer,
                office="secretary",
                unit_id=world.units[name].pk,
                person_id=world.people[person].pk,
            )

    def step(self, what: str, name: str, number: int) -> None:
        try:
            getattr(self, f"_{what}")(self.world.units[name], number)
        except Refused:
            return

    def begin(self) -> None:
        """Let clauses hold for long enough that units are late, with a local one that asks more, and keep what follows."""
        for number in range(3):
            self._clause(None, number)
        self._tighten(None, 0)
        self._days(None, 70)
        keep(self.world)

    def _by(self, unit):
        return {"harbour": "bo", "hill": "cy", "vale": "dee", "north": "ada", "union": "max"}[unit.code]

    def _do(self, act, *, by="una", **given):
        return do(self.world, act, by=self.world.people[by], **given)

    def _call(self, unit, days):
        day = (self.world.at + timedelta(days=days + 1)).date()
        called(self.world, unit=unit, by=self.world.people[self._by(unit)], day=day)

    def _cancel(self, unit, _number):
        last = Meeting.objects.standing().filter(unit=unit).order_by("begins_at").last()
        if last:
            self._do(cancel_meeting, by=self._by(unit), meeting_id=last.pk, reason="A storm.")

    def _convey(self, unit, _number):
        conveyed(self.world, to=unit)

    def _sent(self, number):
        return Decision.objects.conveyed().order_by("conveyed_at", "pk")[number : number + 1]

    def _confirm(self, unit, number):
        for each in self._sent(number):
            self._do(confirm_conveyed, by=self._by(unit), decision_id=each.pk, unit_id=unit.pk)

    def _withdraw(self, unit, number):
        for each in self._sent(number):
            self._do(withdraw_confirmation, by=self._by(unit), decision_id=each.pk, unit_id=unit.pk)

    def _repeal(self, _unit, number):
        for each in Decision.objects.order_by("adopted_on", "pk")[number : number + 1]:
            self._do(
                repeal_decision,
                by="max" if each.body_id == self.world.union.pk else "ada",
                decision_id=each.pk,
            )

    def _clause(self, _unit, number):
        clause = (MONTHLY, READING, CHAIR, MONTHLY | {"meeting": "review", "every": "quarter"})[number]
        kinds = ["local"] if number in {0, 1} else []
        entered(self.world, self.decision, "2.1", clause, unit_kinds=kinds)

    def _tighten(self, _unit, _number):
        entered(self.world, self.local, "2.1", TWICE, by=self.world.ada, unit_kinds=["local"])

    def _end(self, _unit, number):
        for each in Provision.objects.order_by("pk")[number : number + 1]:
            by = "max" if each.body_id == self.world.union.pk else "ada"
            self._do(end_clause, by=by, provision_id=each.pk)

    def _move(self, unit, number):
        self._do(move_unit, unit_id=unit.pk, to_parent_id=self.world.units[("north", "south")[number]].pk)

    def _found(self, unit, _number):
        self.number += 1
        self._do(
            found_unit, parent_id=unit.pk, kind="local", name=f"New {self.number}", code=f"new-{self.number}"
        )

    def _close(self, _unit, _number):
        for each in Unit.objects.open().filter(code=f"new-{self.number}"):
            self._do(close_unit, unit_id=each.pk)

    def _appoint(self, unit, _number):
        person = self.world.people[self._by(unit)]
        self._do(appoint_officer, office="chair", unit_id=unit.pk, person_id=person.pk)

    def _relieve(self, unit, _number):
        for each in Term.objects.current(self.world.at).filter(unit=unit, office__code="chair")[:1]:
            self._do(relieve_officer, term_id=each.pk)

    def _days(self, _unit, number):
        self.world.at += timedelta(days=number)

    def _keep(self, _unit, _number):
        keep(self.world)


@pytest.fixture
def history(world: World) -> History:
    history = History(world)
    history.begin()
    return history


# One after the other: all but a few change where somebody stands.
HAPPENED = [
    ("call", "harbour", 1),
    ("call", "harbour", 2),
    ("days", "union", 4),
    ("call", "harbour", 30),
    ("call", "harbour", 31),
    ("cancel", "harbour", 0),
    ("convey", "union", 0),
    ("confirm", "harbour", 0),
    ("withdraw", "harbour", 0),
    ("move", "harbour", 1),
    ("move", "harbour", 0),
    ("found", "north", 0),
    ("close", "union", 0),
    ("appoint", "hill", 0),
    ("relieve", "hill", 0),
    ("end", "union", 0),
    ("clause", "union", 3),
    ("repeal", "union", 2),
]
# Of two meetings that are asked the first changes nothing, nor what is planned until its day has come.
UNCHANGED = [("call", "harbour", 1), ("call", "harbour", 2), ("call", "harbour", 30)]


def test_each_thing_that_happens_is_told_where_it_matters(world: World, history: History) -> None:
    told = []
    for step in HAPPENED:
        before = kept()
        history.step(*step)
        keep(world)
        assert (step, kept(), figures()) == (step, from_scratch(world), added_up(world))
        told.append((step, kept() != before))
    assert [step for step, is_other in told if not is_other] == UNCHANGED


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEPS, min_size=3, max_size=12))
def test_what_is_kept_is_what_would_be_told_from_scratch_whatever_happened(
    world: World, history: History, steps
) -> None:
    before, began = transaction.savepoint(), world.at
    for step in steps:
        history.step(*step)
    keep(world)
    assert kept() == from_scratch(world)
    assert figures() == added_up(world)
    transaction.savepoint_rollback(before)
    world.at = began
