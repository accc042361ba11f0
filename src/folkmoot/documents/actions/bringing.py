"""How many files one person may have here that hang nowhere: each stays for a day, and a disk is soon full of them.

Counted where guesses at passwords are, under hashes that name nobody and end by themselves: bringing a file is no act.
"""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.core.cache import cache
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from folkmoot.documents.actions.orphans import PATIENCE
from folkmoot.documents.actions.taking_in import TakenIn, take_in
from folkmoot.documents.hanging import hanging_among
from folkmoot.kernel.errors import Refused

MOST_LOOSE = 30
_SALT = "folkmoot.documents.brought"
_ON_ITS_WAY = ""


def take_in_from(person_id: UUID, blocks: Iterable[bytes], name: str) -> TakenIn:
    """Keep a file that a person brings a block at a time, and return what it is; it counts until it is attached, or a day.

    :raises Refused: if they have brought thirty that hang nowhere, or it is not taken in.
    """
    place = _claimed_place(person_id)
    try:
        taken = take_in(blocks, name)
    except BaseException:
        cache.delete(place)
        raise
    if _mark(person_id, taken.sha256) in _places(person_id).values():
        cache.delete(place)  # the same file once more takes no more room
    else:
        cache.set(place, _mark(person_id, taken.sha256), _seconds())
    return taken


def set_down(person_id: UUID, sha256: str) -> None:
    """Count a file no longer that a person has attached."""
    mark = _mark(person_id, sha256)
    cache.delete_many([place for place, found in _places(person_id).items() if found == mark])


def take_off(person_id: UUID, hashes: Collection[str]) -> None:
    """Count files again that a person took off where they hung, and that hang nowhere else now.

    It refuses nothing: with no place left they can bring no more, and what hung is taken off all the same.
    """
    loose = set(hashes) - hanging_among(hashes)
    marks = {_mark(person_id, each) for each in loose}
    places = _places(person_id)
    free = [each for each in _names_of_places(person_id) if each not in places]
    for place, mark in zip(free, sorted(marks - set(places.values())), strict=False):
        cache.add(place, mark, _seconds())


def _claimed_place(person_id: UUID) -> str:
    # Claimed before the first byte comes, so that many at once are no way around it: `add` alone is atomic.
    taken = _places(person_id)
    for place in _names_of_places(person_id):
        if place not in taken and cache.add(place, _ON_ITS_WAY, _seconds()):
            return place
    raise Refused(
        _("You brought %(most)d files within a day that hang nowhere. Attach those first, or go on tomorrow.")
        % {"most": MOST_LOOSE},
        field="file",
    )


def _places(person_id: UUID) -> dict[str, str]:
    return dict(cache.get_many(_names_of_places(person_id)))


def _names_of_places(person_id: UUID) -> list[str]:
    return [f"brought:{person_id}:{number}" for number in range(MOST_LOOSE)]


def _mark(person_id: UUID, sha256: str) -> str:
    return salted_hmac(_SALT, f"{person_id}:{sha256}", algorithm="sha256").hexdigest()


def _seconds() -> float:
    return PATIENCE.total_seconds()
