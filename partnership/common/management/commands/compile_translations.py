"""Merge the rooms' Bokmål parts and compile every catalogue; needs no gettext on the machine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError


class Command(BaseCommand):
    help = "Compile the translations in locale/ and partnership/translations/."

    def handle(self, *args: Any, **options: Any) -> None:
        for folder in sorted((settings.BASE_DIR / "locale").glob("*/parts")):
            self._merge(folder)
        for source in sorted((settings.BASE_DIR / "partnership" / "translations").glob("*/LC_MESSAGES/django.po")):
            with source.open("rb") as file:
                _write(source.with_suffix(".mo"), read_po(file, locale=source.parent.parent.name))

    def _merge(self, folder: Path) -> None:
        language = folder.parent.name
        whole = Catalog(locale=language)
        where: dict[Any, tuple[str, Any]] = {}
        for part in sorted(folder.glob("*.po")):
            with part.open("rb") as file:
                for message in read_po(file, locale=language):
                    if not message.id or not message.string:
                        continue
                    key = (message.id, message.context)
                    if key in where and where[key][1] != message.string:
                        raise CommandError(f"{message.id!r} differs between {where[key][0]} and {part.name}")
                    where[key] = (part.name, message.string)
                    whole.add(message.id, message.string, context=message.context, flags=message.flags)
        target = folder.parent / "LC_MESSAGES" / "django.mo"
        target.parent.mkdir(parents=True, exist_ok=True)
        _write(target, whole)


def _write(target: Path, catalogue: Catalog) -> None:
    with target.open("wb") as file:
        write_mo(file, catalogue)
