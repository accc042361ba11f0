import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import transaction

from conftest import START, give_passkey
from folkmoot.consultations.actions.counting import count_opinions, sealed_figures
from folkmoot.consultations.actions.opening import open_consultation
from folkmoot.consultations.actions.opining import give_opinion, withdraw_opinion
from folkmoot.consultations.holdings import KEEPINGS, erase, opinions_left, opinions_over
from folkmoot.consultations.jobs import count_opinions_job
from folkmoot.consultations.models import Consultation, GivenOpinion, OpinionFigure
from folkmoot.decisions.actions.drafting import draft_decision
from folkmoot.decisions.tests.federation import AT, Federation, make_federation
from folkmoot.kernel.acts import Function, Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import Entry
from folkmoot.people.models import Account, Membership, Office, Person, Term
from folkmoot.structure.tests.acting import events

LAST_ON = date(2026, 3, 16)
AFTER = AT + timedelta(days=20)
(OPINIONS,) = (each.clock for each in KEEPINGS if each.clock and "consultations_givenopinion" in each.tables)


def do(function: Function, *, by: Person | None, at=AT, via: Via = Via.WEB, **given: Any):
    return run(function, given, act_id=new_id(), by=by, at=at, via=via)


@pytest.fixture
def federation(db: None) -> Federation:
    return make_federation()


@pytest.fixture
def consultation(federation: Federation) -> Consultation:
    return asked(federation)


def asked(federation: Federation, **given: Any) -> Consultation:
    boss = federation.members(federation.cells[0])[-1]
    chair = Office.objects.get(code="chair")
    Term.objects.get_or_create(office=chair, unit=federation.top, person=boss, defaults={"started_at": START})
    # An office above the cells rests without a passkey.
    if not Account.objects.filter(person=boss).exists():
        Account.objects.create(person=boss, email="boss@example.org")
        give_passkey(boss)
    texts = [{"language": "en", "title": "Meet", "body": "1. Meet.\n2. Talk.\n"}]
    draft = do(draft_decision, by=boss, unit_id=federation.top.pk, texts=texts)
    asks = {"unit_id": federation.top.pk, "last_on": LAST_ON, **given}
    return Consultation.objects.get(pk=do(open_consultation, by=boss, decision_id=draft, **asks))


def think(consultation: Consultation, people: list[Person], opinion: str, point: str = "1") -> None:
    for person in people:
        do(give_opinion, by=person, consultation_id=consultation.pk, point=point, opinion=opinion)


def shown(consultation: Consultation, point: str = "1") -> dict[str, tuple[int, ...]]:
    rows = OpinionFigure.objects.filter(consultation=consultation, point=point).select_related("unit")
    return {
        row.unit.name: (row.members, row.agree, row.with_changes, row.disagree, row.undecided) for row in rows
    }


def count(at=AFTER) -> None:
    while count_opinions_job(at):
        pass


def enter(consultation: Consultation, **given: Any) -> None:
    given = {"consultation_id": consultation.pk, **sealed_figures(consultation.pk), **given}
    do(count_opinions, by=None, at=AFTER, via=Via.WORKER, **given)


def test_opinions_are_given_changed_and_taken_back_without_a_trace(federation, consultation) -> None:
    member, before = federation.members(federation.cells[0])[3], events()
    think(consultation, [member], "agree")
    think(consultation, [member], "disagree")
    assert [each.opinion for each in GivenOpinion.objects.all()] == ["disagree"]
    do(withdraw_opinion, by=member, consultation_id=consultation.pk, point="1")
    assert (GivenOpinion.objects.count(), events()) == (0, before)
    with pytest.raises(Refused, match="one of the four"):
        think(consultation, [member], "perhaps")
    with pytest.raises(Refused, match="no point 9"):
        think(consultation, [member], "agree", point="9")
    with pytest.raises(Refused):
        do(give_opinion, by=member, via=Via.OPERATOR, consultation_id=consultation.pk, opinion="agree")


def test_figures_are_taken_once_when_all_is_over_and_never_move(federation, consultation) -> None:
    east, west = federation.members(federation.cells[0]), federation.members(federation.cells[3])
    think(consultation, east[:14], "agree")
    think(consultation, west[:7], "disagree")
    count(AT + timedelta(days=3))
    assert shown(consultation) == {}
    count()
    before = shown(consultation)
    # The six of Tiny are counted with East, of which nothing is shown by itself.
    assert before == {"Top": (246, 10, 0, 5, 0), "West": (120, 0, 0, 5, 0)}
    assert events()[-1] == "OpinionsCounted"
    for person in east[:14]:
        do(withdraw_opinion, by=person, at=AFTER, consultation_id=consultation.pk, point="1")
    count(AFTER + timedelta(days=9))
    enter(consultation)
    assert shown(consultation) == before
    assert events().count("OpinionsCounted") == 1


