"""allauth's pages on passkeys, apps and identities, with the question to the browser where our script finds it."""

import json
from http import HTTPStatus
from typing import Any

from allauth.account.internal.flows.login import record_authentication
from allauth.account.stages import LoginByCodeStage
from allauth.account.views import LoginView, RequestLoginCodeView
from allauth.mfa.base.views import AuthenticateView
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn import views
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from allauth.mfa.webauthn.internal import auth
from django.conf import settings
from django.contrib import messages
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from folkmoot.accounts.identities import PROVIDER, provider_name

edit_webauthn = views.edit_webauthn
remove_webauthn = views.remove_webauthn


class _Careful(json.JSONDecoder):
    """Says of whatever cannot be read that it is no JSON: a number of 5,000 digits, and brackets without an end, too."""

    def decode(self, s: str, *args: Any) -> Any:  # noqa: ANN401  -- json's own shape
        try:
            return super().decode(s, *args)
        except (ValueError, RecursionError) as error:
            raise json.JSONDecodeError(type(error).__name__, "", 0) from error


# Every door at which a browser answers for a passkey; the first of them stands open to anybody.
for _form in (AddWebAuthnForm, AuthenticateWebAuthnForm, LoginWebAuthnForm, ReauthenticateWebAuthnForm):
    _form.base_fields["credential"].decoder = _Careful


class _Reached:
    """Lets whoever mistyped their address come back to where they typed it.

    allauth would lead those who wait for a code to the code again. And it lets no browser store these pages, which then shows
    nothing but an error instead of a form that was refused. An address is all that stands in them: no page has a password.
    """

    waits_for_code_to = ""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: Any) -> HttpResponse | None:  # noqa: ANN401  -- allauth's
        if stage.key != LoginByCodeStage.key:
            redirected: HttpResponse | None = super()._redirect_to_pending_stage(request, stage)  # type: ignore[misc]  # as below
            return redirected
        self.waits_for_code_to = stage.state.get("email") or ""
        return None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:  # noqa: ANN401  -- allauth's
        answer: HttpResponseBase = super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # whose mixin this is
        if request.method == "POST" and answer.status_code == HTTPStatus.OK:
            answer["Cache-Control"] = "private, no-cache"
            del answer["Expires"]
        return answer


class FirstDoor(_Reached, RequestLoginCodeView):  # type: ignore[misc]  # allauth ships no types
    """The first page of signing in, with every way there is."""

    def get_initial(self) -> dict[str, Any]:
        return {**super().get_initial(), "email": self.waits_for_code_to}

    def get_context_data(self, **more: Any) -> dict[str, Any]:  # noqa: ANN401  -- passed on to allauth as they come
        context: dict[str, Any] = super().get_context_data(**more)
        code_url = self.passthrough_next_url(reverse("account_confirm_login_code"))
        waiting = {"code_url": code_url} if self.waits_for_code_to else {}
        return {**context, "provider_name": provider_name(), "provider": PROVIDER, **waiting}


class PasswordDoor(_Reached, LoginView):  # type: ignore[misc]  # allauth ships no types
    """Signing in with a password."""


class _Asking:
    def get_context_data(self, **more: Any) -> dict[str, Any]:  # noqa: ANN401  -- passed on to allauth as they come
        context: dict[str, Any] = super().get_context_data(**more)  # type: ignore[misc]  # whose mixin this is
        return {**context, "passkey_options": json.dumps(context["js_data"]["request_options"])}


class SecondStep(_Asking, AuthenticateView):  # type: ignore[misc]  # allauth ships no types
    """The second step of signing in."""


class SamePasskey(_Asking, views.ReauthenticateWebAuthnView):  # type: ignore[misc]  # allauth ships no types
    """Showing a passkey once more."""


class _Proving:
    """Takes setting something up for showing it: the recovery codes that come next are shown at once."""

    request: HttpRequest

    def form_valid(self, form: Form) -> HttpResponse:
        answer: HttpResponse = super().form_valid(form)  # type: ignore[misc]  # whose mixin this is
        record_authentication(self.request, self.request.user, "mfa", reauthenticated=True)
        return answer


class NewApp(_Proving, ActivateTOTPView):  # type: ignore[misc]  # allauth ships no types
    """Setting up an app."""


class NewPasskey(_Proving, views.AddWebAuthnView):  # type: ignore[misc]  # allauth ships no types
    """Adding a passkey that is enough on its own: kept on the device, which makes sure of its owner."""

    def get_context_data(self, **more: Any) -> dict[str, Any]:  # noqa: ANN401  -- passed on to allauth as they come
        context: dict[str, Any] = super().get_context_data(**more)
        options = auth.begin_registration(self.request.user, passwordless=True)
        return {**context, "passkey_options": json.dumps(options)}


class PasskeyDoor(views.LoginWebAuthnView):  # type: ignore[misc]  # allauth ships no types
    """Signing in with a passkey; whoever comes without one stands at the first door again."""

    def form_invalid(self, form: Form) -> HttpResponse:
        for sentence in form.errors.get("credential", []):
            messages.error(self.request, str(sentence))
        return redirect(settings.LOGIN_URL)
