"""`folkmoot setup`: the organisation and its first officer, on an empty installation."""

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from folkmoot.cli.starting import start_with_database

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
    answers = _answers(given)
    missing = [_option(name) for name, answer in answers.items() if not answer]
    if missing:
        sys.stderr.write(f"These are needed: {', '.join(missing)}. `folkmoot setup --help` explains them.\n")
        return 2
    start_with_database()
    return _found(answers)


def _answers(given: Mapping[str, str | None]) -> dict[str, str]:
    ask: Callable[[str], str] = input if sys.stdin.isatty() else lambda _question: ""
    return {name: given[name] or _asked(ask, *QUESTIONS[name]) for name in QUESTIONS}


def _asked(ask: Callable[[str], str], question: str, usual: str) -> str:
    shown = f" [{usual}]" if usual else ""
    return ask(f"{question}{shown}: ").strip() or usual


def _found(answers: Mapping[str, str]) -> int:
    from folkmoot.kernel.errors import Refused

    try:
        _must_be_new()
        _check_officer(answers)
        _found_organisation(answers)
        _do_first_officer(answers)
    except Refused as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    _tell_next_step(answers)
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


def _check_officer(answers: Mapping[str, str]) -> None:
    # The second act must not fail for something that could have been known before the first.
    from folkmoot.access.grants import OFFICES
    from folkmoot.kernel.errors import Refused
    from folkmoot.membership.rules.entries import checked_email, checked_name

    checked_name(answers["officer_name"])
    checked_email(answers["officer_email"])
    if answers["office"] not in OFFICES:
        raise Refused(f"There is no office “{answers['office']}”. There are: {', '.join(sorted(OFFICES))}.")


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

    run(function, given, act_id=new_id(), by=None, at=now(), via=Via.OPERATOR)


def _tell_next_step(answers: Mapping[str, str]) -> None:
    from django.conf import settings

    print(f"{answers['name']} is founded, with {answers['officer_name']} as {answers['office']}.")
    print(f"Now run `folkmoot serve`, open {settings.PUBLIC_URL} and sign in as {answers['officer_email']}:")
    if settings.EMAIL_FILE_PATH:
        print(f"no mail server is set, so the code lies as a message in {settings.EMAIL_FILE_PATH}.")
    else:
        print("a code comes by mail.")


def _option(name: str) -> str:
    return "--" + name.replace("_", "-")
