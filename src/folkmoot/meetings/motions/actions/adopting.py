"""A motion that was carried becomes a decision of its unit: adopted on the day of the vote, and conveyed, by one act."""

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _
from pydantic import BaseModel, ConfigDict

from folkmoot.decisions.actions.adopting import adopt_decision
from folkmoot.decisions.actions.conveying import convey_decision
from folkmoot.decisions.actions.drafting import draft_decision
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.kernel.ledger import record
from folkmoot.meetings.motions.actions.moving import claim_motion, text_of
from folkmoot.meetings.motions.actions.translating import translations_of
from folkmoot.meetings.motions.events import MotionAdopted
from folkmoot.meetings.motions.models import Forwarding, Motion
from folkmoot.meetings.motions.queries.translations import words_there
from folkmoot.meetings.motions.rules.motions import must_have_been_read
from folkmoot.meetings.motions.rules.states import MotionDeed, motion_after
from folkmoot.people.models import Person


class TranslationSeen(BaseModel):
    """A motion in another language as somebody looked at it: how often it had been written by then."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    language: str
    revision: int


@act("meetings.adopt_motion")
def adopt_motion(
    *,
    motion_id: UUID,
    revision: int,
    translations: list[TranslationSeen] | None = None,
    unit_id: UUID | None = None,
    in_force_from: date | None = None,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Make a carried motion a decision of its unit, adopted on the day of the vote, and convey it.

    It is written in all languages in which the motion says what was carried, and is for the members of the unit and all below
    it, or of `unit_id` if that is given, from `in_force_from` on, the day of adoption unless given. The body above is told.
    `revision` is that of its words, and `translations` are all those that fit, as they were looked at.

    :raises Refused: if the motion was not carried or is a decision already, other words than these stand there, or `by` may
        not draft, adopt and convey decisions of that unit, as those acts say.
    """
    motion = claim_motion(motion_id)
    motion_after(motion.state, MotionDeed.ADOPT)
    if motion.decision_id is not None:
        raise Refused(_("This motion is a decision already. Open it to see how far it has come."))
    seen = {each.language: each.revision for each in translations or ()}
    must_have_been_read(words_there(motion), {motion.language: revision, **seen})
    decision_id = _adopted(motion, in_force_from, by=by, at=at)
    convey_decision(decision_id=decision_id, unit_id=unit_id or motion.unit_id, by=by, at=at)
    motion.decision_id = decision_id
    motion.save(update_fields=["decision"])
    _tell_above(motion, at=at)
    record(MotionAdopted(motion.pk, decision_id), by=by, at=at)
    return decision_id


def _adopted(motion: Motion, in_force_from: date | None, *, by: Person | None, at: datetime) -> UUID:
    texts = [text_of(motion.document_id), *translations_of(motion)]
    pk = draft_decision(unit_id=motion.unit_id, texts=texts, by=by, at=at)
    adopt_decision(
        decision_id=pk, revision=1, adopted_on=_voted_on(motion), in_force_from=in_force_from, by=by, at=at
    )
    return pk


def _voted_on(motion: Motion) -> date:
    """Return the day of the vote that carried a motion, by the clocks of its unit."""
    vote = motion.votes.standing().decided().order_by("-decided_at")[0]
    assert vote.decided_at is not None  # noqa: S101  -- it was decided
    return motion.unit.local(vote.decided_at).date()


def _tell_above(motion: Motion, *, at: datetime) -> None:
    above = motion.unit.parent_id
    if above is not None and not motion.forwardings.filter(to_unit=above).exists():
        Forwarding.objects.create(motion=motion, to_unit_id=above, is_for_information=True, forwarded_at=at)
