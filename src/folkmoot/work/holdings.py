"""What is held about a person as one who is asked to do work, does it, or helps; and for how long."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.access.holdings import ONLY_REFERS, Field, Holding, reading
from folkmoot.kernel.keeping import Aged, Keeping
from folkmoot.work.models import Assignment, Helper, Lesson, Offer, WorkFile
from folkmoot.work.queries.belonging import belong_no_more
from folkmoot.work.rules.states import STANDING, State

# Whoever has not answered by then is asked no more.
OFFERS_WAIT = timedelta(days=30)
# A year's report and its review are over by then.
HOLDERS_KEPT = timedelta(days=730)
# What was not done a year after its day is seldom done any more.
FILES_WAIT = timedelta(days=365)
_READERS, _GIVERS = ("work.see_work",), ("work.put_up_work",)
_BATCH = 1000
_OF_THE_WORK = ("decision_id", "point", "meeting_id", "why", "state", "told_at", "repeats")


def offers_over(at: datetime) -> "QuerySet[Offer]":
    """Return the offers that nobody answered in a month, and what nobody confirmed of what they said at a meeting."""
    return Offer.objects.filter(offered_at__lte=at - OFFERS_WAIT)


def offers_left(at: datetime) -> "QuerySet[Offer]":
    """Return the other offers, to people who belong to the unit no more: whose office ended by a day, of which no entry tells."""
    left = belong_no_more("person", "assignment__unit", at=at)
    return Offer.objects.filter(left, offered_at__gt=at - OFFERS_WAIT)


def helpers_left(at: datetime) -> "QuerySet[Helper]":
    """Return who helps and belongs to the unit no more."""
    return Helper.objects.filter(belong_no_more("person", "assignment__unit", at=at))


def files_over(at: datetime) -> "QuerySet[WorkFile]":
    """Return the files of what was not done a year after its day."""
    return WorkFile.objects.filter(
        assignment__state__in=sorted(STANDING), assignment__due_on__lte=(at - FILES_WAIT).date()
    )


def files_left(at: datetime) -> "QuerySet[WorkFile]":
    """Return the other files of what is still to be done that were brought by people who belong to the unit no more."""
    left = belong_no_more("brought_by", "assignment__unit", at=at)
    return WorkFile.objects.filter(
        left,
        brought_by__isnull=False,
        assignment__state__in=sorted(STANDING),
        assignment__due_on__gt=(at - FILES_WAIT).date(),
    )


class PastHolders:
    """Forgets who did what was done two years ago, and who does what is still to be done in a unit to which they belong no more.

    Their office ended by a day then, of which no entry tells. What was done stays, and the rest is open again.
    """

    def due(self, at: datetime) -> int:
        """Return how many are due at the moment `at`."""
        return self._old(at).count() + self._left(at).count()

    def forget(self, at: datetime, limit: int) -> int:
        """Forget up to `limit` of them and return how many."""
        with transaction.atomic():
            ids = list(self._left(at).values_list("pk", flat=True)[:limit])
            # Given back or reported in between, it is as they left it.
            held = Assignment.objects.filter(pk__in=ids, state=State.ACCEPTED)
            # Of those that hung there before it was kept who brought them; the others have a time of their own.
            WorkFile.objects.filter(assignment__in=held, brought_by=None).delete()
            freed = held.update(state=State.OPEN, holder=None)
            ids = list(self._old(at).values_list("pk", flat=True)[: limit - freed])
            WorkFile.objects.filter(assignment__in=ids).delete()
            return freed + Assignment.objects.filter(pk__in=ids).update(holder=None)

    def _old(self, at: datetime) -> "QuerySet[Assignment]":
        return Assignment.objects.filter(holder__isnull=False, done_at__lte=at - HOLDERS_KEPT).order_by("pk")

    def _left(self, at: datetime) -> "QuerySet[Assignment]":
        left = belong_no_more("holder", "unit", at=at)
        return Assignment.objects.filter(left, holder__isnull=False, state=State.ACCEPTED).order_by("pk")


HOLDINGS = (
    Holding(
        "work_assignment",
        _("Work I do or did"),
        _("so that whoever belongs to the unit knows who does what"),
        (
            Field("unit_id", _("Work of"), _READERS, shown="unit__name"),
            Field("title", _("What"), _READERS),
            Field("due_on", _("By when"), _READERS),
            Field("holder_id", _("Who does it"), _READERS, shown="holder__name"),
            Field("done_at", _("Reported done"), _READERS),
            Field("result", _("What came of it"), _READERS),
        ),
        reading(lambda person: Assignment.objects.filter(holder=person).order_by("due_on", "pk")),
        {
            "id": ONLY_REFERS,
            **dict.fromkeys(_OF_THE_WORK, _("it says something of the work, and nothing of me")),
        },
        where=_("in the unit whose work it is"),
        seen_as=_("that I do it, and what I reported"),
    ),
    Holding(
        "work_offer",
        _("Work I am asked to do"),
        _("so that I can accept or decline"),
        (
            Field("assignment_id", _("What"), _GIVERS, shown="assignment__title"),
            Field("person_id", _("Who is asked"), _GIVERS, shown="person__name"),
            Field("offered_by_id", _("Asked by"), _GIVERS, shown="offered_by__name"),
            Field("offered_at", _("When"), _GIVERS),
            Field("meeting_id", _("I said yes at the meeting of"), _GIVERS, shown="meeting__begins_at"),
        ),
        reading(lambda person: Offer.objects.filter(person=person).order_by("offered_at", "pk")),
        {"id": ONLY_REFERS},
        where=_("in the unit whose work it is"),
        seen_as=_(
            "that I am asked; of what I said yes to at a meeting, members of the unit see that somebody did, and not who"
        ),
    ),
    Holding(
        "work_helper",
        _("Work I help with"),
        _("so that whoever belongs to the unit knows who helps"),
        (
            Field("assignment_id", _("What"), _READERS, shown="assignment__title"),
            Field("person_id", _("Who helps"), _READERS, shown="person__name"),
        ),
        reading(lambda person: Helper.objects.filter(person=person).order_by("pk")),
        {"id": ONLY_REFERS},
        where=_("in the unit whose work it is"),
    ),
    Holding(
        "work_workfile",
        _("Files I attached to work"),
        _("so that I can remove them, and they go when I do"),
        (
            Field("assignment_id", _("What"), _READERS, shown="assignment__title"),
            Field("name", _("File"), _READERS),
            Field("brought_by_id", _("Attached by"), shown="brought_by__name"),
        ),
        reading(lambda person: WorkFile.objects.filter(brought_by=person).order_by("pk")),
        {
            "id": ONLY_REFERS,
            **dict.fromkeys(
                ("media_type", "size", "sha256", "is_shown"),
                _("it says something of the file, and nothing of me"),
            ),
        },
        where=_("in the unit whose work it is"),
        seen_as=_("the file, and not who attached it"),
    ),
)
KEEPINGS = (
    Keeping(_("for good"), frozenset({"work_assignment"}), part=_("what was done, and what came of it")),
    Keeping(
        _(
            "until two years after it was reported done, it is given back, they leave the unit, or the person is erased"
        ),
        frozenset({"work_assignment"}),
        PastHolders(),
        ended_by=("work.give_back_work", "work.withdraw_work", "rights.erase_person"),
        part=_("who does it"),
    ),
    Keeping(
        _("until it is answered, 30 days at most"),
        frozenset({"work_offer"}),
        Aged(offers_over, (offers_left,)),
        ended_by=("work.accept_work", "work.decline_work", "rights.erase_person"),
    ),
    Keeping(
        _("until they help or belong to the unit no more, or the person is erased"),
        frozenset({"work_helper"}),
        Aged(helpers_left),
        ended_by=("work.stop_helping", "work.withdraw_work", "rights.erase_person"),
    ),
    Keeping(
        _(
            "until it is removed, or whoever attached it gives the work back, stops helping or leaves the unit;"
            " two years after the work was done, a year after its day if it never was, or the person is erased"
        ),
        frozenset({"work_workfile"}),
        Aged(files_over, (files_left,)),
        ended_by=(
            "work.detach_work_file",
            "work.give_back_work",
            "work.stop_helping",
            "work.withdraw_work",
            "rights.erase_person",
        ),
    ),
)


def erase(person_id: UUID, limit: int) -> int:
    """Forget up to `limit` pieces of work of somebody who was erased: what they had taken is open again.

    Return how many rows.
    """
    WorkFile.objects.filter(brought_by=person_id).delete()
    offers, _by_model = Offer.objects.filter(person=person_id).delete()
    offers += Offer.objects.filter(offered_by=person_id).update(offered_by=None)
    helped, _by_model = Helper.objects.filter(person=person_id).delete()
    ids = list(Assignment.objects.filter(holder=person_id).values_list("pk", flat=True)[: min(limit, _BATCH)])
    held = Assignment.objects.filter(pk__in=ids)
    # Said beside their name, it may say something of them.
    Lesson.objects.filter(assignment__in=ids).delete()
    WorkFile.objects.filter(assignment__in=ids).delete()
    freed = held.filter(state=State.ACCEPTED).update(state=State.OPEN, holder=None)
    return (
        offers + helped + freed + Assignment.objects.filter(pk__in=ids, holder=person_id).update(holder=None)
    )
