"""A cell's first meeting by the rules: from the clauses and the call to the decision on a member's Today."""

import re
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from icalendar import Calendar

from tests.journeys.conftest import DESKTOP
from tests.journeys.looking import barriers_on
from tests.journeys.serving import Installation, wait_until
from tests.journeys.test_constitution import do
from tests.journeys.test_first_screens import heading, message, press

ZONE = ZoneInfo("Europe/Lisbon")
# Seven clear days: neither the day of the call nor that of the meeting is one of them.
DAYS_AHEAD = 8
# It has come whenever this is run; nobody votes before it.
HOUR = "00:00"
BYLAWS = "1. Members are called seven clear days before.\n2. Half of them are a quorum; a week later, whoever comes.\n"
BYLAWS += "3. More than half of the votes cast decide.\n"
CLAUSES = {
    "1": (
        "Notice of a meeting",
        {"Meeting": "general meeting"},
        {"How many full days between the call and the meeting?": "7"},
    ),
    "2": (
        "Quorum",
        {"Meeting": "general meeting"},
        {"How much?": "1/2", "If it fails: a second meeting, so many days later": "7"},
    ),
    "3": ("Majority", {}, {"Which share?": "1/2"}),
}
TITLE = "The loft is painted"
MOTION = "1. The loft is painted in May.\n2. Three members buy the paint.\n"
MAJORITY = "more than half of the votes cast, article 3"
REASONS = "The region paints its own loft too, and lends the ladders."
QUORUM = "quorum 9 of 17, article 2"


@pytest.fixture(scope="module")
def organisation(made, tmp_path_factory):
    """Return a copy of the small organisation that nobody else uses, with 17 members in one of its cells."""
    return Installation.copied(made, tmp_path_factory.mktemp("meeting") / "small", DEMO="1")


@pytest.fixture
def open_here(open_page, organisation):
    return lambda path, **asked: open_page(path, at=organisation, **asked)


def day_of_the_meeting():
    return datetime.now(UTC).astimezone(ZONE).date() + timedelta(days=DAYS_AHEAD)


def words_on(page, selector="main"):
    return " ".join(page.locator(selector).inner_text().split())


def set_clauses(office):
    """Adopt bylaws and say what their articles ask: notice, quorum with a second call, and majority."""
    press(office, "Publish", "link")
    press(office, "Write a decision", "link")
    office.get_by_label("Title").fill("Bylaws of the federation")
    office.get_by_label("Text", exact=True).fill(BYLAWS)
    press(office, "Save and go on")
    press(office, "It was adopted in these words")
    press(office, "Look it over")
    press(office, "Convey it")
    office.goto("/publish/")
    press(office, "Bylaws of the federation", "link")
    press(office, "Say what its articles ask", "link")
    for article, clause in CLAUSES.items():
        set_clause(office, article, *clause)


def set_clause(office, article, kind, chosen, filled):
    office.get_by_label("Article").select_option(article)
    office.get_by_label("What does it say?").select_option(kind)
    press(office, "Go on")
    for label, choice in chosen.items():
        office.get_by_label(label, exact=True).select_option(choice)
    for label, value in filled.items():
        office.get_by_label(re.compile(f"^{re.escape(label)}")).fill(value)
    if kind == "Majority":
        office.get_by_label("More than that, not just as much").check()
    office.get_by_label("Co-operative").check()
    press(office, "Enter it")
    assert message(office) == "It is entered, and holds from its day on."


def go_to(page, unit, what):
    page.goto(f"/units/?q={unit}")
    press(page, unit, "link")
    press(page, what, "link")


def call(page, unit):
    """Call a general meeting: refused a day too early, with the article, and taken on the first day that is allowed."""
    go_to(page, unit, "Meetings")
    press(page, "Call a meeting", "link")
    day = day_of_the_meeting()
    for label, value in {"Begins at": HOUR, "Place": "The net loft", "Agenda": "The loft"}.items():
        page.get_by_label(re.compile(f"^{label}")).fill(value)
    page.get_by_label("Day", exact=True).fill((day - timedelta(days=1)).isoformat())
    press(page, "Call it")
    assert "(article 1)" in page.get_by_role("alert").inner_text()
    page.get_by_label("Day", exact=True).fill(day.isoformat())
    press(page, "Call it")
    assert message(page) == "It is called: members find it on their first page from now on."
    press(page, "General meeting", "link")


def admit_four(secretary):
    """Make seventeen of thirteen."""
    rows = secretary.request.get("/api/units?q=fernlake-bakers").json()["rows"]
    unit = next(row["id"] for row in rows if row["code"] == "fernlake-bakers")
    for name in ("Ann Oakes", "Bo Reed", "Cy Marsh", "Di Fenn"):
        do(secretary, "membership.admit_member", unit_id=unit, name=name)


