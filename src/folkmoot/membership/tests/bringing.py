"""Bringing files of members in tests, and reading all that they write."""

from typing import Any

from conftest import World
from folkmoot.membership.tests.acting import counts, homes
from folkmoot.people.models import Account, ContactChannel, Person, Term
from folkmoot.structure.tests.importing import checked_text, import_text, told

HEADER = "Member number;Name;E-mail;Phone;Cell;Languages;Joined on;Office\n"


def importing(world: World, text: str, **changed):
    return import_text("members", text, **{"under": world.union, "by": world.una, "at": world.at, **changed})


def problems(world: World, text: str, **changed):
    return told(
        checked_text("members", text, **{"under": world.union, "by": world.una, "at": world.at, **changed})
    )


def counted(job):
    return (job.state, job.done_new_count, job.done_changed_count, job.done_same_count)


def roll() -> dict[str, Any]:
    """All that members' acts write, without ids and times of entry."""
    people = Person.objects.order_by("member_number")
    return {
        person.member_number or "": (
            person.name,
            person.search_name,
            person.languages,
            homes(person),
            sorted(Account.objects.filter(person=person).values_list("email", flat=True)),
            sorted(
                ContactChannel.objects.filter(person=person).values_list("kind", "value", "entered_by_other")
            ),
            sorted(
                Term.objects.filter(person=person, ended_at=None).values_list("office__code", "unit__code")
            ),
        )
        for person in people
    } | {
        "counts": {code: count for code, count in counts().items() if count},
        "keys": dict(people.values_list("member_number", "name_key")),
    }
