from dataclasses import replace
from datetime import timedelta

import pytest

from conftest import World
from folkmoot.bylaws.tests.papers import bylaws, entered
from folkmoot.circulars.queries.meetings import notice_of
from folkmoot.circulars.rules.leaf import Leaf, Section
from folkmoot.circulars.typesetting import typeset_leaf
from folkmoot.decisions.tests.papers import conveyed, do
from folkmoot.meetings.actions.calling import cancel_meeting
from folkmoot.meetings.tests.meetings import ONLINE, WEEK, called
from folkmoot.membership.tests.paging import as_, links

LINK = "https://meet.example.org/harbour"


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def notice(world: World, meeting, who: str = "bo", *, at=None):
    return notice_of(meeting.pk, world.people[who], organisation="Union", at=at or world.at)


def test_a_notice_says_when_where_what_about_and_by_which_article(world: World) -> None:
    entered(world, bylaws(world), "2.1", WEEK)
    decision = conveyed(world)
    agenda = [{"decision_id": decision.pk}, {"text": "The new boat"}]
    leaf = notice(world, called(world, text="Bring a cup.", agenda=agenda))
    assert leaf is not None
    assert (leaf.title, leaf.kicker, leaf.lede) == ("General meeting", "Harbour", "")
    assert leaf.facts == [
        ("When", "Tuesday, 17 March 2026, 19:00"),
        ("By the clocks of", "Harbour (Europe/Paris)"),
        ("How long", "1 hour 30 minutes"),
        ("How", "In person"),
        ("Place", "The old net loft"),
        (
            "Called on",
            "2 March 2026. Notice, general meeting: at least 7 full days between the call and the meeting. (article 2.1)",
        ),
    ]
    assert leaf.sections == [
        Section("", ["Bring a cup."]),
        Section("Agenda", (), ["Read aloud: 2026/2 Meet monthly", "The new boat"]),
    ]


def test_the_page_of_the_meeting_says_the_same_and_leads_to_a_paper_for_archives_and_ears(
    world: World, client
) -> None:
    meeting = called(world, agenda=[{"text": "The new boat"}])
    page = as_(client, world.eve).get(f"/meetings/{meeting.pk}/")
    answer = client.get(links(page)["Print the notice"])
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/pdf")
    assert answer["Content-Disposition"] == 'inline; filename="notice.pdf"'
    assert b"<pdfuaid:part>1</pdfuaid:part>" in answer.content
    assert b"<pdfaid:part>2</pdfaid:part>" in answer.content
    assert b"/Count 1/" in answer.content
    leaf = notice(world, meeting)
    assert leaf is not None
    shown = page.content.decode()
    assert [fact for _name, fact in leaf.facts if fact not in shown] == []


def test_no_link_hangs_on_a_wall_and_the_place_only_where_it_is_told(world: World) -> None:
    meeting = called(world, **ONLINE | {"how": "mixed", "place": "The old net loft"})
    told = {who: str(notice(world, meeting, who)) for who in ("bo", "eve", "ada", "max")}
    assert {who: LINK in leaf for who, leaf in told.items()} == dict.fromkeys(told, False)
    assert {who: "The old net loft" in leaf for who, leaf in told.items()} == {
        "bo": True, "eve": True, "ada": False, "max": False,
    }  # fmt: skip


def test_a_notice_of_a_cancelled_meeting_says_so_first(world: World) -> None:
    meeting = called(world)
    do(world, cancel_meeting, by=world.bo, meeting_id=meeting.pk, reason="A storm is coming.")
    leaf = notice(world, meeting, at=world.at + timedelta(minutes=1))
    assert leaf is not None
    assert leaf.lede == "This meeting is not held. It was cancelled: A storm is coming."


def test_who_does_not_see_a_meeting_prints_no_notice_of_it(world: World, client) -> None:
    meeting = called(world)
    for who in ("cy", "dee", "stan"):
        assert as_(client, world.people[who]).get(f"/meetings/{meeting.pk}/notice.pdf").status_code == 404


@pytest.mark.parametrize(
    "words",
    ["", "#panic() $x$ *b* @ref <a>", "\x00\ud800 \N{LATIN SMALL LETTER A}", "الاجتماع", "한국", "x" * 4_000],
)
def test_no_words_of_a_notice_stop_its_setting(world: World, words: str) -> None:
    leaf = Leaf(words, words, words, "ar", "rtl", words, [(words, words)], [Section(words, [words], [words])])
    words_of_its_own = {"code": "A code", "if_gaps": "A square"}
    leaf = replace(leaf, address="https://folkmoot.example/x/", closing=[words], words=words_of_its_own)
    assert typeset_leaf(leaf, at=world.at).startswith(b"%PDF")
