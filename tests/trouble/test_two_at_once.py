"""What would go wrong if two did it at the same moment: each test fails when the lock it is about is taken out.

On PostgreSQL the first of two is held in the middle of its transaction while the second comes as far as it can. On
SQLite a transaction that writes is alone from its beginning, and the same has to come out.
"""

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection, connections

from conftest import AT, World, make_unit
from folkmoot.decisions.actions.adopting import adopt_decision
from folkmoot.decisions.actions.attaching import attach_file
from folkmoot.decisions.actions.attesting import confirm_conveyed, withdraw_confirmation
from folkmoot.decisions.actions.receiving import acknowledge_decision
from folkmoot.decisions.actions.sealing import seal_waiting
from folkmoot.decisions.models import ConfirmedCount, Decision, Receipt, ReceiptBatch
from folkmoot.decisions.tests.federation import AT as CONVEYED
from folkmoot.decisions.tests.federation import acknowledge, make_decision, make_federation
from folkmoot.decisions.tests.papers import conveyed, drafted
from folkmoot.documents.actions.taking_in import take_in, token_for
from folkmoot.documents.models import Attachment
from folkmoot.kernel.acts import Actor, Function, Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import Entry
from folkmoot.kernel.relay import chain_waiting
from folkmoot.kernel.signing import HeadLog, Signer
from folkmoot.kernel.verifying import verify
from folkmoot.membership.actions import offices, transferring
from folkmoot.membership.actions.admitting import admit_member
from folkmoot.membership.actions.offices import appoint_officer, relieve_officer
from folkmoot.membership.actions.transferring import transfer_member
from folkmoot.people.models import Account, Membership, Term
from folkmoot.structure.actions.founding import found_unit
from folkmoot.structure.actions.moving import move_unit
from folkmoot.units.models import Unit, UnitKind

pytestmark = pytest.mark.django_db(transaction=True)
SECONDS = 20
SAME_MOMENT = "Somebody else changed the same thing at the same moment. Open the page again and look before you repeat it."
SOON = timedelta(seconds=1)


@contextmanager
def held_at(table: str) -> Iterator[None]:
    """Let nobody write to `table`: who comes there waits in the middle of their transaction."""
    if connection.vendor != "postgresql":
        yield
        return
    holder = connection.copy()
    try:
        holder.set_autocommit(False)
        with holder.cursor() as cursor:
            cursor.execute(f"lock table {table} in share row exclusive mode")
        yield
    finally:
        holder.rollback()
        holder.close()


def wait_until_held(count: int) -> None:
    """Wait until so many transactions wait for a lock, or until it is plain that they do not."""
    if connection.vendor != "postgresql":
        return
    ends = time.monotonic() + SECONDS
    question = "select count(*) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'"
    while time.monotonic() < ends:
        with connection.cursor() as cursor:
            cursor.execute(question)
            if cursor.fetchone() == (count,):
                return
        time.sleep(0.02)
    message = f"{count} transactions should wait by now"
    raise TimeoutError(message)


@contextmanager
def threads() -> Iterator[Callable[[Callable[[], object]], "Future[object]"]]:
    with ThreadPoolExecutor(2) as pool:

        def start(work: Callable[[], object]) -> "Future[object]":
            return pool.submit(_in_a_connection_of_its_own, work)

        yield start


def _in_a_connection_of_its_own(work: Callable[[], object]) -> object:
    assert threading.current_thread() is not threading.main_thread()
    try:
        return work()
    finally:
        connections.close_all()


def two(table: str, first: Callable[[], object], second: Callable[[], object]) -> tuple[object, object]:
    """Do `first` and, while it is held at its first row of `table`, `second`; return what each answered."""
    with threads() as start:
        with held_at(table):
            begun = start(first)
            wait_until_held(1)
            followed = start(second)
            wait_until_held(2)
        return begun.result(SECONDS), followed.result(SECONDS)


def doing(
    function: Function, *, by: Actor, after: timedelta = timedelta(), **given: object
) -> Callable[[], object]:
    act_id = new_id()

    def do() -> object:
        try:
            return run(function, given, act_id=act_id, by=by, at=AT + after, via=Via.WEB)
        except Refused as refusal:
            return str(refusal)

    return do


@pytest.fixture
def deep(world: World) -> World:
    """Return the world with Union > North > Pier > Quay, and South > Marsh; none of them cells."""
    kinds = [
        UnitKind.objects.create(code=code, name=code, plural=code, rank=rank, is_cell=code == "crew")
        for code, rank in (("pier", 11), ("quay", 12), ("crew", 13))
    ]
    world.units["pier"] = make_unit("Pier", kinds[0], world.north)
    world.units["quay"] = make_unit("Quay", kinds[1], world.pier)
    return world


