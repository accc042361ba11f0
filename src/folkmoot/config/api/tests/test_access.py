"""Every permission, from every place in the tree, at the doors: pages and API show, acts refuse, as the row filter says.

A person with one office stands in the unit asked for, above it, below it or beside it, held the office there once, or is
a stranger. What they are shown and may do has to be what GRANTS says of that place, at every door alike.
"""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from conftest import START, World, give_passkey, make_person
from folkmoot.access.grants import GRANTS, Grant
from folkmoot.access.policy import units_where
from folkmoot.config.api.examples import EXAMPLES
from folkmoot.config.api.offered import offered
from folkmoot.config.api.tests.calling import Story, brought_by, post, signed_in
from folkmoot.config.api.tracing import permissions_of
from folkmoot.kernel.acts import ACTS
from folkmoot.kernel.clock import now
from folkmoot.people.models import Membership, Office, Person, Term
from folkmoot.units.models import Unit

# "own" is a member of the unit, or of something below it, and holds the office there; a visitor only holds it.
PLACES = ("own", "visitor", "above", "below", "sibling", "former", "stranger")


def expected(grant: Grant, office: str, place: str) -> bool:
    return (
        (place == "own" and office in grant.offices)
        or (place == "visitor" and office in grant.below | grant.here)
        or (place == "above" and office in grant.below)
    )


def unit_at(place: str, unit: Unit) -> Unit | None:
    if place == "above":
        return unit.parent
    if place == "below":
        return Unit.objects.filter(parent=unit).in_order().first()
    if place == "sibling":
        return Unit.objects.filter(parent=unit.parent).exclude(pk=unit.pk).exclude(parent=None).first()
    return unit


def holder(office: str, place: str, unit: Unit) -> Person | None:
    """Somebody who holds `office` at that place, of no cell unless it is their own; None if there is no such place."""
    person, where = make_person(f"{office} {place}".title()), unit_at(place, unit)
    if place == "stranger":
        return person
    if where is None:
        return None
    give_passkey(person)
    Term.objects.create(
        person=person,
        office=Office.objects.get(code=office),
        unit=where,
        started_at=START,
        ended_at=START + timedelta(days=9) if place == "former" else None,
    )
    if place == "own":
        home = Unit.objects.within(unit).cells().in_order()[0]
        Membership.objects.create(person=person, unit=home, started_at=START)
    return person


def standing(office: str, unit: Unit) -> list[tuple[str, Person]]:
    people = [(place, holder(office, place, unit)) for place in PLACES]
    return [(place, person) for place, person in people if person is not None]


# --- acts


def asked_by(name: str) -> str:
    """The permission that an act asks for first."""
    return next(iter(permissions_of(ACTS[name])), "")


# Made from above alone, and taken back by whoever made it: structure has the tests.
VISITING = {"structure.enter_visit", "structure.withdraw_visit"}
ACTING = sorted(name for name in offered() if EXAMPLES[name].on and name not in VISITING)
# Who moves or runs: the wider of the two.
MOVED = {"meetings.propose_amendment", "meetings.second_motion"}
IMPORTS = {"structure.choose_columns", "structure.drop_import", "structure.start_import"}


def permission_of(name: str) -> str:
    if name in MOVED:
        return "meetings.submit_motion"
    if name == "structure.take_back_import":
        return "membership.import_members"
    return "structure.import_units" if name in IMPORTS else asked_by(name)


@pytest.mark.parametrize("name", ACTING)
def test_an_act_is_done_by_the_office_in_its_unit_and_refused_from_elsewhere(world: World, name: str) -> None:
    story, grant = Story(world), GRANTS[permission_of(name)]
    unit, given = getattr(world, EXAMPLES[name].on), story.prepare(name)
    office = min(grant.here or grant.own or grant.below)
    people = standing(office, unit)
    # Refusals change nothing, so all of them come before the one that is done.
    for place, person in sorted(people, key=lambda each: expected(grant, office, each[0])):
        if place != "own" and expected(grant, office, place):
            continue
        own = {"upload": brought_by(person)} if "upload" in given else {}
        answer = post(signed_in(person), name, {**given, **own})
        assert (place, answer.status_code) == (place, 200 if place == "own" else 422), answer.json()


ABOVE = [
    name
    for name in (*ACTING, "structure.enter_visit")
    if GRANTS[permission_of(name)].below and EXAMPLES[name].on != "union"
]


