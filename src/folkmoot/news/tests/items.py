"""News made as people make it, for tests that need some."""

from typing import Any

from django.urls import reverse

from conftest import World
from folkmoot.decisions.models import Decision
from folkmoot.decisions.tests.papers import do
from folkmoot.kernel.acts import Actor
from folkmoot.news.actions.drafting import draft_item
from folkmoot.news.actions.openly import open_public_edition, publish_openly
from folkmoot.news.actions.publishing import publish_item
from folkmoot.news.models import Item, PublicPaper

BODY = "Come and see it on *Sunday*.\n\nThere is tea.\n"


def words(title: str = "The hall is painted", body: str = BODY, language: str = "en") -> dict[str, str]:
    return {"language": language, "title": title, "body": body}


def drafted(
    world: World,
    *,
    unit: Actor | None = None,
    by: Actor | None = None,
    texts: list[dict[str, str]] | None = None,
    **given: str,
) -> Item:
    unit_id = (unit or world.union).pk
    made = do(world, draft_item, by=by or world.max, unit_id=unit_id, texts=texts or [words(**given)])
    return Item.objects.get(pk=made)


def published(
    world: World,
    *,
    to: Actor | None = None,
    unit: Actor | None = None,
    by: Actor | None = None,
    texts: list[dict[str, str]] | None = None,
    title: str = "The hall is painted",
    body: str = BODY,
    **given: Any,
) -> Item:
    item = drafted(world, unit=unit, by=by, texts=texts or [words(title, body)])
    whom = (to or unit or world.union).pk
    do(world, publish_item, by=by or world.max, item_id=item.pk, revision=1, unit_id=whom, **given)
    item.refresh_from_db()
    return item


def open_edition(world: World) -> None:
    do(world, open_public_edition, by=world.max)


def openly(world: World, *, decision: Decision | None = None, item: Item | None = None) -> PublicPaper:
    """Publish a decision or news to everybody, by an officer of its body."""
    paper = decision or item
    assert paper is not None
    which = {"decision_id": decision.pk} if decision else {"item_id": paper.pk}
    by = world.ada if paper.body == world.north else world.max
    return PublicPaper.objects.get(pk=do(world, publish_openly, by=by, **which))


def of(paper: PublicPaper) -> str:
    """Return where a paper is read."""
    return reverse("public:paper", args=[paper.pk])
