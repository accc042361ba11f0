"""Every setting an operator can make: environment variables, read here and nowhere else."""

import os
from dataclasses import dataclass, field, fields
from math import isfinite
from pathlib import Path
from typing import TypeVar
from urllib.parse import ParseResult, unquote, urlparse

from folkmoot.kernel.files import write_once

# The value of FOLKMOOT_METRICS that lets programs on this machine see them; any other is a token.
LOCAL = "local"
_SMTP_PORTS = {"smtp": 587, "smtps": 465}
_POSTGRESQL = {"postgresql", "postgres"}
_SHORTEST_TOKEN = 20
_THIS_MACHINE = {"localhost", "127.0.0.1", "::1"}


class WrongSetting(ValueError):
    """A sentence that says which variable is wrong, and how it should look."""


@dataclass(frozen=True)
class Environment:
    """What was set, or its default; `docs/operating.md` holds the table."""

    data: Path
    database_url: str
    debug: bool
    demo: bool
    hosts: tuple[str, ...]
    host: str
    port: int
    public_url: str
    language: str
    time_zone: str
    email_url: str
    email_from: str
    email_per_second: float
    push_inside: tuple[str, ...]
    figures_seconds: int
    metrics: str
    backup_days: int
    file_mb: int
    files_mb: int
    log_requests: bool
    page_processes: int
    page_threads: int
    proxies: int
    oidc_issuer: str
    oidc_client_id: str
    oidc_secret: str = field(repr=False)
    oidc_name: str

    @classmethod
    def read(cls) -> "Environment":
        """Return the settings of this process, from variables that begin with FOLKMOOT_.

        :raises WrongSetting: if one of them cannot be meant.
        """
        port = _number("PORT", 8000)
        public_url = _get("PUBLIC_URL", f"http://127.0.0.1:{port}")
        return cls(
            data=Path(_get("DATA", "var")).resolve(),
            database_url=_database_url(_get("DATABASE_URL", "")),
            debug=_get("DEBUG", "") == "1",
            demo=_get("DEMO", "") == "1",
            hosts=tuple(_get("HOSTS", "127.0.0.1,localhost").split(",")),
            host=_get("HOST", "127.0.0.1"),
            port=port,
            public_url=public_url,
            language=_get("LANGUAGE", "en"),
            time_zone=_get("TIME_ZONE", "UTC"),
            email_url=_get("EMAIL_URL", ""),
            email_from=_get("EMAIL_FROM", "folkmoot@localhost"),
            email_per_second=_number("EMAIL_PER_SECOND", 10.0),
            push_inside=_places(_get("PUSH_INSIDE", "")),
            figures_seconds=_number("FIGURES_SECONDS", 180),
            metrics=_who_sees_metrics(_get("METRICS", "")),
            backup_days=_number("BACKUP_DAYS", 7),
            file_mb=_number("FILE_MB", 25),
            files_mb=_number("FILES_MB", 100),
            log_requests=_get("LOG_REQUESTS", "") == "1",
            page_processes=_number("PAGE_PROCESSES", 1),
            page_threads=_number("PAGE_THREADS", 4),
            # We speak no TLS ourselves: an address with https has a proxy before us.
            proxies=_number("PROXIES", 1 if public_url.startswith("https:") else 0),
            oidc_issuer=_get("OIDC_ISSUER", "").rstrip("/"),
            oidc_client_id=_get("OIDC_CLIENT_ID", ""),
            oidc_secret=_get("OIDC_SECRET", ""),
            oidc_name=_get("OIDC_NAME", "the organisation’s sign-in"),
        )

    @property
    def secret_key(self) -> str:
        """The key that signs sessions: made at first start and kept in the data folder."""
        path = self.data / "secret-key"
        if not path.exists():
            import secrets  # noqa: PLC0415  -- once in an installation's life, and as large as all the rest here

            write_once(path, secrets.token_urlsafe(50).encode())
        return path.read_text()

    @property
    def identity_providers(self) -> list[dict[str, object]]:
        """The organisation's identity provider as allauth wants it, or none: it is off until an issuer is set."""
        if not self.oidc_issuer:
            return []
        address = urlparse(self.oidc_issuer)
        if address.scheme != "https" and address.hostname not in _THIS_MACHINE:
            message = "FOLKMOOT_OIDC_ISSUER begins with https://: what it says of people crosses a network"
            raise ValueError(message)
        return [
            {
                "provider_id": "organisation",
                "name": self.oidc_name,
                "client_id": self.oidc_client_id,
                "secret": self.oidc_secret,
                # Who somebody is says the signed token alone; we ask for nothing else about them.
                "settings": {
                    "server_url": self.oidc_issuer,
                    "fetch_userinfo": False,
                    "oauth_pkce_enabled": True,
                },
            }
        ]

    @property
    def identity_origin(self) -> str:
        """The origin to which the sign-in form may lead, or an empty text."""
        address = urlparse(self.oidc_issuer)
        return f"{address.scheme}://{address.netloc}" if self.oidc_issuer else ""

    @property
    def mail(self) -> "MailServer":
        """Where mail goes: an SMTP server by URL, or files in the data folder when none is given."""
        return _mail_server(urlparse(self.email_url or (self.data / "outbox").as_uri()))

    @property
    def database(self) -> dict[str, object]:
        """The database as Django wants it: PostgreSQL by URL, or SQLite in the data folder."""
        return (
            _postgresql(self.database_url) if self.database_url else _sqlite(self.data / "folkmoot.sqlite3")
        )


