"""A device with passkeys, for tests: it answers what a browser would pass on to it."""

import hashlib
import json
import secrets
from dataclasses import dataclass, field

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from django.test import Client
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

_RP = hashlib.sha256(b"localhost").digest()
_FLAG = AuthenticatorData.FLAG
HOST = {"host": "localhost"}


@dataclass
class Device:
    """One passkey on one device; `makes_sure` is whether it asks its owner for a finger or a PIN."""

    makes_sure: bool = True
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))
    id: bytes = field(default_factory=lambda: secrets.token_bytes(16))
    owner: str = ""

    def create(self, options) -> str:
        self.owner = options["publicKey"]["user"]["id"]
        public = ES256.from_cryptography_key(self.key.public_key())
        kept = AttestedCredentialData.create(bytes(16), self.id, public)
        seen = AuthenticatorData.create(_RP, self._flags | _FLAG.AT, 0, kept)
        return self._answer("webauthn.create", options, {
            "attestationObject": websafe_encode(AttestationObject.create("none", seen, {})),
            "transports": ["internal"],
        })  # fmt: skip

    def get(self, options) -> str:
        seen = AuthenticatorData.create(_RP, self._flags, 0)
        said = hashlib.sha256(_said("webauthn.get", options)).digest()
        return self._answer("webauthn.get", options, {
            "authenticatorData": websafe_encode(seen),
            "signature": websafe_encode(self.key.sign(seen + said, ec.ECDSA(hashes.SHA256()))),
            "userHandle": self.owner,
        })  # fmt: skip

    @property
    def _flags(self):
        return _FLAG.UP | (_FLAG.UV if self.makes_sure else 0)

    def _answer(self, kind, options, more) -> str:
        return json.dumps({
            "id": websafe_encode(self.id),
            "rawId": websafe_encode(self.id),
            "type": "public-key",
            "clientExtensionResults": {"credProps": {"rk": True}},
            "response": {"clientDataJSON": websafe_encode(_said(kind, options))} | more,
        })  # fmt: skip


def add_passkey(client: Client, device: Device, name: str = "My phone") -> int:
    """Add the passkey of `device` for whoever signed in, and return the status of the answer."""
    options = json.loads(client.get("/account/passkeys/new/", headers=HOST).context["passkey_options"])
    answer = {"name": name, "credential": device.create(options)}
    return client.post("/account/passkeys/new/", answer, headers=HOST).status_code


def sign_in_with(client: Client, device: Device) -> str:
    """Sign in with the passkey of `device`, and return where that leads."""
    asked = client.get("/sign-in/passkey/", headers=HOST | {"Accept": "application/json"}).json()
    answer = {"credential": device.get(asked["request_options"])}
    return str(client.post("/sign-in/passkey/", answer, headers=HOST).headers["Location"])


def _said(kind, options) -> bytes:
    challenge = options["publicKey"]["challenge"]
    return json.dumps({"type": kind, "challenge": challenge, "origin": "https://localhost"}).encode()
