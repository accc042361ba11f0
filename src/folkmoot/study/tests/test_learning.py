from datetime import timedelta

import pytest

from conftest import World
from folkmoot.decisions.tests.papers import amendment, conveyed, do
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import ActClaim, Entry
from folkmoot.study.actions.learning import answer_card, forget_learning, set_pace
from folkmoot.study.actions.programmes import end_programme
from folkmoot.study.holdings import ANSWERS_KEPT, HOLDINGS, MEMORIES_KEPT, answers_over, erase, memories_over
from folkmoot.study.models import Answer, Memory, Pace
from folkmoot.study.queries import learning
from folkmoot.study.queries.learning import card_answered
from folkmoot.study.queries.own import own_study
from folkmoot.study.tests.studying import answered, begun, changed, offered, published, source_of, written


def of_today(world: World, who) -> int:
    return own_study(who, at=world.at).today.cards


def test_an_answer_is_graded_and_the_card_comes_back_later(world: World) -> None:
    (card,) = offered(world)
    right = answered(world, world.eve, card, "Once a month")
    wrong = answered(world, world.bo, card, "Never")
    assert [each.grade for each in Answer.objects.order_by("grade")] == [1, 3]
    assert right.due_at > wrong.due_at == world.at + timedelta(days=1)
    assert (of_today(world, world.eve), of_today(world, world.cy)) == (0, 1)
    world.at = wrong.due_at
    assert (of_today(world, world.bo), of_today(world, world.eve)) == (1, 0)


def test_an_answer_that_comes_twice_counts_once(world: World) -> None:
    (card,) = offered(world)
    for _time in range(2):
        do(world, answer_card, by=world.eve, card_id=card.pk, answers=0, given=["Once a month"])
    assert (Answer.objects.count(), Memory.objects.get().answers) == (1, 1)


@pytest.mark.parametrize("given", [["x" * 201], ["Once a month"] * 17])
def test_an_answer_that_no_card_could_have_is_refused_before_it_is_looked_at(world: World, given) -> None:
    (card,) = offered(world)
    with pytest.raises(Refused, match="at most 200 characters"):
        do(world, answer_card, by=world.eve, card_id=card.pk, answers=0, given=given)
    assert Memory.objects.count() == 0


def test_learning_leaves_no_entry_no_claim_and_is_done_by_no_operator(world: World) -> None:
    (card,) = offered(world)
    before = Entry.objects.count(), ActClaim.objects.count()
    answered(world, world.eve, card, "Never")
    do(world, set_pace, by=world.eve, minutes=5)
    do(world, forget_learning, by=world.eve)
    assert (Entry.objects.count(), ActClaim.objects.count()) == before
    for act, given in (
        (answer_card, {"card_id": card.pk, "answers": 0, "given": ["Never"]}),
        (set_pace, {"minutes": 5}),
        (forget_learning, {}),
    ):
        with pytest.raises(Refused, match=r"Only the member can do this, signed in as themselves\."):
            run(act, given, act_id=new_id(), by=None, at=world.at, via=Via.OPERATOR)
    assert Answer.objects.count() == 0


def test_what_was_answered_is_kept_nowhere(world: World) -> None:
    (card,) = offered(world, kind="short", wrong=[])
    answered(world, world.eve, card, "something of my own")
    held = [row for each in HOLDINGS for row in each.rows(world.eve)]
    assert "something of my own" not in str(held)
    columns = {field.name for model in (Answer, Memory, Pace) for field in model._meta.fields}
    assert columns.isdisjoint({"given", "text", "answer", "said"})


def test_a_card_is_for_members_at_home_there_and_for_nobody_else(world: World) -> None:
    (card,) = offered(world)
    for who in (world.dee, world.stan):
        with pytest.raises(Refused, match=r"This card is not asked any more\. Go on with the next one\."):
            answered(world, who, card, "Never")
        assert of_today(world, who) == 0
    assert {of_today(world, who) for who in (world.eve, world.bo, world.cy, world.ada)} == {1}


