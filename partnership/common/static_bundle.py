"""Static files for production: hashed names, compressed, and the style sheet's parts in one file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

_IMPORT = re.compile(r'@import url\("(?P<path>[^"]+)"\)(?: layer\((?P<layer>[\w.-]+)\))?;')
MAIN = "css/main.css"


class BundledManifestStorage(CompressedManifestStaticFilesStorage):  # type: ignore[misc]
    """Puts what ``css/main.css`` imports into it before it is hashed: one request in place of twenty."""

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        if MAIN in paths and not dry_run:
            whole = self._inlined(MAIN)
            self.delete(MAIN)
            self._save(MAIN, ContentFile(whole.encode()))
            _storage, _path = paths[MAIN]
            paths[MAIN] = (self, MAIN)
        yield from super().post_process(paths, dry_run, **options)

    def _inlined(self, name: str) -> str:
        text = self._text(name)
        folder = PurePosixPath(name).parent

        def part(found: re.Match[str]) -> str:
            parts: list[str] = []
            for piece in (folder / found["path"]).parts:
                parts = parts[:-1] if piece == ".." else [*parts, piece]
            inner = self._text("/".join(parts))
            return f"@layer {found['layer']} {{\n{inner}\n}}" if found["layer"] else inner

        return _IMPORT.sub(part, text)

    def _text(self, name: str) -> str:
        with self.open(name) as file:
            return str(file.read().decode())
