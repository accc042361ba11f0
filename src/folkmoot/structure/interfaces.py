"""What higher features add to structure; `config` registers their answers.

**Following a move.** A feature that keeps figures by unit registers a callable in `followers_of_moves`. It is called
with the ids of the moved unit, of its parent before and after, and the moment, inside the transaction of the move.

**On the page of a unit.** A feature offers an act there by `register_unit_act`: it is a button for those who hold the
act's permission in the unit, and leads to the feature's own page, whose address takes the unit's id. What the feature
has to say of the unit it returns from a callable in `register_unit_facts`, as pairs of a label and a value: of what the
viewer may see only, and by one question to the database at most.

**What belongs to a unit.** By the rule in `rules/succession.py` a merge hands over what is still going on. A feature that
keeps such a thing registers a `Part`: how many there are, how a batch goes over, and what stands in the way. A batch is
done in a transaction of its own, so `hand_over` writes at most some 250 rows and says how many went; 0 ends it. Parts are
asked in the order in which they were registered.

**Importing a noun.** An `Importer` says how the rows of a table become acts. The machine in `actions/importing.py`
keeps the file, reads it, checks it and commits it, in slices that a worker or the command line asks for:

1. *read*: each row is parsed by `fields`, then made into a `row_model`; two rows may not share a value of one of
   `keys`; a row may name another as its parent, and then comes after it, wherever it stands in the file.
2. *check*: `check(rows, scope=…)` is asked about up to `batch_rows` rows at a time, all of the file being readable
   through `scope.in_file(…)`. It answers one `Verdict` a row and asks the database by sets, never by row.
3. *commit*: `act`, a bulk act, is run with the next rows. Its id is derived from the import and the number of the
   batch, and it moves the import's cursor in its own transaction, so a batch is done once whatever is killed when.

The act has this shape, and must give the rows the result that one act for each of them, in order, would have:

    @act("membership.import_members", bulk=True)
    def import_members(*, job_id: UUID, batch: int, rows: list[MemberRow], by: Person | None, at: datetime) -> UUID:
        job = claim_batch(job_id, batch, importer="members", by=by, at=at)    # also requires the permission
        ...
        finish_batch(job, rows=len(rows), counts=Counts(new=…, changed=…, same=…), at=at)
        record(MembersImported(...), by=by, at=at)
        return job_id

An import may be taken back: then `take_back` is such an act for one batch, the last one first, between `claim_return` and
`finish_return`; `foresee_return(act_id, under, by, at)` says of the batch that this act did how many it would give back what
they were, and how many would be left, because somebody changed them since.

`claim_batch` and `finish_batch` are in `structure.actions.batches`; `units_out_of_reach` in `structure.queries` finds,
by two questions at most, which units of a set the importing person may not touch.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.utils.functional import Promise

from folkmoot.kernel.tables import Field
from folkmoot.people.models import Person
from folkmoot.structure.rules.verdicts import Change, Difference, ImportRow, Problem, Verdict
from folkmoot.units.models import Unit

__all__ = [
    "BATCH_ROWS",
    "Change",
    "Difference",
    "FactsOfUnit",
    "FollowerOfMoves",
    "ImportRow",
    "Importer",
    "MembersBelow",
    "MembersOfCells",
    "Part",
    "Problem",
    "Scope",
    "UnitAct",
    "Verdict",
    "facts_of_units",
    "followers_of_moves",
    "importers",
    "members_below",
    "members_of_cells",
    "parts_of_units",
    "register_follower_of_moves",
    "register_importer",
    "register_members_below",
    "register_members_of_cells",
    "register_part",
    "register_unit_act",
    "register_unit_facts",
    "unit_acts",
]

MembersBelow = Callable[[Unit], int]
_answers: dict[str, MembersBelow] = {}
_keepers: dict[str, "MembersOfCells"] = {}

FollowerOfMoves = Callable[[UUID, UUID, UUID, datetime], None]
followers_of_moves: list[FollowerOfMoves] = []

FactsOfUnit = Callable[[Unit, Person, datetime], Iterable[tuple[str, object]]]
facts_of_units: list[FactsOfUnit] = []


class HandOver(Protocol):
    """Hand over up to a batch of what is going on in one unit to another, record it, and return how many went."""

    def __call__(self, from_unit: Unit, to_unit: Unit, *, by: Person | None, at: datetime) -> int:
        """Do it, in the running transaction."""
        ...


def _nothing(_unit: Unit) -> str:
    return ""


@dataclass(frozen=True)
class Part:
    """What one feature has going on in a unit, and how it goes over to the unit it is merged into.

    `count` says how many there are; `fate` says it to people, for that number; `in_the_way` is "" or what to do first.
    """

    name: str
    count: Callable[[Unit], int]
    fate: Callable[[int, Unit], str]
    hand_over: HandOver
    in_the_way: Callable[[Unit], str] = _nothing


parts_of_units: dict[str, Part] = {}


class MembersOfCells(Protocol):
    """What a split asks of whoever keeps memberships."""

    def named(self, cell: Unit, *, most: int) -> Sequence[tuple[UUID, str]]:
        """Return up to `most` members of a cell by id and name, in order."""
        ...

    def transfer(
        self, people: Sequence[UUID], from_unit: Unit, to_unit: Unit, *, by: Person | None, at: datetime
    ) -> None:
        """Give these members of one cell their home in another.

        :raises Refused: if one of them is no member of it.
        """
        ...


# As many as two cores write in some fifty milliseconds.
BATCH_ROWS = 250


class Scope(Protocol):
    """Where, by whom and when a file is imported, and what else is in it."""

    @property
    def under(self) -> Unit:
        """The unit chosen for the import: nothing outside of it may be touched."""
        ...

    @property
    def by(self) -> Person | None:
        """Who imports; None for the operator."""
        ...

    @property
    def at(self) -> datetime:
        """The moment of the check."""
        ...

    def in_file(self, key: str, values: Sequence[str]) -> Mapping[str, Any]:
        """Return the rows of the whole file that have one of `values` in the key `key`, by that value."""
        ...

    def wrong_in_file(self, key: str, values: Sequence[str]) -> set[str]:
        """Return those of `values` that rows with a wrong cell have in the key `key`: they are there, but unreadable."""
        ...


@dataclass(frozen=True)
class Importer:
    """How the rows of a table become things of one kind; `kind` is its name in addresses and commands."""

    kind: str
    title: str | Promise
    permission: str
    # Called for each import anew: choices such as the kinds of unit are rows, not code.
    fields: Callable[[], Sequence[Field]]
    row_model: type[ImportRow]
    check: Callable[..., Sequence[Verdict]]
    act: Callable[..., UUID]
    keys: tuple[str, ...] = ()
    # Fields of which the file needs a column for at least one.
    one_of: tuple[str, ...] = ()
    # The field that names another row's first key, if rows depend on one another.
    parent: str = ""
    # Fields by which somebody stands by the hand of whoever starts it, who brings the file and chooses its columns as well.
    by_one_hand: tuple[str, ...] = ()
    batch_rows: int = field(default=BATCH_ROWS)
    # How what was imported is taken back, None if it is not: what would be, and the bulk act that does one batch of it.
    foresee_return: Callable[[UUID, Unit, Person | None, datetime], tuple[int, int]] | None = None
    take_back: Callable[..., UUID] | None = None
    # What the batch that an act did changed of whom, for as long as it can be taken back, as far as somebody sees it.
    list_done: Callable[[UUID, Person, datetime], Sequence[Difference]] | None = None

    @property
    def may_leave_out(self) -> bool:
        """Whether the right rows can be imported without the wrong ones: not where rows hang below one another."""
        return not self.parent


importers: dict[str, Importer] = {}


@dataclass(frozen=True)
class UnitAct:
    """An act that the page of a unit offers: its permission, what its button says, and the name of its page's address."""

    permission: str
    label: str | Promise
    page: str
    # Whether it can be done in cells alone.
    is_for_cells: bool = False
    # Whether it needs another unit, which an organisation that is one cell has not.
    needs_another: bool = False
    # Whether it needs a unit above, which the topmost has not.
    needs_above: bool = False
    # Whether it concerns units of an affiliated organisation alone.
    is_for_circles: bool = False
    # Whether it leads to what members of the unit look for there: these stand above all else, in one row.
    is_for_members: bool = False


