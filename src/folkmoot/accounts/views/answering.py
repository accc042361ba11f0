"""How a page of an account does an act whose refusal stands in its form."""

from collections.abc import Callable
from functools import reduce
from operator import or_
from uuid import UUID

from django.forms import BaseForm
from django.shortcuts import get_object_or_404

from folkmoot.access.openings import Opening, What, tell_opened
from folkmoot.access.policy import visible
from folkmoot.access.requests import SignedInRequest, do
from folkmoot.kernel.errors import Refused
from folkmoot.people.models import Person
from folkmoot.ui.forms import show_refusal


def is_done(request: SignedInRequest, form: BaseForm, function: Callable[..., UUID], **given: object) -> bool:
    try:
        do(request, function, **given)
    except Refused as refusal:
        show_refusal(form, refusal)
        return False
    return True


def member_or_404(request: SignedInRequest, person_id: UUID, *permissions: str) -> Person:
    """Return the member of whom one may do one of `permissions`, and tell that it was opened by them."""
    seen = [visible(Person.objects, request.person, permission, at=request.at) for permission in permissions]
    member = get_object_or_404(reduce(or_, seen), pk=person_id)
    # Of those that one does not hold nothing is noted.
    for permission in permissions:
        tell_opened(Opening(request.person, What.PAGE, permission, person=member), at=request.at)
    return member
