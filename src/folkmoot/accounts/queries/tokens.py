"""Tokens and codes: what is kept of them, and which can be used."""

import hashlib
from datetime import datetime
from uuid import UUID

from django.utils.crypto import salted_hmac

from folkmoot.accounts.models import (
    Token,
    TokenQuerySet,
)
from folkmoot.people.models import Account


def secret_hash(secret: str) -> str:
    """Return what is kept of a token's secret: plain SHA-256, as there are 256 random bits to guess."""
    return hashlib.sha256(secret.encode()).hexdigest()


def pin_hash(slip_id: UUID, pin: str) -> str:
    """Return what is kept of a slip's PIN: keyed, as six digits are guessed at once from any other hash."""
    return salted_hmac("accounts.slip", f"{slip_id}:{pin}", algorithm="sha256").hexdigest()


def token_of(secret: str, at: datetime) -> Token | None:
    """Return the token with this secret if it can be used at the moment `at`, with its account and person."""
    tokens: TokenQuerySet = Token.objects.usable(at)
    return tokens.select_related("account__person").filter(secret_hash=secret_hash(secret)).first()


def tokens_of(account: Account, at: datetime) -> TokenQuerySet:
    """Return the tokens of `account` that can be used at the moment `at`, the oldest first."""
    tokens: TokenQuerySet = Token.objects.usable(at)
    return tokens.filter(account=account).order_by("created_at", "pk")
