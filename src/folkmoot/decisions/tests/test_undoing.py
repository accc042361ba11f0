"""How often a decision comes back, and what a draft does to others, are taken back from the message after it."""

from conftest import World
from folkmoot.decisions.actions.recirculating import set_recirculation
from folkmoot.decisions.models import Recirculation, Relation
from folkmoot.decisions.tests.papers import conveyed, do, drafted
from folkmoot.kernel.ids import new_id
from folkmoot.membership.tests.paging import as_
from folkmoot.structure.tests.pages import undone


def rhythms() -> list[str]:
    return list(Recirculation.objects.values_list("rhythm", flat=True))


def test_how_often_a_decision_comes_back_becomes_what_it_was(world: World, client) -> None:
    decision, max_ = conveyed(world), as_(client, world.max)
    do(world, set_recirculation, by=world.max, decision_id=decision.pk, rhythm="often")
    page = max_.post(
        f"/decisions/{decision.pk}/recirculation/", {"act_id": new_id(), "rhythm": "never"}, follow=True
    )
    assert rhythms() == ["never"]
    assert (undone(client, page).status_code, rhythms()) == (200, ["often"])


def related() -> list[tuple[str, object]]:
    return list(Relation.objects.order_by("pk").values_list("kind", "target"))


def test_what_a_draft_does_to_others_becomes_what_it_was(world: World, client) -> None:
    target, draft = conveyed(world), drafted(world, title="No more of it")
    max_, place = as_(client, world.max), f"/publish/{draft.pk}/relations/"
    page = max_.post(place, {"act_id": new_id(), "repeals": target.number}, follow=True)
    first = related()
    assert first == [("repeals", target.pk)]
    page = max_.post(place, {"act_id": new_id(), "replaces": target.number}, follow=True)
    assert related() == [("replaces", target.pk)]
    assert (undone(client, page).status_code, related()) == (200, first)
