"""What is said without a name: read by nobody in a way that tells whose it was."""

from datetime import UTC, datetime, timedelta

import pytest

from conftest import World
from folkmoot.consultations.actions.ending import close_consultation
from folkmoot.consultations.actions.speaking import withdraw_comment
from folkmoot.consultations.holdings import KEEPINGS, comments_left, erase
from folkmoot.consultations.jobs import count_opinions_job
from folkmoot.consultations.models import Comment, Consultation
from folkmoot.consultations.tests.asking import later, opened, said, signed_in
from folkmoot.membership.actions.admitting import readmit_member
from folkmoot.membership.actions.ending import end_membership

AFTER = datetime(2026, 3, 16, 23, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)
FIVE = ("ada", "bo", "cy", "dee", "eve")
(COMMENTS,) = (each.clock for each in KEEPINGS if each.clock and "consultations_comment" in each.tables)


def spoken(world: World, who: tuple[str, ...] = FIVE) -> Consultation:
    consultation = opened(world, to=world.union)
    for name in who:
        said(world, consultation, world.people[name], f"Word of {name}.", point="1" if name == "ada" else "")
    return consultation


def words(at: datetime) -> list[str]:
    return sorted(Comment.objects.readable(at).values_list("text", flat=True))


ALL = sorted(f"Word of {name}." for name in FIVE)


def test_what_is_read_without_a_name_stays_when_its_author_is_put_out_comes_back_and_is_erased(
    world: World,
) -> None:
    spoken(world)
    count_opinions_job(AFTER)
    assert words(AFTER) == ALL
    dee = world.dee
    later(AFTER + HOUR, end_membership, by=world.una, person_id=dee.pk)
    assert (words(AFTER + HOUR), COMMENTS.due(AFTER + HOUR)) == (ALL, 0)
    later(AFTER + 2 * HOUR, readmit_member, by=world.una, person_id=dee.pk, unit_id=world.vale.pk)
    assert words(AFTER + 2 * HOUR) == ALL
    assert (erase(dee.pk, 100), erase(dee.pk, 100)) == (1, 0)
    assert words(AFTER + 2 * HOUR) == ALL
    assert Comment.objects.get(text="Word of dee.").person is None
    assert COMMENTS.due(AFTER + timedelta(days=365)) == len(FIVE)


def test_whoever_was_put_out_still_takes_their_own_words_back(world: World) -> None:
    consultation = spoken(world)
    count_opinions_job(AFTER)
    later(AFTER + HOUR, end_membership, by=world.una, person_id=world.dee.pk)
    later(AFTER + 2 * HOUR, withdraw_comment, by=world.dee, consultation_id=consultation.pk)
    # The others stay: whether enough spoke was found out once.
    assert words(AFTER + 2 * HOUR) == [each for each in ALL if each != "Word of dee."]


def test_whoever_leaves_before_it_was_read_takes_their_words_along(world: World) -> None:
    spoken(world, (*FIVE, "una"))
    later(AFTER - 2 * HOUR, end_membership, by=world.una, person_id=world.dee.pk)
    assert [each.text for each in comments_left(AFTER)] == ["Word of dee."]
    count_opinions_job(AFTER)
    assert words(AFTER) == sorted([*(each for each in ALL if each != "Word of dee."), "Word of una."])


def test_whoever_reads_it_is_none_of_the_five(world: World) -> None:
    spoken(world, ("max", *FIVE[1:]))
    count_opinions_job(AFTER)
    assert words(AFTER) == []


