"""What a batch of an import of members changed of whom, with what was there before: read from the ledger, which has it anyway.

Who was erased since has nothing left there to be read.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from folkmoot.access.policy import units_where
from folkmoot.membership.queries.imported import Imported, imported_batch
from folkmoot.people.models import Membership, Person, Term
from folkmoot.structure.interfaces import Difference


def done_by_batch(act_id: UUID, viewer: Person, at: datetime) -> Sequence[Difference]:
    """Return what the batch that the act `act_id` did changed of those whom `viewer` sees now; six questions for any number."""
    imported = imported_batch(act_id)
    if imported is None:
        return []
    units = units_where(viewer, "people.see_members", at=at)
    seen = Person.objects.in_units(units).filter(pk__in=imported.everybody).in_order()
    homes, terms = _homes(imported), _terms(imported)
    return [each for person in seen for each in _of(person, imported, homes, terms)]


def _of(
    person: Person,
    imported: Imported,
    homes: Mapping[tuple[UUID, bool], str],
    terms: Mapping[UUID, Sequence[str]],
) -> Iterator[Difference]:
    called = f"{person.name} ({person.member_number})" if person.member_number else person.name
    left, came = homes.get((person.pk, False), ""), homes.get((person.pk, True), "")
    if person.pk in imported.admitted | imported.transferred:
        yield Difference(called, _("Cell"), left, came)
    for what, before, then in _named(person.pk, imported):
        if before != then:
            yield Difference(called, what, before, then)
    for office in terms.get(person.pk, ()):
        yield Difference(called, _("Office"), "", office)


def _named(person_id: UUID, imported: Imported) -> Iterator[tuple[str, str, str]]:
    before, then = imported.named.get(person_id, (None, ()))
    if before is None or person_id not in imported.corrected:
        return
    yield _("Name"), str(before[0]), str(then[0])
    yield _("Languages"), ", ".join(before[2]), ", ".join(then[2])


def _homes(imported: Imported) -> Mapping[tuple[UUID, bool], str]:
    """Return the cells that people left, and those that they came to, by person and whether they came."""
    begun = Q(started_at=imported.at) | Q(entered_at=imported.at)
    rows: Any = Membership.objects.filter(
        begun | Q(ended_at=imported.at), person__in=imported.admitted | imported.transferred
    )
    return {
        (each.person_id, each.ended_at != imported.at): each.unit.name
        for each in rows.select_related("unit").order_by("pk")
    }


def _terms(imported: Imported) -> Mapping[UUID, Sequence[str]]:
    rows: Any = Term.objects.filter(person__in=imported.appointed, started_at=imported.at)
    found: dict[UUID, list[str]] = {}
    for term in rows.select_related("office", "unit").order_by("pk"):
        said = _("%(office)s of %(unit)s") % {"office": term.office.name, "unit": term.unit.name}
        found.setdefault(term.person_id, []).append(said)
    return found
