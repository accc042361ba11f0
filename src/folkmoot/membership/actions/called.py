"""What people are called, as files of members change it by the batch."""

from collections.abc import Iterable
from typing import NamedTuple

from folkmoot.kernel.text import fold
from folkmoot.membership.rules.entries import SEARCH_NAME_LONGEST, name_key_of
from folkmoot.people.models import Person


class Named(NamedTuple):
    """What a correction changes of somebody."""

    name: str
    sort_name: str
    languages: tuple[str, ...]

    @classmethod
    def of(cls, person: Person) -> "Named":
        """Return what somebody is called now."""
        return cls(person.name, person.sort_name, tuple(person.languages))


def name_person(person: Person, name: str, sort_name: str) -> None:
    """Give somebody a name, with all that is searched for it, without writing it yet."""
    person.name, person.sort_name = name, sort_name
    person.search_name = fold(sort_name)[:SEARCH_NAME_LONGEST]
    person.name_key = name_key_of(name)


def write_names(people: Iterable[Person]) -> None:
    """Write the names and languages of people who have them changed, by a statement for each hundred."""
    Person.objects.bulk_update(
        people, ["name", "sort_name", "search_name", "name_key", "languages"], batch_size=100
    )
