from collections.abc import Callable
from datetime import UTC, datetime

from allauth.mfa.apps import MFAConfig
from allauth.socialaccount.apps import SocialAccountConfig
from allauth.usersessions.apps import UserSessionsConfig
from django.apps import AppConfig

# Two columns want a moment; this is none.
_NO_MOMENT = datetime(1970, 1, 1, tzinfo=UTC)


class AccountsConfig(AppConfig):
    name = "folkmoot.accounts"
    label = "accounts"
    default = True


class SessionsConfig(UserSessionsConfig):  # type: ignore[misc]  # allauth ships no types
    """allauth's table of sessions, without its receivers: those would store IP addresses and whole user agents."""

    default = False

    def ready(self) -> None:
        """Connect nothing: `folkmoot.accounts.listing` fills the table."""


class FactorsConfig(MFAConfig):  # type: ignore[misc]  # allauth ships no types
    """allauth's table of passkeys and apps, which would note when each was last used: that says when a member reads."""

    default = False

    def ready(self) -> None:
        """Let nothing be noted of a use."""
        super().ready()
        self.get_model("Authenticator").record_usage = _note_nothing


class IdentitiesConfig(SocialAccountConfig):  # type: ignore[misc]  # allauth ships no types
    """allauth's table of linked identities, which would keep all that a provider says of people and when they signed in."""

    default = False

    def ready(self) -> None:
        """Let nothing be kept but whose identity it is."""
        super().ready()
        columns = self.get_model("SocialAccount")._meta  # noqa: SLF001  -- Django documents `_meta.get_field`
        for name, kept in (("extra_data", {}), ("last_login", _NO_MOMENT), ("date_joined", _NO_MOMENT)):
            columns.get_field(name).pre_save = _keeping(kept)


def _keeping(kept: object) -> Callable[..., object]:
    # The library has no setting for what it writes into these; Django asks a column for it.
    return lambda _row, add: kept  # noqa: ARG005  -- Django names it


def _note_nothing(_factor: object) -> None:
    pass