def test_a_card_of_a_programme_that_ended_is_asked_no_more_and_what_was_learnt_stays(world: World) -> None:
    (card,) = offered(world)
    memory = answered(world, world.eve, card, "Never")
    do(world, end_programme, by=world.ada, programme_id=card.programme_id)
    world.at = memory.due_at
    assert of_today(world, world.eve) == 0
    with pytest.raises(Refused, match=r"This card is not asked any more\."):
        answered(world, world.eve, card, "Never")
    assert Memory.objects.count() == 1


def test_a_day_is_as_long_as_the_member_set_it(world: World) -> None:
    cards = offered(world, cards=9)
    assert of_today(world, world.eve) == 1  # of three cards one is new
    do(world, set_pace, by=world.eve, minutes=6)
    assert of_today(world, world.eve) == 3
    do(world, set_pace, by=world.eve, minutes=0)
    assert of_today(world, world.eve) == 0
    for card in cards:
        answered(world, world.bo, card, "Never")
    world.at += timedelta(days=30)
    assert of_today(world, world.bo) == 3  # nine are due, and two minutes take three
    with pytest.raises(Refused, match=r"Choose between 0 and 30 minutes a day\."):
        do(world, set_pace, by=world.eve, minutes=31)


def test_a_card_whose_point_was_amended_rests_and_comes_back_revised(world: World) -> None:
    (card,) = offered(world)
    memory = answered(world, world.eve, card, "Once a month")
    body = "1. Every local meets twice a month.\n2. The secretary calls the meeting.\n"
    amendment(world, source_of(card), body, to=world.union)
    world.at = memory.due_at
    assert (of_today(world, world.eve), of_today(world, world.cy)) == (0, 0)
    changed(world, card, right=["Twice a month"])
    published(world, card.programme)
    world.at = memory.answered_at + timedelta(days=1)
    assert memory.due_at > world.at
    assert of_today(world, world.eve) == 1
    assert answered(world, world.eve, card, "Twice a month").wording.right == "Twice a month"


KINDS = [
    ({"kind": "several", "right": ["A", "B"], "wrong": ["C"]}, ["b", "A"], 3),
    ({"kind": "several", "right": ["A", "B"], "wrong": ["C"]}, ["A"], 1),
    ({"kind": "several", "right": ["A", "B"], "wrong": ["C"]}, ["A", "B", "C"], 1),
    ({"kind": "short", "right": ["Once a month", "monthly"], "wrong": []}, [" MONTHLY. "], 3),
    ({"kind": "short", "right": ["Once a month"], "wrong": []}, ["yearly"], 1),
    ({"kind": "gap", "question": "Once a ___.", "right": ["month"], "wrong": []}, ["month"], 3),
    ({"kind": "order", "right": ["Call", "Meet", "Tell"], "wrong": []}, ["Call", "Meet", "Tell"], 3),
    ({"kind": "order", "right": ["Call", "Meet", "Tell"], "wrong": []}, ["Meet", "Call", "Tell"], 1),
]


@pytest.mark.parametrize(("asked", "given", "grade"), KINDS)
def test_each_kind_is_graded_by_itself(world: World, asked, given, grade: int) -> None:
    (card,) = offered(world, **asked)
    answered(world, world.eve, card, *given)
    assert Answer.objects.get().grade == grade


@pytest.mark.parametrize(("said", "grade"), [("knew", 3), ("partly", 2), ("forgot", 1)])
def test_what_one_explains_one_checks_oneself(world: World, said: str, grade: int) -> None:
    (card,) = offered(world, kind="explain", right=["It is monthly"], wrong=[])
    with pytest.raises(Refused, match=r"Say how well you could explain it\."):
        answered(world, world.eve, card)
    answered(world, world.eve, card, said=said)
    assert Answer.objects.get().grade == grade


def test_no_answer_is_refused(world: World) -> None:
    (card,) = offered(world)
    with pytest.raises(Refused, match=r"Answer first: if you do not know it, guess\."):
        answered(world, world.eve, card, " ")


