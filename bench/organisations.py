"""Organisations of any size, made as files and brought in by the product's own import."""

import csv
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from uuid import UUID

from bench.multiplying import multiply
from folkmoot.kernel.acts import Function, Via, run
from folkmoot.kernel.clock import now
from folkmoot.kernel.ids import new_id
from folkmoot.membership.actions.first_officer import found_first_officer
from folkmoot.membership.actions.offices import appoint_officer
from folkmoot.people.models import Account, Membership, Person
from folkmoot.structure.actions.organisation import found_organisation
from folkmoot.structure.commands import import_file
from folkmoot.units.models import Unit

# Children a level of the mass organisation below the top, and members a cell, for each size.
SIZES: dict[int, tuple[Sequence[int], int]] = {
    20: ((), 20),
    1_000: ((1, 1, 1, 2, 5, 5), 20),
    100_000: ((2, 2, 3, 6, 7, 10), 20),
    6_000_000: ((6, 5, 13, 8, 6, 16), 20),
}
# The rest is copied: see `multiplying`.
IMPORTED = 110_000
# Django's mark of an account without a password.
UNUSABLE = "!"
KINDS = ("region", "province", "district", "municipality", "branch", "cell")


def fill(members: int, folder: Path) -> None:
    """Fill the empty database with an organisation of about so many members, if it is empty."""
    if Unit.objects.exists():
        return
    fanout, per_cell = SIZES[members]
    given = {"name": f"{members} members", "code": "top", "kind_set": "mass" if fanout else "club"}
    act(found_organisation, None, **given)
    act(found_first_officer, None, name="First Officer", email="first@bench.example")
    if fanout:
        _import("units", folder / "units.csv", ("code", "name", "kind", "parent"), _unit_rows(fanout))
    rows = _member_rows(fanout, per_cell)
    imported = islice(rows, IMPORTED)
    _import("members", folder / "members.csv", ("member number", "name", "email", "cell"), imported)
    multiply(per_cell)
    _appoint()


def act(function: Function, by: Person | None, **given: object) -> UUID:
    """Do one act, as the operator where nobody is named."""
    via = Via.WEB if by else Via.OPERATOR
    return run(function, given, act_id=new_id(), by=by, at=now(), via=via)


def secretary() -> Person:
    """Return the secretary of the top."""
    return Person.objects.get(terms__unit__code="top", terms__office__code="secretary")


def account_of(person: Person) -> Account:
    """Return the account of a member, made if there is none: members who were copied have no address."""
    given = {"email": f"{person.pk}@bench.example", "password": UNUSABLE}
    return Account.objects.get_or_create(person=person, defaults=given)[0]


def with_accounts(count: int) -> list[Account]:
    """Return the accounts of the first `count` members, made where there is none yet."""
    people = list(Person.objects.filter(memberships__in=Membership.objects.open()).order_by("pk")[:count])
    known = set(Account.objects.filter(person__in=people).values_list("person", flat=True))
    new = [
        Account(person=each, email=f"{each.pk}@bench.example", password=UNUSABLE)
        for each in people
        if each.pk not in known
    ]
    Account.objects.bulk_create(new, batch_size=500)
    return list(Account.objects.filter(person__in=people).order_by("person"))


def _import(kind: str, path: Path, header: Sequence[str], rows: Iterator[Sequence[object]]) -> None:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows(rows)
    say: Callable[[str], None] = lambda sentence: sys.stderr.write(f"  {sentence}\n") and None  # noqa: E731
    if import_file(kind, path, say=say):
        message = f"the import of {path} failed"
        raise RuntimeError(message)


def _unit_rows(fanout: Sequence[int]) -> Iterator[Sequence[object]]:
    above = ["top"]
    for kind, children in zip(KINDS, fanout, strict=True):
        codes = [f"{kind[0]}{number}" for number in range(len(above) * children)]
        for number, code in enumerate(codes):
            yield (code, f"{kind.title()} {number}", kind, above[number // children])
        above = codes


def _cells(fanout: Sequence[int]) -> int:
    cells = 1
    for children in fanout:
        cells *= children
    return cells


def _member_rows(fanout: Sequence[int], per_cell: int) -> Iterator[Sequence[object]]:
    number = 0
    for cell in range(_cells(fanout)):
        for _member in range(per_cell):
            number += 1
            # The first one becomes the secretary of the top, and signs in.
            address = "secretary@bench.example" if number == 1 else ""
            yield (f"B{number}", f"Member {number}", address, f"c{cell}" if fanout else "top")


def _appoint() -> None:
    registrar = Person.objects.get(terms__office__code="registrar")
    member = Membership.objects.order_by("pk").select_related("person")[0].person
    top = Unit.objects.get(code="top")
    act(appoint_officer, registrar, office="secretary", unit_id=top.pk, person_id=member.pk)
