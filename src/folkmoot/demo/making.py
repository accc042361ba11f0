"""Makes the demo organisation in an empty data folder, and the links that sign its people in."""

import json
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from random import Random

from django.conf import settings
from django.db import connection

from folkmoot.circulars.actions.marking import set_paper
from folkmoot.demo import organisation as organising
from folkmoot.demo.bylaws import enter as ask_by_bylaws
from folkmoot.demo.consulting import consult
from folkmoot.demo.holding import hold
from folkmoot.demo.league import found_league
from folkmoot.demo.links import sign_in_link
from folkmoot.demo.meeting import meet
from folkmoot.demo.organisation import Organisation
from folkmoot.demo.planning import plan
from folkmoot.demo.reporting import report
from folkmoot.demo.studying import study
from folkmoot.demo.working import work
from folkmoot.demo.year import live
from folkmoot.kernel.clock import now as clock_now
from folkmoot.notices.actions.refusals import note_refused
from folkmoot.notices.jobs import Enrolment
from folkmoot.people.models import Account, Membership, Person

YEAR = timedelta(days=365)
LINKS = "demo-people.json"


def make(tell: Callable[[str], None] = lambda _line: None) -> None:
    """Make the organisation and its year, and write the links last: a folder with links is complete.

    `tell` is told what is being made, a line for each step, and how far that is.
    """
    moment = clock_now()
    _hurry()
    # The same people and the same year each time.
    chance = Random(2026)  # noqa: S311  -- nothing secret comes of it
    organisation = organising.found(chance, at=moment - YEAR)
    steps = list(_steps(organisation, tell, now=moment))
    for number, (words, step) in enumerate(steps, start=1):
        tell(f"{number} of {len(steps)}: {words}")
        step()


def _steps(
    organisation: Organisation, tell: Callable[[str], None], *, now: datetime
) -> Iterator[tuple[str, Callable[[], object]]]:
    first = now - YEAR
    yield "the co-operatives, districts and regions", lambda: organising.found_units(organisation, at=first)
    yield "their members", lambda: organising.admit_members(organisation, at=first, until=now)
    yield "their officers", lambda: organising.appoint_officers(organisation, at=first)
    yield "co-operatives without a connection", lambda: put_on_paper(organisation, at=first)
    yield "a year of decisions, day by day", lambda: live(organisation, now=now, tell=tell)
    yield "what their bylaws ask", lambda: ask_by_bylaws(organisation, now=now)
    yield "consultations", lambda: consult(organisation, now=now)
    yield "a meeting that was held, and one that is today", lambda: hold(organisation, now=now)
    yield "the next meetings", lambda: meet(organisation, now=now)
    yield "an affiliated league", lambda: found_league(organisation, at=now)
    yield "reports", lambda: report(organisation, now=now)
    yield "work", lambda: work(organisation, now=now)
    yield "plans", lambda: plan(organisation, now=now)
    yield "cards to learn", lambda: study(organisation, now=now)
    yield "a mail that comes back", lambda: return_a_mail(organisation, at=now)
    yield "the addresses to sign in with", lambda: write_links(organisation, at=now)


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
