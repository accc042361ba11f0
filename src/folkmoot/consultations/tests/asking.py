"""Consultations made as people make them, for tests that need one."""

from datetime import date, datetime
from uuid import UUID

from django.test import Client

from conftest import World
from folkmoot.consultations.actions.opening import open_consultation
from folkmoot.consultations.actions.speaking import leave_comment
from folkmoot.consultations.models import Consultation
from folkmoot.decisions.models import Decision
from folkmoot.decisions.tests.papers import do, drafted
from folkmoot.kernel.acts import Actor, Function, Via, run
from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Person

LAST_ON = date(2026, 3, 16)


def opened(
    world: World, draft: Decision | None = None, *, to: Actor | None = None, **given: object
) -> Consultation:
    decision = draft or drafted(world)
    asked = {"unit_id": (to or world.union).pk, "last_on": LAST_ON, **given}
    pk = do(world, open_consultation, by=world.max, decision_id=decision.pk, **asked)
    return Consultation.objects.select_related("body").get(pk=pk)


def said(
    world: World,
    consultation: Consultation,
    by: Person,
    text: str,
    *,
    point: str = "",
    is_signed: bool = False,
) -> None:
    given = {"consultation_id": consultation.pk, "point": point, "text": text, "is_signed": is_signed}
    do(world, leave_comment, by=by, **given)


def added_up(consultation: Consultation, at: datetime) -> None:
    """Let it be over at `at`, and words without a name be read, as after five had spoken so."""
    row = Consultation.objects.filter(pk=consultation.pk)
    row.update(ends_at=at, counted_at=at, shows_unsigned=True)


def later(at: datetime, function: Function, *, by: Actor | None, **given: object) -> UUID:
    return run(function, given, act_id=new_id(), by=by, at=at, via=Via.WEB)


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person.account)
    return client
