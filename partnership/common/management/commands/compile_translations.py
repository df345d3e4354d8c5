"""Compile the translations."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from partnership.common import translations


class Command(BaseCommand):
    help = "Compile the translations in locale/ and partnership/translations/."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            translations.compile_all(settings.BASE_DIR)
        except translations.Contradiction as error:
            raise CommandError(str(error)) from error
