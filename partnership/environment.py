"""Typed readers of environment variables.

Every reader raises ``ImproperlyConfigured`` naming the variable, so that a wrong setting stops the start.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email

HOST = re.compile(r"\.?[a-z0-9-]+(\.[a-z0-9-]+)*|\[[0-9a-f:]+\]", re.IGNORECASE)


def text(name: str, default: str | None = None) -> str:
    value = os.environ.get(name, default)
    if value is None or value == "":
        if default is not None:
            return default
        raise ImproperlyConfigured(f"{name} is not set")
    return value


def choice(name: str, options: tuple[str, ...], default: str) -> str:
    value = text(name, default)
    if value not in options:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(options)}, not {value!r}")
    return value


def boolean(name: str, default: bool) -> bool:
    value = text(name, "1" if default else "0").lower()
    if value not in {"1", "0", "true", "false", "yes", "no"}:
        raise ImproperlyConfigured(f"{name} must be 1 or 0, not {value!r}")
    return value in {"1", "true", "yes"}


def integer(name: str, default: int, *, least: int = 0) -> int:
    value = text(name, str(default))
    try:
        number = int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} must be a whole number, not {value!r}") from None
    if number < least:
        raise ImproperlyConfigured(f"{name} must be {least} or more, not {value}")
    return number


def secret(name: str, *, least: int) -> str:
    """A text of at least ``least`` characters; the message never repeats it."""
    value = text(name)
    if len(value) < least:
        raise ImproperlyConfigured(f"{name} must be at least {least} random characters")
    return value


def words(name: str) -> list[str]:
    """What stands between commas; empty when the variable is not set."""
    return [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]


def hosts(name: str) -> list[str]:
    """Read ``foui.example,.kommune.example``: names alone, without scheme, port or stars."""
    found = [word.strip() for word in os.environ.get(name, "").split(",") if word.strip()]
    for host in found:
        if not HOST.fullmatch(host):
            raise ImproperlyConfigured(f"{name} must be host names with commas between, not {host!r}")
    return found


def address(name: str, schemes: tuple[str, ...]) -> str:
    """Read ``https://foui.example``: the portal's own address, without a slash at the end."""
    parts = _split(name, schemes)
    if not parts.hostname or parts.path.rstrip("/") or parts.query or parts.fragment:
        raise ImproperlyConfigured(
            f"{name} must be a host's address and nothing after it: {schemes[0]}://foui.example"
        )
    return text(name).rstrip("/")


def email(name: str, default: str | None = None) -> str:
    value = text(name, default)
    try:
        validate_email(value)
    except ValidationError:
        raise ImproperlyConfigured(f"{name} must be an e-mail address, not {value!r}") from None
    return value


def folder(name: str, default: Path) -> Path:
    """A folder we may write in; it need not exist yet."""
    path = Path(text(name, str(default)))
    if path.exists() and not (path.is_dir() and os.access(path, os.W_OK)):
        raise ImproperlyConfigured(f"{name} must be a folder that can be written in: {path}")
    return path


def part_of(name: str, parent: Path, default: str) -> str:
    """The name of one of the folders in ``parent``."""
    options = sorted(path.name for path in parent.iterdir() if path.is_dir() and not path.name.startswith("_"))
    return choice(name, tuple(options), default)


def database(name: str) -> dict[str, object]:
    """Read ``postgresql://user:password@host:port/name``; ``?host=/folder`` names a Unix socket."""
    parts = _split(name, ("postgres", "postgresql"))
    query = {key: values[-1] for key, values in parse_qs(parts.query).items()}
    database_name = unquote(parts.path.lstrip("/"))
    if not database_name:
        raise ImproperlyConfigured(f"{name} names no database")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": database_name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host") or parts.hostname or "",
        "PORT": str(parts.port or ""),
        "OPTIONS": {"sslmode": query["sslmode"]} if "sslmode" in query else {},
    }


def redis(name: str) -> str:
    """Read ``redis://host:port/0``, ``rediss://…`` or ``unix:///path/of/socket``."""
    _split(name, ("redis", "rediss", "unix"))
    return text(name)


@dataclass(frozen=True)
class Relay:
    """Where mail is handed over: host, port, credentials and kind of TLS ('', 'starttls' or 'tls')."""

    host: str
    port: int
    username: str
    password: str
    tls: str


def relay(name: str) -> Relay:
    """Read ``smtp://user:password@host:port``, ``smtp+starttls://…`` or ``smtps://…``."""
    parts = _split(name, ("smtp", "smtps", "smtp+starttls"))
    if not parts.hostname:
        raise ImproperlyConfigured(f"{name} names no host")
    tls = {"smtp": "", "smtp+starttls": "starttls", "smtps": "tls"}[parts.scheme]
    port = parts.port or {"": 25, "starttls": 587, "tls": 465}[tls]
    return Relay(parts.hostname, port, unquote(parts.username or ""), unquote(parts.password or ""), tls)


def _split(name: str, schemes: tuple[str, ...]):  # type: ignore[no-untyped-def]
    parts = urlsplit(text(name))
    if parts.scheme not in schemes:
        raise ImproperlyConfigured(f"{name} must be an address beginning with {schemes[0]}://")
    try:
        _ = parts.port
    except ValueError:
        raise ImproperlyConfigured(f"{name} has a port that is no number") from None
    return parts