@pytest.mark.parametrize("name", ABOVE)
def test_an_act_that_an_office_may_do_below_is_done_from_above(world: World, name: str) -> None:
    story, grant = Story(world), GRANTS[permission_of(name)]
    given = story.prepare(name)
    person = holder(min(grant.below), "above", getattr(world, EXAMPLES[name].on))
    assert person is not None
    own = {"upload": brought_by(person)} if "upload" in given else {}
    answer = post(signed_in(person), name, {**given, **own})
    assert answer.status_code == 200, answer.json()


# --- what is seen


@dataclass(frozen=True)
class Shown:
    """Something of one unit, and where it is shown: a page and an address of the API, of which one may be missing."""

    unit: Unit
    page: str = ""
    api: str = ""


def drafted_by(unit: Unit) -> tuple[Client, str]:
    """The unit's own secretary, and a draft of theirs."""
    secretary = make_person(f"Secretary of {unit.name}")
    give_passkey(secretary)
    Term.objects.create(
        person=secretary, office=Office.objects.get(code="secretary"), unit=unit, started_at=START
    )
    client, texts = signed_in(secretary), [{"language": "en", "title": "Meet", "body": "1. Meet.\n"}]
    draft = post(client, "decisions.draft_decision", {"unit_id": str(unit.pk), "texts": texts}).json()["id"]
    return client, draft


def decided_by(_world: World, unit: Unit) -> UUID:
    """A decision that the unit's own secretary conveyed to the unit."""
    client, draft = drafted_by(unit)
    adopted = {"decision_id": draft, "revision": 1, "adopted_on": "2026-03-01"}
    assert post(client, "decisions.adopt_decision", adopted).status_code == 200
    conveyed = {"decision_id": draft, "unit_id": str(unit.pk)}
    assert post(client, "decisions.convey_decision", conveyed).status_code == 200
    return UUID(draft)


def unit_shown(_world: World, unit: Unit) -> Shown:
    return Shown(unit, reverse("structure:unit", args=[unit.pk]), f"/api/units/{unit.pk}")


def member_shown(_world: World, unit: Unit) -> Shown:
    person = make_person(f"Member of {unit.name}")
    Membership.objects.create(person=person, unit=unit, started_at=START)
    return Shown(unit, reverse("membership:person", args=[person.pk]), f"/api/people/{person.pk}")


def officers_shown(_world: World, unit: Unit) -> Shown:
    return Shown(unit, reverse("membership:officers", args=[unit.pk]))


def decision_shown(world: World, unit: Unit) -> Shown:
    decision = decided_by(world, unit)
    return Shown(unit, reverse("decisions:decision", args=[decision]), f"/api/decisions/{decision}")


def reach_shown(world: World, unit: Unit) -> Shown:
    decision = decided_by(world, unit)
    return Shown(
        unit,
        reverse("decisions:reach", args=[decision, unit.pk]),
        f"/api/decisions/{decision}/reach?unit={unit.pk}",
    )


def known_shown(_world: World, unit: Unit) -> Shown:
    return Shown(unit, reverse("study:known", args=[unit.pk]), f"/api/units/{unit.pk}/known")


def cells_not_reached_shown(world: World, unit: Unit) -> Shown:
    decision = decided_by(world, unit)
    return Shown(
        unit,
        reverse("decisions:not_reached", args=[decision, unit.pk, "csv"]),
        f"/api/decisions/{decision}/not-reached?unit={unit.pk}",
    )


def compliance_shown(_world: World, unit: Unit) -> Shown:
    address = reverse("bylaws:compliance_of", args=[unit.pk])
    return Shown(unit, address, f"/api/units/{unit.pk}/compliance")


def late_units_shown(_world: World, unit: Unit) -> Shown:
    address = reverse("bylaws:late_units", args=[unit.pk, "csv"])
    return Shown(unit, address, f"/api/units/{unit.pk}/compliance/late")


def duties_shown(_world: World, unit: Unit) -> Shown:
    return Shown(unit, reverse("desk:unit_duties", args=[unit.pk]))


def reading_shown(world: World, unit: Unit) -> Shown:
    decision = decided_by(world, unit)
    return Shown(unit, reverse("decisions:reading", args=[decision, unit.pk]))


def consultation_shown(_world: World, unit: Unit) -> Shown:
    """One that opens in three days: members do not find it yet."""
    client, draft = drafted_by(unit)
    first, last = ((now() + timedelta(days=days)).date().isoformat() for days in (3, 9))
    given = {"decision_id": draft, "unit_id": str(unit.pk), "opens_on": first, "last_on": last}
    pk = post(client, "consultations.open_consultation", given).json()["id"]
    return Shown(unit, reverse("consultations:consultation", args=[pk]), f"/api/consultations/{pk}/comments")


