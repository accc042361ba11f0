"""What is held about how a person is reached and signs in, and for how long."""

from datetime import datetime, timedelta

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.utils.translation import gettext_lazy as _

from folkmoot.access.holdings import ONLY_REFERS, Field, Holding, reading
from folkmoot.accounts.actions.forgetting import forget_expired_rows
from folkmoot.accounts.holdings_of_factors import FACTOR_KEEPINGS, FACTORS
from folkmoot.accounts.models import ContactChange, Token
from folkmoot.kernel.keeping import Aged, Keeping
from folkmoot.people.models import Account, ContactChannel

_MEMBERS = ("people.see_members",)
_CONTACTS = ("accounts.change_contact",)
_SECRET = _("a secret, of which only a hash is kept: whoever had it could try to guess the secret")
# Long enough to ask who changed an address, short enough not to keep former addresses for ever.
_YEAR = timedelta(days=365)

HOLDINGS = (
    Holding(
        "people_account",
        _("How I sign in"),
        _("to let me in, and nobody else"),
        (
            Field("person_id", _("Whose account"), shown="person__name"),
            Field("email", _("E-mail address"), _CONTACTS),
            Field("is_active", _("Open")),
        ),
        reading(lambda person: Account.objects.filter(person=person)),
        {"id": ONLY_REFERS, "password": _SECRET},
    ),
    Holding(
        "people_contactchannel",
        _("How I am reached"),
        _("to write to me or call me"),
        (
            Field("person_id", _("Whose address"), _MEMBERS, shown="person__name"),
            Field("kind", _("Kind"), _MEMBERS),
            Field("value", _("Address"), _CONTACTS),
            Field("entered_at", _("Entered")),
            Field("entered_by_other", _("Entered by an officer")),
            Field("usable_at", _("In use from")),
            Field("ended_at", _("Until")),
        ),
        reading(lambda person: ContactChannel.objects.filter(person=person).order_by("entered_at", "pk")),
        {"id": ONLY_REFERS},
    ),
    Holding(
        "accounts_contactchange",
        _("Changes of my e-mail address"),
        _("so that I know who changed it, and can refuse"),
        (
            Field("person_id", _("Whose address"), shown="person__name"),
            Field("channel_id", _("New address"), shown="channel__value"),
            Field("old_address", _("Old address")),
            Field("entered_by_id", _("Entered by"), shown="entered_by__name"),
            Field("entered_at", _("Entered")),
            Field("told_at", _("Old address told")),
            Field("ended_at", _("Ended")),
            Field("outcome", _("What became of it")),
        ),
        reading(lambda person: ContactChange.objects.filter(person=person).order_by("entered_at", "pk")),
        {"id": ONLY_REFERS},
    ),
    Holding(
        "accounts_token",
        _("Other programs that may act in my name"),
        _("to let programs in that I chose"),
        (
            Field("id", _("Reference")),
            Field("account_id", _("Whose token"), shown="account__person__name"),
            Field("name", _("What for")),
            Field("acts", _("May do")),
            Field("reads", _("May read")),
            Field("created_at", _("Made")),
            Field("expires_at", _("Good until")),
            Field("ended_at", _("Taken back")),
            Field("made_by_operator", _("Made by the operator")),
        ),
        reading(lambda person: Token.objects.filter(account__person=person).order_by("created_at", "pk")),
        {"secret_hash": _SECRET},
    ),
    Holding(
        "usersessions_usersession",
        _("Devices where I am signed in"),
        _("so that I can sign out those I do not know"),
        (
            Field("id", _("Reference")),
            Field("user_id", _("Whose session"), shown="user__person__name"),
            Field("created_at", _("Since")),
            Field("user_agent", _("Kind of device")),
        ),
        reading(lambda person: UserSession.objects.filter(user__person=person).order_by("pk")),
        {
            "session_key": _SECRET,
            "ip": _("always the same: no network address is kept"),
            "last_seen_at": _("not followed"),
            "data": _("always empty"),
        },
    ),
    *FACTORS,
)

# Tables that are held of a person but say nothing more than one above, or belong to a library and stay empty.
WITHHELD = {
    "django_session": _(
        "the same devices as in the list of sessions; what is in it is sealed with a secret that only the device has"
    ),
    "account_emailaddress": _("always empty"),
    "account_emailconfirmation": _("always empty"),
    "socialaccount_socialtoken": _("always empty"),
    "throttle": _("hashes that name nobody, for a day at the most"),
}


class OldSessions:
    """Forgets sessions that are over; the worker does it every hour besides."""

    def due(self, at: datetime) -> int:
        """Return how many are over at the moment `at`."""
        return Session.objects.filter(expire_date__lt=at).count()

    def forget(self, at: datetime, limit: int) -> int:
        """Forget up to `limit` of them and return how many."""
        return forget_expired_rows(at, limit=limit)


def _of_a_closed_account(*more: str) -> tuple[str, ...]:
    return ("rights.leave_organisation", "rights.erase_person", *more)


KEEPINGS = (
    Keeping(_("until the account is closed"), frozenset({"people_account"}), ended_by=_of_a_closed_account()),
    Keeping(
        _("until changed, or the account is closed"),
        frozenset({"people_account"}),
        ended_by=_of_a_closed_account(),
        part=_("the password"),
    ),
    Keeping(
        _("a year after it ended"),
        frozenset({"accounts_contactchange"}),
        clock=Aged(lambda at: ContactChange.objects.filter(ended_at__lt=at - _YEAR)),
    ),
    # After the changes: an address that a change speaks of waits for it.
    Keeping(
        _("one year after it ended"),
        frozenset({"people_contactchannel"}),
        clock=Aged(lambda at: ContactChannel.objects.filter(ended_at__lt=at - _YEAR, change=None)),
    ),
    Keeping(
        _("a year after the day it was to expire, or until the account is closed"),
        frozenset({"accounts_token"}),
        clock=Aged(lambda at: Token.objects.filter(expires_at__lt=at - _YEAR)),
        ended_by=_of_a_closed_account(),
    ),
    Keeping(
        _("30 days, or until it is ended"),
        frozenset({"django_session"}),
        clock=OldSessions(),
        ended_by=_of_a_closed_account("accounts.end_session", "accounts.end_other_sessions"),
    ),
    Keeping(
        _("until the session ends"),
        frozenset({"usersessions_usersession"}),
        ended_by=_of_a_closed_account("accounts.end_session", "accounts.end_other_sessions"),
    ),
    Keeping(_("a day at the most"), frozenset({"throttle"}), clock=OldSessions()),
    Keeping(
        _("never"),
        frozenset({"account_emailaddress", "account_emailconfirmation", "usersessions_usersession"}),
        part=_("network addresses and what one did"),
    ),
    *FACTOR_KEEPINGS,
)
