"""What a consultation that is not over hinders: its draft is neither adopted nor thrown away meanwhile."""

from datetime import datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.consultations.models import Consultation


def what_hinders(decision_id: UUID, at: datetime) -> str:
    """Return why a draft has to wait at the moment `at`, and what to do, or ""."""
    waiting = Consultation.objects.not_over(at).filter(decision=decision_id).select_related("body").first()
    if waiting is None:
        return ""
    return _(
        "People are being asked about this draft until %(last)s. Wait for that day, or close or withdraw the"
        " consultation first."
    ) % {"last": date_format(waiting.last_on)}
