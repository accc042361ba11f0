"""Importing members: what a file of them holds, its check, and the bulk act that commits a batch."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.accounts.actions.tries import count_hidden
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.kernel.tables import Field, parsers, synonyms
from folkmoot.kernel.tables.days import day
from folkmoot.membership.actions.member_work import Work
from folkmoot.membership.actions.returning import return_members
from folkmoot.membership.queries.done import done_by_batch
from folkmoot.membership.queries.imported import return_counted
from folkmoot.membership.queries.officers import office_choices
from folkmoot.membership.queries.surroundings import PERMISSION, look_around
from folkmoot.membership.rules.entries import checked_email, checked_name, checked_number
from folkmoot.membership.rules.member_rows import MemberRow
from folkmoot.people.models import Person
from folkmoot.structure.actions.batches import Counts, claim_batch, finish_batch
from folkmoot.structure.interfaces import Importer, Scope
from folkmoot.structure.queries.circles import has_circles
from folkmoot.structure.queries.imports import values_in_file
from folkmoot.structure.queries.tree import is_one_unit
from folkmoot.structure.rules.verdicts import Change, Verdict


def member_fields() -> Sequence[Field]:
    """Return what is read of each row; the name may be in one column or in two."""
    named = {
        "name": checked_name,
        "given_name": parsers.text(longest=100),
        "family_name": parsers.text(longest=99),
    }
    offices: Mapping[str, str] = dict(office_choices())
    # What only some organisations can use, the others are not asked for.
    not_asked = {"cell"} if is_one_unit() else set()
    not_asked |= set() if has_circles() else {"meets_condition"}
    fields = (
        Field(
            "member_number", gettext_lazy("Member number"), checked_number, synonyms=synonyms.MEMBER_NUMBER
        ),
        Field("given_name", gettext_lazy("Given name"), named["given_name"], synonyms=synonyms.GIVEN_NAME),
        Field(
            "family_name", gettext_lazy("Family name"), named["family_name"], synonyms=synonyms.FAMILY_NAME
        ),
        Field("name", gettext_lazy("Name"), named["name"], synonyms=synonyms.FULL_NAME),
        Field("email", gettext_lazy("E-mail address"), checked_email, synonyms=synonyms.EMAIL),
        Field("phone", gettext_lazy("Telephone"), parsers.phone(), synonyms=synonyms.PHONE),
        Field("cell", gettext_lazy("Cell code"), parsers.code, synonyms=synonyms.HOME_UNIT),
        Field(
            "languages",
            gettext_lazy("Languages"),
            parsers.list_of(parsers.language),
            synonyms=synonyms.LANGUAGE,
        ),
        Field("joined_on", gettext_lazy("Joined on"), day(), synonyms=synonyms.JOINED_ON, is_day=True),
        Field("office", gettext_lazy("Office"), parsers.one_of(offices), synonyms=synonyms.OFFICE),
        Field(
            "meets_condition",
            gettext_lazy("Confirmed that they may belong"),
            parsers.one_of({"yes": _("yes")}),
            synonyms=synonyms.MEETS_CONDITION,
        ),
    )
    return [field for field in fields if field.name not in not_asked]


def check_members(rows: Sequence[MemberRow], *, scope: Scope) -> Sequence[Verdict]:
    """Return what each row would do, and what forbids it, by the same number of questions for any number of rows.

    :raises Refused: if too many rows are about people whom whoever imports may not touch: a file asks for no addresses.
    """
    around = look_around(rows, scope.under, by=scope.by, at=scope.at)
    hidden = {person_id for row in rows if (person_id := around.hidden_by(row)) is not None}
    count_hidden(sorted(hidden), by=scope.by, at=scope.at)
    return around.judge_all(rows)


@act("membership.import_members", bulk=True)
def import_members(
    *, job_id: UUID, batch: int, rows: list[MemberRow], by: Person | None, at: datetime
) -> UUID:
    """Admit, transfer, correct and appoint the members of one batch of a file, each as its own act would.

    Addresses of people who are known stay as they are: who could change them in bulk could sign in as anybody.

    :raises Refused: if it is not this batch's turn, `by` may not import there, or a row no longer fits.
    """
    job = claim_batch(job_id, batch, importer="members", by=by, at=at)
    around = look_around(rows, job.under, by=by, at=at, holding=True)
    work = Work(around, by, at, brought=partial(values_in_file, job, "member_number"))
    changes = [_do(work, row, verdict) for row, verdict in zip(rows, around.judge_all(rows), strict=True)]
    work.write()
    counts = Counts(*(changes.count(change) for change in (Change.NEW, Change.CHANGED, Change.SAME)))
    finish_batch(job, rows=len(rows), counts=counts, at=at)
    record(work.event(job.pk, batch), by=by, at=at, personal=work.personal())
    return job.pk


MEMBERS = Importer(
    kind="members",
    title=gettext_lazy("Members"),
    permission=PERMISSION,
    fields=member_fields,
    row_model=MemberRow,
    check=check_members,
    act=import_members,
    keys=("member_number", "email"),
    by_one_hand=("office",),
    one_of=("member_number", "email"),
    foresee_return=return_counted,
    take_back=return_members,
    list_done=done_by_batch,
)


def _do(work: Work, row: MemberRow, verdict: Verdict) -> Change:
    if verdict.problems:
        raise Refused(
            _("Row %(number)d no longer fits: %(why)s")
            % {"number": row.number, "why": " ".join(problem.sentence for problem in verdict.problems)}
        )
    if row.is_partial:
        raise Refused(
            _("Row %(number)d could not be read whole. Bring the file again.") % {"number": row.number}
        )
    known, cell = work.around.known_by(row), work.around.cell_of(row)
    if known is not None:
        work.change(row, known)
    elif cell is not None:
        work.admit(row, cell)
    return verdict.change
