"""Taking motions and amendments for the act that changes them, and saying who moves them."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.documents.actions.drafting import DraftText, draft_document
from folkmoot.documents.queries import writing_of
from folkmoot.kernel.acts import Via, running
from folkmoot.kernel.errors import Refused
from folkmoot.meetings.actions.claiming import require_running
from folkmoot.meetings.models import Meeting, Sitting
from folkmoot.meetings.motions.models import Amendment, Motion, Vote
from folkmoot.meetings.motions.rules.motions import WAITING_MOST
from folkmoot.meetings.motions.rules.states import MotionDeed, MotionState, motion_after
from folkmoot.meetings.queries.runners import where_led_by
from folkmoot.meetings.rules.permissions import RUNNING
from folkmoot.people.models import Membership, Person, Term
from folkmoot.units.models import Unit


def claim_motion(motion_id: UUID) -> Motion:
    """Lock a motion for this transaction, and return it with its unit.

    :raises Refused: if there is none.
    """
    claimed = Motion.objects.select_for_update(of=("self",)).select_related("unit__kind")
    motion = claimed.filter(pk=motion_id).first()
    if motion is None:
        raise Refused(_("There is no such motion. Choose it from the list again."), field="motion_id")
    return motion


def claim_amendment(amendment_id: UUID) -> tuple[Amendment, Motion]:
    """Lock an amendment and its motion for this transaction, and return both.

    :raises Refused: if there is none.
    """
    found = Amendment.objects.filter(pk=amendment_id).values_list("motion", flat=True).first()
    if found is None:
        raise Refused(_("There is no such amendment. Choose it from the list again."), field="amendment_id")
    # The motion first, as whatever votes on it does.
    motion = claim_motion(found)
    return Amendment.objects.get(pk=amendment_id), motion


def must_wait_for_no_vote(motion: Motion, deed: MotionDeed) -> MotionState:
    """Let something be done with a motion only in a state that allows it and while nobody votes about it; return the next one.

    :raises Refused: if it was withdrawn or voted on, or people are voting about it.
    """
    state = motion_after(motion.state, deed)
    about = Q(motion=motion) | Q(amendment__motion=motion)
    if Vote.objects.going_on().filter(about).exists():
        raise Refused(_("People are voting about this motion. Wait until the vote is counted."))
    return state


def open_sitting(motion: Motion, *, at: datetime) -> Sitting | None:
    """Return the meeting that goes on, and was not left open, with a motion on its agenda; None if there is none."""
    sittings = Sitting.objects.filter(meeting__items__motion=motion, closed_at=None)
    return next(
        (each for each in sittings.select_related("meeting__unit__kind") if each.goes_on(at=at)), None
    )


def require_leading(motion: Motion, *, by: Person | None, at: datetime) -> None:
    """Let an act go on only if `by` runs the meeting that goes on with a motion, or runs meetings of its unit.

    :raises Refused: if they do not.
    """
    sitting = open_sitting(motion, at=at)
    if sitting is not None:
        require_running(sitting, by=by, at=at)
    else:
        require(by, RUNNING, on=motion.unit, at=at)


def mover_of(unit: Unit, person_id: UUID | None, *, by: Person | None, at: datetime) -> Person:
    """Return who moves something in a unit: `by`, or somebody for whom `by` writes it down.

    :raises Refused: if nobody is named, `by` may not write for others, or whoever it is does not belong to the unit.
    """
    must_be_themselves(
        _("Nobody moves or seconds anything as a member but the member, or who writes it down at a meeting.")
    )
    if person_id is not None and (by is None or person_id != by.pk):
        _require_writing_down(unit, by=by, at=at)
    person = by if person_id is None else Person.objects.filter(pk=person_id).first()
    if person is None:
        raise Refused(_("Say who moves it."), field="person_id")
    if not belongs_to(person, unit, at=at):
        raise Refused(
            _("A motion is moved and seconded by members of %(unit)s. Name one of them.")
            % {"unit": unit.name},
            field="person_id",
        )
    return person


def must_be_themselves(why: str) -> None:
    """Let nobody act as a member by the operator's command line, or by a token that the operator made.

    :raises Refused: saying `why`, if an operator acts.
    """
    if running().via not in {Via.WEB, Via.API}:
        raise Refused(f"{why} {_('Sign in as yourself.')}")


def _require_writing_down(unit: Unit, *, by: Person | None, at: datetime) -> None:
    """Let an act go on only if `by` keeps a meeting of the unit that goes on, or runs meetings there."""
    opened = Sitting.objects.filter(meeting__unit=unit, closed_at=None).select_related("meeting")
    led = opened.filter(meeting__in=Meeting.objects.filter(where_led_by(by, at=at))) if by else opened.none()
    if not any(each.goes_on(at=at) for each in led):
        require(by, RUNNING, on=unit, at=at)


def belongs_to(person: Person, unit: Unit, *, at: datetime) -> bool:
    """Return whether somebody is a member of a unit, or holds an office in it."""
    homes = Membership.objects.current(at).at_home_in(unit).filter(person=person)
    return homes.exists() or Term.objects.current(at).filter(person=person, unit=unit).exists()


def must_have_few_waiting(mover: Person, unit: Unit) -> None:
    """Let nobody have more than twenty motions in a unit on which nothing was decided.

    :raises Refused: if they have so many.
    """
    theirs = Motion.objects.standing().filter(unit=unit, backings__person=mover, backings__is_mover=True)
    if theirs.count() >= WAITING_MOST:
        raise Refused(
            _("%(most)d motions of theirs wait in %(unit)s. Wait until one was voted on, or withdraw one.")
            % {"most": WAITING_MOST, "unit": unit.name}
        )


def is_mover(thing: Motion | Amendment, person: Person | None) -> bool:
    """Return whether a motion or an amendment is somebody's own."""
    return person is not None and thing.backings.filter(person=person, is_mover=True).exists()


