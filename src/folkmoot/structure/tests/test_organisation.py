import json
from datetime import UTC, datetime

import pytest

from folkmoot.access.grants import OFFICES
from folkmoot.kernel.acts import Via
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Office
from folkmoot.structure.actions.organisation import found_organisation
from folkmoot.structure.rules.kind_sets import KIND_SETS, KINDS_MOST, OFFICE_NAMES
from folkmoot.structure.tests.acting import do, entries
from folkmoot.units.models import ParentEdge, Unit, UnitKind

AT = datetime(2026, 3, 2, tzinfo=UTC)
CLUB = {"name": "Chess Club", "code": "chess", "kind_set": "club"}


def found(*, by=None, via=Via.OPERATOR, **changed):
    return do(found_organisation, **{**CLUB, **changed}, by=by, at=AT, via=via)


@pytest.mark.django_db
def test_the_operator_founds_a_club_that_is_itself_a_cell():
    root = Unit.objects.select_related("kind").get(pk=found(time_zone="europe/paris"))
    assert (root.name, root.path, root.parent, root.time_zone) == ("Chess Club", "0000", None, "Europe/Paris")
    assert root.kind.is_cell is True
    assert list(ParentEdge.objects.values_list("unit", "parent", "started_at")) == [(root.pk, None, AT)]
    assert set(Office.objects.values_list("code", flat=True)) == set(OFFICES)
    assert [(event, json.loads(payload)) for event, payload in entries()] == [
        (
            "OrganisationFounded",
            {"unit_id": str(root.pk), "name": "Chess Club", "kind_set": "club"},
        )
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("kind_set", KIND_SETS)
def test_each_ready_set_gives_its_kinds_from_the_top_down(kind_set):
    root = Unit.objects.get(pk=found(kind_set=kind_set))
    kinds = UnitKind.objects.order_by("rank")
    assert list(kinds.values_list("code", flat=True)) == [kind.code for kind in KIND_SETS[kind_set].kinds]
    assert root.kind_id == kinds[0].pk


@pytest.mark.parametrize(("kind_set", "levels"), [("club", 2), ("union", 4), ("federation", 4), ("mass", 7)])
def test_a_ready_set_ends_in_cells(kind_set, levels):
    kinds = KIND_SETS[kind_set].kinds
    assert len(kinds) == levels <= KINDS_MOST
    assert kinds[-1].is_cell is True


def test_every_office_has_a_name():
    assert list(OFFICE_NAMES) == list(OFFICES)


@pytest.mark.django_db
def test_a_second_organisation_is_refused():
    found()
    with pytest.raises(Refused, match="Chess Club is already here"):
        found(name="Other", code="other")
    assert Unit.objects.count() == 1


@pytest.mark.django_db
def test_a_set_of_kinds_that_is_unknown_is_refused_with_those_there_are():
    with pytest.raises(Refused, match="There are: club, union, federation, mass"):
        found(kind_set="guild")
    assert (Unit.objects.count(), UnitKind.objects.count(), entries()) == (0, 0, [])


@pytest.mark.django_db
def test_only_the_operator_founds_an_organisation():
    with pytest.raises(Refused, match="by the operator"):
        found(via=Via.WEB)


def test_a_member_cannot_found_another_organisation(world):
    with pytest.raises(Refused, match="by the operator"):
        found(by=world.una, via=Via.OPERATOR)
