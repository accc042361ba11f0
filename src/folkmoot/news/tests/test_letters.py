from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from conftest import START, World
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id, private_id
from folkmoot.kernel.models import Entry
from folkmoot.news.actions.going_over import LETTERS_GO
from folkmoot.news.actions.letters import (
    agree_to_shorten,
    answer_letter,
    decline_letter,
    publish_letter,
    send_letter,
    shorten_letter,
    withdraw_letter,
)
from folkmoot.news.holdings import KEEPINGS, erase
from folkmoot.news.models import Letter
from folkmoot.news.queries.letters import (
    count_waiting,
    letter_to_edit,
    letters_about,
    letters_at_large,
    letters_on_today,
    letters_waiting,
    own_letters,
)
from folkmoot.news.tests.items import published
from folkmoot.people.models import Office, Term
from folkmoot.units.models import Unit

A_WEEK = timedelta(days=7)
MONDAY = datetime(2026, 3, 9, tzinfo=UTC)
WORDS = "The hall could have been green."


def sent(world: World, *, by=None, at=None, **given) -> Letter:
    where = given if {"item_id", "unit_id"} & set(given) else {**given, "unit_id": world.union.pk}
    where = {"letter_id": private_id(), "text": WORDS, **where}
    given = {"act_id": new_id(), "by": by or world.cy, "at": at or world.at - A_WEEK, "via": Via.WEB}
    return Letter.objects.get(pk=run(send_letter, where, **given))


def at_large(world: World, name: str, *, at: datetime | None = None) -> list[tuple[str, str]]:
    found, _following = letters_at_large(world.people[name], after="", at=at or world.at)
    return [(letter.text, letter.by) for letter in found]


def test_a_letter_is_read_by_its_editors_alone_until_they_publish_it(world: World) -> None:
    letter = sent(world)
    assert [each.letter for each in letters_waiting(world.max, at=world.at)] == [letter]
    others = [name for name in world.people if name != "max"]
    assert [name for name in others if letters_waiting(world.people[name], at=world.at)] == []
    assert at_large(world, "bo") == []
    do(world, publish_letter, by=world.max, letter_id=letter.pk)
    assert at_large(world, "bo") == [(WORDS, "")]
    assert at_large(world, "stan") == []
    assert letters_waiting(world.max, at=world.at) == []


def test_to_a_body_that_was_closed_nobody_writes(world: World) -> None:
    sent(world, by=world.bo, unit_id=world.north.pk)
    Unit.objects.filter(pk=world.north.pk).update(closed_at=world.at)
    with pytest.raises(Refused, match="You cannot write there"):
        sent(world, by=world.bo, unit_id=world.north.pk)
    assert Letter.objects.count() == 1


def test_who_wrote_is_told_only_where_the_writer_wants_it(world: World) -> None:
    without, named = sent(world), sent(world, is_named=True)
    assert [each.by for each in letters_waiting(world.max, at=world.at)] == [
        {without.pk: "", named.pk: "Cy"}[each.letter.pk] for each in letters_waiting(world.max, at=world.at)
    ]
    for letter in (without, named):
        do(world, publish_letter, by=world.max, letter_id=letter.pk)
    assert sorted(at_large(world, "bo")) == [(WORDS, ""), (WORDS, "Cy")]


def test_a_letter_about_news_stands_below_it_and_not_at_large(world: World) -> None:
    item = published(world, to=world.north)
    letter = sent(world, item_id=item.pk, is_named=True, at=world.at)
    do(world, publish_letter, by=world.max, letter_id=letter.pk)
    assert [each.text for each in letters_about(item, at=world.at)] == [WORDS]
    assert at_large(world, "cy") == []


def test_what_writers_do_leaves_no_entry_and_what_editors_do_names_no_writer(world: World) -> None:
    letter = sent(world)
    assert Entry.objects.count() == 0
    do(world, shorten_letter, by=world.max, letter_id=letter.pk, offered="Why not green?")
    do(world, agree_to_shorten, by=world.cy, letter_id=letter.pk)
    do(world, answer_letter, by=world.max, letter_id=letter.pk, answer="It was dearer.")
    do(world, withdraw_letter, by=world.cy, letter_id=letter.pk)
    entries = list(Entry.objects.order_by("id").values_list("event", "payload"))
    assert [event for event, _payload in entries] == ["LetterShortened", "LetterAnswered"]
    assert [payload for _event, payload in entries if str(world.cy.pk) in payload or "green" in payload] == []


@pytest.mark.parametrize("function", [send_letter, withdraw_letter, agree_to_shorten])
def test_no_operator_acts_as_a_writer(world: World, function) -> None:
    given: dict[str, object] = {"letter_id": new_id()}
    if function is send_letter:
        given |= {"text": WORDS, "unit_id": world.union.pk}
    with pytest.raises(Refused):
        run(function, given, act_id=new_id(), by=None, at=world.at, via=Via.OPERATOR)
    assert Letter.objects.count() == 0