def event_of(page):
    address = page.get_by_role("link", name="Put it into my calendar").get_attribute("href")
    (event,) = Calendar.from_ical(page.request.get(address).body()).walk("VEVENT")
    return event


def open_it(secretary, chair):
    press(secretary, "Open the meeting", "link")
    name = chair.locator(".menu-name").first.text_content().strip()
    secretary.get_by_label("Who chairs it").select_option(label=name)
    press(secretary, "Open the meeting")
    secretary.locator("#sitting").wait_for()


def here(page):
    return page.locator(".quorum-here").inner_text()


def take_attendance(page, upto):
    """Tap who is here, one after another, until a quorum is there; the two who lead are so already."""
    assert page.locator(".quorum-rule").inner_text() == "9 of 17 needed by article 2"
    for number in range(3, upto + 1):
        page.get_by_role("button", name=re.compile("^Is here")).first.click()
        wait_until(lambda count=number: here(page) == f"{count} are here", lambda: here(page))


def move(page):
    """Write down a motion that is moved in the room, and an amendment to it."""
    press(page, "Somebody moves something", "link")
    page.get_by_label("Who moves it").select_option(index=1)
    page.get_by_label("Title").fill(TITLE)
    page.get_by_label("Text", exact=True).fill(MOTION)
    press(page, "Submit it")
    press(page, TITLE, "link")
    press(page, "Propose an amendment", "link")
    page.get_by_label("Who proposes it").select_option(index=1)
    page.get_by_label("Text", exact=True).fill(MOTION.replace("May", "June"))
    press(page, "Propose an amendment")
    assert "painted in [struck: May ] [added: June ] ." in words_on(page)


def put_to_vote(page, how):
    press(page, "Put it to the vote", "link")
    rule = f"It is carried by {MAJORITY}. It needs a {QUORUM}."
    assert page.locator(".notice").first.inner_text() == rule
    page.get_by_label(how).check()
    press(page, "Put it to the vote")


def vote(page):
    """Count hands on the amendment, and ask each by name on the motion as it stands then."""
    put_to_vote(page, "By a show of hands")
    for label, hands in {"For": "6", "Against": "3", "Abstained": "1"}.items():
        page.get_by_label(label, exact=True).fill(hands)
    press(page, "Enter the count")
    assert words_on(page).count(f"6 for, 3 against, 1 abstained {MAJORITY}: 5 of 9 needed") == 1
    press(page, "Read the motion", "link")
    put_to_vote(page, "By roll call")
    voices = page.locator("main fieldset")
    for number in range(voices.count()):
        voices.nth(number).get_by_label("Against" if number < 2 else "For").check()
    press(page, "Enter the count")
    assert words_on(page).count(f"8 for, 2 against, 0 abstained {MAJORITY}: 6 of 10 needed") == 1


def write_minutes(secretary, chair):
    """Change what they say of the opening, and have them checked by the other one who led."""
    press(secretary, "Write them now")
    press(secretary, "Change", "link")
    said = secretary.get_by_label("Text").input_value()
    secretary.get_by_label("Text").fill(f"{said}\nThe stove was lit.")
    press(secretary, "Save")
    assert message(secretary) == "It is saved."
    chair.goto(secretary.url)
    assert "The stove was lit." in words_on(chair)
    press(chair, "They are right")
    assert message(chair) == "You have checked these minutes."


def run_it(open_here, organisation, address):
    secretary = open_here(organisation.path_of("secretary fernlake-bakers"))
    members = organisation.people["members"]["fernlake-bakers"]
    chair, member = open_here(members[1]), open_here(members[2])
    secretary.goto(address)
    open_it(secretary, chair)
    take_attendance(secretary, 10)
    assert barriers_on(secretary) == []
    move(secretary)
    vote(secretary)
    return secretary, end_it(secretary, chair, member)


def end_it(secretary, chair, member):
    """Close the meeting, have its minutes checked, and make the motion a decision; return the address of the motion."""
    motion_address = secretary.get_by_role("link", name="Read the motion").get_attribute("href")
    press(secretary, "Back to the meeting", "link")
    press(secretary, "Close the meeting", "link")
    press(secretary, "Close the meeting")
    assert (
        secretary.locator(".notice-success").inner_text() == "The meeting is closed. 10 members attended it."
    )
    press(secretary, "Minutes", "link")
    write_minutes(secretary, chair)
    secretary.goto(motion_address)
    press(secretary, "Make it a decision", "link")
    press(secretary, "Adopt and convey it")
    assert message(secretary) == "It is a decision, and members find it on Today."
    member.goto("/")
    member.get_by_role("link", name=TITLE, exact=True).first.click()
    assert heading(member) == TITLE
    assert member.locator("article .point").first.inner_text().endswith("The loft is painted in June.")
    return motion_address


