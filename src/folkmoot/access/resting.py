"""Offices that rest: their holder keeps them, and may do nothing by them until something is done first.

`access` does not know what that is. A feature above says which terms are awake, and `config` registers it.
"""

from collections.abc import Callable, Mapping
from datetime import datetime

from django.db.models import QuerySet
from django.utils.functional import Promise

from folkmoot.people.models import Term

Waking = Callable[[QuerySet[Term], datetime], QuerySet[Term]]

_wakings: dict[Waking, tuple[str | Promise, Callable[[], bool]]] = {}


def let_rest_unless(awake: Waking, sentence: str | Promise, *, is_spared: Callable[[], bool]) -> None:
    """Let those terms rest that `awake` leaves out; `sentence` tells their holder what to do. Called by `config`.

    None rest while `is_spared` says so.
    """
    _wakings[awake] = (sentence, is_spared)


def wakings() -> int:
    """Return how many wakings there are now: a question that is put together once is another for another number."""
    return len(_now())


def awake(terms: QuerySet[Term], *, at: datetime) -> QuerySet[Term]:
    """Return those of `terms` that give their holder anything at the moment `at`."""
    for keep in _now():
        terms = keep(terms, at)
    return terms


def why_resting(terms: QuerySet[Term], *, at: datetime) -> str:
    """Return what the holder of `terms` has to do so that none of them rests, or an empty text."""
    count = terms.count()
    return next((str(said) for keep, said in _now().items() if keep(terms, at).count() < count), "")


def _now() -> Mapping[Waking, str | Promise]:
    return {keep: said for keep, (said, is_spared) in _wakings.items() if not is_spared()}
