"""`folkmoot setup`: the organisation and its first officer, on an empty installation."""

import argparse
import os
import shlex
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from uuid import UUID

from folkmoot.cli.serving import where_codes_come
from folkmoot.cli.starting import start_with_database
from folkmoot.config.environment import Environment

Ask = Callable[[str], str]

ABOUT = """\
Found the organisation and its first officer, once, on an empty installation. Whatever is not given is asked for.

The kinds of unit come in ready sets: club (one group), union (regions, branches, workplaces), federation
(regions, districts, co-operatives) and mass (seven levels, from the country to the cell). More can be added later.
"""
# What is asked, in this order: the name of the option, the question, and what an empty answer means.
QUESTIONS: Mapping[str, tuple[str, str]] = {
    "name": ("What is the organisation called", ""),
    "code": ("A short code for it, of letters and digits", ""),
    "kinds": ("Which set of kinds of unit: club, union, federation or mass", ""),
    "time_zone": ("Its time zone, such as Europe/Paris", "UTC"),
    "officer_name": ("The name of the first officer", ""),
    "officer_email": ("The first officer's e-mail address, to sign in with", ""),
    "office": ("The office they hold", "registrar"),
}


def setup(arguments: Sequence[str]) -> int:
    """Found the organisation and its first officer; returns 0 if done, 1 if refused, 2 if something was not given."""
    parser = argparse.ArgumentParser(
        "folkmoot setup", description=ABOUT, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    for name, (question, usual) in QUESTIONS.items():
        parser.add_argument(_option(name), help=question + (f" ({usual})" if usual else ""))
    given: dict[str, str | None] = vars(parser.parse_args(arguments))
    missing = [_option(name) for name, (_question, usual) in QUESTIONS.items() if not (given[name] or usual)]
    ask = input if sys.stdin.isatty() else _piped() if missing else None
    if missing and ask is None:
        sys.stderr.write(f"These are needed: {', '.join(missing)}. `folkmoot setup --help` explains them.\n")
        return 2
    start_with_database()
    return _found(given, ask)


def _piped() -> Ask | None:
    """Return what answers with the lines that were piped in, one for each question in its order; None if there are none."""
    lines = [] if sys.stdin.closed else sys.stdin.read().splitlines()
    rest: Iterator[str] = iter(lines)

    def answer(question: str) -> str:
        said = next(rest, None)
        if said is None:
            raise EOFError
        print(f"{question}{said}")
        return said

    return answer if lines else None


def answers(given: Mapping[str, str | None], ask: Ask | None) -> dict[str, str]:
    """Return what was given and, for the rest, what was asked for: each checked where it is given, and asked for again.

    :raises Refused: if something that was given cannot be, before anything is asked.
    """
    for name, said in given.items():
        if said:
            _check(name, said)
    return {
        name: given[name] or (_asked(ask, name) if ask else usual)
        for name, (_question, usual) in QUESTIONS.items()
    }


def _asked(ask: Ask, name: str) -> str:
    from folkmoot.kernel.errors import Refused

    question, usual = QUESTIONS[name]
    shown = f" [{usual}]" if usual else ""
    while True:
        answer = ask(f"{question}{shown}: ").strip() or usual
        try:
            _check(name, answer)
        except Refused as refusal:
            print(refusal)
        else:
            return answer


def _check(name: str, answer: str) -> None:
    """Ask of one answer what the acts will ask of it: the second act must not fail for what was known before the first."""
    from folkmoot.membership.rules.entries import checked_name
    from folkmoot.structure.rules.kind_sets import ready_set
    from folkmoot.structure.rules.naming import unit_code, unit_name, zone_name

    checks: Mapping[str, Callable[[str], object]] = {
        "name": unit_name,
        "code": unit_code,
        "kinds": ready_set,
        "time_zone": zone_name,
        "officer_name": checked_name,
        "officer_email": _checked_address,
        "office": _checked_office,
    }
    checks[name](answer)


def _checked_address(answer: str) -> None:
    from folkmoot.kernel.errors import Refused
    from folkmoot.membership.rules.entries import checked_email

    if not checked_email(answer):
        raise Refused("Without an address the first officer could not sign in. Give one.")


def _checked_office(answer: str) -> None:
    from folkmoot.access.grants import OFFICES
    from folkmoot.kernel.errors import Refused

    if answer not in OFFICES:
        raise Refused(f"There is no office “{answer}”. There are: {', '.join(sorted(OFFICES))}.")


def _found(given: Mapping[str, str | None], ask: Ask | None) -> int:
    from folkmoot.kernel.errors import Refused

    try:
        _must_be_new()
        said = answers(given, ask)
        _found_organisation(said)
        _do_first_officer(said)
    except Refused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except (EOFError, KeyboardInterrupt):
        sys.stderr.write("\nBroken off. Start `folkmoot setup` again when you have the answers.\n")
        return 1
    print(f"{said['name']} is founded, with {said['officer_name']} as {said['office']}.")
    print(next_step(said["officer_email"]))
    return 0


def _must_be_new() -> None:
    from folkmoot.kernel.errors import Refused
    from folkmoot.people.models import Term
    from folkmoot.units.models import Unit
    from folkmoot.units.rules import paths

    root = Unit.objects.filter(path=paths.ROOT).first()
    if root is not None and Term.objects.exists():
        raise Refused(
            f"{root.name} is already set up here. Its officers sign in and go on from there; "
            "for another organisation, name another folder with --data."
        )


def _found_organisation(answers: Mapping[str, str]) -> None:
    from folkmoot.structure.actions.organisation import found_organisation
    from folkmoot.units.models import Unit

    # A setup that was cut off between its two acts is gone on with.
    if not Unit.objects.exists():
        _do(
            found_organisation,
            name=answers["name"],
            code=answers["code"],
            kind_set=answers["kinds"],
            time_zone=answers["time_zone"],
        )


def _do_first_officer(answers: Mapping[str, str]) -> None:
    from folkmoot.membership.actions.first_officer import found_first_officer

    _do(
        found_first_officer,
        name=answers["officer_name"],
        email=answers["officer_email"],
        office=answers["office"],
    )


def _do(function: Callable[..., UUID], **given: object) -> None:
    from folkmoot.kernel.acts import Via, run
    from folkmoot.kernel.clock import now
    from folkmoot.kernel.ids import new_id

    run(function, given, act_id=new_id(), by=None, at=now, via=Via.OPERATOR)


def next_step(email: str) -> str:
    """Return how the first officer gets in: a command to copy, an address to open, and where the code is found."""
    settings = Environment.read()
    return (
        f"Now run `folkmoot {_data_option(settings.data)}serve`, open {settings.public_url} and sign in as {email}.\n"
        f"{where_codes_come(settings)}"
    )


def _data_option(data: Path) -> str:
    # Given or set before, it is the folder that the next command has to be told too.
    is_usual = "FOLKMOOT_DATA" not in os.environ
    return "" if is_usual else f"--data {shlex.quote(str(data))} "


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")
