"""Amendments, roll calls, acclamations and advice from the signed sheet of a meeting: by the rules of live ones."""

from typing import Any

import pytest

from conftest import World
from folkmoot.bylaws.tests.papers import bylaws, entered
from folkmoot.decisions.tests.papers import do
from folkmoot.documents.queries import drafts_in_one_language
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.models import Entry
from folkmoot.meetings.minutes.actions.of_closed import MINUTES, write_of_closed
from folkmoot.meetings.minutes.queries.composing import composed
from folkmoot.meetings.minutes.queries.minutes import minutes_page
from folkmoot.meetings.minutes.tests.test_paper_votes import from_sheet, now, on_paper
from folkmoot.meetings.models import Meeting, Presence
from folkmoot.meetings.motions.actions.amendments import order_amendments
from folkmoot.meetings.motions.actions.entering_votes import enter_paper_advice, enter_paper_vote
from folkmoot.meetings.motions.models import Backing, Motion, Question, Voice, Vote
from folkmoot.meetings.motions.tests.motions import BLUE, BODY, amended_there, moved_there
from folkmoot.meetings.tests.held import sitting_of
from folkmoot.membership.tests.paging import as_, links, refusals
from folkmoot.people.models import Person
from folkmoot.structure.tests.acting import events

__all__ = ["now"]
RED = BODY.replace("white", "red")


def _there(meeting: Meeting) -> list[Person]:
    people = Person.objects.filter(pk__in=Presence.objects.filter(meeting=meeting).values("person"))
    return list(people.in_order())


def _by(world: World, meeting: Meeting, method: str, **given: Any) -> Vote:
    pk = do(world, enter_paper_vote, by=world.bo, meeting_id=meeting.pk, method=method, **given)
    return Vote.objects.get(pk=pk)


def _said(people: list[Person], *choices: str) -> list[dict[str, object]]:
    return [{"person_id": each.pk, "choice": choice} for each, choice in zip(people, choices, strict=False)]


def _advice(world: World, meeting: Meeting, **given: Any) -> Question:
    asked = {"text": "Which colour?", "options": ["White", "Blue"], "hands": [4, 1]} | given
    pk = do(world, enter_paper_advice, by=world.bo, meeting_id=meeting.pk, **asked)
    return Question.objects.get(pk=pk)


def test_amendments_are_voted_on_before_their_motion_each_with_its_own_count(world: World) -> None:
    meeting, motion = on_paper(world), moved_there(world)
    blue, red = amended_there(world, motion, BLUE), amended_there(world, motion, RED)
    do(world, order_amendments, by=world.bo, motion_id=motion.pk, amendments=[red.pk, blue.pk])
    with pytest.raises(Refused, match=r"Amendments to this motion stand\."):
        from_sheet(world, meeting, motion_id=motion.pk)
    lost = from_sheet(world, meeting, 1, 3, amendment_id=red.pk)
    won = from_sheet(world, meeting, 4, 1, amendment_id=blue.pk)
    carried = from_sheet(world, meeting, 5, 0, motion_id=motion.pk)
    assert [(each.pk, each.outcome) for each in Vote.objects.in_order()] == [
        (lost.pk, "lost"), (won.pk, "carried"), (carried.pk, "carried"),
    ]  # fmt: skip
    motion.refresh_from_db()
    assert drafts_in_one_language([motion.document_id])[motion.document_id].body == BLUE
    assert list(meeting.items.values_list("motion", flat=True)) == [motion.pk]


def test_a_count_about_an_amendment_that_was_entered_wrongly_is_taken_back(world: World) -> None:
    meeting, motion = on_paper(world), moved_there(world)
    blue = amended_there(world, motion)
    first = from_sheet(world, meeting, 4, 1, amendment_id=blue.pk)
    from_sheet(world, meeting, 1, 4, replaces_id=first.pk)
    motion.refresh_from_db()
    blue.refresh_from_db()
    assert blue.state == "lost"
    assert drafts_in_one_language([motion.document_id])[motion.document_id].body == BODY


