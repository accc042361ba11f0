from random import Random

import pytest

from folkmoot.demo import organisation as organising
from folkmoot.demo.league import found_league
from folkmoot.kernel.clock import now
from folkmoot.people.models import Membership, Term
from folkmoot.structure.queries.circles import own_circle
from folkmoot.units.models import Unit


@pytest.mark.django_db
def test_the_demo_has_an_affiliated_organisation_with_members_of_its_own() -> None:
    at = now()
    organisation = organising.found(Random(1), at=at)  # noqa: S311  -- nothing secret comes of it
    found_league(organisation, at=at)
    league = Unit.objects.select_related("kind").get(code="youth-league")
    circle = own_circle(league)
    assert circle is not None
    assert Membership.objects.filter(unit=league, circle=league).count() == 9
    assert [term.office.code for term in Term.objects.filter(unit=league)] == ["secretary"]