def back(
    thing: Motion | Amendment, person: Person, *, is_mover: bool, by: Person | None, at: datetime
) -> None:
    """Write that somebody stands behind a motion or an amendment, and when, if `by` writes it down for them."""
    thing.backings.create(person=person, is_mover=is_mover, written_down_at=None if person == by else at)


def require_own_or_written_down(thing: Motion | Amendment, *, by: Person | None, at: datetime) -> None:
    """Let words be changed only by whoever moved them, or who leads where they were written down for that one.

    :raises Refused: if others would put words into somebody's mouth.
    """
    if is_mover(thing, by):
        must_be_themselves(_("Only whoever moved it changes or withdraws it so."))
        return
    require_leading(thing if isinstance(thing, Motion) else thing.motion, by=by, at=at)
    if not thing.backings.filter(is_mover=True, written_down_at__isnull=False).exists():
        raise Refused(_("Its words are those of whoever moved it. Ask them to change or to withdraw it."))


def require_withdrawing(
    motion: Motion, thing: Motion | Amendment, *, by: Person | None, at: datetime
) -> None:
    """Let something be withdrawn by whoever moved it, or written down as withdrawn while the meeting hears of it.

    :raises Refused: if `by` neither moved nor wrote it down, and does not run a meeting that deals with it now.
    """
    if open_sitting(motion, at=at) is None or is_mover(thing, by):
        require_own_or_written_down(thing, by=by, at=at)
    else:
        require_leading(motion, by=by, at=at)


def text_of(document_id: UUID) -> DraftText:
    """Return the words of a motion or an amendment, in its one language."""
    (text,) = writing_of(document_id).texts
    return DraftText(language=text.language, title=text.title, body=text.body)


def copied(document_id: UUID, *, at: datetime) -> UUID:
    """Return a new document with the words of another as they are now."""
    return draft_document([text_of(document_id)], at=at)