def test_those_who_left_are_let_go_of_some_at_a_time(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("folkmoot.consultations.actions.counting.ROWS", 1)
    spoken(world, (*FIVE, "max"))
    for name in ("dee", "eve", "cy"):
        later(AFTER - 2 * HOUR, end_membership, by=world.una, person_id=world.people[name].pk)
    count_opinions_job(AFTER)
    assert sorted(Comment.objects.values_list("text", flat=True)) == [
        "Word of ada.",
        "Word of bo.",
        "Word of max.",
    ]


@pytest.mark.parametrize("given", [1, 4, 5])
def test_words_without_a_name_are_read_only_if_five_spoke_so(world: World, given: int) -> None:
    consultation = spoken(world, FIVE[:given])
    # Nobody counts twice.
    said(world, consultation, world.ada, "More.", point="2")
    said(world, consultation, world.max, "Aloud.", is_signed=True)
    count_opinions_job(AFTER)
    assert words(AFTER) == (sorted([*ALL, "Aloud.", "More."]) if given == len(FIVE) else ["Aloud."])


def test_what_is_closed_as_soon_as_somebody_was_seen_to_write_shows_nothing(world: World) -> None:
    consultation = spoken(world, ("cy",))
    minute = world.at + timedelta(minutes=1)
    later(minute, close_consultation, by=world.max, consultation_id=consultation.pk, reason="Enough.")
    count_opinions_job(minute + HOUR)
    assert words(minute + HOUR) == []


def test_with_the_name_goes_the_number_under_which_it_was_read(world: World) -> None:
    consultation = opened(world, to=world.union)
    for name in FIVE:
        said(world, consultation, world.people[name], f"Word of {name}.", is_signed=True)
    seen = set(Comment.objects.values_list("pk", flat=True))
    said(world, consultation, world.dee, "The chair must go.")
    kept = Comment.objects.get(person=world.dee)
    assert (kept.text, kept.is_signed, kept.pk in seen) == ("The chair must go.", False, False)
    said(world, consultation, world.bo, "Better.", is_signed=True)
    assert Comment.objects.get(person=world.bo).pk in seen


def test_the_page_says_why_words_without_a_name_are_not_there(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)
    consultation = spoken(world, ("cy",))
    address = f"/consultations/{consultation.pk}/points/0/comments/"

    def page() -> str:
        return signed_in(world.max).get(address).content.decode()

    assert "if five or more spoke so" in page()
    asked = signed_in(world.cy).get(f"/consultations/{consultation.pk}/points/1/").content.decode()
    assert "once the consultation is over, if five or more speak so." in asked
    Consultation.objects.update(ends_at=world.at)
    assert "still being put together" in page()
    Consultation.objects.update(counted_at=world.at)
    assert "Fewer than five people said something without a name" in page()
    Consultation.objects.update(shows_unsigned=True)
    assert ("Fewer than five" in page(), "Word of cy." in page()) == (False, True)


def test_whoever_said_it_is_told_that_nobody_reads_it_and_why(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)
    consultation = spoken(world, ("cy",))

    def told() -> list[bool]:
        page = signed_in(world.cy).get(f"/consultations/{consultation.pk}/").content.decode()
        return ["Nobody reads this: fewer than five" in page, "Nobody reads this: all but four" in page]

    assert told() == [False, False]
    Consultation.objects.update(ends_at=world.at, counted_at=world.at)
    assert told() == [True, False]
    Consultation.objects.update(shows_unsigned=True)
    assert told() == [False, False]
    Comment.objects.update(is_withheld=True)
    assert told() == [False, True]
    Comment.objects.update(is_signed=True)
    assert told() == [False, False]


@pytest.mark.parametrize(
    ("signing", "is_read"),
    # Of the seven who are asked, of whom Max reads it, these signed point 1; Dee spoke there without a name, others did not.
    [(("ada", "bo", "cy", "eve", "una", "max"), False), (("ada", "bo"), False), (("ada", "max"), True)],
)
def test_nobody_is_told_by_all_others_having_signed(
    world: World, signing: tuple[str, ...], is_read: bool
) -> None:
    consultation = spoken(world)
    said(world, consultation, world.dee, "The chair must go.", point="1")
    said(world, consultation, world.ada, "Word of ada.")
    for name in signing:
        said(world, consultation, world.people[name], "Aloud.", point="1", is_signed=True)
    count_opinions_job(AFTER)
    assert ("The chair must go." in words(AFTER)) is is_read
    # What was said of the whole, where nobody signed, is read all the same.
    assert [word for word in words(AFTER) if word.startswith("Word")] == ALL


def test_signatures_of_people_who_were_not_asked_hide_nothing(world: World) -> None:
    consultation = spoken(world)
    said(world, consultation, world.max, "Aloud.", point="1", is_signed=True)
    later(AFTER - 2 * HOUR, end_membership, by=world.una, person_id=world.max.pk)
    for name in ("una", "eve"):
        said(world, consultation, world.people[name], "Aloud.", point="1", is_signed=True)
    count_opinions_job(AFTER)
    # Of the six who are still asked, four did not sign.
    assert words(AFTER) == sorted([*(each for each in ALL if "ada" not in each), "Aloud.", "Aloud."])
