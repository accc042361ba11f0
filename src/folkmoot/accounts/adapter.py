"""allauth's questions, answered: nobody signs up, mail goes our way, a new password ends other sessions."""

from typing import Any, cast

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkmoot.access.requests import SignedInRequest
from folkmoot.access.resuming import stay_signed_in
from folkmoot.accounts.actions.sessions import revoke_sessions
from folkmoot.accounts.queries.factors import rest_of
from folkmoot.accounts.session_keys import row_key
from folkmoot.accounts.slowing import remember_device, take_try
from folkmoot.notices.mail import AddressRefused, NotSent, send
from folkmoot.people.models import Account

log = structlog.get_logger()
# What a member is told of a change to how they sign in, by the name that allauth has for it.
_TOLD = {
    "mfa/email/totp_activated": _("An app was set up for the second step of signing in."),
    "mfa/email/totp_deactivated": _("The app for the second step of signing in was removed."),
    "mfa/email/webauthn_added": _("A passkey was added, with which one can sign in."),
    "mfa/email/webauthn_removed": _("A passkey was removed: one can no longer sign in with it."),
    "socialaccount/email/account_connected": _(
        "The identity provider was linked, with which one can sign in now."
    ),
    "socialaccount/email/account_disconnected": _("The link to the identity provider was ended."),
    "mfa/email/recovery_codes_generated": _("New recovery codes were made. The old ones no longer work."),
}
_STEPS = {"allauth.mfa.stages.AuthenticateStage": "folkmoot.accounts.second_step.SecondStepStage"}


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """How allauth behaves here."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "The address and the password do not go together. Try again, or ask for a code by mail."
        ),
        "incorrect_code": _("This is not the code from the mail. Copy it from the newest mail."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _(
            "Signing in as you was tried too often. Wait five minutes, then sign in again."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  -- allauth's signature
        """Return False: people are entered by admission and import."""
        return False

    def get_login_stages(self) -> list[str]:
        """Return allauth's steps of signing in, with ours in the place of its second one."""
        return [_STEPS.get(step, step) for step in super().get_login_stages()]

    def post_login(self, request: HttpRequest, user: Account, **more: Any) -> HttpResponse:  # noqa: ANN401  -- passed on to allauth as they come
        """Lead an officer who lacks a second factor to setting one up, wherever they wanted to go."""
        stay_signed_in(request)
        answer: HttpResponse = super().post_login(request, user, **more)
        lacks = rest_of(user.person, at=cast("SignedInRequest", request).at) is not None
        answer = redirect("mfa_index") if lacks else answer
        remember_device(answer, user)
        return answer

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ANN401  -- passed on as they come
        """Count an attempt with a password; one that succeeds is given back."""
        self._login_failed_rl_usage = take_try(request, "login_failed", str(credentials.get("email", "")))
        if self._login_failed_rl_usage is None:
            raise self.validation_error("too_many_login_attempts")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002  -- as above
        """Return to one's own sign-in page."""
        return reverse("accounts:overview")

    def logout(self, request: HttpRequest) -> None:
        """Sign out, and take the device off the list."""
        UserSession.objects.filter(session_key=row_key(request.session.session_key or "")).delete()
        super().logout(request)

    def set_password(self, user: Account, password: str) -> None:
        """Keep the new password, and end every session but this one."""
        with transaction.atomic():
            user.set_password(password)
            user.save(update_fields=["password"])
            revoke_sessions(user, kept=self.request.session.session_key or "")

    def send_mail(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        """Send one of the mails of signing in, or answer that it cannot be sent now.

        The answer is the same whether or not somebody has the address.
        """
        try:
            self._send(template_prefix, email, context)
        except AddressRefused:
            log.info("mail refused", mail=template_prefix)
        except NotSent as fault:
            log.warning("mail not sent", mail=template_prefix, why=str(fault))
            answer = render(self.request, "accounts/mail_down.html", status=503)
            raise ImmediateHttpResponse(answer) from fault

    def send_notification_mail(
        self,
        template_prefix: str,
        user: Account,
        context: dict[str, object] | None = None,  # noqa: ARG002  -- as above
        email: str | None = None,  # noqa: ARG002  -- as above
    ) -> None:
        """Tell the member that how they sign in changed; it has, even if the mail cannot be sent."""
        if not user.email:
            return
        try:
            mail = "factors_changed" if template_prefix in _TOLD else "password_changed"
            self._send(f"account/email/{mail}", user.email, {"what": _TOLD.get(template_prefix, "")})
        except NotSent as fault:
            log.warning("mail not sent", mail=template_prefix, why=str(fault))

    def _send(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        context = {**context, "url": settings.PUBLIC_URL}
        subject = render_to_string(f"{template_prefix}_subject.txt", context).strip()
        send(email, subject, render_to_string(f"{template_prefix}_message.txt", context))
