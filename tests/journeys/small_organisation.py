"""A small federation and its year, made by the demo's own acts.

Two regions of two districts with three co-operatives of 13 members each; everybody can sign in.
"""

import json
from datetime import timedelta
from random import Random

from django.conf import settings
from django.db import connection

from folkmoot.demo import names
from folkmoot.demo import organisation as organising
from folkmoot.demo.consulting import consult
from folkmoot.demo.holding import hold
from folkmoot.demo.links import sign_in_link
from folkmoot.demo.organisation import slug
from folkmoot.demo.year import live
from folkmoot.kernel.clock import now
from folkmoot.membership.actions.admitting import admit_member
from folkmoot.people.models import Person
from folkmoot.structure.actions.founding import found_unit
from folkmoot.units.models import Unit

TRADES = ("Bakers", "Dairy", "Weavers")
REGIONS = {
    "Northmark": {"Alderwick": TRADES, "Brackenfold": TRADES},
    "Lakeland": {"Fernlake": TRADES, "Greywater": TRADES},
}
MEMBERS = 13


def make():
    with connection.cursor() as cursor:
        cursor.execute("pragma synchronous=off")
    moment = now()
    begun = moment - timedelta(days=365)
    made = founded(REGIONS, lambda _cell: MEMBERS, at=begun)
    # Two who were appointed by the same registrar are two officers to a member without a mailbox; the registrar is not.
    for cell in made.cells:
        organising.appoint(made, "treasurer", cell, made.members[cell.pk][-1], at=begun)
    live(made, now=moment, tell=lambda _month: None)
    consult(made, now=moment)
    hold(made, now=moment)
    write_people(made)


def founded(regions, size_of, *, at):
    """Return an organisation of these regions with their officers; each co-operative is as large as `size_of` says."""
    made = organising.found(Random(7), at=at)  # noqa: S311  -- the same people each time, nothing secret comes of it
    found_units(made, regions, at=at)
    admit_members(made, size_of, at=at)
    organising.appoint_officers(made, at=at)
    return made


def found_units(made, regions, *, at):
    for region, districts in regions.items():
        region_id = found(made, made.top.pk, "region", region, at=at)
        for district, trades in districts.items():
            district_id = found(made, region_id, "district", district, at=at)
            for trade in trades:
                pk = found(made, district_id, "cooperative", f"{district} {trade}", at=at)
                made.cells.append(Unit.objects.get(pk=pk))


def found(made, parent_id, kind, name, *, at):
    given = {"parent_id": parent_id, "kind": kind, "name": name, "code": slug(name)}
    return made.do(found_unit, by=made.registrar, at=at, **given)


def admit_members(made, size_of, *, at):
    people = names.people(made.random)
    for cell in made.cells:
        chosen = [next(people) for _number in range(size_of(cell))]
        made.members[cell.pk] = [
            made.do(
                admit_member,
                by=made.registrar,
                at=at,
                unit_id=cell.pk,
                name=name,
                email=f"{slug(name).replace('.', '')}@members.example",
                languages=["en"],
            )
            for name in chosen
        ]


def write_people(made):
    """Write down the path that signs in each officer, by office and unit, and each cell's members who hold no office."""

    people = {person.pk: person for person in Person.objects.order_by("pk")}
    officers = {key: sign_in_link(person) for key, person in made.officers.items()}
    busy = {person.pk for person in made.officers.values()}
    members = {
        cell.code: [sign_in_link(people[pk]) for pk in made.members[cell.pk] if pk not in busy]
        for cell in made.cells
    }
    written = {"officers": officers | {"registrar": sign_in_link(made.registrar)}, "members": members}
    (settings.DATA / "people.json").write_text(json.dumps(written, indent=1), encoding="utf-8")
