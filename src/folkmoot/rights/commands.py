"""What `folkmoot restore` calls: people who were erased after the backup was made are erased again."""

from datetime import datetime

from folkmoot.kernel.acts import Via, run
from folkmoot.kernel.batches import batched
from folkmoot.kernel.ids import new_id
from folkmoot.people.models import Person
from folkmoot.rights.actions.erasing import repeat_erasure
from folkmoot.rights.actions.finishing import sweep
from folkmoot.rights.actions.mentioning import note_all_mentions
from folkmoot.rights.erasure_list import ErasureList

_AT_ONCE = 500


def repeat_erasures(listed: ErasureList, *, at: datetime) -> int:
    """Erase everybody who is on the list and is not erased here, and return how many there were.

    :raises ValueError: if a line of the list is none.
    """
    repeated = 0
    for people in batched(listed.people(), _AT_ONCE):
        named = Person.objects.filter(pk__in=people, erased_at=None).order_by("pk")
        for person_id in list(named.values_list("pk", flat=True)):
            run(repeat_erasure, {"person_id": person_id}, act_id=new_id(), by=None, at=at, via=Via.OPERATOR)
            repeated += 1
    note_all_mentions()
    # Lists that earlier versions wrote name the same few again and again.
    for people in batched(listed.people(), _AT_ONCE):
        for person_id in dict.fromkeys(people):
            sweep(person_id)
    return repeated
