"""What the rows of a file of cards find where they are brought: their programmes, the cards there, and what decisions bind."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from folkmoot.access.policy import units_where_each
from folkmoot.decisions.queries.binding import binding
from folkmoot.documents.queries.versions import holding_versions, labels_of_version
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ids import as_id
from folkmoot.people.models import Person
from folkmoot.structure.rules.verdicts import Change, Difference, Problem, Verdict
from folkmoot.study.models import Card, Programme, ProgrammeQuerySet, Wording
from folkmoot.study.rules.card_rows import CardRow, Words, asked_in
from folkmoot.study.rules.cards import must_have_no_point, point_text
from folkmoot.study.rules.permissions import WRITING
from folkmoot.study.rules.programmes import CARDS_MOST
from folkmoot.units.models import Unit


@dataclass(frozen=True)
class InForce:
    """A decision that is in force where a card is brought: its version that holds, and the numbers of its points."""

    decision_id: UUID
    version_id: UUID
    points: Collection[str]


@dataclass(frozen=True)
class Ready:
    """A card that is to be written: anew, if there is one that asks this; and from which version."""

    programme: Programme
    card: Card | None
    words: Words
    version_id: UUID | None


@dataclass(frozen=True)
class Judged:
    """What is said of a row, and what is to be written; nothing, if it is wrong or so already."""

    verdict: Verdict
    ready: Ready | None = None


@dataclass(frozen=True)
class Around:
    """What rows are judged by."""

    programmes: Mapping[str, Sequence[Programme]]
    cards: Mapping[tuple[UUID, str], Sequence[tuple[Card, Wording]]]
    sources: Mapping[tuple[UUID, str], Sequence[InForce]]
    room: dict[UUID, int]

    def judge(self, row: CardRow) -> Judged:
        """Return what a row does, and what forbids it; of one with a cell that could not be read that is said already."""
        if row.is_partial:
            return Judged(Verdict(Change.NEW))
        try:
            programme = self._programme(row)
            asked = asked_in(row)
            decision_id, point, version_id = self._source(row, programme)
            return self._weighed(programme, Words(asked, decision_id, point), version_id)
        except Refused as refusal:
            field = {"decision_id": "decision"}.get(refusal.field or "", refusal.field or "")
            return Judged(Verdict(Change.NEW, (Problem(field, str(refusal)),)))

    def _programme(self, row: CardRow) -> Programme:
        found = self.programmes.get(row.programme, ())
        if len(found) != 1:
            raise Refused(
                _("“%(name)s” is no programme, or several, for which you write here. Give its id.")
                % {"name": row.programme[:40]},
                field="programme",
            )
        return found[0]

    def _source(self, row: CardRow, programme: Programme) -> tuple[UUID | None, str, UUID | None]:
        if not row.decision:
            must_have_no_point(row.point)
            return None, "", None
        found = self.sources.get((programme.unit_id, row.decision), ())
        if len(found) != 1:
            raise Refused(
                _(
                    "“%(number)s” is no decision, or several, in force for %(unit)s. Write its body and its number."
                )
                % {"number": row.decision[:40], "unit": programme.unit.name},
                field="decision",
            )
        point = point_text(row.point)
        if point not in found[0].points:
            raise Refused(
                _("The decision has no point %(point)s. It has %(points)s.")
                % {"point": point, "points": ", ".join(found[0].points) or "–"},
                field="point",
            )
        return found[0].decision_id, point, found[0].version_id

    def _weighed(self, programme: Programme, words: Words, version_id: UUID | None) -> Judged:
        asking = self.cards.get((programme.pk, words.asked.question), ())
        same = [each for each in asking if each[0].decision_id == words.decision_id]
        if any(_words(*each) == words for each in same):
            return Judged(Verdict(Change.SAME))
        if len(same) > 1:
            raise Refused(
                _("Several cards of the programme ask this. Change the one that you mean on its page."),
                field="question",
            )
        if same:
            card, wording = same[0]
            told = tuple(_differences(wording, words))
            return Judged(
                Verdict(Change.CHANGED, differences=told), Ready(programme, card, words, version_id)
            )
        self._take_room(programme)
        return Judged(Verdict(Change.NEW), Ready(programme, None, words, version_id))

    def _take_room(self, programme: Programme) -> None:
        self.room[programme.pk] -= 1
        if self.room[programme.pk] < 0:
            raise Refused(
                _("A programme has at most %(most)d cards. Begin another one.") % {"most": CARDS_MOST},
                field="programme",
            )


def look_around(
    rows: Sequence[CardRow], under: Unit, *, by: Person | None, at: datetime, holding: bool = False
) -> Around:
    """Return what these rows find at and below a unit; with `holding`, their programmes are locked for this transaction.

    Nothing is asked for each row, and one question for each decision that they name.
    """
    programmes = _programmes(rows, under, by=by, at=at, holding=holding)
    found = {each.pk: each for some in programmes.values() for each in some}
    cards = _cards(found.values())
    room = {pk: CARDS_MOST - sum(len(each) for key, each in cards.items() if key[0] == pk) for pk in found}
    return Around(programmes, cards, _sources(rows, found.values(), at=at), room)


def programmes_writable(under: Unit, by: Person | None, *, at: datetime) -> ProgrammeQuerySet:
    """Return the programmes at and below a unit for which `by` writes, and that have not ended; the operator, for all."""
    rows = Programme.objects.filter(
        ended_at=None, unit__in=Unit.objects.within(under).order_by().values("pk")
    )
    if by is None:
        return rows
    units = units_where_each(by, [WRITING], at=at)[WRITING]
    return rows.filter(unit__in=units.order_by().values("pk"))


def _programmes(
    rows: Sequence[CardRow], under: Unit, *, by: Person | None, at: datetime, holding: bool
) -> Mapping[str, Sequence[Programme]]:
    named = {row.programme for row in rows}
    ids = {pk for each in named if (pk := as_id(each)) is not None}
    writable = programmes_writable(under, by, at=at).select_related("unit").order_by("pk")
    if holding:
        writable = writable.select_for_update(of=("self",))
    found: dict[str, list[Programme]] = defaultdict(list)
    for each in writable.filter(Q(title__in=named) | Q(pk__in=ids)):
        for name in {str(each.pk), each.title} & named:
            found[name].append(each)
    return found


def _cards(programmes: Collection[Programme]) -> Mapping[tuple[UUID, str], Sequence[tuple[Card, Wording]]]:
    standing = list(Card.objects.standing().filter(programme__in=programmes).select_related("current"))
    drafts = {each.card_id: each for each in Wording.objects.filter(card__in=standing, published_at=None)}
    found: dict[tuple[UUID, str], list[tuple[Card, Wording]]] = defaultdict(list)
    for card in standing:
        if wording := drafts.get(card.pk) or card.current:
            found[card.programme_id, wording.question].append((card, wording))
    return found


def _sources(
    rows: Sequence[CardRow], programmes: Collection[Programme], *, at: datetime
) -> Mapping[tuple[UUID, str], Sequence[InForce]]:
    named = {row.decision for row in rows if row.decision}
    found: dict[tuple[UUID, str], list[InForce]] = defaultdict(list)
    if not named:
        return found
    for unit in {each.unit_id: each.unit for each in programmes}.values():
        meant = binding(unit, at=at).filter(number__in=named | {each.rpartition(" ")[2] for each in named})
        decisions = list(meant.select_related("body").order_by())
        versions = holding_versions([each.document_id for each in decisions], at=at)
        for decision in decisions:
            version = versions[decision.document_id].pk
            source = InForce(decision.pk, version, labels_of_version(version))
            for name in {decision.number, f"{decision.body.name} {decision.number}"} & named:
                found[unit.pk, name].append(source)
    return found


def _words(card: Card, wording: Wording) -> Words:
    return Words(wording.asked, card.decision_id, wording.point)


def _differences(wording: Wording, words: Words) -> Sequence[Difference]:
    before, after = wording.asked, words.asked
    pairs = (
        (_("How it is answered"), str(before.kind), str(after.kind)),
        (_("Right answers"), " | ".join(before.right), " | ".join(after.right)),
        (_("Wrong answers"), " | ".join(before.wrong), " | ".join(after.wrong)),
        (_("Point"), wording.point, words.point),
    )
    return [Difference(after.question, what, now, then) for what, now, then in pairs if now != then]
