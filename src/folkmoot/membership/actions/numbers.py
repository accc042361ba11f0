"""Giving member numbers."""

from collections.abc import Callable, Iterable, Sequence

from django.db.models import F

from folkmoot.membership.models import NumberSeries
from folkmoot.membership.rules.numbers import number_at, place_of
from folkmoot.people.models import Person


def next_numbers(
    count: int, *, brought: Callable[[Sequence[str]], set[str]] = lambda _numbers: set()
) -> list[str]:
    """Take the next `count` free numbers from the organisation's series.

    `brought` tells which of some numbers are on their way in a file, so that they are left to whom they belong.
    """
    given: list[str] = []
    while len(given) < count:
        wanted = [number_at(place) for place in _next_places(count - len(given))]
        taken = set(Person.objects.filter(member_number__in=wanted).values_list("member_number", flat=True))
        taken |= brought(wanted)
        given += [number for number in wanted if number not in taken]
    return given


def follow_numbers(numbers: Iterable[str]) -> None:
    """Let the series go on behind numbers that were brought along, so that it need not try each of them later."""
    highest = max(map(place_of, numbers), default=0)
    if highest:
        NumberSeries.objects.bulk_create([NumberSeries(id=1, last=0)], ignore_conflicts=True)
        NumberSeries.objects.filter(id=1, last__lt=highest).update(last=highest)


def _next_places(count: int) -> range:
    NumberSeries.objects.bulk_create([NumberSeries(id=1, last=0)], ignore_conflicts=True)
    # The row stays locked until the act commits, so no number is given twice.
    NumberSeries.objects.filter(id=1).update(last=F("last") + count)
    last = NumberSeries.objects.values_list("last", flat=True).get(id=1)
    return range(last - count + 1, last + 1)
