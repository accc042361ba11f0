"""Taking a consultation for the act that changes it, or that takes part in it."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from folkmoot.access.policy import require
from folkmoot.consultations.models import Consultation, State
from folkmoot.consultations.queries.reaching import reaching
from folkmoot.documents.queries.versions import labels_of
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Person


def claim_consultation(
    consultation_id: UUID, permission: str, *, by: Person | None, at: datetime
) -> Consultation:
    """Lock the consultation for this transaction and return it with its body, for whoever holds `permission` there.

    :raises Refused: if there is none, it was withdrawn, or `by` does not hold the permission.
    """
    claimed = Consultation.objects.select_for_update(of=("self",)).select_related("body")
    consultation = claimed.filter(pk=consultation_id).first()
    if consultation is None:
        raise Refused(_none(), field="consultation_id")
    require(by, permission, on=consultation.body, at=at)
    if consultation.state(at) is State.WITHDRAWN:
        raise Refused(_("This consultation was withdrawn. Open a new one if people are to be asked."))
    return consultation


def must_not_be_over(consultation: Consultation, *, at: datetime) -> None:
    """Let only a consultation through that has not ended.

    :raises Refused: if it has.
    """
    if consultation.state(at) is State.OVER:
        raise Refused(_("This consultation is over. Open a new one if people are to be asked again."))


def find_open(consultation_id: UUID, point: str, *, by: Person, at: datetime) -> Consultation:
    """Return a consultation in which `by` may say something about a point, the whole where `point` is empty.

    :raises Refused: if it is not for `by` or there is none, it has not begun or is over, or its text has no such point.
    """
    consultation = reaching(by, at=at).filter(pk=consultation_id).first()
    if consultation is None:
        raise Refused(_none(), field="consultation_id")
    if consultation.state(at) is not State.OPEN:
        raise Refused(
            _("This consultation is over, so nothing can be added or changed. You can still take back.")
        )
    must_have_point(consultation, point)
    return consultation


def must_have_point(consultation: Consultation, point: str) -> None:
    """Let only a point through that the text has, or the whole.

    :raises Refused: if it has none with this number.
    """
    if point and point not in labels_of(consultation.document_id):
        raise Refused(
            _("The text has no point %(point)s. Choose one that it has.") % {"point": point}, field="point"
        )


def _none() -> str:
    return _("There is no such consultation for you. Choose it from the list again.")
