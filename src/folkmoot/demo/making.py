"""Makes the demo organisation in an empty data folder, and the links that sign its people in."""

import json
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import connection

from folkmoot.demo import organisation as organising
from folkmoot.demo.links import sign_in_link
from folkmoot.demo.organisation import Organisation
from folkmoot.demo.year import live
from folkmoot.kernel.clock import now as clock_now
from folkmoot.people.models import Account, Membership, Person

YEAR = timedelta(days=365)
LINKS = "demo-people.json"


def make() -> None:
    """Make the organisation and its year, and write the links last: a folder with links is complete."""
    moment = clock_now()
    _hurry()
    # The same people and the same year each time.
    chance = Random(2026)  # noqa: S311  -- nothing secret comes of it
    organisation = organising.found(chance, at=moment - YEAR)
    organising.found_units(organisation, at=moment - YEAR)
    organising.admit_members(organisation, at=moment - YEAR, until=moment)
    organising.appoint_officers(organisation, at=moment - YEAR)
    live(organisation, now=moment)
    write_links(organisation, at=moment)


def write_links(organisation: Organisation, *, at: datetime) -> None:
    """Write who can be tried, with the address that signs each of them in."""
    people = {
        "member": _member(organisation, at=at),
        "secretary": organisation.officers[f"secretary {organisation.cells[0].code}"],
        "district": organisation.officers["chair alderwick"],
        "office": organisation.officers["secretary federation"],
        "registrar": organisation.registrar,
    }
    links = {role: {"name": person.name, "path": sign_in_link(person)} for role, person in people.items()}
    path: Path = settings.DATA / LINKS
    path.write_text(json.dumps(links, indent=1), encoding="utf-8")


def _member(organisation: Organisation, *, at: datetime) -> Person:
    cell = organisation.cells[0]
    homes = Membership.objects.current(at).filter(unit=cell).order_by("person")
    officers = {person.pk for person in organisation.officers.values()}
    accounts = Account.objects.filter(person__in=homes.values("person")).order_by("pk")
    ordinary = accounts.exclude(person__in=officers)
    return Person.objects.get(pk=ordinary.values("person")[:1])


def _hurry() -> None:
    # The folder is thrown away if this is interrupted, so nothing needs to survive a power cut yet.
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("pragma synchronous=off")
