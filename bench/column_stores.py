"""The same sums by DuckDB and Polars, for `bench rollup`: grouped by the first steps of each path, level by level.

Neither is needed by the product: `pip install -r requirements/bench.lock` brings them, and without them the bench says so.
"""

from collections.abc import Callable, Sequence
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt

LEVELS = 7


def sums_by(
    name: str, paths: Sequence[str], columns: npt.NDArray[np.int64], step: int
) -> Callable[[], int] | None:
    """Return what adds all columns up at every level by `duckdb` or `polars`; None where that is not installed.

    The figures are in its memory already, as its own columns.
    """
    try:
        library = import_module(name)
    except ImportError:
        return None
    return _MAKERS[name](library, paths, columns, step)


def _duckdb(
    duckdb: Any,  # noqa: ANN401  -- a module
    paths: Sequence[str],
    columns: npt.NDArray[np.int64],
    step: int,
) -> Callable[[], int]:
    connection = duckdb.connect()
    # As the product does it: on one core.
    connection.execute("set threads to 1")
    given = {
        "path": np.array(paths, dtype=object),
        **{f"f{place}": each for place, each in enumerate(columns)},
    }
    names = ", ".join(given)
    connection.register("given", given)
    connection.execute(f"create table numbers as select {names} from given")  # noqa: S608  -- of our own making
    sums = ", ".join(f"sum(f{place})" for place in range(len(columns)))

    def add_up() -> int:
        found = 0
        for level in range(1, LEVELS + 1):
            asked = f"select path[1:{step * level}] as top, count(*), {sums} from numbers group by top"  # noqa: S608  -- as above
            found += len(connection.execute(asked).fetchnumpy()["top"])
        return found

    return add_up


def _polars(
    polars: Any,  # noqa: ANN401  -- a module
    paths: Sequence[str],
    columns: npt.NDArray[np.int64],
    step: int,
) -> Callable[[], int]:
    frame = polars.DataFrame(
        {"path": list(paths), **{f"f{place}": each for place, each in enumerate(columns)}}
    )
    figures = [f"f{place}" for place in range(len(columns))]

    def add_up() -> int:
        found = 0
        for level in range(1, LEVELS + 1):
            top = polars.col("path").str.slice(0, step * level).alias("top")
            sums = [polars.len().alias("reports"), *(polars.col(each).sum() for each in figures)]
            found += frame.lazy().group_by(top).agg(sums).collect().height
        return found

    return add_up


_MAKERS = {"duckdb": _duckdb, "polars": _polars}
