import pytest

from conftest import World
from folkmoot.decisions.tests.papers import conveyed, do, drafted
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import ActClaim, Entry
from folkmoot.library.actions import listing
from folkmoot.library.actions.listing import put_on_reading_list, take_off_reading_list
from folkmoot.library.models import ListedDocument
from folkmoot.library.queries.reading_list import reading_list
from folkmoot.people.models import Membership


def test_a_list_is_private_and_repeatable(world: World) -> None:
    decision = conveyed(world)
    before = (Entry.objects.count(), ActClaim.objects.count())
    for _again in range(2):
        do(world, put_on_reading_list, by=world.cy, decision_id=decision.pk)
    assert [each.pk for each in reading_list(world.cy, at=world.at)] == [decision.pk]
    assert reading_list(world.bo, at=world.at) == []
    for _again in range(2):
        do(world, take_off_reading_list, by=world.cy, decision_id=decision.pk)
    assert not ListedDocument.objects.exists()
    assert (Entry.objects.count(), ActClaim.objects.count()) == before


def test_the_last_put_on_comes_first_and_what_may_no_longer_be_read_is_not_shown(world: World) -> None:
    ours = conveyed(world)
    norths = conveyed(world, by=world.ada, unit=world.north, to=world.north)
    for decision in (ours, norths):
        do(world, put_on_reading_list, by=world.cy, decision_id=decision.pk)
    assert [each.pk for each in reading_list(world.cy, at=world.at)] == [norths.pk, ours.pk]
    Membership.objects.filter(person=world.cy).update(unit=world.vale)
    assert [each.pk for each in reading_list(world.cy, at=world.at)] == [ours.pk]


def test_only_what_one_may_read_is_put_on_a_list(world: World) -> None:
    for decision in (drafted(world), conveyed(world, by=world.ada, unit=world.north, to=world.north)):
        with pytest.raises(Refused, match="no such decision for you to read"):
            do(world, put_on_reading_list, by=world.dee, decision_id=decision.pk)


def test_a_list_has_an_end(world: World, monkeypatch) -> None:
    monkeypatch.setattr(listing, "MOST_LISTED", 1)
    first, second = conveyed(world), conveyed(world)
    do(world, put_on_reading_list, by=world.cy, decision_id=first.pk)
    with pytest.raises(Refused, match="has 1 decisions"):
        do(world, put_on_reading_list, by=world.cy, decision_id=second.pk)


def test_an_operator_puts_nothing_on_anybodys_list(world: World) -> None:
    given = {"decision_id": conveyed(world).pk}
    with pytest.raises(Refused, match="Only the member"):
        run(put_on_reading_list, given, act_id=new_id(), by=world.cy, at=world.at, via=Via.OPERATOR)


def test_a_list_goes_with_the_person(world: World) -> None:
    ListedDocument.objects.create(
        person=world.stan, document_id=conveyed(world).document_id, listed_at=world.at
    )
    world.stan.account.delete()
    world.stan.delete()
    assert not ListedDocument.objects.exists()
