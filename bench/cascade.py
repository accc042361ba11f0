"""`bench cascade`: publishing a decision costs the same for 1,000 and for 6,000,000 members."""

from collections.abc import Sequence

from bench.measuring import Result
from bench.places import in_each

BUDGET = 1.2
SMALL = 1_000


def bench(sizes: Sequence[int]) -> list[Result]:
    """Compare publishing at each size with publishing to 1,000 members."""
    measured = in_each([SMALL, *sizes], "bench.cascade_here")
    reference = measured[SMALL]
    return [
        Result(
            name=f"cascade {size}",
            ratio=each["seconds"] / reference["seconds"],
            budget=BUDGET,
            holds=each["seconds"] <= BUDGET * reference["seconds"] and each["rows"] == reference["rows"],
            reference="the same act with 1,000 members",
            detail={"ms": round(each["seconds"] * 1000, 2), "rows written": each["rows"]},
        )
        for size, each in measured.items()
        if size != SMALL
    ]