@dataclass(frozen=True)
class MailServer:
    """How mail leaves: through a server, or into a folder."""

    backend: str
    folder: str = ""
    host: str = ""
    port: int = 25
    user: str = ""
    password: str = field(default="", repr=False)
    starts_tls: bool = False
    speaks_tls: bool = False


def variable_names() -> list[str]:
    """Return the names of all variables that can be set, for the documentation and its test."""
    return [f"FOLKMOOT_{field.name.upper()}" for field in fields(Environment)]


def _get(name: str, default: str) -> str:
    return os.environ.get(f"FOLKMOOT_{name}", default)


Number = TypeVar("Number", int, float)


def _number(name: str, default: Number) -> Number:
    given = _get(name, str(default))
    try:
        number = type(default)(given)
    except ValueError:
        number = type(default)(-1)
    if number < 0 or not isfinite(number):
        raise WrongSetting(f"FOLKMOOT_{name} is “{given}”; it should be a number, such as {default}.")
    return number


def _places(given: str) -> tuple[str, ...]:
    places = tuple(place.strip().lower() for place in given.split(",") if place.strip())
    for place in places:
        host, _colon, port = place.rpartition(":")
        if not host or not port.isdecimal():
            raise WrongSetting(
                f"FOLKMOOT_PUSH_INSIDE has “{place}”; each place is a host and a port, such as push.example.org:8443."
            )
    return places


def _database_url(url: str) -> str:
    """Return the address of the database; what is in it is not repeated, as it holds a password."""
    try:
        parts = urlparse(url)
        is_ours = parts.scheme in _POSTGRESQL and bool(parts.path.strip("/")) and (parts.port or 1) > 0
    except ValueError:
        is_ours = False
    if url and not is_ours:
        raise WrongSetting(
            "FOLKMOOT_DATABASE_URL is no address of a PostgreSQL database; it should look like "
            "postgresql://name:password@host:5432/name. Unset it to use SQLite in the data folder."
        )
    return url


def _who_sees_metrics(given: str) -> str:
    if given and given != LOCAL and len(given) < _SHORTEST_TOKEN:
        raise WrongSetting(
            f"FOLKMOOT_METRICS is neither “{LOCAL}” nor a token of at least {_SHORTEST_TOKEN} characters. "
            "Make one with: openssl rand -hex 20"
        )
    return given


def _sqlite(path: Path) -> dict[str, object]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "CONN_MAX_AGE": None,
        "OPTIONS": {
            # Without IMMEDIATE two writers can both read, and one fails at its first write.
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            # FULL: what was answered survives a power cut. SECURE_DELETE: what was deleted, withdrawn receipts and wiped
            # salts above all, is overwritten and not only forgotten.
            "init_command": "pragma journal_mode=wal; pragma synchronous=full; pragma cache_size=-32000;"
            " pragma secure_delete=on;",
        },
    }


def _mail_server(url: ParseResult) -> MailServer:
    if url.scheme == "file":
        return MailServer("folkmoot.notices.outbox.OutboxBackend", folder=unquote(url.path))
    if url.scheme not in _SMTP_PORTS or not url.hostname:
        message = "FOLKMOOT_EMAIL_URL begins with smtp://, smtps:// or file://; for example smtp://name:password@mail.example.org:587"
        raise WrongSetting(message)
    return MailServer(
        "django.core.mail.backends.smtp.EmailBackend",
        host=url.hostname,
        port=url.port or _SMTP_PORTS[url.scheme],
        user=unquote(url.username or ""),
        password=unquote(url.password or ""),
        # A code or a password must not cross a network in the clear; a server on this machine needs no certificate.
        starts_tls=url.scheme == "smtp" and url.hostname not in _THIS_MACHINE,
        speaks_tls=url.scheme == "smtps",
    )


def _postgresql(url: str) -> dict[str, object]:
    parts = urlparse(url)
    host = unquote(parts.hostname or "")
    query = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(query.get("host", host)),
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": None,
        # A page says that the database does not answer; it does not wait for two minutes to be able to.
        "OPTIONS": {"connect_timeout": 5},
    }