def test_sending_twice_is_one_letter(world: World) -> None:
    pk = private_id()
    assert sent(world, letter_id=pk) == sent(world, letter_id=pk)
    assert Letter.objects.count() == 1
    with pytest.raises(Refused, match="Another letter has this id"):
        sent(world, by=world.max, letter_id=pk, at=world.at)


def test_whoever_may_not_know_of_a_letter_writes_another_under_its_id(world: World) -> None:
    letter = sent(world)
    given = {"letter_id": letter.pk, "text": "Blue, please.", "unit_id": world.union.pk}
    assert do(world, send_letter, by=world.bo, **given) == letter.pk
    assert Letter.objects.count() == 2
    letter.refresh_from_db()
    assert (letter.writer, letter.text) == (world.cy, WORDS)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"text": "  \n"}, "Nothing is written here yet"),
        ({"text": "x" * 2001}, r"This has 2001 characters\. Shorten it to at most 2000"),
        ({"unit_id": "south"}, "You cannot write there"),
        ({"item_id": "item"}, "You cannot write there"),
        ({"item_id": "item", "unit_id": "union"}, "only one of them"),
    ],
)
def test_a_letter_that_cannot_be_sent_says_why(world: World, given, sentence: str) -> None:
    item = published(world, to=world.south)
    places = {"south": world.south.pk, "union": world.union.pk, "item": item.pk}
    given = {name: places.get(value, value) for name, value in given.items()}
    with pytest.raises(Refused, match=sentence):
        sent(world, **given)
    assert Letter.objects.count() == 0


def test_three_letters_of_one_writer_wait_at_a_body_and_no_more(world: World) -> None:
    for _number in range(3):
        letter = sent(world)
    with pytest.raises(Refused, match="Three letters of yours wait there"):
        sent(world)
    sent(world, by=world.bo)
    do(world, withdraw_letter, by=world.cy, letter_id=letter.pk)
    sent(world)


def test_a_shortened_letter_is_published_only_when_its_writer_agrees(world: World) -> None:
    letter = sent(world)
    with pytest.raises(Refused, match="Nothing is offered"):
        do(world, agree_to_shorten, by=world.cy, letter_id=letter.pk)
    do(world, shorten_letter, by=world.max, letter_id=letter.pk, offered="Why not green?")
    assert at_large(world, "bo") == []
    with pytest.raises(Refused, match="Nothing is offered"):
        do(world, agree_to_shorten, by=world.bo, letter_id=letter.pk)
    do(world, agree_to_shorten, by=world.cy, letter_id=letter.pk)
    do(world, agree_to_shorten, by=world.cy, letter_id=letter.pk)
    assert at_large(world, "bo", at=MONDAY) == [("Why not green?", "")]


def test_a_signed_one_is_published_at_once(world: World) -> None:
    letter = sent(world, is_named=True)
    do(world, shorten_letter, by=world.max, letter_id=letter.pk, offered="Why not green?")
    do(world, agree_to_shorten, by=world.cy, letter_id=letter.pk)
    assert at_large(world, "bo") == [("Why not green?", "Cy")]


def test_a_declined_letter_is_its_writers_alone_and_then_nobodys(world: World) -> None:
    letter = sent(world)
    do(world, decline_letter, by=world.max, letter_id=letter.pk, reason="We had three like it.")
    assert letter_to_edit(letter.pk, world.max, at=world.at) is None
    letter.refresh_from_db()
    assert (letter.state(world.at), letter.reason) == ("declined", "We had three like it.")
    for function, given in (
        (publish_letter, {}),
        (shorten_letter, {"offered": "x"}),
        (answer_letter, {"answer": "x"}),
    ):
        with pytest.raises(Refused, match=r"decided on already|was declined"):
            do(world, function, by=world.max, letter_id=letter.pk, **given)
    clock = KEEPINGS[1].clock
    assert clock is not None
    assert clock.due(world.at + timedelta(days=30)) == 0
    assert clock.forget(world.at + timedelta(days=30, seconds=1), 10) == 1
    assert Letter.objects.count() == 0


def test_a_letter_that_nobody_decides_on_is_forgotten_and_a_published_one_is_not(world: World) -> None:
    waiting, out = sent(world), sent(world)
    do(world, publish_letter, by=world.max, letter_id=out.pk)
    clock = KEEPINGS[1].clock
    assert clock is not None
    assert clock.due(waiting.sent_at + timedelta(days=180)) == 0
    assert clock.forget(waiting.sent_at + timedelta(days=181), 10) == 1
    assert list(Letter.objects.all()) == [out]
    assert waiting != out


