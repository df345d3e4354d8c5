"""Something a person should know of, folded into «Dette venter»; told once per key."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from partnership.mail.models import Notice


def take_back(begins: str) -> list[Any]:
    """Drop the notices whose keys begin so and that have not been mailed; returns who has had one by mail."""
    told = Notice.objects.filter(key__startswith=begins).select_related("person").order_by("pk")
    mailed = {notice.person_id: notice.person for notice in told if notice.mailed_at}
    told.filter(mailed_at=None).delete()
    return list(mailed.values())


def told(keys: Iterable[str]) -> set[str]:
    """Those of them that somebody has a notice with."""
    return set(Notice.objects.filter(key__in=list(keys)).values_list("key", flat=True))


def notify(person: Any, kind: str, key: str, url: str, line: str) -> Notice:
    """``person`` is a user; ``url`` a path of the portal; ``line`` one sentence in the person's language."""
    return Notice.objects.get_or_create(
        person=person, key=key[:120], defaults={"kind": kind, "url": url[:300], "line": line[:300]}
    )[0]


def notify_all(lines: Iterable[tuple[Any, str]], kind: str, key: str, url: str) -> None:
    """As ``notify``, of the same thing to many: each person with the line in their language. One query."""
    rows = [Notice(person=one, kind=kind, key=key[:120], url=url[:300], line=line[:300]) for one, line in lines]
    Notice.objects.bulk_create(rows, ignore_conflicts=True)