def test_two_relays_give_each_entry_one_place(world: World, tmp_path: Path) -> None:
    signer, heads = Signer.kept_in(tmp_path), HeadLog(tmp_path / "heads.jsonl")
    earlier, later = (
        Entry(id=new_id(), event=name, act="x", act_id=new_id(), via="web", at=AT) for name in "ab"
    )
    later.save(force_insert=True)

    def relay() -> object:
        return chain_waiting(at=AT, signer=signer, heads=heads)

    with threads() as start:
        with held_at("kernel_signedhead"):
            first = start(relay)
            wait_until_held(1)
            if connection.vendor != "postgresql":
                first.result(SECONDS)
            # Its id is the smaller one: it began first and was written last.
            earlier.save(force_insert=True)
            second = start(relay)
            wait_until_held(2)
        assert (first.result(SECONDS), second.result(SECONDS)) == (1, 1)
    assert list(Entry.objects.order_by("position").values_list("event", "position")) == [("b", 1), ("a", 2)]
    assert verify(signer=signer, heads=heads).faults == []


def test_a_unit_founded_below_one_that_is_being_moved_moves_along(deep: World) -> None:
    found = doing(found_unit, by=deep.una, parent_id=deep.quay.pk, kind="crew", name="Crew", code="crew-1")
    move = doing(move_unit, by=deep.una, unit_id=deep.pier.pk, to_parent_id=deep.south.pk)
    crew, _moved = two("units_parentedge", found, move)
    paths = {unit.name: unit.path for unit in Unit.objects.all()}
    assert paths["Pier"].startswith(paths["South"])
    assert paths["Crew"].startswith(paths["Quay"])
    assert paths["Quay"].startswith(paths["Pier"])
    assert Unit.objects.get(pk=crew).parent_id == deep.quay.pk


def test_two_units_founded_below_one_get_two_paths(world: World) -> None:
    first, second = (
        doing(found_unit, by=world.una, parent_id=world.north.pk, kind="local", name=name, code=name)
        for name in ("Dock", "Mill")
    )
    founded = two("units_parentedge", first, second)
    assert set(Unit.objects.filter(name__in=["Dock", "Mill"]).values_list("pk", flat=True)) == set(founded)


def test_a_member_transferred_twice_at_once_ends_in_one_place(world: World) -> None:
    first = doing(transfer_member, by=world.una, person_id=world.cy.pk, to_unit_id=world.harbour.pk)
    second = doing(transfer_member, by=world.una, after=SOON, person_id=world.cy.pk, to_unit_id=world.vale.pk)
    answers = two("kernel_entry", first, second)
    done = [answer for answer in answers if answer == world.cy.pk]
    # Where they are not held, the second may come first, and then the first is refused.
    assert set(answers) <= {world.cy.pk, SAME_MOMENT}
    assert len(done) == 2 or (done and connection.vendor != "postgresql")
    assert Membership.objects.filter(person=world.cy).count() == 1 + len(done)
    assert Membership.objects.filter(person=world.cy, ended_at=None).count() == 1


def test_who_asked_first_and_comes_second_is_refused_in_a_sentence(world: World) -> None:
    first, second = (
        doing(transfer_member, by=world.una, after=after, person_id=world.cy.pk, to_unit_id=unit.pk)
        for after, unit in ((SOON, world.harbour), (timedelta(), world.vale))
    )
    answers = two("kernel_entry", first, second)
    refused = [answer for answer in answers if answer != world.cy.pk]
    # Where they are not held, the one that asked first may also have come first.
    assert refused in ([SAME_MOMENT], [])
    assert refused or connection.vendor != "postgresql"
    assert Membership.objects.filter(person=world.cy).count() == 3 - len(refused)


def test_two_who_enter_one_address_at_once_are_answered_in_a_sentence(world: World) -> None:
    given = {"unit_id": world.hill.pk, "name": "Fay", "email": "fay@example.org"}
    answers = two("kernel_entry", *(doing(admit_member, by=world.una, **given) for _ in range(2)))
    assert [type(answer) for answer in answers].count(str) == 1
    assert Account.objects.filter(email="fay@example.org").count() == 1


def test_two_who_appoint_one_person_at_once_are_answered_in_a_sentence(world: World) -> None:
    given = {"office": "chair", "unit_id": world.south.pk, "person_id": world.cy.pk}
    answers = two("kernel_entry", *(doing(appoint_officer, by=world.una, **given) for _ in range(2)))
    assert "Cy holds this office in South already. Nothing is left to do." in answers
    assert Term.objects.filter(person=world.cy).count() == 1


def test_what_is_acknowledged_during_a_sealing_waits_for_the_next() -> None:
    federation = make_federation()
    decision: Decision = make_decision(federation)
    *most, last = federation.members(federation.cells[0])[:26]
    acknowledge(decision, most, CONVEYED)
    given = {"decision_id": decision.pk}
    with threads() as start:
        with held_at("decisions_receiptbatch"):
            sealing = start(lambda: seal_waiting(CONVEYED))
            wait_until_held(1)
            if connection.vendor != "postgresql":
                sealing.result(SECONDS)
            run(acknowledge_decision, given, act_id=new_id(), by=last, at=CONVEYED, via=Via.WEB)
        assert sealing.result(SECONDS) is True
    batch = ReceiptBatch.objects.get()
    assert (batch.count, Receipt.objects.filter(batch=batch).count()) == (25, 25)


