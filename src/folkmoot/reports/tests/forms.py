"""Forms and reports as tests make them."""

from datetime import UTC, date, datetime
from uuid import UUID

from conftest import World
from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.ids import new_id
from folkmoot.reports.actions.climbing import accept_report, ask_back, send_report
from folkmoot.reports.actions.making import make_form, open_form, revise_form
from folkmoot.reports.actions.writing import write_report
from folkmoot.reports.models import Form, Report
from folkmoot.reports.rules.definition import Declared, Indicator, Kind, Matter, Option, Question

FEBRUARY = date(2026, 2, 1)
JANUARY = date(2026, 1, 1)
# The world begins on 2 March, when February is over everywhere.
IN_MARCH = datetime(2026, 3, 2, 18, 30, tzinfo=UTC)


def indicator(code: str, kind: Kind = Kind.INTEGER, **given) -> Indicator:
    named = {"names": {"en": code.replace("_", " ").capitalize()}, "declared": Declared.ORGANISATIONAL}
    return Indicator(code=code, kind=kind, **named | given)


INDICATORS = [
    indicator("visits"),
    indicator("dues", Kind.MONEY, currency="EUR", is_required=False, may_be_below_zero=True),
    indicator("hours", Kind.DECIMAL, places=2, is_required=False),
    indicator("voted", Kind.SHARE, is_required=False),
    indicator("has_room", Kind.YES_NO, is_required=False),
    indicator(
        "paper",
        Kind.CHOICE,
        options=[Option(code="wall", names={"en": "On the wall"}), Option(code="none", names={"en": "None"})],
        is_required=False,
    ),
]
QUESTIONS = [Question(code="achieved", names={"en": "What went well?"}, matter=Matter.ACHIEVEMENTS)]


def do(world: World, function, *, by=None, at=None, **given) -> UUID:
    return run(function, given, act_id=new_id(), by=by or world.bo, at=at or world.at, via=Via.WEB)


def made(world: World, *, unit=None, by=None, **given) -> Form:
    asked = {"names": {"en": "Monthly report"}, "every": "month", "unit_kinds": ["local"], "due_days": 10}
    pk = do(world, make_form, by=by or world.max, unit_id=(unit or world.union).pk, **asked | given)
    return Form.objects.get(pk=pk)


def revised(world: World, form: Form, *, by=None, **given) -> Form:
    asked = {
        "names": form.names,
        "unit_kinds": form.unit_kinds,
        "due_days": form.due_days,
        "answer_days": form.answer_days,
        "indicators": INDICATORS,
        "questions": QUESTIONS,
        "checks": [],
    }
    do(world, revise_form, by=by or world.max, form_id=form.pk, revision=form.revision, **asked | given)
    form.refresh_from_db()
    return form


def opened(world: World, *, first=JANUARY, **given) -> Form:
    form = revised(world, made(world), **given)
    do(world, open_form, by=world.max, form_id=form.pk, first=first)
    form.refresh_from_db()
    return form


def kept(
    world: World, form: Form, unit=None, *, by=None, first=FEBRUARY, revision=None, at=None, **given
) -> Report:
    unit = unit or world.harbour
    before = Report.objects.filter(form=form, unit=unit, first=first).first()
    number = revision if revision is not None else (before.revision if before else 0)
    asked = {"values": {"visits": "3"}} | given
    pk = do(
        world,
        write_report,
        by=by,
        at=at,
        form_id=form.pk,
        unit_id=unit.pk,
        first=first,
        revision=number,
        **asked,
    )
    return Report.objects.get(pk=pk)


def sent(world: World, form: Form, unit=None, *, by=None, why="", at=None, **given) -> Report:
    report = kept(world, form, unit, by=by, at=at, **given)
    do(world, send_report, by=by, at=at, report_id=report.pk, revision=report.revision, why=why)
    report.refresh_from_db()
    return report


def asked_back(world: World, report: Report, words="Is the boat in it?", *, by=None) -> Report:
    do(world, ask_back, by=by or world.ada, report_id=report.pk, number=report.sent_number, words=words)
    report.refresh_from_db()
    return report


def accepted(world: World, report: Report, *, by=None) -> Report:
    do(world, accept_report, by=by or world.ada, report_id=report.pk, number=report.sent_number)
    report.refresh_from_db()
    return report
