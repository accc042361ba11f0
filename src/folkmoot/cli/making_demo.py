"""Run as a process of its own by `folkmoot demo`: fills an empty folder and ends."""

import sys

from folkmoot.cli.starting import collect_static_files, start_with_database


def _tell(line: str) -> None:
    # Beside what is printed for scripts, and at once also where nobody looks at a terminal.
    print(f"  {line}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    start_with_database()
    from folkmoot.demo.making import make

    make(_tell)
    collect_static_files()
