"""Addresses that sign somebody in by one click: for trying Folkmoot out, never outside the demo."""

from uuid import UUID

from django.core import signing
from django.urls import reverse

from folkmoot.people.models import Person

_SALT = "folkmoot.demo.sign-in"


def sign_in_link(person: Person) -> str:
    """Return the path that signs `person` in when it is opened."""
    return reverse("demo:sign_in", args=[signing.dumps(str(person.pk), salt=_SALT)])


def person_in(token: str) -> UUID | None:
    """Return the id of the person a link was made for, or None if it was not made here."""
    try:
        return UUID(signing.loads(token, salt=_SALT))
    except signing.BadSignature:
        return None