def test_a_roll_call_on_paper_stands_by_name_and_says_who_did_not_answer(world: World, client) -> None:
    entered(world, bylaws(world), "3", {"kind": "ballot", "matter": "money", "method": "roll_call"})
    meeting = on_paper(world)
    people = _there(meeting)
    voices = _said(people, "for", "against", "abstained", "for")
    vote = _by(world, meeting, "roll_call", text="Buy paint", matter="money", voices=voices)
    assert (vote.method, vote.in_favour, vote.against, vote.abstained, vote.present, vote.outcome) == (
        "roll_call", 2, 1, 1, 5, "carried",
    )  # fmt: skip
    page = as_(client, world.bo).get(f"/votes/{vote.pk}/").content.decode()
    assert "Did not answer" in page
    assert people[4].name in page
    assert Entry.objects.filter(event="VoteDecided", payload__contains=str(people[0].pk)).count() == 0


def test_acclamation_on_paper_is_all_who_were_there_but_for_those_who_stood_aside(world: World) -> None:
    meeting = on_paper(world)
    people = _there(meeting)
    vote = _by(world, meeting, "acclamation", text="We thank the bakers", aside=[people[0].pk])
    assert (vote.in_favour, vote.present, vote.outcome) == (4, 4, "carried")
    assert list(Voice.objects.aside().values_list("person", flat=True)) == [people[0].pk]
    told = Entry.objects.get(event="PaperVoteEntered").payload
    assert '"aside":1' in told
    assert str(people[0].pk) not in told
    assert events()[-2:] == ["PaperVoteEntered", "VoteDecided"]


def test_only_what_belongs_to_the_way_in_which_people_voted_is_entered(world: World) -> None:
    meeting = on_paper(world)
    people = _there(meeting)
    line = {"text": "Paint"}
    refused: list[tuple[str, dict[str, Any], str]] = [
        ("hands", line, r"Enter how many hands were raised for it, and how many against it\."),
        ("hands", {"in_favour": 3, "against": 0, "voices": _said(people, "for")}, r"only where the roll was called"),
        ("acclamation", {"in_favour": 3}, r"Figures are entered of a show of hands alone\."),
        ("roll_call", line, r"Enter what each said when the roll was called\."),
        ("roll_call", {"voices": _said([world.cy], "for")}, r"Somebody is named who is not present"),
        ("roll_call", {"voices": _said(people, "for"), "aside": [people[0].pk]}, r"or stands aside"),
        ("roll_call", {"voices": _said([people[0], people[0]], "for", "for")}, r"Somebody is named twice\."),
        ("roll_call", {"voices": _said(people, "perhaps")}, r"“perhaps” is none of these"),
        ("acclamation", {"aside": [world.cy.pk]}, r"One of them was not at the meeting\."),
        ("secret", line, r"A secret ballot is not offered here yet\."),
        ("dice", line, r"“dice” is none of these"),
    ]  # fmt: skip
    for method, given, sentence in refused:
        with pytest.raises(Refused, match=sentence):
            _by(world, meeting, method, **line | given)
    assert Vote.objects.count() == 0


def test_advice_from_a_sheet_has_figures_and_no_names_and_decides_nothing(world: World) -> None:
    meeting = on_paper(world)
    question = _advice(world, meeting)
    assert list(question.options.order_by("position").values_list("text", "hands")) == [
        ("White", 4), ("Blue", 1),
    ]  # fmt: skip
    assert (question.present, question.tallied_at) == (5, sitting_of(meeting).closed_at)
    assert events()[-2:] == ["PaperAdviceEntered", "QuestionTallied"]
    refused: list[tuple[dict[str, Any], str]] = [
        ({"hands": [6, 0]}, "These are 6 hands, and 5 people"),
        ({"hands": [1]}, "Enter a figure for each answer"),
        ({"options": ["White"], "hands": [1]}, "A question has from 2 to 20 answers"),
    ]
    for given, sentence in refused:
        with pytest.raises(Refused, match=sentence):
            _advice(world, meeting, **given)
    written = "\n".join(each.text for each in composed(sitting_of(meeting)))
    assert "Advice on “Which colour?”: White: 4, Blue: 1. Nothing was decided by it." in written


