from datetime import timedelta
from random import Random

import pytest

from conftest import World
from folkmoot.decisions.tests.papers import do
from folkmoot.people.models import Membership
from folkmoot.structure.actions.founding import found_unit
from folkmoot.study.actions import taking_known
from folkmoot.study.actions.cards import write_card
from folkmoot.study.actions.learning import forget_learning
from folkmoot.study.actions.taking_known import take_known
from folkmoot.study.models import Card, KnownColumn, KnownFigure, KnownGroups, KnownWeek, Spending
from folkmoot.study.queries import knowing
from folkmoot.study.rules.known_thresholds import WHOLE
from folkmoot.study.tests.knowing import Silent, for_all, housed, learnt, taken
from folkmoot.study.tests.studying import CHOICE, begun, changed, offered, published, source_of, written
from folkmoot.units.models import Unit

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def figures(week: KnownWeek | None = None) -> dict[str, tuple[int, int, int]]:
    rows = KnownFigure.objects.filter(week=week or KnownWeek.objects.latest("as_of")).select_related("unit")
    return {each.unit.name: (each.members, each.groups, round(each.noised[""] / WHOLE)) for each in rows}


def at_home(unit: Unit) -> int:
    return int(Membership.objects.filter(unit=unit, ended_at=None).count())


def test_what_members_know_is_added_up_at_units_above_cells_that_are_large_enough(world: World) -> None:
    card = for_all(world)
    hill, harbour, vale = (housed(world, each, 30) for each in (world.hill, world.harbour, world.vale))
    learnt(world, card, [*hill[:10], *harbour[:15], *vale[:12]])
    taken(world.at)
    north = at_home(world.hill) + at_home(world.harbour)
    # South has one cell alone: it is counted with the union, and not by itself.
    assert figures() == {"Union": (north + at_home(world.vale), 1, 37)}


def test_a_unit_with_groups_of_its_own_is_shown_with_their_sum(world: World) -> None:
    card = for_all(world)
    moor = another_cell(world)
    people = [housed(world, each, 30) for each in (world.hill, world.harbour, world.vale, moor)]
    for some, number in zip(people, (10, 15, 12, 3), strict=True):
        learnt(world, card, some[:number])
    taken(world.at)
    assert {name: (groups, known) for name, (_members, groups, known) in figures().items()} == {
        "Union": (2, 40),
        "North": (1, 25),
        "South": (1, 15),
    }


def another_cell(world: World) -> Unit:
    given = {"name": "Moor", "code": "S-2", "kind": "local", "parent_id": world.south.pk}
    return Unit.objects.get(pk=do(world, found_unit, by=world.una, **given))


def test_a_card_counts_by_the_chance_that_it_is_recalled_and_a_point_by_all_its_cards(world: World) -> None:
    cards = offered(world, cards=2, unit=world.north)
    people = [*housed(world, world.hill, 30), *housed(world, world.harbour, 30)]
    learnt(world, cards[0], people[:40], days=20)
    learnt(world, cards[1], people[:20])
    taken(world.at)
    # Nine in ten of forty, and twenty, each half of the point.
    assert figures()["North"][2] == round((0.9 * 40 + 20) / 2)
    (row,) = KnownFigure.objects.all()
    assert set(row.noised) == {"", "1"}
    assert row.noised[""] == row.noised["1"]


def test_a_card_of_a_programme_alone_is_of_no_text_and_stops_nothing(world: World) -> None:
    learnt(world, for_all(world), [*housed(world, world.hill, 30), *housed(world, world.harbour, 30)])
    programme = begun(world, title="Alone")
    do(world, write_card, by=world.ada, programme_id=programme.pk, **{**CHOICE, "point": ""})
    published(world, programme)
    taken(world.at)
    assert KnownWeek.objects.filter(whole_at__isnull=False).count() == 1


def test_words_that_were_written_anew_are_known_by_nobody_until_they_answer_them(world: World) -> None:
    (card,) = offered(world, unit=world.north)
    people = [*housed(world, world.hill, 30), *housed(world, world.harbour, 30)]
    learnt(world, card, people)
    changed(world, card, question="How often, do you think?")
    published(world, card.programme)
    taken(world.at)
    assert figures()["North"][2] == 0


def test_noise_is_added_once_to_each_group_and_what_is_kept_has_it(world: World) -> None:
    (card,) = offered(world, unit=world.north)
    learnt(world, card, housed(world, world.hill, 60)[:30])
    housed(world, world.harbour, 60)
    source = Random(4)  # noqa: S311  -- seeded, so that it is the same each time
    taken(world.at, below=source.randrange)
    first = list(KnownFigure.objects.values_list("unit", "noised"))
    assert first[0][1][""] != 30 * WHOLE
    # Nothing is left that would tell without it, and nothing is drawn anew.
    assert (KnownColumn.objects.count(), KnownGroups.objects.count()) == (0, 0)
    taken(world.at + timedelta(hours=1), below=source.randrange)
    assert list(KnownFigure.objects.values_list("unit", "noised")) == first


