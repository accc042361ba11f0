"""Whatever is sent, the answer is a sentence: an exception would reach these tests."""

from collections.abc import Iterator
from typing import Any

import pytest

from conftest import World
from folkmoot.config.api.catalogue import NOUNS
from folkmoot.config.api.examples import EXAMPLES
from folkmoot.config.api.offered import offered
from folkmoot.config.api.tests.calling import Story, address_of, post

ODD = [
    "",
    "\0",
    "\ud800",
    "x" * 20_000,
    "9999-12-31",
    10**30,
    -1,
    [],
    {},
    [{"x": 1}],
    "00000000-0000-0000-0000-000000000000",
]


def changed(given: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for name, value in given.items():
        for odd in ODD:
            yield {**given, name: odd}
            if isinstance(value, list) and value and isinstance(value[0], str):
                yield {**given, name: [odd]}
            if isinstance(value, list) and value and isinstance(value[0], dict):
                yield from ({**given, name: [{**value[0], part: odd}]} for part in value[0])
    yield from ({**given, "\0": 1}, {**given, "\ud800": 1})


@pytest.mark.parametrize("name", sorted(offered()))
def test_an_act_answers_every_odd_value_in_a_sentence(world: World, name: str) -> None:
    story = Story(world)
    given = story.prepare(name)
    for sent in changed(given):
        answer = post(story.client(EXAMPLES[name].by), name, sent)
        assert answer.status_code in {200, 400, 422}
        assert answer.status_code == 200 or len(answer.json()["refusal"]) > 10


@pytest.mark.parametrize("noun", NOUNS, ids=lambda noun: noun.path)
def test_a_noun_answers_every_odd_parameter_in_a_sentence(world: World, noun) -> None:
    story = Story(world)
    address = f"/api/{address_of(noun.path, world, story)}"
    for name in (*noun.filters, "\0", "surprise"):
        for odd in ("", "\0", "\ud800", "x" * 5_000, "9" * 40, "~", "%", "x~y", str(world.north.pk)):
            text = odd.encode("utf-8", "surrogatepass")
            answer = story.client("max").get(address, {name: text})
            assert answer.status_code in {200, 400, 404}
            assert answer.status_code == 200 or len(answer.json()["refusal"]) > 10
