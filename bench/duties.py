"""`bench duties`: what bylaws ask of all units, and where they stand, told from scratch, against reading the facts once.

All of it goes some hundred units at a time, however many there are. The organisation of 6,000,000 members has 320,000 units:
where its data folder `members-6000000` was filled for other benchmarks, a copy as `members-6000000-duties` saves filling it anew.
"""

import sys
from collections.abc import Sequence
from typing import Any

from bench.measuring import Result, median, processor_seconds
from bench.places import in_own_process

TIMES = 3
# Of more units than this, each work takes long enough to be measured once.
MANY = 50_000
# Of processor time, so that whatever else runs on the machine is not counted.
OVER_FACTS = 2.0
# What a desk shows, of each unit: the rules that say it in words of days and states, one unit after another.
DUTIES_OVER_FACTS = 2.5
PURPOSE = "duties"


def bench(sizes: Sequence[int]) -> list[Result]:
    """Tell where the units of each organisation stand, and add it up at every unit above the cells."""
    measured = {size: in_own_process(size, "bench.duties", purpose=PURPOSE) for size in sizes}
    return [
        each for size, figures in measured.items() for each in (_due(size, figures), _result(size, figures))
    ]


def run_here() -> dict[str, Any]:
    """Fill in what is asked of units and what they did, and measure turn by turn."""
    from bench import asked_of_units  # noqa: PLC0415  -- needs Django

    asked_of_units.fill()
    works = {
        "facts": asked_of_units.read_facts,
        "due": asked_of_units.due_in_all,
        "told": asked_of_units.tell_all,
    }
    taken: dict[str, list[float]] = {name: [] for name in works}
    units = asked_of_units.count()
    for _time in range(1 if units > MANY else TIMES):
        for name, work in works.items():
            taken[name].append(processor_seconds(work))
            sys.stderr.write(f"  {name} of {units} units: {taken[name][-1]:.1f} s\n")
    kept, added = processor_seconds(asked_of_units.keep_all), processor_seconds(asked_of_units.add_up_all)
    longest = asked_of_units.longest_transaction()
    return {
        "units": units,
        **{name: median(each) for name, each in taken.items()},
        "kept": kept,
        "added": added,
        "longest": longest,
    }


def _due(size: int, figures: dict[str, Any]) -> Result:
    ratio, units = figures["due"] / figures["facts"], figures["units"]
    return Result(
        f"desk duties of {units} units ({size} members)",
        ratio,
        DUTIES_OVER_FACTS,
        ratio <= DUTIES_OVER_FACTS,
        "reading the facts once, in processor time",
        {
            "facts s": round(figures["facts"], 2),
            "duties s": round(figures["due"], 2),
            "a unit us": round(figures["due"] / units * 1_000_000, 1),
        },
    )


def _result(size: int, figures: dict[str, Any]) -> Result:
    ratio = figures["told"] / figures["facts"]
    units = figures["units"]
    return Result(
        f"compliance of {units} units ({size} members)",
        ratio,
        OVER_FACTS,
        ratio <= OVER_FACTS,
        "reading the facts once, in processor time",
        {
            "facts s": round(figures["facts"], 2),
            "told and added up s": round(figures["told"], 2),
            "a unit us": round(figures["told"] / units * 1_000_000, 1),
            "written from scratch s": round(figures["kept"], 2),
            "added up from what is kept s": round(figures["added"], 2),
            "longest transaction ms of processor time": round(figures["longest"] * 1000, 1),
        },
    )
