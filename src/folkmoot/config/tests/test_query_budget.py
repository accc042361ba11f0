from uuid import UUID

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import World
from folkmoot.config.api.tests.calling import signed_in
from folkmoot.config.api.tests.test_access import decided_by
from folkmoot.decisions.tests.papers import amending, amendment, conveyed
from folkmoot.membership.actions.counting import refresh_member_totals
from folkmoot.membership.queries import counts

MOST = 12
# Who looks at what: each page that people open every day, by those of whom it asks most.
PAGES = [
    ("una", "/"),
    ("una", "/units/"),
    ("una", "/units/{union}/"),
    ("una", "/units/{hill}/"),
    ("una", "/units/{north}/officers/"),
    ("una", "/units/kinds/"),
    ("una", "/units/sectors/"),
    ("una", "/members/"),
    ("una", "/people/{cy}/"),
    ("una", "/units/reorganisations/"),
    ("una", "/units/{hill}/splitting/"),
    ("una", "/units/{hill}/merging/"),
    ("una", "/imports/"),
    ("ada", "/"),
    ("ada", "/overview/{north}/"),
    ("ada", "/units/{north}/known/"),
    ("ada", "/units/{north}/"),
    ("ada", "/members/"),
    ("ada", "/publish/"),
    ("ada", "/decisions/{decision}/"),
    ("ada", "/decisions/{decision}/reach/{north}/"),
    ("ada", "/news/"),
    ("max", "/decisions/{decision}/amendments/new/"),
    ("max", "/decisions/{amended}/amendments/new/"),
    ("max", "/publish/{draft}/relations/"),
    ("max", "/publish/{draft}/wording/"),
    ("max", "/decisions/{amended}/relations/"),
    ("bo", "/"),
    ("bo", "/units/{harbour}/"),
    ("bo", "/units/{harbour}/meetings/"),
    ("bo", "/units/{harbour}/meetings/new/"),
    ("bo", "/units/{harbour}/work/"),
    ("bo", "/work/"),
    ("bo", "/decisions/"),
    ("bo", "/decisions/{decision}/"),
    ("bo", "/decisions/{decision}/readings/{harbour}/"),
    ("bo", "/people/{bo}/"),
    ("cy", "/"),
    ("cy", "/units/{hill}/"),
    ("cy", "/decisions/"),
    ("cy", "/decisions/{decision}/"),
    ("cy", "/decisions/{amended}/"),
    ("cy", "/news/"),
    ("cy", "/me/"),
]


# What hangs together with other decisions, one or several.
PAGES_TOGETHER = [
    (who, page)
    for who in ("max", "ada", "cy")
    for page in ("/decisions/{amended}/", "/decisions/{amendment}/")
] + [
    ("max", page)
    for page in ("/publish/{draft}/", "/publish/{draft}/adoption/", "/decisions/{amended}/amendments/new/")
]


@pytest.fixture(params=[counts.CELLS_ADDED_UP, 1], ids=["small", "large"])
def _size(world: World, request, monkeypatch) -> None:
    """In a large organisation, members are counted from totals that were taken before."""
    refresh_member_totals(world.at)
    monkeypatch.setattr(counts, "CELLS_ADDED_UP", request.param)


def papers(world: World, *, amendments: int = 1) -> dict[str, UUID]:
    """A decision, another that was amended so often, the last amendment, and the draft of one more."""
    target = conveyed(world)
    for number in range(amendments):
        made = amendment(world, target, f"1. Meet {number + 1} times a week.\n", to=world.union)
    draft = amending(world, target, "1. Meet daily.\n")
    decision = decided_by(world, world.north)
    return {"decision": decision, "amended": target.pk, "amendment": made.pk, "draft": draft.pk}


def asked_for(world: World, who: str, page: str, *, amendments: int = 1) -> list[str]:
    """The questions of a page."""
    names = {name: getattr(world, name).pk for name in ("union", "north", "harbour", "hill", "bo", "cy")}
    address = page.format(**names, **papers(world, amendments=amendments))
    client = signed_in(getattr(world, who))
    # The first look of a session asks who it is; people look more than once.
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    return [query["sql"] for query in asked]


@pytest.mark.usefixtures("_size")
@pytest.mark.parametrize(("who", "page"), PAGES)
def test_a_page_of_every_day_asks_the_database_twelve_times_at_most(
    world: World, who: str, page: str
) -> None:
    asked = asked_for(world, who, page)
    assert len(asked) <= MOST, asked


@pytest.mark.parametrize("amendments", [1, 3])
@pytest.mark.parametrize(("who", "page"), PAGES_TOGETHER)
def test_a_page_of_what_hangs_together_asks_no_more_however_often_it_was_amended(
    world: World, who: str, page: str, amendments: int
) -> None:
    asked = asked_for(world, who, page, amendments=amendments)
    assert len(asked) <= MOST, asked
