from datetime import timedelta

import pytest
from django.urls import reverse

from conftest import World
from folkmoot.kernel.clock import now
from folkmoot.structure.tests.pages import sign_in
from folkmoot.study.models import KnownFigure, KnownWeek
from folkmoot.study.queries.known_pages import points_least_known, text_known, texts_known
from folkmoot.study.rules.known_thresholds import WHOLE, Shown
from folkmoot.study.tests.knowing import for_all, housed, learnt, taken
from folkmoot.study.tests.studying import offered
from folkmoot.units.models import Unit

pytestmark = pytest.mark.django_db
WEEK = timedelta(days=7)


def known_to_some(world: World, *, of: int = 200, know: int = 120) -> None:
    """A text of one point that so many of so many members of North can recall, with no noise in the figures."""
    (card,) = offered(world, unit=world.north)
    people = [*housed(world, world.hill, of // 2), *housed(world, world.harbour, of // 2)]
    learnt(world, card, people[:know])
    # Pages go by the clock of the machine.
    taken(now())


def address(unit: Unit) -> str:
    return reverse("study:known", args=[unit.pk])


def test_officers_above_see_how_well_texts_are_known_with_what_was_done_to_the_figures(
    world: World, client
) -> None:
    known_to_some(world)
    page = sign_in(client, world.ada).get(address(world.north)).content.decode()
    assert "Meet monthly" in page
    assert "58 %" in page
    assert "A unit that has no such group is counted with the units above it." in page
    assert "a random number was added" in page


def test_a_cell_and_a_stranger_see_nothing(world: World, client) -> None:
    known_to_some(world)
    for person, unit in (
        (world.bo, world.harbour),
        (world.bo, world.north),
        (world.ada, world.hill),
        (world.ada, world.south),
    ):
        answer = sign_in(client, person).get(address(unit))
        assert (person.name, unit.name, answer.status_code) == (person.name, unit.name, 404)


def test_the_least_known_stands_first_and_what_is_not_shown_last(world: World) -> None:
    known_to_some(world)
    week = KnownWeek.objects.get()
    week.points = ["1", "2", "3"]
    week.save()
    KnownFigure.objects.update(
        members=2000,
        noised={"": 900 * WHOLE, "1": 700 * WHOLE, "2": -3 * WHOLE, "3": 300 * WHOLE},
    )
    (text,) = texts_known(world.north, world.ada, at=now())
    points = points_least_known(text.latest)
    assert [(point, shown.percent) for point, shown in points] == [("3", 15), ("1", 35), ("2", None)]
    assert points[2][1] == Shown(2000)


def test_texts_stand_from_the_least_known_on(world: World) -> None:
    known_to_some(world)
    (card,) = offered(world, unit=world.north)
    taken(now())
    texts = texts_known(world.north, world.ada, at=now())
    assert [each.latest.text.percent for each in texts] == [58, None]
    assert texts[1].decision_id == card.decision_id


def test_a_text_has_its_points_and_its_weeks(world: World, client) -> None:
    known_to_some(world)
    taken(now() + WEEK)
    (text,) = texts_known(world.north, world.ada, at=now() + WEEK)
    assert [each.text.percent for each in text.weeks] == [58, 58]
    page = sign_in(client, world.ada).get(
        reverse("study:known_text", args=[world.north.pk, text.decision_id])
    )
    assert page.status_code == 200
    assert "Points, the least known first" in page.content.decode()
    other = sign_in(client, world.ada).get(reverse("study:known_text", args=[world.north.pk, world.north.pk]))
    assert other.status_code == 404


def test_of_a_text_that_somebody_may_not_read_they_are_told_nothing(world: World) -> None:
    known_to_some(world)
    (text,) = texts_known(world.north, world.ada, at=now())
    assert text_known(text.decision_id, world.north, world.stan, at=now()) is None


def test_weeks_that_are_not_whole_and_those_before_the_quarter_are_not_shown(world: World) -> None:
    known_to_some(world)
    assert texts_known(world.north, world.ada, at=now() + 14 * WEEK) == []
    KnownWeek.objects.update(whole_at=None)
    assert texts_known(world.north, world.ada, at=now()) == []


def test_a_file_has_every_text_week_and_point(world: World, client) -> None:
    known_to_some(world)
    signed_in = sign_in(client, world.ada)
    answer = signed_in.get(reverse("study:known_file", args=[world.north.pk, "csv"]))
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert len(lines) == 3
    assert lines[1].split(",")[-5:] == ["", "206", "114", "120", "126"]
    assert lines[2].split(",")[-5] == "1"
    workbook = signed_in.get(reverse("study:known_file", args=[world.north.pk, "xlsx"]))
    assert b"".join(workbook.streaming_content).startswith(b"PK")
    assert (
        sign_in(client, world.bo).get(reverse("study:known_file", args=[world.north.pk, "csv"])).status_code
        == 404
    )


def test_the_api_tells_what_the_page_does(world: World, client) -> None:
    known_to_some(world)
    answer = sign_in(client, world.ada).get(f"/api/units/{world.north.pk}/known").json()
    (week,) = answer["weeks"]
    assert (week["members"], week["parts"]) == (
        206,
        [{"point": point, "low": 114, "likely": 120, "high": 126} for point in ("", "1")],
    )


def test_a_page_asks_as_much_for_three_texts_as_for_one(
    world: World, client, django_assert_num_queries
) -> None:
    known_to_some(world)
    signed_in = sign_in(client, world.ada)
    signed_in.get(address(world.north))
    with django_assert_num_queries(7):
        signed_in.get(address(world.north))
    for _each in range(2):
        offered(world, unit=world.north)
    taken(now())
    with django_assert_num_queries(7):
        signed_in.get(address(world.north))


def test_a_place_without_figures_says_when_there_are_some(world: World, client) -> None:
    for_all(world)
    page = sign_in(client, world.max).get(address(world.union)).content.decode()
    assert "Nothing is shown here yet" in page
