"""Devices that are notified: begun and ended by their owner alone, and ended with the session in which they are used."""

from datetime import datetime
from uuid import UUID

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.utils.translation import gettext as _

from folkmoot.kernel.acts import Via, act, running
from folkmoot.kernel.errors import Refused
from folkmoot.notices.actions.choosing import known_frequency, themselves
from folkmoot.notices.models import Subscription
from folkmoot.notices.queries import zone_of
from folkmoot.notices.rules.encryption import bytes_of, is_point
from folkmoot.notices.rules.endpoints import endpoint_in
from folkmoot.notices.rules.slots import Often, next_slot
from folkmoot.people.models import Account, Person

MOST_DEVICES = 10
_POINT_BYTES, _SECRET_BYTES = 65, 16


@act("notices.subscribe_device", private=True)
def subscribe_device(
    *,
    session: int,
    endpoint: str,
    public_key: str,
    secret: str,
    frequency: str,
    by: Person | None,
    at: datetime,
) -> UUID:
    """Be notified on the device of one's own session `session` when something is new: `at_once`, `daily` or `weekly`.

    Endpoint, public key and secret are those that the browser made (base64url). It is told of what is new from now on.

    :raises Refused: if a program asks, it is no session of one's own, not what a browser makes, or the eleventh device.
    """
    person = themselves(by)
    if running().via is Via.API:
        raise Refused(_("A program cannot be notified. Turn it on in the browser that shall be."))
    often = _often_enough(frequency)
    _must_be_made_by_a_browser(endpoint, public_key, secret)
    listed = _claim_session(session, person, at=at)
    # It is not off, so there is a next time.
    next_at = next_slot(often, after=at, zone=zone_of(person), person_id=person.pk) or at
    Subscription.objects.filter(endpoint=endpoint).exclude(pk=listed.pk).delete()
    Subscription.objects.update_or_create(
        session=listed,
        defaults={
            "endpoint": endpoint,
            "public_key": public_key,
            "secret": secret,
            "frequency": often,
            "made_on": at.date(),
            "since": at,
            "next_at": next_at,
        },
    )
    return person.pk


@act("notices.unsubscribe_device", private=True)
def unsubscribe_device(*, session: int, by: Person | None, at: datetime) -> UUID:  # noqa: ARG001  -- every act is told when
    """Be notified no more on the device of one's own session `session`.

    :raises Refused: if it is not the member who asks.
    """
    person = themselves(by)
    own = UserSession.objects.filter(pk=session, user__person=person)
    Subscription.objects.filter(session__in=own).delete()
    return person.pk


def _claim_session(session: int, person: Person, *, at: datetime) -> UserSession:
    # Held, so that two devices at once are not both the tenth.
    account = Account.objects.select_for_update().filter(person=person).first()
    listed = UserSession.objects.filter(pk=session, user=account).first() if account else None
    if listed is None:
        raise Refused(_("You are not signed in there any more. Sign in again, and turn it on then."))
    if Subscription.objects.of(person).signed_in(at).exclude(pk=session).count() >= MOST_DEVICES:
        raise Refused(
            _("You are notified on %(count)d devices already. Turn it off on one of them first.")
            % {"count": MOST_DEVICES}
        )
    return listed


def _often_enough(frequency: str) -> Often:
    often = known_frequency(frequency)
    if often is Often.OFF:
        raise Refused(_("To be notified never, turn it off."), field="frequency")
    return often


def _must_be_made_by_a_browser(endpoint: str, public_key: str, secret: str) -> None:
    if endpoint_in(endpoint, inside=settings.PUSH_INSIDE) is None:
        raise Refused(
            _("This is no address of a push service: it begins with https:// and names no port."),
            field="endpoint",
        )
    point = bytes_of(public_key)
    is_key = len(point) == _POINT_BYTES and is_point(point)
    if not is_key or len(bytes_of(secret)) != _SECRET_BYTES:
        raise Refused(_("These are no keys of a browser. Load the page again, and try once more."))