def test_a_group_too_small_has_neither_a_sum_nor_noise(world: World) -> None:
    (card,) = offered(world, unit=world.north)
    learnt(world, card, housed(world, world.hill, 6))
    taken(world.at, below=Random(1).randrange)  # noqa: S311  -- seeded
    assert KnownFigure.objects.count() == 0
    assert KnownWeek.objects.get().whole_at == world.at


class Killed(Exception):
    """What a worker does not survive."""


@pytest.mark.parametrize("step", range(1, 5))
def test_a_worker_that_is_killed_goes_on_with_what_it_has_drawn(world: World, monkeypatch, step: int) -> None:
    (card,) = offered(world, unit=world.north)
    learnt(world, card, housed(world, world.hill, 60)[:30])
    housed(world, world.harbour, 60)
    for _each in range(step):
        take_known(world.at, below=Random(7).randrange)  # noqa: S311  -- seeded
    drawn = dict(KnownColumn.objects.values_list("point", "noised"))
    if len(drawn) == 2:
        # In the midst of writing figures: those of one unit are there.
        KnownFigure.objects.create(
            unit=world.union, week=KnownWeek.objects.get(), members=1, groups=1, noised={}
        )
    taken(world.at + timedelta(minutes=5))
    (row,) = KnownFigure.objects.all()
    assert row.unit == world.north
    kept = {point for point in drawn if abs(row.noised[point] - 30 * WHOLE) > WHOLE // 1000}
    assert kept == set(drawn)


def test_each_week_is_taken_once_and_stays_as_it_was(world: World) -> None:
    (card,) = offered(world, unit=world.north)
    people = [*housed(world, world.hill, 30), *housed(world, world.harbour, 30)]
    learnt(world, card, people[:30])
    assert taken(world.at) == 4
    assert taken(world.at + timedelta(hours=1)) == 0
    learnt(world, card, people[30:40])
    assert taken(world.at + WEEK) == 4
    weeks = list(KnownWeek.objects.order_by("as_of"))
    assert figures(weeks[0])["North"][2] == 30
    assert [each.spending.week for each in weeks] == [
        (world.at - timedelta(days=world.at.weekday()) + WEEK * each).date() for each in range(2)
    ]


def test_who_deletes_what_they_learnt_or_leaves_is_not_in_the_next_week(world: World) -> None:
    (card,) = offered(world, unit=world.north)
    people = [*housed(world, world.hill, 30), *housed(world, world.harbour, 30)]
    learnt(world, card, people[:30])
    taken(world.at)
    do(world, forget_learning, by=people[0])
    Membership.objects.filter(person=people[1]).update(ended_at=world.at)
    taken(world.at + WEEK)
    before, after = (figures(each)["North"] for each in KnownWeek.objects.order_by("as_of"))
    assert (before[2], after[2]) == (30, (28 * 1))


def test_a_half_year_ends_what_may_be_told_of_a_text_and_the_next_begins_anew(
    world: World, monkeypatch
) -> None:
    monkeypatch.setattr(taking_known, "is_left", lambda spent: len(spent) < 2)
    offered(world, unit=world.north)
    assert [taken(world.at + WEEK * each) > 0 for each in range(4)] == [True, True, False, False]
    assert Spending.objects.count() == 2
    assert taken(world.at + WEEK * 26) > 0


def test_what_a_week_may_tell_is_entered_before_anything_is_drawn(world: World) -> None:
    (card,) = offered(world, unit=world.north)
    take_known(world.at)
    spending = Spending.objects.get()
    assert (spending.decision_id, spending.thousandths) == (card.decision_id, 1000)
    assert KnownColumn.objects.count() == 0


def test_a_part_with_cards_of_its_own_is_not_counted_beside_the_whole(world: World) -> None:
    card = for_all(world)
    programme = begun(world, unit=world.north)
    written(world, programme, source_of(card), question="And here?")
    published(world, programme)
    taken(world.at)
    assert [each.unit for each in KnownWeek.objects.all()] == [world.union]
    # Once the whole is asked no more, the part is.
    Card.objects.filter(pk=card.pk).update(ended_at=world.at)
    taken(world.at + WEEK)
    assert KnownWeek.objects.latest("as_of").unit == world.north


def test_who_has_learnt_is_read_some_at_a_time_by_as_many_questions_however_many_cells(
    world: World, monkeypatch, django_assert_max_num_queries
) -> None:
    (card,) = offered(world, unit=world.north)
    learnt(world, card, [*housed(world, world.hill, 30), *housed(world, world.harbour, 30)])
    take_known(world.at)
    monkeypatch.setattr(knowing, "BLOCK", 25)
    with django_assert_max_num_queries(8):
        take_known(world.at, below=Silent())
    taken(world.at)
    assert figures()["North"][2] == 60


def test_a_worker_that_looks_again_asks_one_question_of_however_many_texts(
    world: World, django_assert_num_queries
) -> None:
    learnt(world, for_all(world), [*housed(world, world.hill, 30), *housed(world, world.harbour, 30)])
    taken(world.at)
    with django_assert_num_queries(3):
        assert not take_known(world.at)
