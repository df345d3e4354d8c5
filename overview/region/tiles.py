"""The tile map's layout: one equal tile a municipality, in the region's ``tiles.csv`` (col and row from 0, top left).

A file that cannot be used whole is not used at all.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.conf import settings

from overview.region import reading
from overview.region.reading import RegionError

log = logging.getLogger(__name__)
# As many as static/css/region.css has classes for.
MOST = 24
_NEEDED = ("kommunenummer", "col", "row")


@dataclass(frozen=True, slots=True)
class Tile:
    """From 0; ``col`` to the right, ``row`` downwards."""

    col: int
    row: int


def shown() -> dict[str, Tile]:
    """Tiles by municipality number, read once; none when the file cannot be used, which is logged."""
    try:
        return _of(settings.REGION_DIR)
    except RegionError as error:
        log.error("no tile map: %s", error)
        return {}


@cache
def _of(folder: Path) -> dict[str, Tile]:
    return read(folder)


def read(folder: Path) -> dict[str, Tile]:
    """Tiles by municipality number, from north to south and west to east. Raises RegionError."""
    file = folder / "tiles.csv"
    names = {row.get("number", ""): row.get("name", "") for row in reading.rows(folder / "municipalities.csv")}
    found: dict[str, Tile] = {}
    taken: dict[Tile, str] = {}
    for line, row in reading.numbered(file):
        number, tile = _one(f"{file.name}, rad {line}", row, names)
        if number in found:
            raise RegionError(f"{file.name}, rad {line}, kolonne kommunenummer: {number} har alt en rute")
        if tile in taken:
            where = f"kolonne {tile.col}, rad {tile.row}"
            other = f"{taken[tile]} {names[taken[tile]]}"
            raise RegionError(
                f"{file.name}, rad {line}, kolonne col: {number} {names[number]} ligger oppå {other} ({where})"
            )
        found[number], taken[tile] = tile, number
    lacking = [f"{number} {name}" for number, name in names.items() if number not in found]
    if lacking:
        raise RegionError(f"{file.name}, kolonne kommunenummer: mangler {', '.join(lacking)}")
    return dict(sorted(found.items(), key=lambda pair: (pair[1].row, pair[1].col)))


def _one(where: str, row: dict[str, str], names: dict[str, str]) -> tuple[str, Tile]:
    for column in _NEEDED:
        if row.get(column) is None:
            raise RegionError(f"{where}: mangler kolonnen '{column}'")
    number = row["kommunenummer"].strip()
    if number not in names:
        raise RegionError(f"{where}, kolonne kommunenummer: {number or 'tom'} finnes ikke i municipalities.csv")
    return number, Tile(_place(where, row, "col"), _place(where, row, "row"))


def _place(where: str, row: dict[str, str], column: str) -> int:
    text = row[column].strip()
    digits = text.removeprefix("-")
    if not (digits.isascii() and digits.isdigit() and len(digits) < 6):
        raise RegionError(f"{where}, kolonne {column}: «{text}» er ikke et helt tall")
    if text.startswith("-") or int(text) >= MOST:
        raise RegionError(f"{where}, kolonne {column}: {text} ligger utenfor kartet (0 til {MOST - 1})")
    return int(text)
