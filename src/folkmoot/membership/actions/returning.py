"""Taking back what an import of members did, a batch at a time."""

from collections import Counter
from datetime import datetime
from uuid import UUID

from folkmoot.kernel.acts import act
from folkmoot.kernel.inserting import insert_all
from folkmoot.kernel.ledger import record
from folkmoot.membership.actions.called import name_person, write_names
from folkmoot.membership.actions.counting import count_members
from folkmoot.membership.actions.ending import end_terms
from folkmoot.membership.events import MembersReturned
from folkmoot.membership.queries.imported import Returnable, imported_batch, returnable
from folkmoot.people.models import Membership, Person, Term
from folkmoot.structure.actions.batches import claim_return, finish_return
from folkmoot.structure.queries.imports import act_id_of_batch


@act("membership.return_members", bulk=True)
def return_members(*, job_id: UUID, batch: int, by: Person | None, at: datetime) -> UUID:
    """Take back what one batch of a file of members did, as far as nobody changed it since.

    Who was admitted is a member no more, who was transferred goes back, names and languages become what they were, and
    offices that the file gave end. Nobody is deleted: whether somebody can be erased depends on more than the file.

    :raises Refused: if it is not this batch's turn, or `by` may not import there any more.
    """
    job = claim_return(job_id, batch, importer="members", by=by, at=at)
    imported = imported_batch(act_id_of_batch(job, batch))
    if imported is None:
        finish_return(job, returned=0, left=0, at=at)
        return job.pk
    back = returnable(imported, under=job.under, by=by, at=at, holding=True)
    earlier = _write(back, at=at)
    finish_return(job, returned=len(back.returned), left=len(back.left), at=at)
    record(_event(job.pk, batch, back), by=by, at=at, personal={"earlier_names": earlier})
    return job.pk


def _write(back: Returnable, *, at: datetime) -> dict[str, str]:
    """Write what goes back, and return by person the names that they had until now."""
    ended = [*back.ends, *(now for now, _before in back.moves)]
    Membership.objects.open().filter(pk__in=[each.pk for each in ended]).update(ended_at=at)
    insert_all(
        [
            Membership(
                person_id=before.person_id, unit_id=before.unit_id, started_at=at, circle_id=before.circle_id
            )
            for _now, before in back.moves
        ]
    )
    counts = Counter(before.unit_id for _now, before in back.moves)
    counts.subtract(each.unit_id for each in ended)
    count_members(counts)
    end_terms(Term.objects.filter(pk__in=[term.pk for term in back.terms]), at=at)
    return _write_names(back)


def _write_names(back: Returnable) -> dict[str, str]:
    earlier, changed = {}, []
    for pk, (name, sort_name, languages) in back.names.items():
        person = back.people[pk]
        if person.name != name:
            earlier[str(pk)] = person.name
        name_person(person, name, sort_name)
        person.languages = list(languages)
        changed.append(person)
    if changed:
        write_names(changed)
    return earlier


def _event(job_id: UUID, batch: int, back: Returnable) -> MembersReturned:
    return MembersReturned(
        job_id,
        batch,
        ended=tuple(each.person_id for each in back.ends),
        transferred=tuple(before.person_id for _now, before in back.moves),
        corrected=tuple(back.names),
        relieved=tuple(term.person_id for term in back.terms),
    )
