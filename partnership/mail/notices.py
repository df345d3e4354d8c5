"""Something a person should know of, folded into «Dette venter»; told once per key."""

from __future__ import annotations

from typing import Any

from partnership.mail.models import Notice


def notify(person: Any, kind: str, key: str, url: str, line: str) -> Notice:
    """``person`` is a user; ``url`` a path of the portal; ``line`` one sentence in the person's language."""
    return Notice.objects.get_or_create(
        person=person, key=key[:120], defaults={"kind": kind, "url": url[:300], "line": line[:300]}
    )[0]
