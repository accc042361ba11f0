"""What members did in private leaves over the API no closer than on the page."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from conftest import START, World, make_person
from folkmoot.config.api.catalogue import NOUNS
from folkmoot.config.api.tests.calling import Story, address_of, post, signed_in
from folkmoot.decisions.jobs import begin_reckoning_job, take_figures_job
from folkmoot.kernel.clock import now
from folkmoot.membership.tests.recounting import recount_members
from folkmoot.people.models import Membership, Person

ABOVE_CELLS = ("union", "north", "south")


@pytest.fixture
def crowd(world: World) -> list[Person]:
    people = [make_person(f"Crowd{number}") for number in range(30)]
    for number, person in enumerate(people):
        home = world.hill if number < 20 else world.vale
        Membership.objects.create(person=person, unit=home, started_at=START)
    recount_members()
    return people


def conveyed_and_acknowledged(story: Story, people: list[Person]) -> str:
    decision = str(story.do("decisions.convey_decision"))
    begin_reckoning_job(now())
    for person in people:
        answer = post(signed_in(person), "decisions.acknowledge_decision", {"decision_id": decision})
        assert answer.status_code == 200
    story.do("decisions.confirm_conveyed")
    take_figures_job(now() + timedelta(days=2))
    return decision


def reach(client: Client, decision: str, unit: str) -> Any:
    return client.get(f"/api/decisions/{decision}/reach?unit={unit}").json()


def told(figure: dict[str, Any]) -> str:
    """What a figure of the API says, in the words of the page."""
    if figure["acknowledged_at_least"] is not None:
        return f"at least {figure['acknowledged_at_least']} of {figure['members']}"
    return "counted with others" if figure["counted_at_id"] else "too few to show"


def test_the_api_has_the_figures_of_the_page(world: World, crowd: list[Person]) -> None:
    story = Story(world)
    decision = conveyed_and_acknowledged(story, crowd[:9] + crowd[20:27])
    client, all_told = story.client("max"), set()
    for name in ABOVE_CELLS:
        unit = getattr(world, name)
        answer = reach(client, decision, name)
        page = client.get(reverse("decisions:reach", args=[decision, unit.pk])).context["screen"]
        figure = answer["figure"]
        cells = f"{figure['cells_reached']} of {figure['cells']}"
        assert (page.cells_words, page.members_words) == (cells, told(figure))
        below = [[str(row[1]), str(row[2])] for row in page.below.rows]
        assert below == [
            [f"{each['cells_reached']} of {each['cells']}", told(each)] for each in answer["below"]
        ]
        all_told.add(told(figure))
    assert any(words.startswith("at least ") for words in all_told), "a figure that could differ"


def test_where_the_page_shows_no_number_the_api_shows_none(world: World, crowd: list[Person]) -> None:
    story = Story(world)
    decision = conveyed_and_acknowledged(story, crowd[:2])
    for name in ABOVE_CELLS:
        figure = reach(story.client("max"), decision, name)["figure"]
        assert (figure["acknowledged_at_least"], figure["members"]) == (None, None)


def test_a_cell_has_no_figure_over_the_api(world: World, crowd: list[Person]) -> None:
    story = Story(world)
    decision = conveyed_and_acknowledged(story, crowd)
    for who in ("max", "bo", "ada"):
        answer = story.client(who).get(f"/api/decisions/{decision}/reach?unit=harbour")
        assert answer.status_code == 404


def addresses(story: Story) -> list[str]:
    """An address of each noun, with something there to read."""
    return [address_of(noun.path, story.world, story) for noun in NOUNS]


def everything(story: Story, *, at: list[str], but: str) -> str:
    """Everything that anybody else can read at these addresses, but for when figures were taken."""
    read = []
    for name in sorted(set(story.world.people) - {but}):
        for address in at:
            answer = story.client(name).get(f"/api/{address}")
            read.append((name, address, answer.status_code, answer.json()))
    return re.sub(r'"taken_at": "[^"]*"', "", json.dumps(read))


def test_one_receipt_is_read_by_nobody_else_until_figures_have_five_more_to_tell(
    world: World, crowd: list[Person]
) -> None:
    story = Story(world)
    conveyed_and_acknowledged(story, crowd[:6])
    at = addresses(story)
    before = everything(story, at=at, but="cy")
    story.do("decisions.acknowledge_decision")
    take_figures_job(now() + timedelta(days=4))
    assert everything(story, at=at, but="cy") == before
    # A public word does change what others read, so there was something to see.
    answer = post(
        story.client("bo"),
        "decisions.withdraw_confirmation",
        story.prepare("decisions.withdraw_confirmation"),
    )
    assert answer.status_code == 200
    assert everything(story, at=at, but="cy") != before
