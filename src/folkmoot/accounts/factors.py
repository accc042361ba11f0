"""allauth's questions about second factors, answered: what is kept of their secrets, and what things are called."""

import base64

import qrcode
from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from folkmoot.accounts.rules.devices import device_of
from folkmoot.people.models import Account
from folkmoot.ui.navigation import organisation_name

_PURPOSE = b"folkmoot.accounts.factors"
_BYTES = 32


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # allauth ships no types
    """How second factors behave here."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy(
            "This did not work. Try again with a new code, or with another passkey."
        ),
        "cannot_generate_recovery_codes": gettext_lazy("Set up an app or a passkey first."),
    }

    def encrypt(self, text: str) -> str:
        """Return `text` as it is kept: a copy of the database alone opens nothing."""
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return what `encrypt` was given."""
        return _box().decrypt(encrypted_text.encode()).decode()

    def build_totp_svg(self, url: str) -> SafeString:
        """Return the QR code of `url` as a drawing that stands in the page; the security policy lets no other through."""
        return qr_drawing(url, _("QR code for the app"))

    def generate_authenticator_name(self, user: Account, type: str) -> str:  # noqa: A002, ARG002  -- allauth's signature
        """Return the family of the device at hand, as the list of sessions calls it."""
        return device_of(context.request.headers.get("User-Agent", "")) or _("My device")

    def _get_user_identifier(self, user: Account) -> str:
        return user.email or user.person.name

    def _get_site_name(self) -> str:
        return organisation_name(context.request)


def qr_drawing(text: str, label: str) -> SafeString:
    """Return the QR code of `text` as a drawing for a page; `label` is what a screen reader says."""
    code = qrcode.QRCode()
    code.add_data(text)
    dark = code.get_matrix()
    drawn = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(dark) for x, is_dark in enumerate(row) if is_dark
    )
    return format_html(
        '<svg viewBox="0 0 {0} {0}" width="180" height="180" role="img" aria-label="{1}">'
        '<rect width="{0}" height="{0}" fill="#fff"/><path d="{2}" fill="#000"/></svg>',
        len(dark),
        label,
        drawn,
    )


def _box() -> Fernet:
    key = HKDF(SHA256(), _BYTES, salt=None, info=_PURPOSE).derive(settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key))
