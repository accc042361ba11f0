"""The forms at the door: allauth's, in our words, and silent about who has an account."""

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.forms import BaseConfirmCodeForm, LoginForm, RequestLoginCodeForm, ResetPasswordForm
from django import forms
from django.forms import Form
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

_UNKNOWN = "account/email/unknown_account"


class PasswordForm(LoginForm):  # type: ignore[misc]  # allauth ships no types
    """Signing in with a password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  -- passed on to allauth as they come
        """Say what is asked for in labels alone: a placeholder vanishes when it is needed."""
        super().__init__(*args, **kwargs)
        _ask(self, "login", _("E-mail address"), autocomplete="username")
        _ask(self, "password", _("Password"))
        self.fields["password"].help_text = ""


class AskForCodeForm(RequestLoginCodeForm):  # type: ignore[misc]  # allauth ships no types
    """Asking for a code by mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  -- passed on to allauth as they come
        """Ask for the address."""
        super().__init__(*args, **kwargs)
        _ask(self, "email", _("E-mail address"), autocomplete="username")

    def clean_email(self) -> str:
        """Write to an address that nobody has, too: who asks learns nothing from the time it takes."""
        email: str = super().clean_email()
        if self._user is None:
            get_adapter().send_mail(_UNKNOWN, email, {})
        return email


class ForgottenPasswordForm(ResetPasswordForm):  # type: ignore[misc]  # allauth ships no types
    """Asking for a code to set a new password with."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  -- passed on to allauth as they come
        """Ask for the address."""
        super().__init__(*args, **kwargs)
        _ask(self, "email", _("E-mail address"), autocomplete="username")

    def save(self, request: HttpRequest, **kwargs: Any) -> str:  # noqa: ANN401  -- passed on to allauth as they come
        """Write to an address that nobody has, too."""
        if not self.users:
            get_adapter().send_mail(_UNKNOWN, self.cleaned_data["email"], {})
        email: str = super().save(request, **kwargs)
        return email


class EnterCodeForm(BaseConfirmCodeForm):  # type: ignore[misc]  # allauth ships no types
    """Entering a code from a mail; it may be pasted, with or without its dash, in any case."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401  -- passed on to allauth as they come
        """Ask for the code."""
        super().__init__(*args, **kwargs)
        _ask(self, "code", _("Code from the mail"), autocapitalize="characters", spellcheck="false")


def _ask(form: Form, name: str, label: Any, **attributes: str) -> None:  # noqa: ANN401  -- a lazy text has no public type
    field: forms.Field = form.fields[name]
    field.label = label
    field.widget.attrs.pop("placeholder", None)
    field.widget.attrs.update(attributes)
