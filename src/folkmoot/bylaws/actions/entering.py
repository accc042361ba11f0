"""Entering what the articles of bylaws ask, and ending it."""

import json
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.bylaws.actions.claiming import Bylaws, claim_bylaws, claim_provision
from folkmoot.bylaws.events import ArticleRemarked, ClauseConfirmed, ClauseEntered, ProvisionEnded
from folkmoot.bylaws.models import Provision
from folkmoot.bylaws.queries.provisions import provisions_above, provisions_of_body
from folkmoot.bylaws.rules.clauses import Clause
from folkmoot.bylaws.rules.clauses import Provision as Rule
from folkmoot.bylaws.rules.parsing import clause_from, written_as
from folkmoot.bylaws.rules.remarks import tidy_remark
from folkmoot.bylaws.rules.tightening import contradicted, loosened
from folkmoot.bylaws.rules.words import in_words
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import new_id
from folkmoot.kernel.ledger import record
from folkmoot.membership.queries.officers import office_choices
from folkmoot.people.models import Person
from folkmoot.units.models import UnitKind

# A hundred times what the longest bylaws ask; a page shows them all.
MOST = 300


@act("bylaws.enter_clause")
def enter_clause(
    *,
    decision_id: UUID,
    article: str,
    clause: dict[str, str | int | bool | None],
    unit_kinds: list[str] | None = None,
    former_id: UUID | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Enter what an article of an adopted decision asks, in plain values: `{"kind": "notice", "days": 7}`.

    It holds from today on, or from the day on which the article is in force if that is to come; what was before stays as it
    was. `unit_kinds` narrows it to kinds of unit at and below the body. `former_id` is the clause whose place it takes. What
    each kind of clause takes is in docs/decisions/0026-bylaws.md.

    :raises Refused: if `by` may not do this for the body, the decision is not adopted or no longer stands, it has no such
        article, an entry of the clause is wrong, a kind of unit is unknown, it contradicts another clause of these bylaws, or
        it loosens one above.
    """
    bylaws = claim_bylaws(decision_id, by=by, at=at)
    place, kinds = bylaws.place_of(article), _known_kinds(unit_kinds or [])
    read = _read(clause)
    former = _former(former_id, bylaws) if former_id else None
    _must_fit(
        Rule(article, read, bylaws.body.depth, bylaws.since, unit_kinds=frozenset(kinds)), bylaws, former
    )
    kept = written_as(read)
    row = _written(bylaws, article, place, kind=read.kind.value, clause=kept, unit_kinds=kinds, former=former)
    said = json.dumps(kept, sort_keys=True)
    event = ClauseEntered(row.pk, decision_id, article, said, tuple(kinds), row.since, former_id)
    record(event, by=by, at=at)
    return row.pk


@act("bylaws.remark_article")
def remark_article(*, decision_id: UUID, article: str, remark: str, by: Person | None, at: datetime) -> UUID:
    """Say in a sentence what a machine cannot check of an article, for everybody who looks for its clause.

    :raises Refused: if `by` may not do this for the body, the decision is not adopted or no longer stands, it has no such
        article, or the sentence is empty or too long.
    """
    bylaws = claim_bylaws(decision_id, by=by, at=at)
    row = _written(bylaws, article, bylaws.place_of(article), remark=tidy_remark(remark))
    record(ArticleRemarked(row.pk, decision_id, article), by=by, at=at)
    return row.pk


@act("bylaws.end_clause")
def end_clause(*, provision_id: UUID, by: Person | None, at: datetime) -> UUID:
    """End a clause or a remark from today on; what it asked until now was asked.

    :raises Refused: if `by` may not do this for the body, or it is over.
    """
    row = claim_provision(provision_id)
    require(by, "bylaws.enter_clause", on=row.body, at=at)
    today = row.body.local(at).date()
    if not Provision.objects.not_over(today).filter(pk=row.pk).exists():
        raise Refused(_("This is over already. Nothing is left to do."))
    row.until = max(today, row.since)
    row.save(update_fields=["until"])
    record(ProvisionEnded(row.pk, row.until), by=by, at=at)
    return row.pk


@act("bylaws.confirm_clause")
def confirm_clause(*, provision_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Confirm that a clause still says what its article says, after an amendment changed the words of that.

    :raises Refused: if `by` may not do this for the body, or nothing is to be looked at.
    """
    row = claim_provision(provision_id)
    require(by, "bylaws.enter_clause", on=row.body, at=at)
    if not row.is_to_check:
        raise Refused(_("The words of this article were not changed since. Nothing is left to do."))
    row.is_to_check = False
    row.save(update_fields=["is_to_check"])
    record(ClauseConfirmed(row.pk), by=by, at=at)
    return row.pk


def _read(written: dict[str, str | int | bool | None]) -> Clause:
    read = clause_from(written, offices=dict(office_choices()))
    if read.clause is None:
        first = read.faults[0]
        raise Refused(" ".join(fault.sentence for fault in read.faults), field=first.field)
    return read.clause


def _known_kinds(codes: Sequence[str]) -> list[str]:
    known = set(UnitKind.objects.values_list("code", flat=True))
    for code in codes:
        if code not in known:
            raise Refused(
                _("There is no kind of unit “%(code)s”. Choose one from the list.") % {"code": code},
                field="unit_kinds",
            )
    return sorted(set(codes))


def _former(former_id: UUID, bylaws: Bylaws) -> Provision:
    standing = Provision.objects.not_over(bylaws.today).filter(decision=bylaws.decision.pk)
    former = standing.filter(pk=former_id).first()
    if former is None:
        raise Refused(
            _("What this should take the place of is over, or stands in another text. Enter it anew."),
            field="former_id",
        )
    return former


def _must_fit(new: Rule, bylaws: Bylaws, former: Provision | None) -> None:
    own = [
        each for each in provisions_of_body(bylaws.body, bylaws.since) if not former or each.id != former.pk
    ]
    if other := contradicted(new, own):
        raise Refused(
            _("Article %(article)s already says about the same: “%(clause)s” Change that, or end it first.")
            % {"article": other.article, "clause": in_words(other.clause)},
            field="kind",
        )
    if above := loosened(new, provisions_above(bylaws.body, bylaws.since)):
        raise Refused(
            _(
                "This would loosen article %(article)s of the bylaws above: “%(clause)s” A local rule may ask more, never less."
            )
            % {"article": above[0].article, "clause": in_words(above[0].clause)},
            field="kind",
        )


def _written(bylaws: Bylaws, article: str, place: int, **given: object) -> Provision:
    if Provision.objects.filter(body=bylaws.body).not_over(bylaws.today).count() >= MOST:
        raise Refused(
            _("These bylaws have %(most)d clauses already. End some of them first.") % {"most": MOST}
        )
    fixed = {"id": new_id(), "body": bylaws.body, "decision_id": bylaws.decision.pk}
    fixed |= {"version_id": bylaws.version.pk, "article": article, "place": place, "since": bylaws.since}
    return Provision.objects.create(**fixed, **given)
