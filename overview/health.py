"""Is the portal up, and is it ready? For load balancers and for those who watch it; no secrets, no names."""

from __future__ import annotations

import time
from functools import lru_cache
from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from partnership.mail.models import OutgoingMail


@login_not_required
@never_cache
@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@login_not_required
@never_cache
@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """200 when everything the portal needs answers, else 503; each part says ok or what is wrong."""
    parts = {"database": _database(), "redis": _redis()}
    if parts["database"] == "ok":
        parts |= {"migrations": _migrations(), "mail": _mail()}
    well = all(state == "ok" for state in parts.values())
    return JsonResponse({"status": "ok" if well else "failing", **parts}, status=200 if well else 503)


def _database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except Exception:
        return "does not answer"
    return "ok"


def _redis() -> str:
    try:
        cache.set("health", "ok", 10)
        answer: Any = cache.get("health")
    except Exception:
        return "does not answer"
    return "ok" if answer == "ok" else "forgets"


def _migrations() -> str:
    """Kept for ten seconds: asking builds the graph of every migration."""
    return _migrations_within(int(time.monotonic() // 10))


@lru_cache(maxsize=1)
def _migrations_within(span: int) -> str:
    executor = MigrationExecutor(connection)
    waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return f"{len(waiting)} not applied" if waiting else "ok"


def _mail() -> str:
    return "not leaving the house" if OutgoingMail.objects.stuck_since() else "ok"