def fail_and_call_again(secretary, chair):
    """Find that two of thirteen came, and call the meeting again on the first day that the article allows."""
    open_it(secretary, chair)
    press(secretary, "Close it without a quorum", "link")
    press(secretary, "Close it without a quorum")
    closed = "Closed for want of a quorum: 2 came. 7 of 13 needed by article 2"
    assert secretary.locator("#sitting .notice-warning").inner_text() == closed
    press(secretary, "Call it again", "link")
    again = day_of_the_meeting() + timedelta(days=7)
    assert secretary.get_by_label("Day").input_value() == again.isoformat()
    press(secretary, "Call it again")
    assert f"called {again:%A}, {again.day} {again:%B %Y}, {HOUR}" in words_on(secretary)


def send_up(secretary):
    """Send the motion past the district to the region."""
    secretary.get_by_role("link", name="Send it to a body above").click()
    secretary.get_by_label("Lakeland").check()
    press(secretary, "Send it")
    assert message(secretary) == "It is sent. The answer will stand on this page."


def take_up_and_answer(secretary, chair):
    """Call a meeting of the region, put the motion from below on its agenda, decide it by acclamation, and say why."""
    go_to(secretary, "Lakeland", "Meetings")
    press(secretary, "Call a meeting", "link")
    secretary.get_by_label("Day", exact=True).fill(day_of_the_meeting().isoformat())
    soon = datetime.now(UTC).astimezone(ZONE) + timedelta(days=DAYS_AHEAD, minutes=1)
    for label, value in {"Begins at": f"{soon:%H:%M}", "Place": "The town hall"}.items():
        secretary.get_by_label(re.compile(f"^{label}")).fill(value)
    press(secretary, "Call it")
    press(secretary, "General meeting", "link")
    meeting = secretary.url
    go_to(secretary, "Lakeland", "Motions")
    press(secretary, "Put it on an agenda", "link")
    press(secretary, "Put it on an agenda")
    secretary.goto(meeting)
    wait_until(lambda: datetime.now(UTC).astimezone(ZONE) + timedelta(days=DAYS_AHEAD) >= soon)
    open_it(secretary, chair)
    press(secretary, "Put it to the vote", "link")
    secretary.get_by_label("By acclamation").check()
    press(secretary, "Put it to the vote")
    press(secretary, "Nobody objects")
    go_to(secretary, "Lakeland", "Motions")
    press(secretary, "Answer it", "link")
    assert secretary.get_by_label("Adopted", exact=True).is_checked()
    secretary.get_by_label("Reasons").fill(REASONS)
    press(secretary, "Answer it")
    assert message(secretary) == "It is answered: those who sent it read the reasons."


def test_a_cell_meets_by_the_rules_and_what_it_moved_is_decided_and_answered(open_here, organisation):
    people = organisation.people["members"]
    with organisation.serving_pages_alone():
        set_clauses(open_here(organisation.path_of("office"), viewport=DESKTOP))
        bakers = called(open_here, organisation, "Fernlake Bakers")
        dairy = called(open_here, organisation, "Fernlake Dairy")
    with organisation.serving_pages_alone(days_ahead=DAYS_AHEAD):
        secretary, motion = run_it(open_here, organisation, bakers)
        other = open_here(organisation.path_of("secretary fernlake-dairy"))
        other.goto(dairy)
        fail_and_call_again(other, open_here(people["fernlake-dairy"][1]))
        secretary.goto(motion)
        send_up(secretary)
        region = [open_here(organisation.path_of(f"{office} lakeland")) for office in ("secretary", "chair")]
        take_up_and_answer(*region)
        member = open_here(people["fernlake-bakers"][3])
        member.goto(motion)
        assert words_on(member).count(f"The answer of Lakeland {REASONS}") == 1


def called(open_here, organisation, unit):
    """Let a cell's secretary call a meeting that calendars can read; return its address."""
    secretary = open_here(organisation.path_of(f"secretary {unit.lower().replace(' ', '-')}"))
    if unit == "Fernlake Bakers":
        admit_four(secretary)
    call(secretary, unit)
    event = event_of(secretary)
    assert (event["summary"], event["location"]) == ("General meeting", "The net loft")
    assert event.start == datetime.combine(day_of_the_meeting(), time(0), ZONE)
    return secretary.url
