"""Adopting minutes at the next meeting, which fixes them, and correcting them by a new version."""

import secrets
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import override

from folkmoot.kernel.acts import act, running
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings.actions.claiming import claim_sitting, claim_to_run, require_running
from folkmoot.meetings.minutes.actions.minutes import People, claim_draft, parts_from
from folkmoot.meetings.minutes.events import MinutesAdopted, MinutesReopened
from folkmoot.meetings.minutes.models import Minutes, MinutesName, MinutesVersion
from folkmoot.meetings.minutes.queries.checking import checking_asked
from folkmoot.meetings.minutes.rules.merging import text_of
from folkmoot.meetings.minutes.rules.minutes import CLOSING, OPENING, Draft, Fixed, hash_of, references_in
from folkmoot.meetings.models import Meeting, Presence, Sitting
from folkmoot.people.models import Person


@act("meetings.adopt_minutes")
def adopt_minutes(*, meeting_id: UUID, revision: int, by: Person | None, at: datetime) -> UUID:
    """Enter that the meeting of the same unit that is held now adopted the minutes of an earlier one, as they were at `revision`.

    They are fixed with that: their hash is in the ledger, and a draft is no more. Returns the id of the version.

    :raises Refused: if no other meeting of the unit goes on, `by` may not run that one, the minutes are no draft, were changed
        since or were not checked by a second person where the bylaws ask for it, or their meeting goes on.
    """
    sitting = claim_sitting(meeting_id)
    adopting = _open_beside(sitting, at=at)
    require_running(adopting, by=by, at=at)
    minutes = claim_draft(sitting)
    _must_be_ready(sitting, minutes, revision)
    _must_be_checked(sitting, minutes, at=at)
    version = _fixed(sitting, minutes, adopting.meeting, at=at)
    minutes.parts.all().delete()
    minutes.is_draft, minutes.checked_by = False, None
    minutes.save(update_fields=["is_draft", "checked_by"])
    _forget_names(minutes)
    event = MinutesAdopted(meeting_id, adopting.meeting_id, version.number, version.sha256)
    record(event, by=by, at=at)
    return version.pk


@act("meetings.correct_minutes")
def correct_minutes(*, meeting_id: UUID, by: Person | None, at: datetime) -> UUID:
    """Begin a new version of adopted minutes from their latest one, to be checked and adopted as the first was.

    :raises Refused: if `by` may run no meetings there, whoever led that one, or its minutes are a draft already.
    """
    claim_to_run(meeting_id, by=by, at=at)
    minutes = Minutes.objects.filter(meeting=meeting_id).first()
    if minutes is None or minutes.is_draft:
        raise Refused(_("These minutes are no adopted ones: change the draft."))
    parts_from(minutes, _drafts(minutes.versions.latest("number")))
    minutes.is_draft = True
    minutes.revision += 1
    minutes.save(update_fields=["is_draft", "revision"])
    record(MinutesReopened(meeting_id), by=by, at=at)
    return meeting_id


def forget_in_minutes(person_id: UUID, limit: int) -> int:
    """Let up to `limit` references in minutes stand for nobody any more, of somebody who is erased, and return how many."""
    ids = list(
        MinutesName.objects.filter(person=person_id).order_by("pk").values_list("pk", flat=True)[:limit]
    )
    MinutesName.objects.filter(pk__in=ids).update(person=None)
    return len(ids)


def _open_beside(sitting: Sitting, *, at: datetime) -> Sitting:
    others = Sitting.objects.select_related("meeting__unit__kind")
    others = others.filter(meeting__unit=sitting.meeting.unit_id, closed_at=None).exclude(pk=sitting.pk)
    found = next((each for each in others.order_by("-opened_at") if each.goes_on(at=at)), None)
    if found is None:
        raise Refused(
            _("Minutes are adopted by a later meeting. Open the next meeting of %(unit)s first.")
            % {"unit": sitting.meeting.unit.name}
        )
    return found


def _must_be_ready(sitting: Sitting, minutes: Minutes, revision: int) -> None:
    if sitting.is_open:
        raise Refused(_("This meeting goes on. Its minutes can be adopted once it is closed."))
    if minutes.revision != revision:
        raise Refused(_("Somebody has changed these minutes since you read them. Read them again."))


def _must_be_checked(sitting: Sitting, minutes: Minutes, *, at: datetime) -> None:
    asked = None if minutes.checked_by_id else checking_asked(sitting.meeting, at=at)
    if asked is not None and _others_at(sitting).exists():
        raise Refused(
            _(
                "Nobody has checked these minutes yet, as article %(article)s asks."
                " Ask somebody who was there, and did not take them."
            )
            % {"article": asked.article}
        )


def _others_at(sitting: Sitting) -> "QuerySet[Presence]":
    """Return who was there and did not take the minutes."""
    there = Presence.objects.filter(meeting=sitting.meeting_id, person__isnull=False)
    return there.exclude(person=sitting.minute_taker_id)


def _fixed(sitting: Sitting, minutes: Minutes, adopting: Meeting, *, at: datetime) -> MinutesVersion:
    parts = [
        Fixed(row.heading, text_of(bytes(row.state))) for row in minutes.parts.order_by("position", "pk")
    ]
    parts.append(_last_part(sitting, minutes))
    salt = secrets.token_hex(32)
    return MinutesVersion.objects.create(
        minutes=minutes,
        number=minutes.versions.count() + 1,
        adopted_at=at,
        adopted_by=adopting,
        text=[[each.heading, each.text] for each in parts],
        salt=salt,
        sha256=hash_of(parts, salt),
        act_id=running().act_id,
    )


def _last_part(sitting: Sitting, minutes: Minutes) -> Fixed:
    with override(minutes.language):
        heading = _("Checked")
        if minutes.checked_by is None:
            return Fixed(heading, _why_unchecked(sitting))
        said = _("Checked by %(name)s.") % {"name": minutes.checked_by.name}
    return Fixed(heading, People.of(sitting, minutes).referred(said))


def _why_unchecked(sitting: Sitting) -> str:
    if _others_at(sitting).exists():
        return _("Nobody checked them: the bylaws do not ask for it.")
    return _("Nobody else was there to check them.")


def _forget_names(minutes: Minutes) -> None:
    """Forget whom no version refers to: somebody was named in a draft alone."""
    texts = [f"{each.heading}{each.text}" for version in minutes.versions.all() for each in version.parts]
    named = references_in("".join(texts))
    minutes.names.exclude(number__in=named).delete()


def _drafts(version: MinutesVersion) -> list[Draft]:
    # Its last part says who checked it, which the new one says anew.
    parts = version.parts[:-1]
    names = [OPENING, *(f"part-{number}" for number in range(1, len(parts) - 1)), CLOSING]
    return [Draft(name, each.heading, each.text) for name, each in zip(names, parts, strict=True)]
