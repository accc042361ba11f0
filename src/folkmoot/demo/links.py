"""Addresses that sign somebody in by one click: for trying Folkmoot out, never outside the demo."""

from uuid import UUID

from django.core import signing
from django.urls import reverse

from folkmoot.people.models import Account, Person

_SALT = "folkmoot.demo.sign-in"


def sign_in_link(person: Person) -> str:
    """Return the path that signs `person` in when it is opened."""
    return reverse("demo:sign_in", args=[signing.dumps(str(person.pk), salt=_SALT)])


def account_in(token: str) -> Account | None:
    """Return the open account a link was made for, or None if the link was not made here."""
    try:
        person_id = UUID(signing.loads(token, salt=_SALT))
    except signing.BadSignature:
        return None
    account: Account | None = Account.objects.filter(person=person_id, is_active=True).first()
    return account
