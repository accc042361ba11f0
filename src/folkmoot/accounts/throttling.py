"""The keys of the throttles: they count by address, and keep none."""

from django.utils.crypto import salted_hmac


def hidden_key(key: str, key_prefix: str, version: int) -> str:
    """Return a cache key from which neither the IP address nor the e-mail address in `key` can be read back."""
    return salted_hmac("accounts.throttle", f"{key_prefix}:{version}:{key}", algorithm="sha256").hexdigest()
