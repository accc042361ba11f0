import pytest

from conftest import World
from folkmoot.kernel.acts import Via
from folkmoot.kernel.errors import Refused
from folkmoot.membership.actions.first_officer import found_first_officer
from folkmoot.membership.tests.acting import counts, do, entries, homes
from folkmoot.people.models import Person, Term
from folkmoot.units.models import Unit, UnitKind

FIRST = {"name": "Flo First", "email": "flo@example.org"}


@pytest.fixture
def fresh(world: World) -> World:
    Term.objects.all().delete()
    return world


def test_the_operator_finds_the_first_officer_of_a_new_installation(fresh: World) -> None:
    pk = do(fresh, found_first_officer, "", Via.OPERATOR, **FIRST)
    flo = Person.objects.get(pk=pk)
    assert homes(flo) == []
    assert list(Term.objects.values_list("office__code", "unit", "person", "started_at", "ended_at")) == [
        ("registrar", fresh.union.pk, pk, fresh.at, None)
    ]
    [_account, (event, by, said)] = entries()
    assert (event, by, said["person_id"], said["office"]) == ("FirstOfficerFound", None, str(pk), "registrar")


def test_in_a_club_the_first_officer_is_at_home_in_the_club(fresh: World) -> None:
    UnitKind.objects.filter(code="union").update(is_cell=True)
    pk = do(fresh, found_first_officer, "", Via.OPERATOR, office="chair", **FIRST)
    assert homes(Person.objects.get(pk=pk)) == [("union", fresh.at, None)]
    assert counts()["union"] == 1


def test_the_first_officer_can_have_their_home_in_a_cell(fresh: World) -> None:
    pk = do(fresh, found_first_officer, "", Via.OPERATOR, cell_id=str(fresh.vale.pk), **FIRST)
    assert homes(Person.objects.get(pk=pk)) == [("vale", fresh.at, None)]


@pytest.mark.parametrize(
    ("via", "by"), [(Via.WEB, "una"), (Via.API, "una"), (Via.OPERATOR, "una"), (Via.WEB, "")]
)
def test_nobody_but_the_operator_does_this(fresh: World, via: Via, by: str) -> None:
    with pytest.raises(Refused, match="Only the operator can do this"):
        do(fresh, found_first_officer, by, via, **FIRST)
    assert Term.objects.count() == 0


def test_the_operator_gives_no_office_once_somebody_holds_one(world: World) -> None:
    with pytest.raises(Refused, match="Somebody holds an office already"):
        do(world, found_first_officer, "", Via.OPERATOR, **FIRST)
    assert Person.objects.count() == 8


def test_there_is_no_first_officer_without_an_organisation(db) -> None:
    with pytest.raises(Refused, match="There is no organisation yet"):
        do(World({}, {}), found_first_officer, "", Via.OPERATOR, **FIRST)
    assert Unit.objects.count() == 0
