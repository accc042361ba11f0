"""One card as a row of a file has it, and what it asks."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused
from folkmoot.structure.rules.verdicts import ImportRow
from folkmoot.study.rules.cards import GAP, Asked, Kind, asked_text

_BETWEEN_LINES = re.compile(r"\s*[\r\n]+\s*")
_BETWEEN_PARTS = re.compile(r"\s*\|\s*")


class CardRow(ImportRow):
    """A card of a programme; without a decision it is of the programme alone, and its kind may be left to what it has."""

    programme: str = ""
    question: str = ""
    kind: str = ""
    right: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    decision: str = ""
    point: str = ""


@dataclass(frozen=True)
class Words:
    """What a card says, and of which decision's point: what two of them have in common that are the same."""

    asked: Asked
    decision_id: UUID | None
    point: str


def parted(cell: str) -> tuple[str, ...]:
    """Return the lines of a cell; those of a cell of one line are parted by |."""
    between = _BETWEEN_LINES if "\n" in cell else _BETWEEN_PARTS
    return tuple(each for each in between.split(cell.strip()) if each)


def one_of_kinds(names: dict[str, str]) -> Callable[[str], str]:
    """Return a parser of a kind of card given by its code or by its name, which `names` has by code.

    :raises Refused: by the parser, if there is none of that name.
    """
    known = {name.casefold(): code for code, name in names.items()} | {code: code for code in names}

    def parse(cell: str) -> str:
        if (found := known.get(cell.strip().casefold())) is not None:
            return found
        raise Refused(
            _("“%(cell)s” is no kind of card. Write one of these, or leave it empty: %(known)s.")
            % {"cell": cell[:40], "known": ", ".join(names)}
        )

    return parse


def kind_meant(row: CardRow) -> Kind:
    """Return how a card is answered: as its row says, or else as fits what it has.

    What has nothing to choose from and no gap is explained to oneself, as a card on paper is.
    """
    if row.kind:
        return Kind(row.kind)
    if row.wrong:
        return Kind.SEVERAL if len(row.right) > 1 else Kind.CHOICE
    return Kind.GAP if row.question.count(GAP) == 1 else Kind.EXPLAIN


def asked_in(row: CardRow) -> Asked:
    """Return what a row asks, by the rules of a card that is written by hand.

    :raises Refused: if a text is missing or too long, or the answers do not fit.
    """
    return asked_text(kind_meant(row), row.question, row.right, row.wrong)