def test_what_was_confirmed_is_withdrawn_once_however_many_press_it_at_once(world: World) -> None:
    decision = conveyed(world)
    given = {"decision_id": decision.pk, "unit_id": world.harbour.pk}
    doing(confirm_conveyed, by=world.bo, **given)()
    answers = two("kernel_entry", *(doing(withdraw_confirmation, by=world.bo, **given) for _each in range(2)))
    assert decision.pk in answers
    assert "Harbour has not confirmed this decision, so there is nothing to withdraw." in answers
    assert list(ConfirmedCount.objects.values_list("cells", flat=True)) == [0]


def test_of_two_last_registrars_who_lay_down_at_once_one_stays(world: World) -> None:
    (first,) = Term.objects.filter(office__code="registrar", unit=world.union)
    second = Term.objects.create(
        office=first.office, unit=world.union, person=world.max, started_at=first.started_at
    )
    answers = two(
        "kernel_entry",
        doing(relieve_officer, by=world.una, term_id=first.pk),
        doing(relieve_officer, by=world.max, term_id=second.pk),
    )
    (sentence,) = [answer for answer in answers if isinstance(answer, str)]
    assert "is the last registrar of Union" in sentence
    assert Term.objects.filter(office__code="registrar", unit=world.union, ended_at=None).count() == 1


@pytest.fixture
def meeting(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Let functions of two modules wait, each at its beginning, until the other is there or plainly will not be."""

    def meet(*places: tuple[object, str]) -> None:
        barrier = threading.Barrier(len(places))

        def waiting(function: Callable[..., object]) -> Callable[..., object]:
            def wait(*args: object, **named: object) -> object:
                with suppress(threading.BrokenBarrierError):
                    barrier.wait(2)
                return function(*args, **named)

            return wait

        for module, name in places:
            monkeypatch.setattr(module, name, waiting(getattr(module, name)))

    return meet


def test_who_is_given_an_office_in_a_cell_while_they_move_to_it_gets_both(
    world: World, meeting: Callable[..., None], caplog
) -> None:
    appoint = doing(
        appoint_officer, by=world.una, office="treasurer", unit_id=world.harbour.pk, person_id=world.cy.pk
    )
    move = doing(transfer_member, by=world.una, person_id=world.cy.pk, to_unit_id=world.harbour.pk)
    meeting((offices, "claim_member"), (transferring, "claim_cell"))
    with threads() as start:
        appointed, moved = (each.result(SECONDS) for each in [start(appoint), start(move)])
    assert (Term.objects.get(person=world.cy).pk, world.cy.pk) == (appointed, moved)
    # One order of locks: neither had to be begun anew.
    assert caplog.records == []


def draft_with(world: World) -> tuple[Decision, str]:
    draft = drafted(world)
    return draft, token_for(take_in([b"Agreed by all.\n"], "notes.txt"), world.max.pk)


def test_of_two_who_attach_the_same_file_the_second_is_told_that_it_hangs_there(
    world: World, settings, tmp_path: Path
) -> None:
    settings.DATA = tmp_path
    draft, upload = draft_with(world)
    attaching = [doing(attach_file, by=world.max, decision_id=draft.pk, upload=upload) for _each in range(2)]
    # Whoever comes first: the one hangs there, and the other is told so.
    hanging, told = sorted(two("documents_attachment", *attaching), key=lambda each: isinstance(each, str))
    assert [hanging] == list(Attachment.objects.values_list("pk", flat=True))
    assert told == "This file hangs here already, as “notes.txt”."


def test_nothing_is_attached_while_it_is_adopted(world: World, settings, tmp_path: Path) -> None:
    settings.DATA = tmp_path
    draft, upload = draft_with(world)
    seen: dict[str, object] = {"revision": 1, "file_digests": [], "adopted_on": AT.date()}
    adopting = doing(adopt_decision, by=world.max, decision_id=draft.pk, **seen)
    attaching = doing(attach_file, by=world.max, decision_id=draft.pk, upload=upload)
    first, second = two("documents_point", adopting, attaching)
    # Whoever comes first, nothing is adopted with a file that nobody saw, and nothing hangs on what was adopted.
    was_adopted = first == draft.pk
    assert Attachment.objects.count() == (0 if was_adopted else 1)
    (sentence,) = [each for each in (first, second) if isinstance(each, str)]
    too_late, not_seen = "Decision 2026/1 was adopted", "A file was attached or removed since"
    assert sentence.startswith(too_late if was_adopted else not_seen)
