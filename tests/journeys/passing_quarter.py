"""Run as a process of its own, some months ahead: three months of a district pass, if it is said from when, and are added up."""

import sys
from datetime import date

from folkmoot.cli.starting import start_with_database

if __name__ == "__main__":
    start_with_database()
    # Its models are to be had only once Django was started.
    from tests.journeys.district_quarter import let_pass, roll_up

    if sys.argv[1:]:
        let_pass(date.fromisoformat(sys.argv[1]), missing=sys.argv[2], own=sys.argv[3])
    roll_up()
