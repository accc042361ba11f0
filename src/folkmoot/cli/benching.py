"""`folkmoot bench NAME`: the benchmarks of the source checkout."""

import argparse
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path

NAMES = ("cascade", "ack", "pages", "import", "notices", "search", "duties", "rollup", "intake", "recall")


def bench(arguments: Sequence[str]) -> int:
    """Run one benchmark and print its ratios."""
    parser = argparse.ArgumentParser(
        "folkmoot bench", description="Measure, as ratios to a reference in the same run."
    )
    parser.add_argument("name", choices=NAMES)
    parser.add_argument("--json", action="store_true", help="one object a line")
    parser.add_argument(
        "--most", type=int, default=6_000_000, help="leave out organisations with more members"
    )
    given = parser.parse_args(arguments)
    root = Path(__file__).resolve().parents[3]
    if not (root / "bench").is_dir():
        sys.stderr.write("The benchmarks come with the source checkout. Run ./folkmoot bench there.\n")
        return 2
    sys.path.insert(0, str(root))
    module = import_module(f"bench.{given.name.replace('import', 'importing')}")
    sizes = [size for size in (100_000, 6_000_000) if size <= given.most]
    code: int = import_module("bench.measuring").tell(module.bench(sizes), as_json=given.json)
    return code