unit_acts: dict[str, UnitAct] = {}


def register_unit_act(offered: UnitAct) -> None:
    """Offer an act on the page of each unit where the viewer holds its permission."""
    unit_acts[offered.page] = offered


def register_unit_facts(facts: FactsOfUnit) -> None:
    """Show on the page of a unit what `facts` returns for the unit, the viewer and the moment."""
    if facts not in facts_of_units:
        facts_of_units.append(facts)


def register_importer(importer: Importer) -> None:
    """Let files of the importer's kind be imported, in the browser and on the command line."""
    importers[importer.kind] = importer


def register_follower_of_moves(follower: FollowerOfMoves) -> None:
    """Have `follower` called in the transaction of every move."""
    if follower not in followers_of_moves:
        followers_of_moves.append(follower)


def register_part(part: Part) -> None:
    """Have a part of what belongs to units go over when they are merged."""
    parts_of_units[part.name] = part


def register_members_of_cells(answer: MembersOfCells) -> None:
    """Say who knows the members of cells and transfers them."""
    _keepers["members"] = answer


def members_of_cells() -> MembersOfCells:
    """Return who knows the members of cells and transfers them."""
    return _keepers["members"]


def register_members_below(answer: MembersBelow) -> None:
    """Say who knows how many members a unit and all below it have."""
    _answers["members below"] = answer


def members_below(unit: Unit) -> int | None:
    """Return how many members `unit` and all below it have; None if no feature counts members."""
    answer = _answers.get("members below")
    return answer(unit) if answer else None
