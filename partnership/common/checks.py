"""System checks of the shared ground: contributions resolve, the database folds æøå."""

from __future__ import annotations

from typing import Any

from django.core.checks import CheckMessage, Error, Tags, register
from django.db import connections
from django.utils.module_loading import import_string

from partnership.common.contributions import LISTS


@register()
def contributions_resolve(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    from django.conf import settings

    found: list[CheckMessage] = []
    for name in LISTS:
        for path in getattr(settings, name):
            try:
                import_string(path)
            except ImportError as error:
                found.append(Error(f"{name} lists {path}, which cannot be imported: {error}", id="common.E001"))
    return found


@register(Tags.database)
def database_folds_norwegian_letters(app_configs: Any, databases: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Under plain C collation PostgreSQL leaves ÆØÅ as they are, and searches miss them."""
    for alias in databases or []:
        with connections[alias].cursor() as cursor:
            cursor.execute("SELECT lower('ÆØÅ') = 'æøå' AND 'FRØYA' ILIKE 'frøya'")
            if not cursor.fetchone()[0]:
                hint = "Create the cluster with the builtin locale provider and C.UTF-8."
                return [Error("The database does not fold æøå.", hint=hint, id="common.E002")]
    return []
