"""What `bench intake` fills in, and brings."""

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from allauth.mfa.models import Authenticator
from django.test import Client

from bench.intake import FIGURES
from bench.organisations import act
from bench.reported import BEGUN, fill_units
from folkmoot.kernel.batches import batched
from folkmoot.membership.actions.first_officer import found_first_officer
from folkmoot.people.models import Account, Office, Person, Term
from folkmoot.reports.models import Form, FormVersion, Report
from folkmoot.reports.rules.definition import Declared, Definition, Indicator, Kind, written_as
from folkmoot.structure import commands
from folkmoot.structure.actions.organisation import found_organisation
from folkmoot.units.models import Unit

FIRST = date(2026, 1, 1)
CODES = [f"f{each}" for each in range(FIGURES)]


@dataclass(frozen=True)
class Filled:
    """What was filled in: who brings reports, by which form, for which cells."""

    client: Client
    form: Form
    cells: Sequence[str]


def fill(size: int) -> Filled:
    """Write the tree of an organisation of this size and a form of twenty figures, and sign its secretary in."""
    act(found_organisation, None, name="Bench", code="top", kind_set="mass")
    act(found_first_officer, None, name="First Officer", email="first@bench.example")
    top = Unit.objects.get()
    fill_units(top, size)
    form = Form.objects.create(
        unit=top, names={"en": "Report"}, every="month", unit_kinds=["cell"], due_days=10, since=FIRST
    )
    indicators = [
        Indicator(code=code, names={"en": code}, kind=Kind.INTEGER, declared=Declared.ORGANISATIONAL)
        for code in CODES
    ]
    FormVersion.objects.create(form=form, number=1, definition=written_as(Definition(indicators)))
    cells = list(Unit.objects.filter(kind__is_cell=True).order_by("path").values_list("code", flat=True))
    return Filled(_signed_in(top), form, cells)


def _signed_in(top: Unit) -> Client:
    """Return a client of the secretary of the top, whose office rests without a second factor."""
    person = Person.objects.get()
    secretary = Office.objects.get(code="secretary")
    Term.objects.create(person=person, office=secretary, unit=top, started_at=BEGUN)
    account = Account.objects.get(person=person)
    Authenticator.objects.create(user=account, type=Authenticator.Type.WEBAUTHN, data={})
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(account)
    return client


def warm_up(given: Filled) -> None:
    """Ask once, so that what a server loads with its first request is loaded."""
    given.client.get(f"/api/dataValueSets?dataSet={given.form.pk}&period=202601&orgUnit=top")


def bring_over_http(given: Filled, together: int) -> None:
    """Bring a report of every cell, some hundred a request."""
    for some in batched(given.cells, together):
        values = [
            {"orgUnit": cell, "dataElement": code, "value": str(random.randrange(200))}  # noqa: S311  -- figures
            for cell in some
            for code in CODES
        ]
        body = json.dumps({"dataSet": str(given.form.pk), "period": "202601", "dataValues": values})
        answer = given.client.post("/api/dataValueSets", body, content_type="application/json")
        if answer.status_code != 200 or answer.json()["status"] != "SUCCESS":  # noqa: PLR2004
            raise RuntimeError(answer.content.decode()[:500])


def rows_of_file(given: Filled) -> Iterator[Sequence[object]]:
    """Yield the rows of a file with a report of every cell."""
    yield ("unit", "period", *CODES)
    for cell in given.cells:
        yield (cell, "202602", *(random.randrange(200) for _code in CODES))  # noqa: S311  -- as above


def bring_by_file(file: Path) -> None:
    """Import a file as `folkmoot import reports` does."""
    code = commands.import_file("reports", file, say=lambda _line: None)
    if code:
        raise RuntimeError(code)


def sent() -> int:
    """Return how many reports there are."""
    return Report.objects.sent().count()
