"""The map of a snapshot, drawn once for all who ask for the same: 357 links take longer than the rest of a page.

It names no person, and what a reader may see is decided before (``Colouring.compares``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from overview.models import RegionBorders
from overview.region import tiles
from overview.region.colouring import Colouring
from overview.region.snapshot import Snapshot
from overview.region.table import Line

# So many maps a process keeps: each colouring of the newest snapshot in a language or two.
MOST = 32
_TILE = (
    '<li class="{}"><a class="{}" data-sign="{}" href="{}">{}<span class="rest">{}</span>'
    '<span class="ds-sr-only">, {}</span>{}</a></li>'
)
_SHAPE = '<a href="{}" data-sign="{}"><title>{}</title><path d="{}"/>{}{}</a>'
# Of the letters of a name on the map with borders, in its units: about how wide one is, and how high a line.
_LETTER, _LINE = 5.3, 12
_NAME = '<text class="name" x="{}" y="{}" aria-hidden="true">{}</text>'
_MARK = '<text x="{}" y="{}" aria-hidden="true">{}</text>'
_kept: dict[tuple[object, ...], Map] = {}


@dataclass(frozen=True)
class Map:
    """``signs`` by municipality (key), in the map's order; the links as HTML, with a place on the map and without."""

    signs: dict[int, str]
    on_map: SafeString
    off_map: SafeString


def of(snapshot: Snapshot, colouring: Colouring, borders: RegionBorders | None, lines: Sequence[Line]) -> Map:
    loaded_at = borders.loaded_at if borders else None
    key = (snapshot.at, colouring.key, loaded_at, get_language(), settings.REGION_DIR, len(lines))
    found = _kept.get(key)
    if found is None:
        if len(_kept) >= MOST:
            _kept.clear()  # another thread may do so at any time
        found = _kept[key] = _draw(colouring, borders.shapes if borders else None, lines)
    return found


def _draw(colouring: Colouring, shapes: dict[str, dict[str, str]] | None, lines: Sequence[Line]) -> Map:
    """From north to south as the tiles lie; what has no tile comes last, by name."""
    layout = tiles.shown()
    by_number = {line.number: line for line in lines}
    found = [by_number[number] for number in layout if number in by_number]
    found += [line for line in lines if line.number not in layout]
    there = layout if shapes is None else shapes
    inside = [line for line in found if line.number in there]
    draw = _tiles if shapes is None else _shapes
    return Map(
        {line.pk: colouring.of(line.place)[0] for line in found},
        draw(colouring, there, inside),  # type: ignore[arg-type]
        _tiles(colouring, {}, [line for line in found if line.number not in there]),
    )


def _tiles(colouring: Colouring, layout: dict[str, tiles.Tile], lines: Iterable[Line]) -> SafeString:
    """Each a name, in text what the eye sees by the ground, and what stands in the tile."""
    return format_html_join("", _TILE, (_tile(colouring, layout.get(line.number), line) for line in lines))


def _tile(colouring: Colouring, tile: tiles.Tile | None, line: Line) -> tuple[str, ...]:
    """A phone has room for the beginning of the name; a word in the tile is not shown there."""
    sign, mark = colouring.of(line.place)
    first = line.name.split(" ")[0]
    short = first if len(first) <= 6 else first[:5]
    is_long = max(map(len, line.name.replace("-", " ").split())) > 9
    kind = "number" if any(map(str.isdigit, mark)) else "word"
    return (
        f"c{tile.col} r{tile.row}" if tile else "",
        "tile long" if is_long else "tile",
        sign,
        line.url,
        short,
        line.name[len(short) :],
        colouring.said(line.place),
        format_html('<b class="{}" aria-hidden="true">{}</b>', kind, mark) if mark else "",
    )


def _shapes(colouring: Colouring, shapes: dict[str, dict[str, str]], lines: Iterable[Line]) -> SafeString:
    return format_html_join("", _SHAPE, (_shape(colouring, shapes[line.number], line) for line in lines))


def _shape(colouring: Colouring, shape: dict[str, str], line: Line) -> tuple[str, ...]:
    sign, mark = colouring.of(line.place)
    said = f"{line.name}, {colouring.said(line.place)}"
    x, y = int(shape["x"]), int(shape["y"])
    # Where it has room; its title says it everywhere.
    has_name = _LETTER * len(line.name) <= float(shape.get("w", 0))
    name = format_html(_NAME, x, y, line.name) if has_name else ""
    number = format_html(_MARK, x, y + _LINE * has_name, mark) if mark else ""
    return line.url, sign, said, shape["d"], name, number
