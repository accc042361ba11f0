"""Makes the demo organisation in an empty data folder, and the links that sign its people in."""

import json
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import connection

from folkmoot.circulars.actions.marking import set_paper
from folkmoot.demo import organisation as organising
from folkmoot.demo.consulting import consult
from folkmoot.demo.holding import hold
from folkmoot.demo.league import found_league
from folkmoot.demo.links import sign_in_link
from folkmoot.demo.meeting import meet
from folkmoot.demo.organisation import Organisation
from folkmoot.demo.reporting import report
from folkmoot.demo.working import work
from folkmoot.demo.year import live
from folkmoot.kernel.clock import now as clock_now
from folkmoot.notices.actions.refusals import note_refused
from folkmoot.notices.jobs import Enrolment
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
    put_on_paper(organisation, at=moment - YEAR)
    live(organisation, now=moment)
    consult(organisation, now=moment)
    hold(organisation, now=moment)
    meet(organisation, now=moment)
    found_league(organisation, at=moment)
    report(organisation, now=moment)
    work(organisation, now=moment)
    return_a_mail(organisation, at=moment)
    write_links(organisation, at=moment)


def put_on_paper(organisation: Organisation, *, at: datetime) -> None:
    """Leave some of the first cells without a connection, so that there are circulars to print for them."""
    by = organisation.officers["secretary federation"]
    for cell in organisation.cells[1:40:4]:
        organisation.do(set_paper, by=by, at=at, unit_id=cell.pk, is_on_paper=True)


def return_a_mail(organisation: Organisation, *, at: datetime) -> None:
    """Let mail come back from one member of the first cell, so that its secretary has somebody to ask."""
    enrolment = Enrolment()
    while enrolment.go_on(at):
        pass
    account = _ordinary_accounts(organisation, at=at)[1]
    note_refused(account.person_id, account.email or "", at=at)


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
    return _ordinary_accounts(organisation, at=at)[0].person


def _ordinary_accounts(organisation: Organisation, *, at: datetime) -> Sequence[Account]:
    homes = Membership.objects.current(at).filter(unit=organisation.cells[0]).order_by("person")
    officers = {person.pk for person in organisation.officers.values()}
    accounts = Account.objects.filter(person__in=homes.values("person")).order_by("pk")
    return list(accounts.exclude(person__in=officers).select_related("person")[:2])


def _hurry() -> None:
    # The folder is thrown away if this is interrupted, so nothing needs to survive a power cut yet.
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("pragma synchronous=off")
