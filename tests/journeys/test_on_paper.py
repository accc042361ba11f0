"""A meeting held on paper: entered from its sheet with what it heard and decided, its minutes checked and adopted."""

from datetime import datetime

import pytest

from tests.journeys.looking import barriers_on, sticking_out_of
from tests.journeys.serving import Installation
from tests.journeys.test_first_meeting import ZONE, go_to, set_clause, words_on
from tests.journeys.test_first_screens import heading, message, press
from tests.journeys.test_meeting import name_of

UNIT, CODE = "Alderwick Bakers", "alderwick-bakers"
TITLE = "Bylaws on minutes"
MOTION = "The second oven"
ASKED = "Minutes are checked by a second person"


@pytest.fixture(scope="module")
def organisation(made, tmp_path_factory):
    """Return a copy of the small organisation that nobody else uses."""
    return Installation.copied(made, tmp_path_factory.mktemp("paper") / "small", DEMO="1")


@pytest.fixture
def people(open_page, organisation):
    """Serve it, and return the pages of its office, and of a cell's secretary and two members."""
    paths = organisation.people["members"][CODE][:2]
    paths = [organisation.path_of("office"), organisation.path_of("secretary"), *paths]
    with organisation.serving_pages_alone():
        yield [open_page(path, at=organisation) for path in paths]


def convey_bylaws(office):
    """Convey bylaws that ask for a check of minutes, and say so."""
    press(office, "Publish", "link")
    press(office, "Write a decision", "link")
    office.get_by_label("Title").fill(TITLE)
    office.get_by_label("Text", exact=True).fill(f"1. {ASKED}.\n")
    press(office, "Save and go on")
    press(office, "It was adopted in these words")
    press(office, "Look it over")
    press(office, "Convey it")
    office.goto("/publish/")
    press(office, TITLE, "link")
    press(office, "Say what its articles ask", "link")
    set_clause(office, "1", ASKED, {"Meeting": "any meeting"}, {})


def enter_the_sheet(secretary, chair, member):
    """Enter who signed that morning, and that those present heard what was read aloud."""
    go_to(secretary, UNIT, "Meetings")
    press(secretary, "Enter a meeting that was held", "link")
    today = datetime.now(ZONE).date().isoformat()
    secretary.get_by_label("Day", exact=True).fill(today)
    for label, value in {"Place": "The net loft", "It began at": "00:00", "It ended at": "00:01"}.items():
        secretary.get_by_label(label).fill(value)
    secretary.get_by_label("Agenda").fill("The second oven")
    secretary.get_by_label("Who chaired it").select_option(label=name_of(chair))
    secretary.get_by_label("Who took the minutes").select_option(label=name_of(secretary))
    secretary.get_by_label(name_of(member), exact=True).check()
    secretary.get_by_label(TITLE).check()
    assert barriers_on(secretary) == []
    press(secretary, "Enter it")
    assert message(secretary) == "It is entered, as it stands on the sheet."
    press(secretary, "Enter who heard it", "link")
    secretary.get_by_label(name_of(member), exact=True).check()
    press(secretary, "Enter who heard it")
    assert heading(secretary) == "General meeting"
    member.goto("/")
    press(member, TITLE, "link")
    assert "that you were present when this was read aloud, and agreed." in words_on(member)


def write_down_what_was_moved(secretary, member):
    """Write down a motion and an amendment for whoever moved them, and find what is to be voted on first."""
    press(secretary, "Enter a vote from the sheet", "link")
    press(secretary, "Write down a motion", "link")
    secretary.get_by_label("Who moves it").select_option(label=name_of(member))
    secretary.get_by_label("Title").fill(MOTION)
    secretary.get_by_label("Text", exact=True).fill("1. The second oven is sold.\n")
    press(secretary, "Submit it")
    press(secretary, f"All motions of {UNIT}", "link")
    press(secretary, MOTION, "link")
    press(secretary, "Write down an amendment", "link")
    secretary.get_by_label("Who proposes it").select_option(label=name_of(member))
    secretary.get_by_label("Text", exact=True).fill("1. The second oven is mended.\n")
    press(secretary, "Propose an amendment")
    press(secretary, "Enter its vote from the sheet", "link")


