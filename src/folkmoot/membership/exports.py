"""Lists as tables, row by row: for the pages and for the command line, with the columns an import knows."""

from collections.abc import Iterable, Iterator, Sequence

from folkmoot.membership.queries.members import MemberLine
from folkmoot.people.models import Membership, Term

MEMBER_COLUMNS = ("member_number", "name", "cell_code", "cell", "languages", "joined_on")
OFFICER_COLUMNS = ("office", "unit_code", "unit", "member_number", "name", "from")
Table = Iterator[Sequence[object]]


def member_rows(lines: Iterable[MemberLine]) -> Table:
    """Yield a header and a row for each member."""
    yield MEMBER_COLUMNS
    for line in lines:
        person, unit = line.person, line.unit
        yield (
            person.member_number or "",
            person.name,
            unit.code,
            unit.name,
            ", ".join(person.languages),
            joined_on(line.home),
        )


def officer_rows(terms: Iterable[Term]) -> Table:
    """Yield a header and a row for each term of office."""
    yield OFFICER_COLUMNS
    for term in terms:
        begins = term.unit.local(term.started_at).date().isoformat()
        person = term.person
        yield (
            term.office.code,
            term.unit.code,
            term.unit.name,
            person.member_number or "",
            person.name,
            begins,
        )


def joined_on(membership: Membership) -> str:
    """Return the day on which a membership began by the clocks of its cell (ISO 8601)."""
    return membership.unit.local(membership.started_at).date().isoformat()