def test_four_more_or_fewer_show_nothing(federation, consultation) -> None:
    members = federation.members(federation.cells[0])
    think(consultation, members[:4], "agree")
    count()
    assert {figures[1:] for figures in shown(consultation).values()} == {(0, 0, 0, 0)}


def test_all_of_everybody_shows_less_than_all(federation, consultation) -> None:
    for cell in federation.cells:
        think(consultation, federation.members(cell), "disagree", point="")
    count()
    for members, agree, changes, disagree, undecided in shown(consultation, "").values():
        assert (agree, changes, undecided) == (0, 0, 0)
        assert members - 20 <= disagree <= members - 5


def test_a_cell_and_what_lies_deeper_than_the_first_level_show_nothing(federation, consultation) -> None:
    for cell in federation.cells:
        think(consultation, federation.members(cell)[:20], "agree")
    count()
    assert set(shown(consultation)) & {cell.name for cell in federation.cells} == set()
    assert shown(consultation)["Top"][1] > 0


def test_an_audience_of_one_cell_shows_nothing_at_all(federation) -> None:
    consultation = asked(federation, unit_id=federation.cells[0].pk)
    think(consultation, federation.members(federation.cells[0])[:30], "agree")
    count()
    assert shown(consultation) == {}
    consultation.refresh_from_db()
    assert consultation.counted_at == AFTER


def test_who_left_before_the_end_or_is_not_addressed_is_not_counted(federation, consultation) -> None:
    members = federation.members(federation.cells[0])
    think(consultation, members[:10], "agree")
    gone = Membership.objects.filter(person__in=members[:2])
    gone.update(ended_at=AT + timedelta(days=1))
    count()
    assert shown(consultation)["Top"][1] == 5


def test_officers_are_counted_once_each_in_the_first_of_their_places(federation) -> None:
    secretaries = list(federation.secretaries.values())
    consultation = asked(federation, offices=["secretary"])
    think(consultation, secretaries, "agree")
    with pytest.raises(Refused, match="no such consultation for you"):
        think(consultation, federation.members(federation.cells[0])[5:6], "agree")
    count()
    # Eight are too few to show anything.
    assert shown(consultation) == {}


def test_opinions_are_forgotten_a_month_after_the_end_and_when_somebody_leaves(
    federation, consultation
) -> None:
    members = federation.members(federation.cells[0])
    think(consultation, members[:3], "agree")
    month_later = consultation.ends_at + timedelta(days=30)
    assert OPINIONS.due(month_later) == 0
    Membership.objects.filter(person=members[0]).update(ended_at=AT)
    assert [each.person for each in opinions_left(AT)] == [members[0]]
    assert (OPINIONS.due(AT), [*opinions_over(AT)]) == (1, [])
    count()
    assert OPINIONS.due(month_later) == 3
    with transaction.atomic():
        assert OPINIONS.forget(month_later, 100) == 3
        transaction.set_rollback(True)
    assert erase(members[1].pk, 100) == 1
    assert GivenOpinion.objects.count() == 2


@pytest.mark.parametrize("size", [1, 3])
def test_waiting_costs_one_question(federation, size: int, django_assert_num_queries) -> None:
    for _ in range(size):
        asked(federation)
    with django_assert_num_queries(1):
        assert count_opinions_job(AT) is False


def test_figures_that_are_not_those_that_were_sealed_are_not_kept(federation, consultation) -> None:
    with pytest.raises(Refused, match="not the figures that were sealed"):
        enter(consultation, figures=1)
    consultation.refresh_from_db()
    assert (consultation.counted_at, "OpinionsCounted" in events()) == (None, False)


def test_the_digest_seals_the_figures_whatever_order_they_were_written_in(federation, consultation) -> None:
    think(consultation, federation.members(federation.cells[0])[:14], "agree")
    count()
    before = sealed_figures(consultation.pk)
    rows = list(OpinionFigure.objects.order_by("-pk"))
    OpinionFigure.objects.all().delete()
    for row in rows:
        row.pk = new_id()
        row.save(force_insert=True)
    assert (sealed_figures(consultation.pk), before["figures"]) == (before, len(rows))
    payload = json.loads(Entry.objects.get(event="OpinionsCounted").payload)
    assert payload["figures_digest"] == before["figures_digest"]
    OpinionFigure.objects.filter(pk=rows[0].pk).update(agree=999)
    assert sealed_figures(consultation.pk) != before


def test_a_round_that_was_killed_is_taken_anew_and_shows_nothing_before(federation, consultation) -> None:
    left = {"members": 99, "agree": 99, "with_changes": 0, "disagree": 0, "undecided": 0}
    OpinionFigure.objects.create(consultation=consultation, unit=federation.top, point="1", **left)
    think(consultation, federation.members(federation.cells[0])[:14], "agree")
    count()
    assert shown(consultation)["Top"] == (246, 10, 0, 0, 0)
