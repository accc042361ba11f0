"""An authenticator app, for tests: it shows the code of a step of half a minute."""

import time

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

STEP_SECONDS = 30


def code_of(secret: str, *, steps_on: int = 0) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // STEP_SECONDS + steps_on)))


def set_up_app(client: Client) -> str:
    """Set up an app for whoever signed in, and return the secret that it keeps."""
    secret: str = client.get("/account/second/app/").context["form"].secret
    response = client.post("/account/second/app/", {"code": code_of(secret, steps_on=-1)})
    assert response.headers["Location"] == "/account/second/codes/"
    return secret
