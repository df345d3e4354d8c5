"""Compiling the catalogues with Babel, before Django reads them; needs no gettext on the machine.

``locale/<language>/parts/*.po``, one file a room, become one catalogue; corrections to Django's and packages' words
lie apart in ``partnership/translations/``.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po


class Contradiction(Exception):
    """Two rooms translate the same words differently."""


def compile_all(base: Path) -> None:
    """Write every .mo below ``base``. Raises Contradiction naming the words and both files."""
    for folder in sorted((base / "locale").glob("*/parts")):
        _merge(folder)
    for source in sorted((base / "partnership" / "translations").glob("*/LC_MESSAGES/django.po")):
        with source.open("rb") as file:
            _write(source.with_suffix(".mo"), read_po(file, locale=source.parent.parent.name))


def _merge(folder: Path) -> None:
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
                    raise Contradiction(f"{message.id!r} differs between {where[key][0]} and {part.name}")
                where[key] = (part.name, message.string)
                whole.add(message.id, message.string, context=message.context, flags=message.flags)
    target = folder.parent / "LC_MESSAGES" / "django.mo"
    target.parent.mkdir(parents=True, exist_ok=True)
    _write(target, whole)


def _write(target: Path, catalogue: Catalog) -> None:
    """In one step, so that a process reading meanwhile sees the old one or the new one."""
    part = target.with_suffix(".part")
    with part.open("wb") as file:
        write_mo(file, catalogue)
    part.replace(target)
