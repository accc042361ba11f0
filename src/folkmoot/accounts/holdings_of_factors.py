"""What is held about passkeys, apps, slips, lost passkeys and kinds of devices, and for how long; never a secret."""

from datetime import datetime, timedelta

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.utils.translation import gettext_lazy as _

from folkmoot.access.holdings import ONLY_REFERS, Field, Holding, reading
from folkmoot.accounts.actions.slips import end_expired_slips
from folkmoot.accounts.models import Device, Recovery, Slip
from folkmoot.accounts.queries.slips import expired_slips
from folkmoot.kernel.keeping import Aged, Keeping

_SLIPS = ("accounts.print_slip", "accounts.confirm_slip")
_RECOVERIES = ("accounts.ask_for_recovery", "accounts.confirm_recovery")
_GUESSED = _("a secret, of which only a hash is kept: whoever had it could try to guess the secret")
_NOT_FOLLOWED = _("not followed: the column belongs to a library")
_YEAR = timedelta(days=365)

FACTORS = (
    Holding(
        "mfa_authenticator",
        _("My passkeys, my app and my recovery codes"),
        _("to let me in, and nobody else"),
        (
            Field("user_id", _("Whose"), shown="user__person__name"),
            Field("type", _("What")),
            Field("data", _("Name"), shown="data__name"),
            Field("created_at", _("Set up")),
        ),
        reading(lambda person: Authenticator.objects.filter(user__person=person).order_by("pk")),
        {"id": ONLY_REFERS, "last_used_at": _("not followed")},
    ),
    Holding(
        "socialaccount_socialaccount",
        _("The identity provider that I linked"),
        _("to let me in by it"),
        (
            Field("user_id", _("Whose"), shown="user__person__name"),
            Field("provider", _("Which")),
            Field("uid", _("What it calls me")),
        ),
        reading(lambda person: SocialAccount.objects.filter(user__person=person).order_by("pk")),
        {
            "id": ONLY_REFERS,
            "last_login": _NOT_FOLLOWED,
            "date_joined": _NOT_FOLLOWED,
            "extra_data": _("always empty"),
        },
    ),
    Holding(
        "accounts_slip",
        _("Paper slips to sign in with"),
        _("to let me in without a mailbox, and to show who had a hand in it"),
        (
            Field("person_id", _("For whom"), _SLIPS, shown="person__name"),
            Field("printed_by_id", _("Printed by"), _SLIPS, shown="printed_by__name"),
            Field("printed_at", _("Printed"), _SLIPS),
            Field("expires_at", _("Good until"), _SLIPS),
            Field("seen_by_id", _("Second officer"), _SLIPS, shown="seen_by__name"),
            Field("seen_at", _("Confirmed")),
            Field("told_at", _("I was told")),
            Field("ended_at", _("Ended")),
            Field("outcome", _("What became of it")),
        ),
        reading(lambda person: Slip.objects.filter(person=person).order_by("printed_at", "pk")),
        {
            "id": ONLY_REFERS,
            "code_hash": _GUESSED,
            "pin_hash": _GUESSED,
            "tries": _("only counts wrong tries, so that there are five at the most"),
        },
    ),
    Holding(
        "accounts_recovery",
        _("Passkeys that I lost and an officer took off"),
        _("so that I know who asked for one, and can refuse"),
        (
            Field("person_id", _("Whose passkeys"), _RECOVERIES, shown="person__name"),
            Field("asked_by_id", _("Asked for by"), _RECOVERIES, shown="asked_by__name"),
            Field("asked_at", _("Asked for"), _RECOVERIES),
            Field("confirmed_by_id", _("Second officer"), _RECOVERIES, shown="confirmed_by__name"),
            Field("confirmed_at", _("Confirmed")),
            Field("told_at", _("I was told"), _RECOVERIES),
            Field("ended_at", _("Ended")),
            Field("outcome", _("What became of it")),
        ),
        reading(lambda person: Recovery.objects.filter(person=person).order_by("asked_at", "pk")),
        {"id": ONLY_REFERS},
    ),
    Holding(
        "accounts_device",
        _("Kinds of devices that I signed in with"),
        _("to tell me of a new one"),
        (
            Field("account_id", _("Whose"), shown="account__person__name"),
            Field("family", _("Kind of device")),
            Field("first_seen_on", _("First used")),
            Field("is_told", _("I was told")),
        ),
        reading(lambda person: Device.objects.filter(account__person=person).order_by("pk")),
        {"id": ONLY_REFERS},
    ),
)


class OldPins:
    """Ends slips that have expired, with their PINs; the worker does it every ten minutes besides."""

    def due(self, at: datetime) -> int:
        """Return how many have expired at the moment `at`."""
        return expired_slips(at).count()

    def forget(self, at: datetime, limit: int) -> int:
        """End up to `limit` of them and return how many."""
        return end_expired_slips(at, limit=limit)


_LEAVING = ("rights.leave_organisation", "rights.erase_person")
FACTOR_KEEPINGS = (
    Keeping(
        _("until the slip is used, ended or expires"),
        frozenset({"accounts_slip"}),
        clock=OldPins(),
        ended_by=("accounts.use_slip", "accounts.end_slip", "accounts.refuse_slip"),
        part=_("the PIN"),
    ),
    Keeping(
        _("a year after it began"),
        frozenset({"accounts_slip"}),
        clock=Aged(lambda at: Slip.objects.filter(printed_at__lt=at - _YEAR)),
    ),
    Keeping(
        _("a year after it began"),
        frozenset({"accounts_recovery"}),
        clock=Aged(lambda at: Recovery.objects.filter(asked_at__lt=at - _YEAR)),
    ),
    Keeping(_("until the account is closed"), frozenset({"accounts_device"}), ended_by=_LEAVING),
    Keeping(
        _("until removed, or the account is closed"),
        frozenset({"mfa_authenticator"}),
        ended_by=("accounts.apply_recovery", *_LEAVING),
    ),
    Keeping(
        _("until the link is ended, or the account is closed"),
        frozenset({"socialaccount_socialaccount"}),
        ended_by=_LEAVING,
    ),
    Keeping(
        _("never"),
        frozenset({"mfa_authenticator", "socialaccount_socialaccount", "socialaccount_socialtoken"}),
        part=_("when one used it, and what a provider says of somebody"),
    ),
)
