"""The pages that are measured: asked as a browser asks, and rendered bare from data that is ready."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from bench import organisations
from bench.papers import conveyed_to_everybody
from folkmoot.decisions import jobs
from folkmoot.decisions.models import Decision
from folkmoot.kernel.clock import now
from folkmoot.membership.jobs import refresh_member_totals
from folkmoot.people.models import Account, Person
from folkmoot.units.models import Unit

PAPERS = 8


@dataclass(frozen=True)
class Screen:
    """One page: its address, whoever asks, and the same template rendered bare."""

    client: Client
    address: str
    bare: Callable[[], HttpResponse]

    def ask(self) -> None:
        """Ask for the page."""
        response = self.client.get(self.address)
        if response.status_code != 200:  # noqa: PLR2004  -- HTTP
            raise RuntimeError(f"{self.address} answered {response.status_code}")

    def queries(self) -> int:
        """Return how many queries the page asks."""
        with CaptureQueriesContext(connection) as asked:
            self.ask()
        return len(asked)


def screens() -> dict[str, Screen]:
    """Return the first screens, after eight decisions were conveyed and counted."""
    by = organisations.secretary()
    while Decision.objects.conveyed().count() < PAPERS:
        conveyed_to_everybody(by)
    while jobs.begin_reckoning_job(now()):
        pass
    refresh_member_totals(now())
    client = signed_in(by)
    decision = Decision.objects.conveyed().newest_first()[0]
    addresses = {
        "today": "/",
        "decisions": reverse("decisions:decisions"),
        "decision": reverse("decisions:decision", args=[decision.pk]),
    }
    top = Unit.objects.get(code="top")
    if not top.kind.is_cell:
        addresses["overview"] = reverse("desk:overview_unit", args=[top.pk])
        addresses["reach"] = reverse("decisions:reach", args=[decision.pk, top.pk])
    return {name: Screen(client, address, _bare(client, address)) for name, address in addresses.items()}


def signed_in(person: Person) -> Client:
    """Return a browser in which `person` is signed in."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(Account.objects.get(person=person))
    return client


def _bare(client: Client, address: str) -> Callable[[], HttpResponse]:
    """Return a view that renders what the page rendered, from the context that is ready, with no question asked."""
    response = client.get(address)
    template, context = response.templates[0].name, response.context.flatten()
    request: HttpRequest = response.wsgi_request

    def view() -> HttpResponse:
        return render(request, template, context)

    return view