def test_a_letter_is_withdrawn_at_any_time_by_its_writer_alone(world: World) -> None:
    letter = sent(world)
    do(world, publish_letter, by=world.max, letter_id=letter.pk)
    do(world, withdraw_letter, by=world.bo, letter_id=letter.pk)
    assert Letter.objects.count() == 1
    do(world, withdraw_letter, by=world.cy, letter_id=letter.pk)
    assert Letter.objects.count() == 0
    do(world, withdraw_letter, by=world.cy, letter_id=letter.pk)


@pytest.mark.parametrize("who", ["una", "ada", "bo", "stan"])
def test_only_editors_of_the_body_decide(world: World, who: str) -> None:
    letter = sent(world)
    for function, given in (
        (publish_letter, {}),
        (shorten_letter, {"offered": "x"}),
        (answer_letter, {"answer": "x"}),
        (decline_letter, {"reason": "x"}),
    ):
        with pytest.raises(Refused, match="There is no such letter"):
            do(world, function, by=world.people[who], letter_id=letter.pk, **given)
    letter.refresh_from_db()
    assert letter.state(world.at) == "open"


def test_its_writer_does_not_decide_on_it(world: World) -> None:
    letter = sent(world)
    with pytest.raises(Refused, match="You hold no office that may do this in Union"):
        do(world, publish_letter, by=world.cy, letter_id=letter.pk)
    letter.refresh_from_db()
    assert letter.state(world.at) == "open"


def test_a_letter_that_was_withdrawn_meanwhile_cannot_be_decided_on(world: World) -> None:
    with pytest.raises(Refused, match="There is no such letter"):
        do(world, publish_letter, by=world.max, letter_id=UUID(int=1))


def test_of_who_is_erased_stays_what_was_sent_without_a_name_as_nobodys(world: World) -> None:
    declined = sent(world)
    do(world, decline_letter, by=world.max, letter_id=declined.pk, reason="We had three like it.")
    kept = [sent(world), sent(world)]
    do(world, publish_letter, by=world.max, letter_id=kept[0].pk)
    sent(world, is_named=True)
    other = sent(world, by=world.bo, is_named=True)
    assert [erase(world.cy.pk, 2), erase(world.cy.pk, 2), erase(world.cy.pk, 2)] == [2, 2, 0]
    left = {letter.pk: letter.writer for letter in Letter.objects.all()}
    assert left == {kept[0].pk: None, kept[1].pk: None, other.pk: world.bo}
    assert {each.letter.pk for each in letters_waiting(world.max, at=world.at)} == {kept[1].pk, other.pk}
    assert at_large(world, "bo") == [(WORDS, "")]


def test_letters_without_a_name_come_together_on_monday_in_an_order_that_tells_nothing(world: World) -> None:
    monday = datetime(2026, 3, 2, tzinfo=UTC)
    early = [
        sent(world, at=monday - timedelta(seconds=each), by=world.people[who])
        for each, who in enumerate(("cy", "bo", "cy", "bo"), 1)
    ]
    sent(world, at=monday, by=world.bo)
    before = [each.letter.pk for each in letters_waiting(world.max, at=monday - timedelta(microseconds=1))]
    named = sent(world, is_named=True, at=world.at)
    assert before == []
    after = [each.letter.pk for each in letters_waiting(world.max, at=world.at)]
    assert after == [*sorted(each.pk for each in early), named.pk]


def test_one_that_has_not_come_yet_cannot_be_decided_on(world: World) -> None:
    letter = sent(world, at=world.at)
    assert letter_to_edit(letter.pk, world.max, at=world.at) is None
    with pytest.raises(Refused, match="There is no such letter"):
        do(world, publish_letter, by=world.max, letter_id=letter.pk)


@pytest.mark.parametrize("about", ["unit", "item"])
def test_where_fewer_than_five_could_write_a_letter_needs_a_name(world: World, about: str) -> None:
    given = (
        {"unit_id": world.harbour.pk}
        if about == "unit"
        else {"item_id": published(world, to=world.harbour).pk}
    )
    with pytest.raises(Refused, match="So few could have written this"):
        sent(world, by=world.bo, at=world.at, **given)
    assert sent(world, by=world.bo, at=world.at, is_named=True, **given).is_named


@pytest.mark.parametrize("about", ["unit", "item"])
def test_whoever_reads_letters_is_none_of_the_five(world: World, about: str) -> None:
    # Six belong to the north, of whom one reads its letters, and one those of the union.
    read_in, reader = (world.north, world.max) if about == "unit" else (world.union, world.ada)
    given = (
        {"unit_id": world.north.pk} if about == "unit" else {"item_id": published(world, to=world.north).pk}
    )
    sent(world, at=world.at, **given)
    secretary = Office.objects.get(code="secretary")
    Term.objects.create(person=reader, office=secretary, unit=read_in, started_at=START)
    with pytest.raises(Refused, match="So few could have written this"):
        sent(world, at=world.at, **given)


