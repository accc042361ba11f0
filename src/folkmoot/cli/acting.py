"""`folkmoot act`: one act from the command line, entered in the ledger as done by the operator."""

import argparse
from uuid import UUID

from folkmoot.cli.starting import start_with_database

ABOUT = """\
Do one act for somebody, under their permissions; the ledger notes that it came from the operator.
What only the member may do, such as acknowledging, is refused here.

  folkmoot act --list
  folkmoot act --help structure.found_unit
  folkmoot act structure.found_unit --by ada@example.org parent_id=@north kind=local name=Lighthouse code=light

--by ADDRESS|NUMBER   for whom: their e-mail address or member number
--json OBJECT         the input as JSON; name=value pairs beside it come on top
--id UUID             the act's own id: sent again with the same content, it is done once

In place of an id, write @ and what people call it: the code of a unit, the e-mail address or number of a
person, the number of a decision (@2026/1, or @north:2026/1 if several bodies have one). Write a list with
commas (present=@M-1,@M-2) or as JSON.

Exit codes: 0 done, 1 refused, 2 asked wrongly.
"""


def act(arguments: list[str]) -> int:
    """Do one act and print the id it answers; returns 0 if done, 1 if refused, 2 if it was asked wrongly."""
    given = _parser().parse_intermixed_args(arguments)
    start_with_database()
    # Django's models can be imported only now.
    from folkmoot.cli.one_act import carry_out, explain, listed, misused

    if given.list:
        print(listed())
        return 0
    if given.help:
        return explain(given.name) if given.name else _about()
    if not given.name:
        return misused(ABOUT)
    return carry_out(given.name, given.inputs, as_json=given.json, by=given.by, act_id=given.id)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="folkmoot act", add_help=False)
    parser.add_argument("name", nargs="?", default="")
    parser.add_argument("inputs", nargs="*")
    parser.add_argument("--by", default="")
    parser.add_argument("--json", default="{}")
    parser.add_argument("--id", type=UUID)
    parser.add_argument("--list", action="store_true")
    parser.add_argument("-h", "--help", action="store_true")
    return parser


def _about() -> int:
    print(ABOUT)
    return 0
