"""The demo organisation's youth league: an affiliated organisation, with members of its own."""

from datetime import datetime
from itertools import islice
from random import Random

from folkmoot.demo import names
from folkmoot.demo.organisation import Organisation, appoint
from folkmoot.membership.actions.admitting import admit_member
from folkmoot.structure.actions.affiliating import affiliate_unit
from folkmoot.structure.actions.founding import found_unit
from folkmoot.units.models import Unit

NAME, CODE, SIZE = "Youth League", "youth-league", 9
SECRETARY = "youth-league@members.example"


def found_league(organisation: Organisation, *, at: datetime) -> None:
    """Found a youth league beside the regions, which admits anybody who is young enough, with a secretary of its own."""
    by, top = organisation.registrar, organisation.top
    given = {"parent_id": top.pk, "kind": "cooperative", "name": NAME, "code": CODE}
    pk = organisation.do(found_unit, by=by, at=at, **given)
    # What follows "has to be".
    rule = {"admits": "anybody", "condition": "between 14 and 30 years old"}
    organisation.do(affiliate_unit, by=by, at=at, unit_id=pk, **rule)
    # By a chance of their own, so that they change nothing of the year.
    young = islice(names.people(Random(30)), SIZE)  # noqa: S311  -- nothing secret comes of it
    members = [
        organisation.do(
            admit_member,
            by=by,
            at=at,
            unit_id=pk,
            name=name,
            email="" if number else SECRETARY,
            languages=["en"],
            is_another=True,
            meets_condition=True,
        )
        for number, name in enumerate(young)
    ]
    appoint(organisation, "secretary", Unit.objects.get(pk=pk), members[0], at=at)