def test_whoever_will_read_letters_once_their_office_is_awake_is_none_of_the_five(world: World) -> None:
    sent(world, at=world.at, unit_id=world.north.pk)
    secretary = Office.objects.get(code="secretary")
    Term.objects.create(person=world.bo, office=secretary, unit=world.north, started_at=START)
    # Without a passkey this office rests, and Bo can wake it at any time.
    assert (
        letter_to_edit(sent(world, unit_id=world.north.pk, is_named=True).pk, world.bo, at=world.at) is None
    )
    with pytest.raises(Refused, match="So few could have written this"):
        sent(world, at=world.at, unit_id=world.north.pk)


def agreed(world: World) -> Letter:
    """A letter without a name whose writer agreed to an offer: it appears on Monday."""
    letter = sent(world)
    do(world, shorten_letter, by=world.max, letter_id=letter.pk, offered="Why not green?")
    do(world, agree_to_shorten, by=world.cy, letter_id=letter.pk)
    letter.refresh_from_db()
    return letter


def test_that_a_writer_agreed_is_seen_on_monday_and_not_before(world: World) -> None:
    letter = agreed(world)
    just_before = MONDAY - timedelta(microseconds=1)
    assert (letter.published_at, letter.text, letter.offered) == (MONDAY, WORDS, "Why not green?")
    assert [each.letter.pk for each in letters_waiting(world.max, at=just_before)] == [letter.pk]
    assert count_waiting(world.max, at=just_before) == 1
    assert at_large(world, "bo", at=just_before) == []
    edited = letter_to_edit(letter.pk, world.max, at=just_before)
    assert (edited and edited.is_published) is False
    assert at_large(world, "bo", at=MONDAY) == [("Why not green?", "")]
    assert letters_waiting(world.max, at=MONDAY) == []
    edited = letter_to_edit(letter.pk, world.max, at=MONDAY)
    assert (edited and edited.is_published) is True


def test_its_writer_alone_sees_at_once_that_they_agreed(world: World) -> None:
    agreed(world)
    assert [each.state for each in own_letters(world.cy, at=world.at)] == ["agreed"]
    assert [each.state for each in letters_on_today(world.cy, at=world.at)[0]] == ["agreed"]
    assert [each.state for each in own_letters(world.cy, at=MONDAY)] == ["published"]
    assert [each.state for each in letters_on_today(world.cy, at=MONDAY)[0]] == ["published"]


def test_until_monday_editors_do_what_they_could_do_had_nobody_agreed(world: World) -> None:
    published_, again, declined = (agreed(world), agreed(world), agreed(world))
    do(world, publish_letter, by=world.max, letter_id=published_.pk)
    do(world, shorten_letter, by=world.max, letter_id=again.pk, offered="Green?")
    do(world, decline_letter, by=world.max, letter_id=declined.pk, reason="We had three like it.")
    assert at_large(world, "bo") == [(WORDS, "")]
    # Nobody agreed to the second offer, nor to appear after all.
    assert at_large(world, "bo", at=MONDAY) == [(WORDS, "")]
    states = {each.letter.pk: each.state for each in own_letters(world.cy, at=MONDAY)}
    assert states == {published_.pk: "published", again.pk: "offered", declined.pk: "declined"}


def test_one_whose_writer_agreed_goes_over_in_a_merger_like_others_that_wait(world: World) -> None:
    letter = sent(world, unit_id=world.north.pk)
    do(world, shorten_letter, by=world.ada, letter_id=letter.pk, offered="Why not green?")
    do(world, agree_to_shorten, by=world.cy, letter_id=letter.pk)
    assert LETTERS_GO.hand_over(world.north, world.south, by=world.una, at=world.at) == 1


def test_an_id_that_tells_the_moment_is_refused(world: World) -> None:
    with pytest.raises(Refused, match="Make a random one, which is UUID version 4"):
        sent(world, letter_id=new_id())
    assert Letter.objects.count() == 0


def test_letters_that_wait_go_over_in_a_merger_and_published_ones_stay(world: World) -> None:
    waiting, out = sent(world, unit_id=world.north.pk), sent(world, unit_id=world.north.pk)
    do(world, publish_letter, by=world.ada, letter_id=out.pk)
    assert LETTERS_GO.count(world.north) == 0
    signed = sent(world, unit_id=world.north.pk, is_named=True)
    assert LETTERS_GO.count(world.north) == 1
    do(world, withdraw_letter, by=world.cy, letter_id=signed.pk)
    assert LETTERS_GO.hand_over(world.north, world.south, by=world.una, at=world.at) == 1
    assert {letter.pk: letter.body for letter in Letter.objects.all()} == {
        waiting.pk: world.south,
        out.pk: world.north,
    }
