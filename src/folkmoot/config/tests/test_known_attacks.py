"""Somebody tries to learn what one member answered: through every door, and by subtracting whatever is published.

The member is Eve, in two courses of events that differ in all she ever answered and in nothing else.
"""

import math
import re
from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from itertools import pairwise
from random import Random

import numpy as np
import pytest
from django.db import connection
from django.urls import reverse

from conftest import World
from folkmoot.config.api.catalogue import NOUNS
from folkmoot.config.api.tests.calling import signed_in
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.clock import now
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import Entry
from folkmoot.people.models import Person
from folkmoot.study.actions.learning import answer_card, forget_learning
from folkmoot.study.actions.taking_known import take_known
from folkmoot.study.models import Answer, Card, KnownColumn, KnownFigure, KnownWeek, Memory
from folkmoot.study.queries.knowing import drawn_again, known_at_cells
from folkmoot.study.rules.known_thresholds import WEEK as TOLD
from folkmoot.study.rules.known_thresholds import WHOLE, scale_of_point, scale_of_text
from folkmoot.study.rules.noise import discrete_laplace
from folkmoot.study.tests.knowing import housed, learnt, taken
from folkmoot.study.tests.studying import answered, offered

pytestmark = pytest.mark.django_db
# Tokens against forgery, ids of acts, who typed, and the hour: what differs each time a page is made.
_MADE_ANEW = re.compile(r'[0-9a-zA-Z]{64}|[0-9a-f-]{36}|\d\d:\d\d(:\d\d)?|name="typed_by" value="[^"]*"')
WEEK = timedelta(days=7)
# Everybody but her: of the rolls, of the organisation, above her, of her own cell, beside her, elsewhere, nobody's member.
OTHERS = ("una", "max", "ada", "bo", "cy", "dee", "stan")


@pytest.fixture
def card(world: World) -> Card:
    (made,) = offered(world, unit=world.north)
    people = [*housed(world, world.hill, 100), *housed(world, world.harbour, 100)]
    learnt(world, made, people[:120])
    return made


def eve_learns(world: World, card: Card, *, right: bool) -> None:
    do(world, forget_learning, by=world.eve)
    answered(world, world.eve, card, "Once a month" if right else "Never")


def pages(world: World, card: Card) -> Iterator[str]:
    """Every address at which anything of study, of Eve, or of her units could be told."""
    for unit in (world.union, world.north, world.harbour, world.hill):
        yield reverse("structure:unit", args=[unit.pk])
        yield reverse("desk:overview_unit", args=[unit.pk])
        yield reverse("study:programmes", args=[unit.pk])
        yield reverse("study:known", args=[unit.pk])
        yield reverse("study:known_text", args=[unit.pk, card.decision_id])
        yield reverse("study:known_file", args=[unit.pk, "csv"])
    yield reverse("study:programme", args=[card.programme_id])
    yield reverse("study:answered", args=[card.pk])
    yield reverse("study:own")
    yield reverse("study:revlog", args=["csv"])
    yield reverse("study:review_logs", args=["csv"])
    yield reverse("membership:person", args=[world.eve.pk])
    yield reverse("decisions:decision", args=[card.decision_id])
    yield reverse("decisions:reach", args=[card.decision_id, world.north.pk])
    yield "/"
    yield "/members/"
    keys = {"unit_id": world.north.pk, "person_id": world.eve.pk, "decision_id": card.decision_id}
    for noun in NOUNS:
        named = set(re.findall(r"<uuid:(\w+)>", noun.path))
        if named <= set(keys):
            yield "/api/" + re.sub(r"<uuid:(\w+)>", lambda match: str(keys[match[1]]), noun.path)


def told(world: World, card: Card, who: str) -> dict[str, str]:
    """Return what somebody is told at each address, without what differs each time a page is made."""
    client = signed_in(world.people[who])
    found = {}
    for address in pages(world, card):
        answer = client.get(address)
        body: bytes = b"".join(answer) if answer.streaming else answer.content
        found[address] = _MADE_ANEW.sub("", body.decode())
    return found


def ledger() -> list[tuple[str, str]]:
    return list(Entry.objects.order_by("pk").values_list("event", "payload"))


@pytest.mark.parametrize("who", OTHERS)
def test_nobody_is_told_more_when_she_knew_than_when_she_did_not(world: World, card: Card, who: str) -> None:
    # Figures of the week were taken before: what she answers then is in none of them.
    taken(now())
    eve_learns(world, card, right=True)
    first, entered, mine = told(world, card, who), ledger(), told(world, card, "eve")
    eve_learns(world, card, right=False)
    assert told(world, card, who) == first
    assert ledger() == entered
    # She herself is told: these pages do tell of it.
    assert told(world, card, "eve") != mine


def test_what_she_answered_would_be_told_by_exact_figures_of_her_cell(world: World, card: Card) -> None:
    take_known(now())
    groups = drawn_again(KnownWeek.objects.get().drawn)
    place = int(groups.columns.places([world.harbour.pk])[0])
    exact = []
    for right in (True, False):
        eve_learns(world, card, right=right)
        Memory.objects.filter(person=world.eve).update(
            stability=36_500 if right else 0.001, answered_at=world.at
        )
        exact.append(int(known_at_cells([card.pk], groups.columns, points=1, at=now())[place]))
    assert exact[0] - exact[1] > WHOLE // 2


