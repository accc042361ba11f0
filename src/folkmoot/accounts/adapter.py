"""allauth's questions, answered: nobody signs up, mail goes our way, a new password ends other sessions."""

import structlog
from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from folkmoot.accounts.actions.sessions import revoke_sessions
from folkmoot.notices.mail import AddressRefused, NotSent, send
from folkmoot.people.models import Account

log = structlog.get_logger()


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth ships no types
    """How allauth behaves here."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _(
            "The address and the password do not go together. Try again, or ask for a code by mail."
        ),
        "incorrect_code": _("This is not the code from the mail. Copy it from the newest mail."),
        "incorrect_password": _("This is not your password."),
        "too_many_login_attempts": _("There were too many attempts. Wait five minutes and try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  -- allauth's signature
        """Return False: people are entered by admission and import."""
        return False

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002  -- as above
        """Return to one's own sign-in page."""
        return reverse("accounts:overview")

    def logout(self, request: HttpRequest) -> None:
        """Sign out, and take the device off the list."""
        UserSession.objects.filter(session_key=request.session.session_key).delete()
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
        """Tell the member that their password changed; it has, even if the mail cannot be sent."""
        try:
            self._send("account/email/password_changed", user.email, {})
        except NotSent as fault:
            log.warning("mail not sent", mail=template_prefix, why=str(fault))

    def _send(self, template_prefix: str, email: str, context: dict[str, object]) -> None:
        context = {**context, "url": settings.PUBLIC_URL}
        subject = render_to_string(f"{template_prefix}_subject.txt", context).strip()
        send(email, subject, render_to_string(f"{template_prefix}_message.txt", context))
