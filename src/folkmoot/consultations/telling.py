"""What decisions are told of consultations: that a draft has to wait, and what went before its adoption."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.consultations.models import Consultation
from folkmoot.consultations.queries.reaching import readable
from folkmoot.decisions.interfaces import Hindered
from folkmoot.people.models import Person
from folkmoot.ui.links import Link


def what_hinders(decision_ids: Collection[UUID], at: datetime) -> dict[UUID, Hindered]:
    """Return why each draft that has to wait at the moment `at` has to, and where to change that."""
    asked = Consultation.objects.not_over(at).filter(decision__in=decision_ids).select_related("body")
    return {each.decision_id: _hindered(each) for each in asked if each.decision_id}


def what_went_before(decision_id: UUID, person: Person, at: datetime) -> list[Link]:
    """Return links to the consultations on what became a decision, as far as `person` may read them."""
    about = Consultation.objects.begun(at).filter(decision=decision_id)
    # Most decisions had none: one question then.
    if not about.exists():
        return []
    found = readable(person, at=at).filter(pk__in=about.values("pk")).order_by("opens_at", "pk")
    return [
        Link(
            _("The consultation, and what became of it") if each.published_at else _("The consultation"),
            reverse("consultations:consultation", args=[each.pk]),
        )
        for each in found
    ]


def _hindered(waiting: Consultation) -> Hindered:
    last = {"last": date_format(waiting.last_on)}
    sentence = _(
        "People are being asked about this draft until %(last)s. Wait for that day, or close or withdraw the"
        " consultation first."
    )
    address = reverse("consultations:consultation", args=[waiting.pk])
    link = Link(_("Open the consultation"), address)
    return Hindered(sentence % last, _("people are asked until %(last)s") % last, link)
