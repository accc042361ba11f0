"""What tests of the sender ask of an installation.

`… fill COUNT` makes members with news, `… hurry` lets them be due now, `… listen PLACE` gives each a device, and `… send`
writes to them as if it were next week.
"""

import sys
from datetime import timedelta

import django

from folkmoot.config.loading import undisturbed

with undisturbed():
    django.setup()

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from folkmoot.decisions.actions.adopting import adopt_decision
from folkmoot.decisions.actions.conveying import convey_decision
from folkmoot.decisions.actions.drafting import draft_decision
from folkmoot.decisions.models import Decision
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.clock import now
from folkmoot.kernel.ids import new_id
from folkmoot.membership.actions.offices import appoint_officer
from folkmoot.notices.actions.sending import send_due
from folkmoot.notices.jobs import Enrolment
from folkmoot.notices.models import Recipient, Subscription
from folkmoot.notices.pace import Pace
from folkmoot.notices.sparing import spare_the_disk
from folkmoot.notices.tests.pushes import Browser
from folkmoot.people.models import Account, Membership, Person
from folkmoot.structure.actions.founding import found_unit
from folkmoot.units.models import Unit, UnitKind


def fill(count: int) -> None:
    top, una = Unit.objects.get(parent=None), Person.objects.get()
    kind = UnitKind.objects.filter(is_cell=True).order_by("rank")[0]
    cell = _do(found_unit, una, parent_id=top.pk, kind=kind.code, name="Cell", code="cell")
    people = [
        Person(name=f"M{n}", sort_name=f"M{n}", search_name=f"m{n}", languages=["en"], created_at=now())
        for n in range(count)
    ]
    Person.objects.bulk_create(people)
    Membership.objects.bulk_create(
        [Membership(person=each, unit_id=cell, started_at=now()) for each in people]
    )
    Account.objects.bulk_create(
        [Account(person=each, email=f"m{n}@example.org", password="!") for n, each in enumerate(people)]
    )
    Enrolment().go_on(now())
    _convey(top, una, people[0])


def listen(place: str) -> None:
    """Let each member have a device that is due, at a push service at `place`."""
    at = now()
    for number, account in enumerate(Account.objects.filter(email__startswith="m").order_by("email")):
        key = f"{number:040d}"
        Session.objects.create(session_key=key, session_data="", expire_date=at + timedelta(days=30))
        opened = {"ip": "::", "created_at": at, "last_seen_at": at}
        listed = UserSession.objects.create(user=account, session_key=key, **opened)
        Subscription.objects.create(
            session=listed,
            endpoint=f"http://{place}/{account.email}",
            frequency="daily",
            made_on=at.date(),
            since=at - timedelta(hours=1),
            next_at=at,
            **Browser().keys,
        )


def send() -> None:
    spare_the_disk()
    noon = (now() + timedelta(days=8)).replace(hour=12)
    while send_due(noon, pace=Pace(0)):
        pass


def hurry() -> None:
    hours = 12 - now().hour
    # Where it is noon, whenever the test runs; POSIX counts hours west of Greenwich.
    Unit.objects.filter(code="cell").update(time_zone=f"Etc/GMT{-hours:+d}")
    Membership.objects.update(started_at=now() - timedelta(days=1))
    Decision.objects.update(conveyed_at=now() - timedelta(minutes=5))
    Recipient.objects.update(since=now() - timedelta(hours=1), next_at=now())


def _convey(top: Unit, una: Person, member: Person) -> None:
    _do(appoint_officer, una, office="secretary", unit_id=top.pk, person_id=member.pk)
    texts = [{"language": "en", "title": "Meet", "body": "1. Every local meets.\n"}]
    decision = _do(draft_decision, member, unit_id=top.pk, texts=texts)
    _do(adopt_decision, member, decision_id=decision, revision=1, adopted_on=now().date().isoformat())
    _do(convey_decision, member, decision_id=decision, unit_id=top.pk)
    # Una belongs to no cell, and would be looked at in vain.
    Recipient.objects.filter(person=una).delete()


def _do(function, by: Person, **given: object):
    return run(function, given, act_id=new_id(), by=by, at=now(), via=Via.WEB)


if sys.argv[1] == "listen":
    listen(sys.argv[2])
else:
    {"fill": fill, "hurry": hurry, "send": send}[sys.argv[1]](*map(int, sys.argv[2:]))
