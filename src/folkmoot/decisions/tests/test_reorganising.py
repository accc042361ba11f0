"""Figures of decisions that were conveyed before units were merged or split: nothing is lost, and nothing new is told."""

from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest

from folkmoot.decisions.actions.attesting import confirm_conveyed
from folkmoot.decisions.actions.reckoning import advance
from folkmoot.decisions.models import Decision, Figure, ReachCount
from folkmoot.decisions.queries.reach import members_not_reached, quarters_in
from folkmoot.decisions.tests.federation import (
    AT,
    DAY,
    MINUTES,
    Federation,
    acknowledge,
    make_decision,
    make_federation,
    shown,
)
from folkmoot.documents.models import Document
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.membership.actions.counting import refresh_member_totals
from folkmoot.membership.models import MemberTotal
from folkmoot.structure.actions.handing_over import continue_reorganisations
from folkmoot.structure.actions.reorganising import merge_units, split_unit
from folkmoot.units.models import Unit


@pytest.fixture
def federation(db: None) -> Federation:
    return make_federation()


@pytest.fixture
def decision(federation: Federation) -> Decision:
    found = make_decision(federation)
    for cell in federation.cells[:4]:
        acknowledge(found, federation.members(cell)[:30])
    secretary = federation.secretaries["East 0"]
    given = {"decision_id": found.pk, "unit_id": federation.cells[0].pk}
    run(confirm_conveyed, given, act_id=new_id(), by=secretary, at=AT + MINUTES, via=Via.WEB)
    advance(found, at=AT + DAY, publish=True)
    return found


def do(function: object, federation: Federation, *, at: object = AT + DAY + MINUTES, **given: object) -> UUID:
    return run(function, given, act_id=new_id(), by=federation.rita, at=at, via=Via.WEB)  # type: ignore[arg-type]


def carried_out(at: object = AT + DAY + 2 * MINUTES) -> None:
    while continue_reorganisations(at):  # type: ignore[arg-type]
        at += timedelta(seconds=1)  # type: ignore[operator]


def split_east(federation: Federation) -> Unit:
    east, chosen = federation.districts[0], [federation.cells[0].pk, federation.cells[1].pk]
    do(split_unit, federation, unit_id=east.pk, name="Coast", code="coast", members=[], units=chosen)
    carried_out()
    return Unit.objects.get(code="coast")


def public(decision: Decision) -> dict[str, tuple[int, int]]:
    figures = Figure.objects.current().filter(snapshot__decision=decision)
    return {each.unit.name: (each.cells, each.cells_reached) for each in figures.select_related("unit")}


def members(federation: Federation) -> dict[str, int]:
    refresh_member_totals(AT + 2 * DAY)
    return dict(MemberTotal.objects.values_list("unit__name", "members"))


def test_the_sums_of_all_levels_are_the_same_before_and_after_a_split(
    federation: Federation, decision: Decision
) -> None:
    before, counted, receipts = public(decision), members(federation), ReachCount.objects.count()
    split_east(federation)
    advance(decision, at=AT + 2 * DAY, publish=True)
    after, now = public(decision), members(federation)
    assert before["Top"] == after["Top"] == (8, 1)
    assert tuple(map(sum, zip(after["East"], after["Coast"], strict=True))) == before["East"]
    assert (counted["Top"], counted["East"]) == (246, 120)
    assert (now["Top"], now["East"], now["Coast"]) == (246, 40, 80)
    assert ReachCount.objects.count() == receipts


def test_the_sums_of_all_levels_are_the_same_before_and_after_a_merge(
    federation: Federation, decision: Decision
) -> None:
    before, counted = public(decision), members(federation)
    east, west = federation.districts[:2]
    do(merge_units, federation, unit_id=east.pk, into_unit_id=west.pk)
    carried_out()
    advance(decision, at=AT + 2 * DAY, publish=True)
    after, now = public(decision), members(federation)
    assert before["Top"] == after["Top"]
    assert after["West"] == tuple(map(sum, zip(before["East"], before["West"], strict=True)))
    assert after["East"] == (0, 0)
    assert now["West"] == counted["East"] + counted["West"]


def test_receipts_are_counted_where_they_began_whatever_is_merged_or_split(
    federation: Federation, decision: Decision
) -> None:
    before = Counter(dict(ReachCount.objects.values_list("unit__name", "made")))
    private = shown(decision)
    split_east(federation)
    cell, into = federation.cells[3], federation.cells[4]
    do(merge_units, federation, at=AT + DAY + 3 * MINUTES, unit_id=cell.pk, into_unit_id=into.pk)
    carried_out(AT + DAY + 4 * MINUTES)
    advance(decision, at=AT + DAY + 5 * MINUTES, publish=True)
    assert Counter(dict(ReachCount.objects.values_list("unit__name", "made"))) == before
    # The figures that were shown stay as they are, and the new unit has none of its own.
    assert shown(decision) == private | {"Coast": (None, 0)}


def test_nobody_is_told_anything_of_a_member_who_was_split_off(
    federation: Federation, decision: Decision
) -> None:
    cell = federation.cells[0]
    alone = federation.members(cell)[-1]
    word = quarters_in([decision], cell, at=AT + DAY)
    do(split_unit, federation, unit_id=cell.pk, name="Alone", code="alone", members=[alone.pk], units=[])
    advance(decision, at=AT + 2 * DAY, publish=True)
    new = Unit.objects.select_related("kind").get(code="alone")
    assert quarters_in([decision], new, at=AT + 2 * DAY) == {decision.pk: None}
    assert list(members_not_reached(decision, new, at=AT + 2 * DAY)) == []
    assert quarters_in([decision], cell, at=AT + 2 * DAY) == word
    assert not Figure.objects.filter(unit=new).exists()


def test_drafts_go_over_and_what_was_adopted_keeps_its_body_and_number(federation: Federation) -> None:
    cell, into = federation.cells[:2]
    given = {"document": Document.objects.create(created_at=AT), "body": cell, "created_at": AT}
    draft = Decision.objects.create(**given)
    given["document"] = Document.objects.create(created_at=AT)
    adopted = Decision.objects.create(
        **given, number="2026/1", adopted_on=AT.date(), in_force_from=AT, conveyed_at=AT
    )
    do(merge_units, federation, unit_id=cell.pk, into_unit_id=into.pk)
    carried_out()
    draft.refresh_from_db()
    adopted.refresh_from_db()
    assert (draft.body, adopted.body, adopted.number) == (into, cell, "2026/1")


def test_what_was_adopted_and_not_conveyed_is_decided_before_a_merge(federation: Federation) -> None:
    cell, into = federation.cells[:2]
    Decision.objects.create(
        document=Document.objects.create(created_at=AT),
        body=cell,
        created_at=AT,
        number="2026/1",
        adopted_on=AT.date(),
        in_force_from=AT,
    )
    with pytest.raises(Refused, match=r"1 decision of East 0 was adopted and conveyed to nobody\."):
        do(merge_units, federation, unit_id=cell.pk, into_unit_id=into.pk)
