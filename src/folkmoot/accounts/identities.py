"""Signing in with an organisation's identity provider: only for those who linked it themselves."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialAccount, SocialLogin
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from folkmoot.people.models import Account

PROVIDER = "organisation"


class IdentityAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """How identity providers behave here."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:  # noqa: ARG002  -- allauth's signature
        """Return False: an identity that nobody linked lets nobody in, whatever address it says it has."""
        return False

    def get_connect_redirect_url(self, request: HttpRequest, socialaccount: SocialAccount) -> str:  # noqa: ARG002  -- as above
        """Return to one's own sign-in page."""
        return reverse("accounts:overview")

    def populate_user(self, request: HttpRequest, sociallogin: SocialLogin, data: object) -> Account:  # noqa: ARG002  -- as above
        """Take nothing over of what the provider says of somebody."""
        user: Account = sociallogin.user
        return user


def provider_name() -> str:
    """Return what the identity provider is called, or an empty text if there is none."""
    providers: Any = settings.SOCIALACCOUNT_PROVIDERS
    return next((str(app["name"]) for app in providers["openid_connect"]["APPS"]), "")


def is_linked(account: Account) -> bool:
    """Return whether `account` is linked to the identity provider."""
    return bool(SocialAccount.objects.filter(user=account).exists())


def unlink(account: Account) -> None:
    """End the link of `account` to the identity provider, and tell its owner."""
    deleted, _by_kind = SocialAccount.objects.filter(user=account).delete()
    if deleted:
        get_adapter().send_notification_mail("socialaccount/email/account_disconnected", account)
