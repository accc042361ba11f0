"""Putting right what is kept of a person."""

from datetime import datetime
from uuid import UUID

from folkmoot.kernel.acts import act
from folkmoot.kernel.ledger import record
from folkmoot.kernel.text import sort_name_of
from folkmoot.membership.actions.claiming import claim_person, require_over
from folkmoot.membership.events import PersonCorrected
from folkmoot.membership.rules import entries
from folkmoot.people.models import Person


@act("membership.correct_person")
def correct_person(
    *, person_id: UUID, name: str, languages: tuple[str, ...] = (), by: Person | None, at: datetime
) -> UUID:
    """Put right a person's name and languages (BCP 47 codes, the preferred one first).

    Everybody may correct themselves.

    :raises Refused: if `by` may not correct people there, or an entry is malformed.
    """
    person = claim_person(person_id)
    if by is None or by.pk != person.pk:
        require_over(by, "membership.correct_person", person, at=at)
    earlier = person.name
    rename(person, entries.checked_name(name))
    person.languages = entries.checked_languages(languages)
    person.save(update_fields=["name", "sort_name", "search_name", "name_key", "languages"])
    personal = {"earlier_name": earlier, "name": person.name, "languages": person.languages}
    record(PersonCorrected(person.pk), by=by, at=at, personal=personal)
    return person.pk


def rename(person: Person, name: str) -> None:
    """Give `person` a checked name, with the forms that sort and find it; the caller saves."""
    person.name = name
    person.sort_name = sort_name_of(name)
    person.search_name = entries.search_name_of(name)
    person.name_key = entries.name_key_of(name)
