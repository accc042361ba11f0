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
