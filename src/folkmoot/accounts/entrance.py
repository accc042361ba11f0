"""The forms at the door: allauth's, in our words, and silent about who has an account."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import forms as allauth
from allauth.account.adapter import get_adapter
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core import context
from allauth.core.internal.cryptokit import normalize_user_code
from allauth.mfa.adapter import get_adapter as get_factor_adapter
from allauth.mfa.base import forms as second
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.core.cache import cache
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.queries.waiting import first_address_waiting
from folkmoot.accounts.rules.addresses import normal
from folkmoot.accounts.slowing import take_try, take_try_here

# With a tolerance of one step to either side, a code of 30 seconds is taken for 90.
_CODE_SECONDS = 120
_UNKNOWN = "account/email/unknown_account"


def _answer_unknown(email: str) -> None:
    # To its own mailbox alone, so that the page tells nobody whether somebody has the address, or will have it.
    get_adapter().send_mail(_UNKNOWN, email, {"waiting": first_address_waiting(normal(email))})


class Plain:
    """Says what is asked for in labels alone: a placeholder vanishes when it is needed."""

    labels: ClassVar[Mapping[str, Any]] = {}
    attributes: ClassVar[Mapping[str, Mapping[str, str]]] = {}
    fields: dict[str, forms.Field]

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  -- passed on to allauth as they come
        """Put our words in the place of allauth's."""
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.widget.attrs.update(self.attributes.get(name, {}))
            field.label = self.labels.get(name, field.label)


class PasswordForm(Plain, allauth.LoginForm):  # type: ignore[misc]  # allauth ships no types
    """Signing in with a password."""

    labels = {"login": _("E-mail address")}
    attributes = {"login": {"autocomplete": "username"}}

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  -- passed on to allauth as they come
        """Leave the link for forgotten passwords to the page."""
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class SamePasswordForm(Plain, allauth.ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """Entering one's password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  -- passed on to allauth as they come
        """Leave the link for forgotten passwords to the page."""
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""


class AskForCodeForm(Plain, allauth.RequestLoginCodeForm):  # type: ignore[misc]  # allauth ships no types
    """Asking for a code by mail."""

    labels = {"email": _("E-mail address")}
    attributes = {"email": {"autocomplete": "username"}}

    def clean_email(self) -> str:
        """Write to an address that nobody has, too: who asks learns nothing from the time it takes."""
        email: str = self.cleaned_data["email"]
        # Not allauth's own, which counts by the address alone.
        if take_try(context.request, "request_login_code", email) is None:
            raise get_adapter().validation_error("too_many_login_attempts")
        self._user = next(iter(filter_users_by_email(email, is_active=True, for_login=True)), None)
        if self._user is None:
            _answer_unknown(email)
        return email


class ForgottenPasswordForm(Plain, allauth.ResetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    """Asking for a code to set a new password with."""

    labels = {"email": _("E-mail address")}
    attributes = {"email": {"autocomplete": "username"}}

    def clean_email(self) -> str:
        """Count what this network asks for; the page counts by the address."""
        email: str = super().clean_email()
        if take_try_here(context.request, "reset_password", normal(email)) is None:
            raise get_adapter().validation_error("too_many_login_attempts")
        return email

    def save(self, request: HttpRequest, **kwargs: Any) -> str:  # noqa: ANN401  -- passed on to allauth as they come
        """Write to an address that nobody has, too."""
        if not self.users:
            _answer_unknown(self.cleaned_data["email"])
        email: str = super().save(request, **kwargs)
        return email


class EnterCodeForm(Plain, allauth.BaseConfirmCodeForm):  # type: ignore[misc]  # allauth ships no types
    """Entering a code from a mail; it may be pasted, with or without its dash, in any case."""

    labels = {"code": _("Code from the mail")}
    attributes = {"code": {"autocapitalize": "characters", "spellcheck": "false"}}


class _Once(Plain):
    """Takes a code of an app once, which allauth sees to for its 30 seconds alone."""

    labels = {"code": _("Code from your app, or a recovery code")}
    attributes = {"code": {"inputmode": "numeric", "spellcheck": "false"}}
    user: Any
    authenticator: Authenticator

    def clean_code(self) -> str:
        """Refuse a code that was taken before, and count what this network tries."""
        tried = take_try_here(context.request, "second_step", str(self.user.pk))
        if tried is None:
            raise get_adapter().validation_error("too_many_login_attempts")
        code: str = super().clean_code()  # type: ignore[misc]  # of the form whose mixin this is
        tried.rollback()
        if self.authenticator.type == Authenticator.Type.TOTP:
            key = f"second-step:{self.user.pk}:{normalize_user_code(code)}"
            if not cache.add(key, "taken", timeout=_CODE_SECONDS):
                raise get_factor_adapter().validation_error("incorrect_code")
        return code


class SecondStepForm(_Once, second.AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The second step of signing in, by a code."""


class SameCodeForm(_Once, second.ReauthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """Entering a code once more, before something that matters."""


class FirstAppCodeForm(Plain, ActivateTOTPForm):  # type: ignore[misc]  # allauth ships no types
    """Setting up an app, with its first code."""

    labels = {"code": _("Code that the app shows")}
    attributes = {"code": {"inputmode": "numeric", "spellcheck": "false"}}


_NAMED = {"name": _("What do you call it?")}
_NAME_LENGTH = {"name": {"maxlength": "60"}}


class NewPasskeyForm(Plain, passkeys.SignupWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """Adding a passkey: always one that is enough on its own, so there is nothing to tick."""

    labels = _NAMED
    attributes = _NAME_LENGTH


class PasskeyNameForm(Plain, passkeys.EditWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """Calling a passkey something else."""

    labels = _NAMED
    attributes = _NAME_LENGTH


_NEW = {
    "oldpassword": _("Password until now"),
    "password1": _("New password"),
    "password2": _("The same once more"),
}


class FirstPasswordForm(Plain, allauth.SetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    """Choosing a password for the first time."""

    labels = _NEW


class OtherPasswordForm(Plain, allauth.ChangePasswordForm):  # type: ignore[misc]  # allauth ships no types
    """Choosing another password."""

    labels = _NEW

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  -- passed on to allauth as they come
        """Leave out the link for forgotten passwords: who is here is signed in."""
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].help_text = ""


class NewPasswordForm(Plain, allauth.ResetPasswordKeyForm):  # type: ignore[misc]  # allauth ships no types
    """Choosing a password in the place of a forgotten one."""

    labels = _NEW