def test_a_member_takes_their_learning_along_and_deletes_it(world: World) -> None:
    (card,) = offered(world)
    answered(world, world.eve, card, "Once a month")
    do(world, set_pace, by=world.eve, minutes=5)
    told = {each.table: list(each.rows(world.eve)) for each in HOLDINGS}
    question = "How often, 0?"
    assert told["study_answer"] == [("Eve", question, 3, world.at, True)]
    assert [row[1] for row in told["study_memory"]] == [question]
    assert told["study_pace"] == [("Eve", 5)]
    assert all(list(each.rows(world.bo)) == [] for each in HOLDINGS)
    answered(world, world.bo, card, "Never")
    do(world, forget_learning, by=world.eve)
    assert set(Memory.objects.values_list("person__name", flat=True)) == {"Bo"}
    assert set(Answer.objects.values_list("person__name", flat=True)) == {"Bo"}


def test_learning_is_forgotten_in_time_and_with_whoever_is_erased(world: World) -> None:
    (card,) = offered(world)
    answered(world, world.eve, card, "Once a month")
    do(world, set_pace, by=world.eve, minutes=5)
    second = timedelta(seconds=1)
    assert [answers_over(world.at + ANSWERS_KEPT - each).count() for each in (second, 0 * second)] == [0, 1]
    assert [memories_over(world.at + MEMORIES_KEPT - each).count() for each in (second, 0 * second)] == [0, 1]
    while erase(world.eve.pk, 1):
        pass
    assert (Answer.objects.count(), Memory.objects.count(), Pace.objects.count()) == (0, 0, 0)


def test_an_answer_by_a_clock_that_is_behind_counts_from_the_last_one(world: World) -> None:
    (card,) = offered(world)
    first = answered(world, world.eve, card, "Once a month")
    world.at -= timedelta(minutes=1)
    later = answered(world, world.eve, card, "Never")
    assert (later.answers, later.answered_at) == (2, first.answered_at)
    assert set(Answer.objects.values_list("answered_at", flat=True)) == {first.answered_at}


def test_whoever_may_not_read_the_decision_any_more_is_not_shown_its_point(world: World) -> None:
    (card,) = offered(world)
    answered(world, world.eve, card, "Never")
    found = card_answered(card.pk, world.eve, at=world.at)
    assert found is not None
    assert found.point is not None
    for kept in (Memory, Answer):
        kept.objects.update(person=world.stan)  # who belongs to nothing here
    found = card_answered(card.pk, world.stan, at=world.at)
    assert found is not None
    assert found.point is None


def test_the_weakest_comes_first_of_all_that_is_due_however_many_came_back_before(world: World) -> None:
    *cards, weakest = offered(world, cards=103)
    known = [
        Memory(
            person=world.eve,
            card=card,
            wording=card.current,
            stability=90,
            difficulty=5,
            answered_at=world.at,
            due_at=world.at + timedelta(days=1),
            answers=1,
        )
        for card in (*cards, weakest)
    ]
    known[-1].stability, known[-1].due_at = 0.5, known[-1].due_at + timedelta(seconds=5)
    Memory.objects.bulk_create(known)
    world.at += timedelta(days=2)
    assert own_study(world.eve, at=world.at).today.first == weakest.pk


def test_cards_that_rest_take_no_place_of_those_that_are_due(world: World, monkeypatch) -> None:
    *resting, other = offered(world, cards=4)
    decision = conveyed(world, title="Another", body="1. We meet.\n")
    programme = begun(world, title="Another")
    new = written(world, programme, decision, question="Do we meet?")
    published(world, programme)
    for each in resting:
        answered(world, world.eve, each, "Never")
    body = "1. Every local meets twice a month.\n2. The secretary calls the meeting.\n"
    amendment(world, source_of(other), body, to=world.union)
    world.at += timedelta(days=2)
    monkeypatch.setattr(learning, "_LOOKED_THROUGH", 1)
    found = own_study(world.eve, at=world.at).today
    assert (found.cards, found.first) == (1, new.pk)
