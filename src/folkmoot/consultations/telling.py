"""What decisions are told of consultations: that a draft waits or was asked about, and what went before an adoption."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from folkmoot.consultations.models import Consultation
from folkmoot.consultations.queries.reaching import readable
from folkmoot.decisions.interfaces import Hindered, Prepared
from folkmoot.people.models import Person
from folkmoot.ui.links import Link


def what_hinders(decision_ids: Collection[UUID], at: datetime) -> dict[UUID, Hindered]:
    """Return why each draft that has to wait at the moment `at` has to, and where to change that."""
    asked = Consultation.objects.not_over(at).filter(decision__in=decision_ids).select_related("body")
    return {each.decision_id: _hindered(each) for each in asked if each.decision_id}


def what_prepared(decision_ids: Collection[UUID], at: datetime) -> dict[UUID, Prepared]:
    """Return of each draft on which people were asked by the moment `at` that they were, by what ended last."""
    ended = Consultation.objects.standing().filter(ends_at__lte=at, decision__in=decision_ids)
    latest_last = ended.select_related("body").order_by("ends_at", "pk")
    return {each.decision_id: _prepared(each) for each in latest_last if each.decision_id}


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


def _prepared(ended: Consultation) -> Prepared:
    word = _("draft, consultation ended on %(last)s") % {"last": date_format(ended.last_on)}
    return Prepared(word, _link_to(ended))


def _link_to(consultation: Consultation) -> Link:
    address = reverse("consultations:consultation", args=[consultation.pk])
    return Link(_("Open the consultation"), address)


def _hindered(waiting: Consultation) -> Hindered:
    last = {"last": date_format(waiting.last_on)}
    sentence = _(
        "People are being asked about this draft until %(last)s. Wait for that day, or close or withdraw the"
        " consultation first."
    )
    return Hindered(sentence % last, _("people are asked until %(last)s") % last, _link_to(waiting))
