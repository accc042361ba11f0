from allauth.mfa.apps import MFAConfig
from allauth.usersessions.apps import UserSessionsConfig
from django.apps import AppConfig


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


def _note_nothing(_factor: object) -> None:
    pass
