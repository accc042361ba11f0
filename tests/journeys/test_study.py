"""The Debian Constitution studied: cards from its points, three days of recall, an amendment, a circle, paper, and no signal."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from tests.journeys.conftest import DESKTOP, PHONE, STILL
from tests.journeys.looking import alike_on, barriers_on, sticking_out_of
from tests.journeys.serving import Installation, wait_until
from tests.journeys.test_constitution import adopt_and_convey, amend, do, words_of
from tests.journeys.test_first_screens import heading, message, press

LATER = 4
TITLE = "How Debian decides"
MAJORITY = {
    "point": "4.1.2",
    "question": "With which majority do developers amend the constitution?",
    "right": "3:1",
    "wrong": "2:1\n1:1",
}
EMAIL = {
    "point": "4.2.6",
    "question": "How are votes cast?",
    "right": "By email",
    "wrong": "By post\nBy telephone",
}
# What this point says was amended later: until 2022 it told of the time for discussion.
PERIOD = {
    "point": "4.2.4",
    "question": "How long is the minimum discussion period?",
    "right": "2 weeks",
    "wrong": "2 days\n2 months",
}
CASTING = {
    **PERIOD,
    "question": "Who has a casting vote?",
    "right": "The Project Leader",
    "wrong": "The Secretary",
}
RIGHT = {each["question"]: each["right"] for each in (MAJORITY, EMAIL, PERIOD, CASTING)}

ALL_THREE = sorted(each["question"] for each in (MAJORITY, EMAIL, PERIOD))


@pytest.fixture(scope="module")
def studying(made, tmp_path_factory):
    """Return a copy of the small organisation that nobody else uses; it is served a day at a time."""
    return Installation.copied(made, tmp_path_factory.mktemp("study") / "small", DEMO="1")


def said(page):
    return page.locator("main").inner_text()


def stands_in_nobodys_way(page):
    assert (barriers_on(page), alike_on(page), sticking_out_of(page, 360)) == ([], [], [])


def fill_in(page, card):
    for name, words in card.items():
        page.locator(f"main [name={name}]").fill(words)


def to_programmes(page):
    page.goto("/units/")
    press(page, "Northmark", "link")
    press(page, "Study material", "link")


def write_programme(page):
    """Write it, three cards from three points."""
    to_programmes(page)
    press(page, "Begin a programme", "link")
    page.get_by_label("What it is called").fill(TITLE)
    press(page, "Begin it")
    for card in (MAJORITY, EMAIL, PERIOD):
        press(page, "Write a card", "link")
        decision = page.locator("main select[name=decision_id]")
        chosen = decision.locator("option", has_text=words_of("1.4")["title"]).get_attribute("value")
        decision.select_option(chosen)
        fill_in(page, card)
        press(page, "Write it")
    assert "You wrote some of what waits." in said(page)


def publish(page):
    to_programmes(page)
    press(page, TITLE, "link")
    press(page, "Publish it")
    assert "It is published." in message(page)


def study(page, *wrong):
    """Answer all that is left of today, right but for these questions; return which cards of ours were asked."""
    asked = []
    page.goto("/study/")
    if not page.get_by_role("link", name="Begin", exact=True).count():
        return asked
    press(page, "Begin", "link")
    while True:
        question = heading(page)
        asked.append(question)
        choose(page, question, is_right=question not in wrong)
        press(page, "Answer")
        following = page.get_by_role("link", name="The next card")
        if not following.count():
            return [each for each in asked if each in RIGHT]
        following.click()
        page.wait_for_load_state()


def choose(within, question, *, is_right):
    """Choose an answer; of cards that are not ours the first that is offered."""
    options = within.get_by_role("radio")
    right = RIGHT.get(question)
    if right is None:
        boxes = within.get_by_role("checkbox")
        for each in (options, boxes, within.get_by_role("textbox")):
            if each.count():
                each.first.fill("?") if each is not options and each is not boxes else each.first.check()
                return
    names = [each.strip() for each in within.locator("label:has(input[type=radio])").all_inner_texts()]
    wanted = right if is_right else next(each for each in names if each != right)
    within.get_by_role("radio", name=wanted, exact=True).check()


def test_debian_is_studied_alone_together_on_paper_and_without_a_signal(open_page, browser, studying):
    with studying.serving_pages_alone():
        office = open_page(studying.path_of("office"), at=studying, viewport=DESKTOP)
        first, top = convey_the_constitution(office)
        write_programme(open_page(studying.path_of("chair northmark"), at=studying))
        publish(open_page(studying.path_of("secretary northmark"), at=studying))
        elsewhere = open_page(studying.path_of("secretary greywater-dairy"), at=studying)
        elsewhere.goto("/study/")
        assert TITLE not in said(elsewhere)
        member = open_page(studying.path_of("member"), at=studying)
        learns_for_the_first_time(member)
        print_a_week(member)
    with studying.serving_pages_alone(days_ahead=1):
        member = open_page(studying.path_of("member"), at=studying)
        assert study(member) == [EMAIL["question"]]
    with studying.serving_pages_alone(days_ahead=LATER):
        member = open_page(studying.path_of("member"), at=studying)
        assert sorted(study(member)) == ALL_THREE
        office = open_page(studying.path_of("office"), at=studying, viewport=DESKTOP)
        amend(office, first, "1.9", 1, top)
        revise(open_page(studying.path_of("chair northmark"), at=studying))
        publish(open_page(studying.path_of("secretary northmark"), at=studying))
        assert study(member) == [CASTING["question"]]
        lead_a_circle(open_page(studying.path_of("secretary"), at=studying))
    studies_without_a_signal(browser, studying)


def convey_the_constitution(office):
    office.goto("/publish/")
    units = office.request.get("/api/units?q=federation").json()["rows"]
    top = next(row["id"] for row in units if row["code"] == "federation")
    draft = do(office, "decisions.draft_decision", unit_id=top, texts=[words_of("1.4")])
    return adopt_and_convey(office, draft, "1.4", top), top


def learns_for_the_first_time(member):
    member.goto("/study/")
    stands_in_nobodys_way(member)
    member.get_by_label("Minutes a day").fill("30")
    press(member, "Set it")
    assert sorted(study(member, EMAIL["question"])) == ALL_THREE
    press(member, "Done for today", "link")
    press(member, "How recall works", "link")
    stands_in_nobodys_way(member)
    assert "Ebbinghaus" in said(member)


def print_a_week(member):
    member.goto("/study/")
    press(member, "Print a week of cards", "link")
    stands_in_nobodys_way(member)
    for question, right in ((each["question"], each["right"]) for each in (MAJORITY, EMAIL, PERIOD)):
        fold = member.locator(".fold", has_text=question)
        assert right in fold.locator(".fold-back").inner_text()


def revise(page):
    """Write the card anew whose point was amended: until then nobody is asked it."""
    to_programmes(page)
    press(page, TITLE, "link")
    card = page.locator(".task", has_text=PERIOD["question"])
    assert "its point was amended" in card.inner_text()
    card.get_by_role("link", name=re.compile("^Change")).click()
    fill_in(page, CASTING)
    press(page, "Write it")


def lead_a_circle(page):
    """Open a study circle, plan it, and count the groups of its quiz, on one phone."""
    open_a_circle(page)
    press(page, "Plan of the study circle", "link")
    stands_in_nobodys_way(page)
    page.get_by_label("What is studied").select_option(label=TITLE)
    page.get_by_label("45 minutes").check()
    press(page, "Make the plan")
    stands_in_nobodys_way(page)
    assert "Reading aloud, in turn" in said(page)
    ask_the_groups(page)
    press(page, "Sheet to print", "link")
    stands_in_nobodys_way(page)
    assert page.locator(".sheet-question").count() == len((MAJORITY, EMAIL, CASTING))


def open_a_circle(page):
    page.goto("/units/")
    press(page, "Alderwick Bakers", "link")
    unit = page.url.rstrip("/").split("/")[-1]
    day = (datetime.now(tz=UTC) + timedelta(days=LATER)).date().isoformat()
    called = {"kind": "study_circle", "day": day, "begins": "23:30", "minutes": 45}
    meeting = do(page, "meetings.call_meeting", unit_id=unit, how="in_person", place="Bakery", **called)
    page.goto(f"/meetings/{meeting}/")
    press(page, "Open the meeting", "link")
    chair = page.get_by_label("Who chairs it")
    chair.select_option(label=page.locator(".menu-name").first.text_content().strip())
    early = page.get_by_label("Begin now, before its hour")
    if early.count():
        early.check()
    press(page, "Open the meeting")
    for here in (2, 3, 4):
        wait_until(lambda now=here: page.locator(".quorum-here").inner_text().startswith(f"{now - 1} "))
        press(page, "Is here")
    wait_until(lambda: page.locator(".quorum-here").inner_text() == "4 are here")


def ask_the_groups(page):
    page.locator(".circle").get_by_role("link", name=MAJORITY["question"]).click()
    stands_in_nobodys_way(page)
    for _card in (MAJORITY, EMAIL, CASTING):
        question = heading(page)
        press(page, "Show what is right", "link")
        assert RIGHT[question] in said(page)
        if not page.get_by_label("How many groups").input_value():
            page.get_by_label("How many groups").fill("2")
        page.get_by_label("How many of them had it right").fill("1")
        press(page, "Count it")
    assert message(page) == "The quiz is done. Nothing is kept of it but how many groups were right."
    assert page.get_by_text("1 of 2 groups had it right").count() == len(RIGHT) - 1


def studies_without_a_signal(browser, studying):
    context = browser.new_context(base_url=studying.url, viewport=PHONE, **STILL)
    page = context.new_page()
    with studying.serving_pages_alone(days_ahead=40):
        page.goto(studying.path_of("member"))
        page.goto("/study/")
        press(page, "Take a day along", "link")
        stands_in_nobodys_way(page)
        wait_until(lambda: page.evaluate("document.body.dataset.along !== undefined"))
    # Nobody answers any more.
    page.goto("/study/along/")
    answers_where_nobody_answers(page)
    with studying.serving_pages_alone(days_ahead=40):
        wait_until(lambda: page.locator("#along").inner_text() == "What waited was sent.")
        page.goto("/study/")
        latest = page.get_by_role("region", name="Your latest answers").locator(".task")
        assert MAJORITY["question"] in latest.first.inner_text()
        signs_out(page)
    context.close()


def answers_where_nobody_answers(page):
    card = page.locator(".along-card", has_text=MAJORITY["question"])
    choose(card, MAJORITY["question"], is_right=True)
    card.get_by_role("button", name=re.compile("^Answer")).click()
    assert "3:1" in card.locator(".along-right").inner_text()
    waits = page.locator("#along", has_text="1 answer waits for the connection.")
    waits.wait_for()
    cards = page.locator(".along-card").count()
    page.reload()
    waits.wait_for()
    assert page.locator(".along-card").count() == cards
    assert page.locator(".along-right:visible").count() == 1


def signs_out(page):
    """Sign out: what was taken along is gone from the phone, and what waits is told of before."""
    page.goto("/study/along/")
    page.evaluate(
        "localStorage.setItem(`folkmoot.answers.${document.getElementById('along').dataset.queue}`, '[]')"
    )
    page.goto("/sign-out/")
    assert "It is deleted when you sign out." in said(page)
    press(page, "Sign out")
    page.wait_for_load_state()
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('folkmoot.a'))") == []
    assert page.evaluate("caches.has('folkmoot-along')") is False