SEEN = [
    ("consultations.see_comments", "north", consultation_shown),
    ("units.see_unit", "north", unit_shown),
    ("units.see_unit", "harbour", unit_shown),
    ("people.see_members", "harbour", member_shown),
    ("people.see_officers", "north", officers_shown),
    ("decisions.read_decision", "north", decision_shown),
    ("decisions.see_reach", "north", reach_shown),
    ("decisions.see_reach", "north", cells_not_reached_shown),
    ("study.see_known", "north", known_shown),
    ("decisions.confirm_conveyed", "harbour", reading_shown),
    ("bylaws.see_compliance", "north", compliance_shown),
    ("bylaws.see_compliance", "north", late_units_shown),
    ("bylaws.see_compliance", "harbour", duties_shown),
]


def opens(client: Client, address: str) -> bool:
    answer = client.get(address)
    assert answer.status_code in {200, 404}, (address, answer.status_code)
    return answer.status_code == 200


@pytest.mark.parametrize(("permission", "unit", "made"), SEEN)
def test_a_page_and_the_api_show_what_the_office_may_see_and_nothing_else(
    world: World, permission: str, unit: str, made
) -> None:
    grant, shown = GRANTS[permission], made(world, getattr(world, unit))
    for office in sorted({*grant.offices, "treasurer"}):
        for place, person in standing(office, shown.unit):
            allowed = expected(grant, office, place)
            client = signed_in(person)
            seen = [opens(client, address) for address in (shown.page, shown.api) if address]
            assert (office, place, set(seen)) == (office, place, {allowed})


# --- lists: a row is there where the row filter has its unit


LISTED = [
    ("units.see_unit", "units", "code"),
    ("people.see_members", "people", "unit_code"),
    ("people.see_officers", "terms", "unit_code"),
]


@pytest.mark.parametrize(("permission", "path", "column"), LISTED)
@pytest.mark.parametrize("place", PLACES)
def test_a_list_has_the_rows_of_the_units_that_the_row_filter_has(
    world: World, permission: str, path: str, column: str, place: str
) -> None:
    filled = {"people": Membership, "terms": Term, "units": None}[path]
    for office in sorted(GRANTS[permission].offices):
        person = holder(office, place, world.north)
        assert person is not None
        allowed = units_where(person, permission, at=now())
        if filled is not None:
            allowed = allowed.filter(pk__in=filled.objects.current(now()).values("unit"))
        codes = {row[column] for row in signed_in(person).get(f"/api/{path}").json()["rows"]}
        assert codes == set(allowed.values_list("code", flat=True))


@pytest.mark.both_databases
def test_every_permission_is_asked_at_a_door() -> None:
    asked = {permission_of(name) for name in ACTING} | {permission for permission, *_rest in [*SEEN, *LISTED]}
    # Named members and quarters stand on the page of a reading, whose own tests show them to the cell's secretary alone;
    # members come in files by the same acts as units do; registrars are appointed by the same act as other officers;
    # people are erased on a page, whose own tests show it to registrars alone;
    # whose mail comes back is shown on a page of its own.
    # What is seen of a meeting, and of where it is, stands on its page, whose own tests show it to those alone.
    # Reports and what they add up to, as work and qualifications, are shown on pages, whose own tests show them to those alone.
    # What takes two officers has pages of its own, and is refused to programs.
    elsewhere = {
        "accounts.ask_for_recovery",
        "accounts.confirm_recovery",
        "accounts.confirm_slip",
        "accounts.print_slip",
        "decisions.see_members_not_reached",
        "decisions.see_quarters",
        "meetings.see_attendance",
        "meetings.see_draft_minutes",
        "meetings.see_meeting",
        "meetings.see_minutes",
        "meetings.see_movers",
        "meetings.see_place",
        "membership.appoint_registrar",
        "membership.import_members",
        "reports.import_reports",
        "reports.see_figures",
        "reports.see_report",
        "structure.enter_visit",
        "structure.see_visits",
        "rights.erase_person",
        "notices.see_unreachable",
        "study.see_qualifications",
        "work.see_counts",
        "work.see_plans",
        "work.see_work",
    }
    assert asked | elsewhere == set(GRANTS)
