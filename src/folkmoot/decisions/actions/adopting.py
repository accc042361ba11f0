"""Adopting a decision: its words are fixed and it gets its number."""

from datetime import date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import F
from django.utils import formats
from django.utils.translation import gettext as _

from folkmoot.access.policy import may, require
from folkmoot.decisions.actions.attaching import must_hang
from folkmoot.decisions.actions.claiming import claim_decision, must_be_draft, must_not_be_hindered
from folkmoot.decisions.actions.taking_effect import take_effect
from folkmoot.decisions.events import DecisionAdopted
from folkmoot.decisions.models import Decision, Series
from folkmoot.decisions.rules.deadlines import start_of_day
from folkmoot.documents.actions.fixing import fix_document
from folkmoot.documents.actions.preparing import prepare_amending, prepare_fixing
from folkmoot.documents.queries.files import files_of_draft, hashes
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.people.models import Person
from folkmoot.units.models import Unit

EARLIEST, LATEST = date(1800, 1, 1), date(2999, 12, 31)


def work_out(*, decision_id: UUID, by: Person | None, at: datetime, **_given: object) -> None:
    """Work out ahead of the transaction what takes long in adopting a draft, if there is one and `by` may adopt it.

    :raises Refused: if the texts are not in order.
    """
    draft = Decision.objects.filter(pk=decision_id, adopted_on=None).select_related("body").first()
    if by is None or draft is None or not may(by, "decisions.adopt_decision", on=draft.body, at=at):
        # The act says why not.
        return
    prepare_fixing(draft.document_id)
    amends = draft.relations.amending().select_related("target").first()
    if amends is not None and amends.wording_id is not None:
        prepare_amending(amends.target.document_id, amends.wording_id)


@act("decisions.adopt_decision", before=work_out)
def adopt_decision(
    *,
    decision_id: UUID,
    revision: int,
    adopted_on: date,
    in_force_from: date | None = None,
    in_force_to: date | None = None,
    file_digests: list[str] | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Enter that the body adopted the draft as saved in `revision`: fix its words and number it in the body's series.

    It is in force from the first moment of `in_force_from` (the day of adoption unless given) until the first moment of
    `in_force_to`, both by the body's clocks; without `in_force_to` it stays in force until it is repealed. From that
    same moment on, what it amends has its new text, and what it repeals or replaces is over. `file_digests` are the
    SHA-256 of the files that were looked at: if given, no others may hang on it.

    :raises Refused: if `by` may not adopt there, it was adopted before, a consultation on it is under way,
        somebody saved the draft since `revision`, its languages do not have the same points, files hang on it that
        were not looked at, the days do not fit together, or what it amends, repeals or
        replaces was changed or ended since it was written.
    """
    decision = claim_decision(decision_id)
    require(by, "decisions.adopt_decision", on=decision.body, at=at)
    must_be_draft(decision)
    must_hang(decision, file_digests)
    must_not_be_hindered(decision, at=at)
    from_day = in_force_from or adopted_on
    _check_days(decision.body, adopted_on, from_day, in_force_to, at=at)
    digest = fix_document(decision.document_id, revision=revision, at=at)
    decision.number = _next_number(decision.body, adopted_on.year)
    decision.adopted_on = adopted_on
    decision.in_force_from = _start_of(from_day, decision.body)
    decision.in_force_to = None if in_force_to is None else _start_of(in_force_to, decision.body)
    decision.save(update_fields=["number", "adopted_on", "in_force_from", "in_force_to"])
    take_effect(decision, by=by, at=at)
    record(_adopted(decision, adopted_on, digest), by=by, at=at)
    return decision.pk


def _adopted(decision: Decision, on: date, digest: str) -> DecisionAdopted:
    hanging = tuple(hashes(files_of_draft(decision.document_id)))
    return DecisionAdopted(decision.pk, decision.body_id, decision.number, on, digest, hanging)


def _start_of(day: date, body: Unit) -> datetime:
    return start_of_day(day, ZoneInfo(body.time_zone))


def _check_days(
    body: Unit, adopted_on: date, in_force_from: date, in_force_to: date | None, *, at: datetime
) -> None:
    today = body.local(at).date()
    if adopted_on > today:
        raise Refused(
            _("It cannot have been adopted on %(day)s, which is still to come. Enter the day of the vote.")
            % {"day": formats.date_format(adopted_on)},
            field="adopted_on",
        )
    if adopted_on < EARLIEST:
        raise Refused(_("The year of adoption has four figures, such as 2026."), field="adopted_on")
    if in_force_from < EARLIEST:
        raise Refused(_("The year from which it is in force has four figures."), field="in_force_from")
    if in_force_from < adopted_on:
        raise Refused(
            _(
                "It cannot be in force from %(begin)s, before it was adopted on %(day)s. Choose that day or a later one."
            )
            % {"begin": formats.date_format(in_force_from), "day": formats.date_format(adopted_on)},
            field="in_force_from",
        )
    for field, day in (("in_force_from", in_force_from), ("in_force_to", in_force_to or in_force_from)):
        if day > LATEST:
            raise Refused(_("This day is too far away. Choose one before the year 3000."), field=field)
    if in_force_to is not None and in_force_to <= in_force_from:
        raise Refused(
            _("It would end on %(end)s, before it begins on %(begin)s. Choose a later day, or leave it open.")
            % {"end": formats.date_format(in_force_to), "begin": formats.date_format(in_force_from)},
            field="in_force_to",
        )


def _next_number(body: Unit, year: int) -> str:
    Series.objects.get_or_create(unit=body, year=year)
    series = Series.objects.filter(unit=body, year=year)
    # The update holds the row until the act is done, so that no two decisions read the same number.
    series.update(last=F("last") + 1)
    return f"{year}/{series.get().last}"