def enter_what_it_decided(secretary, chair, member):
    """Enter in their order the count about an amendment, the roll call about its motion, what nobody minded, and advice."""
    write_down_what_was_moved(secretary, member)
    secretary.get_by_label("For", exact=True).fill("2")
    secretary.get_by_label("Against").fill("1")
    secretary.get_by_role("group", name="Who counted").get_by_label(name_of(chair)).check()
    is_whole(secretary)
    press(secretary, "Enter the vote")
    press(secretary, "Enter a vote from the sheet", "link")
    press(secretary, "By roll call", "link")
    secretary.get_by_label("Motion or amendment").select_option(label=MOTION)
    for person, said in ((secretary, "For"), (chair, "For"), (member, "Abstains")):
        secretary.get_by_role("group", name=name_of(person), exact=True).get_by_label(said).check()
    is_whole(secretary)
    press(secretary, "Enter the vote")
    press(secretary, "Enter a vote from the sheet", "link")
    press(secretary, "By acclamation", "link")
    secretary.get_by_label("What was it about?").fill("We thank the bakers")
    press(secretary, "Enter the vote")
    press(secretary, "Enter advice from the sheet", "link")
    secretary.get_by_label("Question").fill("Which day suits?")
    for number, (answer, hands) in enumerate((("Monday", "2"), ("Friday", "1")), start=1):
        secretary.get_by_label(f"Answer {number}", exact=True).fill(answer)
        secretary.get_by_label(f"Hands for answer {number}").fill(hands)
    is_whole(secretary)
    press(secretary, "Enter the advice")
    is_whole(secretary)


def is_whole(page):
    """Hold a page against what a phone is as wide as, and against what stands in somebody's way."""
    assert (sticking_out_of(page, 360), barriers_on(page)) == ([], [])


def write_minutes(secretary):
    """Let them write themselves, and find by which article they are checked."""
    press(secretary, "Minutes", "link")
    press(secretary, "Write them now")
    said = words_on(secretary)
    assert "Entered afterwards, from a sheet that was signed at the meeting." in said
    assert "Checked by a second person: article 1" in said
    for told in (
        f"Vote on “Amendment to: {MOTION}” (by a show of hands): 2 for, 1 against",
        f"Vote on “{MOTION}” (by roll call): 2 for, 0 against, 1 abstained",
        "Vote on “We thank the bakers” (by acclamation): 3 for",
        "Advice on “Which day suits?”: Monday: 2, Friday: 1.",
    ):
        assert told in said
    return secretary.url


def open_the_next(secretary, chair):
    go_to(secretary, UNIT, "Meetings")
    press(secretary, "General meeting", "link")
    press(secretary, "Open the meeting", "link")
    secretary.get_by_label("Who chairs it").select_option(label=name_of(chair))
    early = secretary.get_by_label("Begin now, before its hour")
    if early.count():
        early.check()
    press(secretary, "Open the meeting")
    secretary.locator("#sitting").wait_for()


def test_a_meeting_on_paper_is_entered_and_its_minutes_are_checked_and_adopted(people):
    office, secretary, chair, member = people
    convey_bylaws(office)
    enter_the_sheet(secretary, chair, member)
    enter_what_it_decided(secretary, chair, member)
    minutes = write_minutes(secretary)
    open_the_next(secretary, chair)
    secretary.goto(minutes)
    press(secretary, "The meeting adopts them", "link")
    press(secretary, "The meeting adopts them")
    assert "Nobody has checked these minutes yet, as article 1 asks." in words_on(secretary)
    chair.goto(minutes)
    press(chair, "They are right")
    secretary.goto(minutes)
    press(secretary, "The meeting adopts them", "link")
    press(secretary, "The meeting adopts them")
    assert message(secretary) == "They are adopted, and fixed."
    assert barriers_on(secretary) == []
    member.goto(minutes)
    assert f"Checked by {name_of(chair)}." in words_on(member)
