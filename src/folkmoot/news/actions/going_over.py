"""News of a body that is merged into another: drafts go over, what was published stays."""

from datetime import datetime

from django.utils.translation import ngettext

from folkmoot.kernel.ledger import record
from folkmoot.news.events import NewsHandedOver
from folkmoot.news.models import Item, Letter, LetterQuerySet
from folkmoot.people.models import Person
from folkmoot.structure.interfaces import Part
from folkmoot.units.models import Unit

BATCH = 100


def hand_over_news(from_unit: Unit, to_unit: Unit, *, by: Person | None, at: datetime) -> int:
    """Make the next unpublished news of a body those of the body it is merged into."""
    drafts = Item.objects.drafts().filter(body=from_unit).order_by("pk")
    chosen = list(drafts.values_list("pk", flat=True)[:BATCH])
    if chosen:
        Item.objects.filter(pk__in=chosen).update(body=to_unit)
        record(NewsHandedOver(from_unit.pk, to_unit.pk, tuple(chosen)), by=by, at=at)
    return len(chosen)


def hand_over_letters(from_unit: Unit, to_unit: Unit, *, by: Person | None, at: datetime) -> int:  # noqa: ARG001  -- of its shape
    """Let whoever goes on with a body decide on the next letters that wait there; who wrote them is entered nowhere."""
    chosen = list(_waiting(from_unit, at=at).order_by("pk").values_list("pk", flat=True)[:BATCH])
    return Letter.objects.filter(pk__in=chosen).update(body=to_unit)


def _waiting(unit: Unit, *, at: datetime) -> LetterQuerySet:
    return Letter.objects.undecided(at).filter(body=unit)


def _count_signed(unit: Unit) -> int:
    # Whoever plans a merger is no editor: how many came without a name would tell them when one is written.
    return Letter.objects.filter(body=unit, is_named=True, published_at=None, declined_at=None).count()


def _fate_of_letters(count: int, into: Unit) -> str:
    return ngettext(
        "%(count)d signed letter that waits, and any without a name, is decided on by %(into)s.",
        "%(count)d signed letters that wait, and any without a name, are decided on by %(into)s.",
        count,
    ) % {"count": count, "into": into.name}


def _count(unit: Unit) -> int:
    return Item.objects.drafts().filter(body=unit).count()


def _fate(count: int, into: Unit) -> str:
    return ngettext(
        "%(count)d news item that was not published goes on as one of %(into)s.",
        "%(count)d news items that were not published go on as those of %(into)s.",
        count,
    ) % {"count": count, "into": into.name}


NEWS_GO = Part("news", _count, _fate, hand_over_news)
LETTERS_GO = Part("letters", _count_signed, _fate_of_letters, hand_over_letters)
