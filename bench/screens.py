"""The pages that are measured: asked as a browser asks, and rendered bare from data that is ready."""

from collections.abc import Callable
from dataclasses import dataclass

from django.core.handlers.exception import convert_exception_to_response
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.test import Client
from django.test.client import ClientHandler
from django.test.utils import CaptureQueriesContext, setup_test_environment, teardown_test_environment
from django.urls import reverse

from bench import organisations
from bench.papers import conveyed_to_everybody
from folkmoot.decisions import jobs
from folkmoot.decisions.models import Decision
from folkmoot.kernel.clock import now
from folkmoot.membership.jobs import refresh_member_totals
from folkmoot.people.models import Membership, Person
from folkmoot.units.models import Unit

PAPERS = 8


@dataclass(frozen=True)
class Screen:
    """One page: its address, whoever asks, and the same template rendered bare."""

    client: Client
    address: str
    bare: Callable[[], None]

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
        "publish": reverse("decisions:publish"),
        "members": reverse("membership:members"),
    }
    top = Unit.objects.get(code="top")
    addresses["unit"] = reverse("structure:unit", args=[top.pk])
    addresses["officers"] = reverse("membership:officers", args=[top.pk])
    if not top.kind.is_cell:
        addresses["overview"] = reverse("desk:overview_unit", args=[top.pk])
        addresses["reach"] = reverse("decisions:reach", args=[decision.pk, top.pk])
    screens = {name: Screen(client, address, _bare(client, address)) for name, address in addresses.items()}
    # Whose members are no cell's of the secretary's are seen by the registrar alone.
    registrar = signed_in(Person.objects.get(terms__office__code="registrar"))
    address = reverse("membership:person", args=[_another_member(by).pk])
    return {**screens, "person": Screen(registrar, address, _bare(registrar, address))}


def _another_member(by: Person) -> Person:
    membership = Membership.objects.exclude(person=by).select_related("person").order_by("pk")[0]
    return membership.person


def signed_in(person: Person) -> Client:
    """Return a browser in which `person` is signed in."""
    client = Client(SERVER_NAME="127.0.0.1")
    client.force_login(organisations.account_of(person))
    return client


def _bare(client: Client, address: str) -> Callable[[], None]:
    """Return what asks, in the same way, a view that renders what the page rendered from ready data, and does no more."""
    # Only so does Django tell which template it was, and its context.
    setup_test_environment()
    response = client.get(address)
    teardown_test_environment()
    template, context = response.templates[0].name, response.context[0].flatten()
    ready: HttpRequest = response.wsgi_request

    def view(_request: HttpRequest) -> HttpResponse:
        return render(ready, template, context)

    asking = Client(SERVER_NAME="127.0.0.1")
    asking.handler = _BareHandler(view)
    return lambda: asking.get(address) and None


class _BareHandler(ClientHandler):
    """Django with one view, and nothing before or behind it."""

    def __init__(self, view: Callable[[HttpRequest], HttpResponse]) -> None:
        super().__init__(enforce_csrf_checks=False)
        self._middleware_chain = convert_exception_to_response(view)