def columns_when(world: World, card: Card, *, knew: bool, at: object) -> dict[str, list[int]]:
    """Return what is published of North in a week: as it would be if no noise were drawn."""
    Memory.objects.filter(person=world.eve.pk).delete()
    if knew:
        learnt(world, card, [world.eve])
    taken(at)  # type: ignore[arg-type]  # a moment
    row = KnownFigure.objects.filter(unit=world.north).order_by("-week__as_of").first()
    assert row is not None
    return {point: [value] for point, value in row.noised.items()}


def test_weeks_levels_and_siblings_differ_by_her_alone_and_only_before_noise_is_added(
    world: World, card: Card
) -> None:
    with_her = columns_when(world, card, knew=True, at=now())
    without = columns_when(world, card, knew=False, at=now() + WEEK)
    told_of_her = [with_her[point][0] - without[point][0] for point in ("", "1")]
    # All others fade a little in a week; she is nearly a whole.
    assert all(WHOLE * 9 // 10 < each <= WHOLE * 12 // 10 for each in told_of_her)
    # Both are sums of whole groups of one week: there is no figure of less than a group to subtract.
    assert set(KnownFigure.objects.values_list("unit", flat=True)) == {world.north.pk}
    assert min(KnownFigure.objects.values_list("members", flat=True)) >= 20


def chance(number: int, scale: Fraction) -> float:
    """Return the logarithm of the chance that exactly this noise is drawn."""
    return math.log(math.tanh(float(1 / scale) / 2)) - abs(number) / float(scale)


def test_no_figure_of_a_week_tells_two_courses_of_events_apart_by_more_than_it_may() -> None:
    points = 5
    scales = [scale_of_text(), *[scale_of_point(points)] * points]
    source = Random(11)  # noqa: S311  -- seeded, so that it is the same each time
    most = 0.0
    for _trial in range(300):
        # All that she could ever change: she knows the whole of it, or nothing.
        seen = [discrete_laplace(scale, source.randrange) + WHOLE for scale in scales]
        with_her = sum(chance(each - WHOLE, scale) for each, scale in zip(seen, scales, strict=True))
        without = sum(chance(each, scale) for each, scale in zip(seen, scales, strict=True))
        most = max(most, abs(with_her - without))
    assert most <= float(TOLD) + 1e-9
    # It is not promised by drawing more noise than needed: some figures do tell that much.
    assert most > float(TOLD) * 0.8


def guesses_right(noise: list[int]) -> float:
    """Return how often whoever knows everybody else guesses right whether she knew it, from one figure with this noise."""
    knew = [each + WHOLE > WHOLE // 2 for each in noise]
    did_not = [each <= WHOLE // 2 for each in noise]
    return (sum(knew) + sum(did_not)) / (2 * len(noise))


def test_who_knows_all_others_and_subtracts_guesses_little_better_than_a_coin() -> None:
    source = Random(12)  # noqa: S311  -- seeded
    text = [discrete_laplace(scale_of_text(), source.randrange) for _draw in range(3_000)]
    point = [discrete_laplace(scale_of_point(10), source.randrange) for _draw in range(3_000)]
    # Without noise they are always right.
    assert guesses_right([0] * 100) == 1
    assert guesses_right(text) < math.exp(float(TOLD) / 2) / (1 + math.exp(float(TOLD) / 2)) + 0.02
    assert guesses_right(point) < 0.54
    # Two weeks, of which one is without her, have the noise of both.
    assert guesses_right([after - before for before, after in pairwise(text)]) < guesses_right(text) + 0.02


def test_every_published_figure_follows_from_what_was_drawn_and_from_nothing_else(
    world: World, card: Card
) -> None:
    source = Random(13)  # noqa: S311  -- seeded
    at = now()
    while KnownColumn.objects.count() < 2:
        take_known(at, below=source.randrange)
    groups = drawn_again(KnownWeek.objects.get().drawn)
    drawn = {each.point: bytes(each.noised) for each in KnownColumn.objects.all()}
    # What they know is gone before figures are written, and these come out as if it were not.
    for model in (Answer, Memory):
        model.objects.all().delete()
    taken(at)
    (row,) = KnownFigure.objects.all()
    assert set(row.noised) == set(drawn)
    assert int(np.sum(groups.addressed)) == row.members


def test_no_table_that_the_figures_leave_behind_has_an_id_of_hers(world: World, card: Card) -> None:
    learnt(world, card, [world.eve])
    taken(now())
    hers = {world.eve.pk.hex, str(world.eve.pk)}
    with connection.cursor() as cursor:
        for table in ("study_knownweek", "study_knownfigure", "study_spending"):
            cursor.execute(f"select * from {table}")  # noqa: S608  -- names of ours
            assert not any(each in str(row) for row in cursor.fetchall() for each in hers)


def test_an_operator_cannot_answer_for_her_and_see_the_figure_move(world: World, card: Card) -> None:
    with pytest.raises(Refused, match="signed in as themselves"):
        do(world, answer_card, by=None, card_id=card.pk, answers=0, given=["Never"])  # type: ignore[arg-type]
    assert Memory.objects.filter(person=Person.objects.get(pk=world.eve.pk)).count() == 0
