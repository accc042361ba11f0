"""What is done without a name is seen on Mondays, and the Monday does not tell when it was done."""

from datetime import UTC, datetime, timedelta

import pytest

from conftest import World
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.errors import Refused
from folkmoot.news.actions.letters import agree_to_shorten, publish_letter, shorten_letter
from folkmoot.news.holdings import KEEPINGS
from folkmoot.news.models import Letter
from folkmoot.news.queries.letters import letters_waiting, own_letters
from folkmoot.news.tests.items import published
from folkmoot.news.tests.test_letters import A_WEEK, MONDAY, agreed, at_large, sent

SUNDAY_NIGHT = datetime(2026, 3, 8, 23, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("offered_at", "agreed_at", "appears_on"),
    [
        # In the half hour that is left, and at any time of the week after: which of these, nobody sees.
        (SUNDAY_NIGHT, SUNDAY_NIGHT + timedelta(minutes=20), MONDAY + A_WEEK),
        (SUNDAY_NIGHT, MONDAY + timedelta(days=6, hours=23), MONDAY + A_WEEK),
        (SUNDAY_NIGHT, MONDAY + A_WEEK, MONDAY + 2 * A_WEEK),
        (MONDAY - A_WEEK + timedelta(hours=23), SUNDAY_NIGHT, MONDAY),
        (MONDAY - timedelta(days=6), SUNDAY_NIGHT, MONDAY + A_WEEK),
    ],
)
def test_an_offer_that_comes_late_in_a_week_does_not_tell_when_its_writer_agreed(
    world: World, offered_at: datetime, agreed_at: datetime, appears_on: datetime
) -> None:
    letter = sent(world)
    world.at = offered_at
    do(world, shorten_letter, by=world.max, letter_id=letter.pk, offered="Why not green?")
    world.at = agreed_at
    told = own_letters(world.cy, at=agreed_at)[0].appears_on
    do(world, agree_to_shorten, by=world.cy, letter_id=letter.pk)
    letter.refresh_from_db()
    assert (told, letter.published_at) == (appears_on, appears_on)


def test_nor_does_news_that_comes_late_in_a_week_tell_when_somebody_wrote_about_it(world: World) -> None:
    world.at = SUNDAY_NIGHT
    item = published(world, to=world.north)
    letter = sent(world, item_id=item.pk, at=SUNDAY_NIGHT + timedelta(minutes=20))
    world.at = MONDAY + timedelta(hours=9)
    assert letters_waiting(world.max, at=world.at) == []
    with pytest.raises(Refused, match="There is no such letter"):
        do(world, publish_letter, by=world.max, letter_id=letter.pk)
    [own] = own_letters(world.cy, at=world.at)
    assert own.comes_on == MONDAY + A_WEEK
    assert [each.letter for each in letters_waiting(world.max, at=MONDAY + A_WEEK)] == [letter]
    assert own_letters(world.cy, at=MONDAY + A_WEEK)[0].comes_on is None


def test_of_the_longer_words_nothing_is_left_once_it_appears_shortened(world: World) -> None:
    longer = KEEPINGS[-1].clock
    assert longer is not None
    letter, signed = agreed(world), sent(world, is_named=True)
    do(world, shorten_letter, by=world.max, letter_id=signed.pk, offered="Green?")
    do(world, agree_to_shorten, by=world.cy, letter_id=signed.pk)
    # A minute before, editors could still publish it as it was.
    assert longer.forget(MONDAY - timedelta(minutes=1), 10) == 0
    assert (longer.due(MONDAY), longer.forget(MONDAY, 10), longer.due(MONDAY)) == (1, 1, 0)
    rows = set(Letter.objects.values_list("pk", "text", "offered", "offered_at", "published_at"))
    assert rows == {
        (letter.pk, "Why not green?", "", None, MONDAY),
        (signed.pk, "Green?", "", None, world.at),
    }
    assert sorted(at_large(world, "bo", at=MONDAY)) == [("Green?", "Cy"), ("Why not green?", "")]
