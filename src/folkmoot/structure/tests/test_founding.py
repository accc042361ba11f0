import pytest

from conftest import World
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.models import Entry
from folkmoot.structure.actions.founding import found_unit
from folkmoot.units.models import ParentEdge, Unit


def given(world: World, **changed: object) -> dict[str, object]:
    return {"parent_id": world.north.pk, "kind": "local", "name": "Quay", "code": "quay", **changed}


def test_a_chair_founds_a_unit_below_their_own(world: World) -> None:
    pk = run(found_unit, given(world), act_id=new_id(), by=world.ada, at=world.at, via=Via.WEB)
    quay = Unit.objects.get(pk=pk)
    assert (quay.name, quay.parent_id, quay.time_zone) == ("Quay", world.north.pk, "Europe/Paris")
    assert quay.path == world.units["north"].path + "0002"
    assert list(ParentEdge.objects.filter(unit=quay).values_list("parent", "started_at", "ended_at")) == [
        (world.north.pk, world.at, None)
    ]
    assert list(Entry.objects.values_list("event", "by", "via")) == [("UnitFounded", world.ada.pk, "web")]


@pytest.mark.parametrize("who", ["bo", "cy", "dee", "stan"])
def test_others_cannot_found_a_unit_there(world: World, who: str) -> None:
    with pytest.raises(Refused, match=r"You hold no office|There is no such"):
        run(found_unit, given(world), act_id=new_id(), by=getattr(world, who), at=world.at, via=Via.WEB)
    assert Unit.objects.count() == 6
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"code": "hill"}, "The code hill belongs to Hill"),
        ({"kind": "union"}, "A union cannot be below a region"),
        ({"kind": "guild"}, "There are: union, region, local"),
        ({"code": "the quay"}, "“the quay” is not a code"),
        ({"name": " "}, "This is empty"),
        ({"time_zone": "Mars/Base"}, "“Mars/Base” is not a time zone"),
    ],
)
def test_a_unit_that_does_not_fit_is_refused_in_words(
    world: World, changed: dict[str, object], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        run(found_unit, given(world, **changed), act_id=new_id(), by=world.ada, at=world.at, via=Via.WEB)


def test_the_same_act_twice_founds_one_unit(world: World) -> None:
    act_id = new_id()
    first, second = (
        run(found_unit, given(world), act_id=act_id, by=world.ada, at=world.at, via=Via.WEB) for _ in range(2)
    )
    assert first == second
    assert Unit.objects.filter(name="Quay").count() == 1


def test_an_act_id_with_other_content_is_refused(world: World) -> None:
    act_id = new_id()
    run(found_unit, given(world), act_id=act_id, by=world.ada, at=world.at, via=Via.WEB)
    with pytest.raises(Refused, match="already sent with other content"):
        run(found_unit, given(world, code="pier"), act_id=act_id, by=world.ada, at=world.at, via=Via.WEB)
