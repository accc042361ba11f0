"""What is held about a person as one who writes news and letters, and for how long. Of readers, nothing is."""

from datetime import datetime
from uuid import UUID

from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from folkmoot.access.holdings import ONLY_REFERS, Field, Holding, reading
from folkmoot.kernel.keeping import Aged, Keeping
from folkmoot.news.models import Item, Letter

_EDITORS = ("news.edit_letters",)


class LongerWords:
    """Forgets what letters were before their writers agreed to have them shortened, once they appear so."""

    def due(self, at: datetime) -> int:
        """Return how many have longer words at the moment `at`."""
        return Letter.objects.shortened(at).count()

    def forget(self, at: datetime, limit: int) -> int:
        """Forget the longer words of up to `limit` of them, and return how many."""
        due = list(Letter.objects.shortened(at).order_by().values_list("pk", flat=True)[:limit])
        kept = Letter.objects.shortened(at).filter(pk__in=due)
        return kept.update(text=F("offered"), offered="", offered_at=None)


HOLDINGS = (
    Holding(
        "news_item",
        _("News I drafted"),
        _("to know who wrote a draft"),
        (
            Field("drafted_by_id", _("Drafted by"), ("news.draft_item",), shown="drafted_by__name"),
            Field("body_id", _("Of"), shown="body__name"),
            Field("created_at", _("Begun")),
        ),
        reading(lambda person: Item.objects.filter(drafted_by=person).order_by("created_at", "pk")),
        where=_("in the unit whose news it is"),
    ),
    Holding(
        "news_letter",
        _("My letters to editors"),
        _("so that they can be decided on, and withdrawn by me"),
        (
            Field("body_id", _("To"), _EDITORS, shown="body__name"),
            Field("item_id", _("About the news"), _EDITORS),
            Field("writer_id", _("Written by"), _EDITORS, shown="writer__name"),
            Field("is_named", _("With my name"), _EDITORS),
            Field("text", _("Letter"), _EDITORS),
            Field("sent_at", _("Sent"), _EDITORS),
            Field("offered", _("Shortened, as it was offered"), _EDITORS),
            Field("offered_at", _("Offered so"), _EDITORS),
            Field("published_at", _("Published"), _EDITORS),
            Field("answer", _("Answer"), _EDITORS),
            Field("declined_at", _("Declined")),
            Field("reason", _("Why it was declined")),
        ),
        reading(lambda person: Letter.objects.of(person).order_by("sent_at", "pk")),
        {"id": ONLY_REFERS},
        where=_("in the unit to which the letter was sent"),
        seen_as=_("the letters I sent there, with my name only where I wanted that"),
    ),
)
KEEPINGS = (
    Keeping(_("for good"), frozenset({"news_item"})),
    Keeping(
        _(
            "until withdrawn, or the person is erased; 30 days after it was declined, 180 if nobody decides; "
            "words sent without a name stay as nobody’s"
        ),
        frozenset({"news_letter"}),
        Aged(Letter.objects.overdue),
        ended_by=("news.withdraw_letter", "rights.erase_person"),
    ),
    Keeping(
        _("until it appears shortened"),
        frozenset({"news_letter"}),
        LongerWords(),
        part=_("the words before it was shortened, and when that was offered"),
    ),
)


def erase(person_id: UUID, limit: int) -> int:
    """Forget whose up to `limit` letters of somebody who was erased were; return how many.

    What others read without a name stays: by its vanishing, whoever erases would learn whose it was.
    """
    letters = Letter.objects.filter(writer=person_id)
    chosen = list(letters.order_by("pk").values_list("pk", flat=True)[:limit])
    letters.filter(Q(is_named=True) | Q(declined_at__isnull=False), pk__in=chosen).delete()
    letters.filter(pk__in=chosen).update(writer=None)
    return len(chosen)
