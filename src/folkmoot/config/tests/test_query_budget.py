import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conftest import World
from folkmoot.config.api.tests.calling import signed_in
from folkmoot.config.api.tests.test_access import decided_by
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
    ("ada", "/units/{north}/"),
    ("ada", "/members/"),
    ("ada", "/publish/"),
    ("ada", "/decisions/{decision}/"),
    ("ada", "/decisions/{decision}/reach/{north}/"),
    ("bo", "/"),
    ("bo", "/units/{harbour}/"),
    ("bo", "/decisions/"),
    ("bo", "/decisions/{decision}/"),
    ("bo", "/decisions/{decision}/readings/{harbour}/"),
    ("bo", "/people/{bo}/"),
    ("cy", "/"),
    ("cy", "/units/{hill}/"),
    ("cy", "/decisions/"),
    ("cy", "/decisions/{decision}/"),
    ("cy", "/me/"),
]


@pytest.fixture(params=[counts.CELLS_ADDED_UP, 1], ids=["small", "large"])
def _size(world: World, request, monkeypatch) -> None:
    """In a large organisation, members are counted from totals that were taken before."""
    refresh_member_totals(world.at)
    monkeypatch.setattr(counts, "CELLS_ADDED_UP", request.param)


@pytest.mark.usefixtures("_size")
@pytest.mark.parametrize(("who", "page"), PAGES)
def test_a_page_of_every_day_asks_the_database_twelve_times_at_most(
    world: World, who: str, page: str
) -> None:
    names = {name: getattr(world, name).pk for name in ("union", "north", "harbour", "hill", "bo", "cy")}
    address = page.format(**names, decision=decided_by(world, world.north))
    client = signed_in(getattr(world, who))
    # The first look of a session asks who it is; people look more than once.
    assert client.get(address).status_code == 200
    with CaptureQueriesContext(connection) as asked:
        client.get(address)
    assert len(asked) <= MOST, [query["sql"] for query in asked]
