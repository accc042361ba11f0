"""What a card says that a member takes along: whose it is, in which words and after how many answers, and when it was given.

It is signed, so that what a phone tells of the moment of an answer lies between that and now.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.core import signing
from django.utils.translation import gettext as _

from folkmoot.kernel.errors import Refused

_SALT = "folkmoot.study.along"


@dataclass(frozen=True)
class Given:
    """A card as it was given along."""

    person: UUID
    card: UUID
    wording: UUID
    answers: int
    at: datetime


def token_of(given: Given) -> str:
    """Return what a card that is taken along says of itself."""
    ids = [each.hex for each in (given.person, given.card, given.wording)]
    return signing.dumps([*ids, given.answers, given.at.isoformat()], salt=_SALT)


def given_by(token: str, *, person: UUID) -> Given:
    """Return what a card said that this person took along.

    :raises Refused: if it is another's, or was never given here.
    """
    try:
        owner, of, wording, answers, at = signing.loads(token, salt=_SALT)
    except signing.BadSignature:
        owner, of, wording, answers, at = "", "", "", 0, ""
    if owner != person.hex:
        raise Refused(_("You did not take this card along. Take your cards along anew."), field="along")
    return Given(person, UUID(of), UUID(wording), answers, datetime.fromisoformat(at))
