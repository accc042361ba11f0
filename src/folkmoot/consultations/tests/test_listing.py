import re
from datetime import timedelta

import pytest

from conftest import World
from folkmoot.consultations.models import Consultation
from folkmoot.consultations.tests.asking import opened, signed_in
from folkmoot.decisions.tests.papers import drafted


@pytest.fixture(autouse=True)
def _now(world: World, monkeypatch) -> None:
    monkeypatch.setattr("folkmoot.access.requests.now", lambda: world.at)


@pytest.mark.parametrize(("who", "part"), [("cy", "asked"), ("max", "asking")])
def test_what_is_older_than_fifty_stands_on_further_pages(
    world: World, monkeypatch, who: str, part: str
) -> None:
    monkeypatch.setattr("folkmoot.consultations.queries.taking_part.LISTED", 2)
    titles = ["First", "Second", "Third", "Fourth", "Fifth"]
    for days, title in enumerate(titles):
        made = opened(world, drafted(world, title=title))
        Consultation.objects.filter(pk=made.pk).update(ends_at=made.ends_at + timedelta(days=days))
    client, address = signed_in(world.people[who]), "/consultations/"
    found: list[list[str]] = []
    while address and len(found) < len(titles):
        page = client.get(address).content.decode()
        found.append(
            sorted(
                each
                for each in titles
                if page.partition(f'id="{part}"')[2].partition("</section>")[0].count(each)
            )
        )
        older = re.search(rf'href="(\?{part}=[^"]*)"', page)
        address = f"/consultations/{older[1]}" if older else ""
    assert found == [["Fifth", "Fourth"], ["Second", "Third"], ["First"]]
