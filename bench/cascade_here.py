"""What `bench cascade` does in the process of one organisation."""

from functools import partial

from django.db import connection

from bench import organisations
from bench.measuring import median, seconds_of
from bench.papers import adopted, convey

TIMES = 41


def run_here() -> dict[str, object]:
    """Adopt and convey decisions to everybody, and return the median time and the rows that one of them wrote."""
    by = organisations.secretary()
    times, rows = [], set()
    for _time in range(TIMES):
        pk = adopted(by)
        before = _changes()
        times.append(seconds_of(partial(convey, pk, by)))
        rows.add(_changes() - before)
    return {"seconds": median(times), "rows": sorted(rows)}


def _changes() -> int:
    with connection.cursor() as cursor:
        cursor.execute("select total_changes()")
        return int(cursor.fetchone()[0])
