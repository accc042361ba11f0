"""What is held about a person as one who learns, and as one who writes what others learn; and for how long."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from folkmoot.access.holdings import ONLY_REFERS, Field, Holding, reading
from folkmoot.kernel.keeping import Aged, Keeping, forget_among
from folkmoot.study.models import Answer, Learning, LearningFile, Memory, Pace, Placement, Reading, Writer

# The longest that recall reckons with of what somebody has not answered since.
MEMORIES_KEPT = timedelta(days=730)
ANSWERS_KEPT = timedelta(days=365)
LEARNING_KEPT = timedelta(days=730)
_WRITERS = ("study.draft_programme", "study.publish_programme")
_CONFIRMING, _SEEING = "study.confirm_learning", "study.see_qualifications"
_ENDED_BY = ("study.forget_learning", "rights.erase_person")


def memories_over(at: datetime) -> "QuerySet[Memory]":
    """Return what nobody has answered for two years."""
    return Memory.objects.filter(answered_at__lte=at - MEMORIES_KEPT)


def answers_over(at: datetime) -> "QuerySet[Answer]":
    """Return answers of a year ago."""
    return Answer.objects.filter(answered_at__lte=at - ANSWERS_KEPT)


def learning_over(at: datetime) -> "QuerySet[Learning]":
    """Return what ran out two years ago, and what was asked for so long ago and never confirmed."""
    before = at - LEARNING_KEPT
    asked = Q(held_at=None, confirmed_at=None, asked_at__lte=before)
    return Learning.objects.filter(Q(valid_until__lte=before) | asked)


HOLDINGS = (
    Holding(
        "study_memory",
        _("What I have learnt"),
        _("so that a card comes back before I forget it"),
        (
            Field("person_id", _("Who learns"), shown="person__name"),
            Field("card_id", _("Card"), shown="card__current__question"),
            Field("stability", _("Recalled nine times in ten after so many days")),
            Field("difficulty", _("How hard it is, from 1 to 10")),
            Field("answered_at", _("Answered last")),
            Field("due_at", _("Comes back")),
            Field("answers", _("How often answered")),
        ),
        reading(lambda person: Memory.objects.filter(person=person).order_by("due_at", "pk")),
        {"id": ONLY_REFERS, "wording_id": ONLY_REFERS},
    ),
    Holding(
        "study_answer",
        _("How my answers went"),
        _("so that I see my own history, and a day is not longer than I want"),
        (
            Field("person_id", _("Who learns"), shown="person__name"),
            Field("card_id", _("Card"), shown="card__current__question"),
            Field("grade", _("1 forgot, 2 partly, 3 knew")),
            Field("answered_at", _("When")),
            Field("is_first", _("For the first time")),
        ),
        reading(lambda person: Answer.objects.filter(person=person).order_by("answered_at", "pk")),
        {"id": ONLY_REFERS},
    ),
    Holding(
        "study_reading",
        _("Which lessons I have read"),
        _("so that I am offered what comes next"),
        (
            Field("person_id", _("Who read it"), shown="person__name"),
            Field("lesson_id", _("Lesson"), shown="lesson__current__title"),
        ),
        reading(lambda person: Reading.objects.filter(person=person).order_by("pk")),
        dict.fromkeys(("id", "text_id"), ONLY_REFERS),
    ),
    Holding(
        "study_placement",
        _("Where I begin with a programme"),
        _("so that I am offered what fits me"),
        (
            Field("person_id", _("Who learns"), shown="person__name"),
            Field("programme_id", _("Programme"), shown="programme__title"),
            Field("level", _("For what it is learnt")),
        ),
        reading(lambda person: Placement.objects.filter(person=person).order_by("pk")),
        {"id": ONLY_REFERS},
    ),
    Holding(
        "study_learning",
        _("My qualifications"),
        _("so that it can be confirmed what I have learnt"),
        (
            Field("person_id", _("Who learnt it"), (_CONFIRMING, _SEEING), shown="person__name"),
            Field(
                "qualification_id", _("Qualification"), (_CONFIRMING, _SEEING), shown="qualification__title"
            ),
            Field("words", _("What I learnt, in my own words"), (_CONFIRMING,)),
            Field("asked_at", _("Asked for"), (_CONFIRMING,)),
            Field("answer", _("What is missing"), (_CONFIRMING,)),
            Field("confirmed_at", _("Confirmed, and not accepted yet")),
            Field("held_at", _("Accepted")),
            Field("valid_until", _("Valid until"), (_SEEING,)),
            Field("is_shown", _("Shown to my unit's chair and secretary")),
        ),
        reading(lambda person: Learning.objects.filter(person=person).order_by("pk")),
        {"id": ONLY_REFERS},
        where=_("in the unit that gives it, while I ask; or in my own, while I show it"),
    ),
    Holding(
        "study_learningfile",
        _("Files with which I ask for qualifications"),
        _("so that it can be confirmed what I have learnt"),
        (
            Field("learning_id", _("Qualification"), (_CONFIRMING,), shown="learning__qualification__title"),
            Field("name", _("Name of the file"), (_CONFIRMING,)),
            Field("media_type", _("What kind of file it is"), (_CONFIRMING,)),
            Field("size", _("How large it is, in bytes"), (_CONFIRMING,)),
            Field("sha256", _("By what its content is told from another"), (_CONFIRMING,)),
            Field("is_shown", _("Whether a browser opens it"), (_CONFIRMING,)),
        ),
        reading(lambda person: LearningFile.objects.filter(learning__person=person).order_by("pk")),
        {"id": ONLY_REFERS},
        where=_("in the unit that gives it, while I ask"),
    ),
    Holding(
        "study_pace",
        _("How long I learn"),
        _("so that a day offers no more than I want"),
        (
            Field("person_id", _("Who learns"), shown="person__name"),
            Field("minutes", _("Minutes a day")),
        ),
        reading(lambda person: Pace.objects.filter(person=person)),
        {"id": ONLY_REFERS},
    ),
    Holding(
        "study_writer",
        _("What I have written of study material that nobody has published yet"),
        _("so that somebody else looks it over"),
        (
            Field("person_id", _("Who wrote it"), _WRITERS, shown="person__name"),
            Field("programme_id", _("Programme"), _WRITERS, shown="programme__title"),
        ),
        reading(lambda person: Writer.objects.filter(person=person).order_by("pk")),
        dict.fromkeys(("id", "of"), ONLY_REFERS),
        where=_("in the unit it is for, or above"),
    ),
)
KEEPINGS = (
    Keeping(
        _("until they delete it, two years after they answered it last, or the person is erased"),
        frozenset({"study_memory"}),
        Aged(memories_over),
        ended_by=_ENDED_BY,
    ),
    Keeping(
        _("until they delete it, one year, or the person is erased"),
        frozenset({"study_answer"}),
        Aged(answers_over),
        ended_by=_ENDED_BY,
    ),
    Keeping(
        _("until they delete it, or the person is erased"),
        frozenset({"study_reading", "study_placement"}),
        ended_by=_ENDED_BY,
    ),
    Keeping(
        _(
            "until they lay it down, two years after it ran out or was asked for in vain, or the person is erased"
        ),
        frozenset({"study_learning", "study_learningfile"}),
        Aged(learning_over),
        ended_by=("study.lay_down_qualification", "study.end_qualification", "rights.erase_person"),
    ),
    Keeping(_("until the person is erased"), frozenset({"study_pace"}), ended_by=("rights.erase_person",)),
    Keeping(
        _("until somebody else publishes it, or the person is erased"),
        frozenset({"study_writer"}),
        ended_by=(
            "study.publish_programme",
            "study.drop_programme",
            "study.remove_card",
            "study.remove_lesson",
            "rights.erase_person",
        ),
    ),
)


def erase(person_id: UUID, limit: int) -> int:
    """Forget up to `limit` rows of what somebody who is erased has learnt, and that they wrote what waits; return how many."""
    own = (
        Answer.objects.filter(person=person_id),
        Memory.objects.filter(person=person_id),
        Reading.objects.filter(person=person_id),
        Placement.objects.filter(person=person_id),
        Pace.objects.filter(person=person_id),
        LearningFile.objects.filter(learning__person=person_id),
        Learning.objects.filter(person=person_id),
        Writer.objects.filter(person=person_id),
    )
    return forget_among(own, limit)
