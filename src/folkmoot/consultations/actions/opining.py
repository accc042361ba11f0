"""Opinions: private acts, of which nobody ever sees more than figures that are taken once, when all is over."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.consultations.actions.claiming import find_open
from folkmoot.consultations.models import GivenOpinion
from folkmoot.consultations.rules.opinions import Opinion
from folkmoot.kernel.acts import act
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Person


@act("consultations.give_opinion", private=True)
def give_opinion(*, consultation_id: UUID, point: str = "", opinion: str, by: Person, at: datetime) -> UUID:
    """Say what one thinks of a point, or of the whole without one, in place of what one said before.

    `opinion` is agree, changes (agree with changes), disagree or none (no opinion).

    :raises Refused: if the consultation is not open or not for `by`, or there is no such point or opinion.
    """
    consultation = find_open(consultation_id, point, by=by, at=at)
    if opinion not in set(Opinion):
        raise Refused(_("Choose one of the four opinions."), field="opinion")
    GivenOpinion.objects.update_or_create(
        consultation=consultation, person=by, point=point, defaults={"opinion": opinion}
    )
    return consultation_id


@act("consultations.withdraw_opinion", private=True)
def withdraw_opinion(*, consultation_id: UUID, point: str = "", by: Person, at: datetime) -> UUID:  # noqa: ARG001  -- the shape of an act
    """Take back one's opinion of a point, or of the whole without one, at any time; without one nothing changes.

    Figures that were taken before stay as they are.
    """
    GivenOpinion.objects.of(by).filter(consultation=consultation_id, point=point).delete()
    return consultation_id
