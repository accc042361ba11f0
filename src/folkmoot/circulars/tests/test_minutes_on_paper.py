import re

import pytest

from conftest import World
from folkmoot.circulars.queries.minutes import minutes_of
from folkmoot.meetings.minutes.actions.adopting import forget_in_minutes
from folkmoot.meetings.minutes.tests.test_minutes import adopted, checked, edit, written
from folkmoot.meetings.tests.held import joined
from folkmoot.membership.tests.paging import as_, links


@pytest.fixture(autouse=True)
def now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


def test_adopted_minutes_are_proved_and_printed_for_archives_and_ears(world: World, client) -> None:
    people = joined(world, 1)
    meeting = written(world, people[0])
    edit(world, meeting, "closing", "Member 01 asked why.", revision=0)
    checked(world, meeting)
    adopted(world, meeting)
    page = as_(client, people[0]).get(f"/meetings/{meeting.pk}/minutes/")
    assert "Its hash was reckoned just now" in page.content.decode()
    answer = client.get(links(page)["Print the minutes"])
    assert answer["Content-Disposition"] == 'inline; filename="minutes.pdf"'
    assert re.search(b"<pdfaid:part>2</pdfaid:part>", answer.content)
    assert b"<pdfuaid:part>1</pdfuaid:part>" in answer.content
    forget_in_minutes(people[0].pk, 10)
    leaf = minutes_of(meeting.pk, 1, world.bo, organisation="Union", at=world.at)
    assert leaf is not None
    assert list(leaf.sections[-2].paragraphs) == ["(name erased) asked why."]
    assert leaf.lede == ""
