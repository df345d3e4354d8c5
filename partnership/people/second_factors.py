"""The secrets of second factors as they lie in the database: sealed with a key made from ``SECRET_KEY``.

What was sealed with an earlier key is opened by ``SECRET_KEY_FALLBACKS`` and sealed anew once a day. Text that is not
sealed was written by a version of the portal that did not do it: it is read as it stands until it is sealed, so that
nobody is locked out while both versions run.
"""

from __future__ import annotations

import base64
import logging
from collections.abc import Callable
from functools import lru_cache
from typing import Any, Final

from allauth.mfa.models import Authenticator
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction

log = logging.getLogger(__name__)
SEALED: Final = "sealed:"
# Passkeys have none: a public key opens nothing.
WITH_SECRET: Final = (Authenticator.Type.TOTP, Authenticator.Type.RECOVERY_CODES)


class Unreadable(Exception):
    """Sealed with a key that is neither ``SECRET_KEY`` nor among its fallbacks."""


def seal(text: str) -> str:
    return SEALED + _newest().encrypt(text.encode()).decode("ascii")


def unseal(stored: str) -> str:
    if not stored.startswith(SEALED):
        return stored
    try:
        return MultiFernet([_sealer(key) for key in _keys()]).decrypt(stored.removeprefix(SEALED)).decode()
    except InvalidToken:
        raise Unreadable from None


def seal_anew(*, remove_unreadable: bool = False) -> int:
    """Seal with the newest key what is not; returns how many rows. Running it again changes nothing.

    ``remove_unreadable`` takes away the second factors nobody can use any more; the person sets up a new one.
    """
    changed = 0
    for pk in Authenticator.objects.filter(type__in=WITH_SECRET).order_by("pk").values_list("pk", flat=True):
        with transaction.atomic():
            row = Authenticator.objects.select_for_update().filter(pk=pk).first()
            changed += row is not None and _renew(row, remove_unreadable)
    return changed


def _renew(row: Authenticator, remove_unreadable: bool) -> bool:
    try:
        data = _each(row.data, lambda text: text if _is_sealed_with_newest(text) else seal(unseal(text)))
    except Unreadable:
        log.error("a second factor cannot be read with any key", extra={"authenticator": row.pk})
        if remove_unreadable:
            row.delete()
        return remove_unreadable
    if data == row.data:
        return False
    row.data = data
    row.save(update_fields=["data"])
    return True


def _each(data: dict[str, Any], change: Callable[[str], str]) -> dict[str, Any]:
    """``data`` with its secrets changed; allauth keeps them under these names."""
    changed = dict(data)
    for name in ("secret", "seed"):
        if name in data:
            changed[name] = change(data[name])
    if "migrated_codes" in data:
        changed["migrated_codes"] = [change(code) for code in data["migrated_codes"]]
    return changed


def _is_sealed_with_newest(stored: str) -> bool:
    if not stored.startswith(SEALED):
        return False
    try:
        _newest().decrypt(stored.removeprefix(SEALED))
    except InvalidToken:
        return False
    return True


def _keys() -> list[str]:
    return [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]


def _newest() -> Fernet:
    return _sealer(settings.SECRET_KEY)


@lru_cache(8)
def _sealer(key: str) -> Fernet:
    # A key of its own: what signs links and sessions seals nothing.
    own = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"portal: second factors").derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(own))