def test_the_worker_writes_advice_into_the_minutes(world: World) -> None:
    meeting = on_paper(world)
    write_of_closed(list(Entry.objects.filter(event="MeetingEntered")))
    _advice(world, meeting)
    assert MINUTES.events is not None
    MINUTES.receive(list(Entry.objects.filter(event__in=MINUTES.events - {"MeetingEntered"})))
    told = minutes_page(meeting.pk, world.bo, at=world.at)
    assert told is not None
    assert "Advice on “Which colour?”" in "".join(part.text for part in told.parts or ())


def test_the_page_calls_the_roll_and_asks_about_whoever_was_passed_over(world: World, client) -> None:
    meeting = on_paper(world)
    people = _there(meeting)
    address = f"/meetings/{meeting.pk}/votes/paper/?method=roll_call"
    page = as_(client, world.bo).get(address)
    assert 'aria-current="page">By roll call' in page.content.decode()
    given: dict[str, Any] = {f"said_{each.pk}": "for" for each in people[:3]} | {"text": "Buy paint"}
    given |= {"aside": [str(people[3].pk)]}
    refused = client.post(address, given)
    assert f"Not asked: {people[4].name}." in " ".join(refusals(refused))
    client.post(address, given | {"all_the_same": "on"})
    vote = Vote.objects.get()
    assert (vote.in_favour, vote.present, vote.voices.aside().get().person) == (3, 4, people[3])


def test_what_was_moved_on_paper_is_written_down_for_whoever_moved_it(world: World, client) -> None:
    meeting = on_paper(world)
    people = _there(meeting)
    page = as_(client, world.bo).get(f"/meetings/{meeting.pk}/votes/paper/")
    address = links(page)["Write down a motion"]
    given = {
        "person_id": str(people[1].pk),
        "title": "Paint",
        "body": BODY,
        "matter": "any",
        "language": "en",
    }
    page = client.post(address, given)
    assert page["Location"] == f"/meetings/{meeting.pk}/votes/paper/"
    motion = Motion.objects.get()
    backing = Backing.objects.get(motion=motion)
    assert (backing.person, backing.written_down_at) == (people[1], world.at)
    page = client.get(f"/motions/{motion.pk}/")
    words = {"person_id": str(people[2].pk), "title": "Paint", "body": BLUE, "on_revision": "1"}
    client.post(links(page)["Write down an amendment"], words)
    amendment = motion.amendments.get()
    page = client.get(f"/motions/{motion.pk}/")
    page = client.get(links(page)["Enter its vote from the sheet"])
    assert "selected>Amendment 1 to: Paint" in page.content.decode()
    count = {"about": f"amendment:{amendment.pk}", "in_favour": "3", "against": "0", "abstained": "0"}
    client.post(f"/meetings/{meeting.pk}/votes/paper/", count)
    amendment.refresh_from_db()
    assert amendment.state == "adopted"


def test_advice_is_entered_by_a_page_that_asks_for_what_is_missing(world: World, client) -> None:
    meeting = on_paper(world)
    page = as_(client, world.bo).get(f"/meetings/{meeting.pk}/")
    address = links(page)["Enter advice from the sheet"]
    given = {"text": "Which colour?", "option_1": "White", "hands_1": "4", "option_2": "Blue", "hands_2": "1"}
    refused = client.post(address, given | {"option_3": "Red", "hands_4": "1"})
    assert refused.status_code == 422
    assert "Enter a figure for each answer, 0 if nobody raised a hand." in " ".join(refusals(refused))
    assert "Write the answer for which these hands were raised." in " ".join(refusals(refused))
    client.post(address, given)
    question = Question.objects.get()
    assert list(question.options.order_by("position").values_list("hands", flat=True)) == [4, 1]
    page = client.get(f"/questions/{question.pk}/")
    assert "Entered afterwards, from the sheet" in page.content.decode()
    assert as_(client, world.stan).get(address).status_code == 404
