"""True borders from Kartverket's official file («Administrative enheter – kommuner», GeoJSON), as shapes for the map.

Every point is laid on a grid of whole units, so that neighbours that share points go on sharing them; what falls on
one unit becomes one point. Nothing needs the borders: without them the map has tiles.
"""

from __future__ import annotations

import json
import math
from collections.abc import Collection, Iterable
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from municipalities.models import Municipality
from overview.models import RegionBorders

# The picture's longer side, in units; and a ring smaller than this many square units is left out.
LONGEST, SMALLEST = 640, 1.5
# A middle is a whole unit, which may lie outside of what is narrower.
NARROWEST = 4
_NUMBERS = ("kommunenummer", "kommunenr", "KOMMUNENR")
# Further than that in degrees is no degree: such files hold metres.
_DEGREES = (180.0, 90.0)
# On any map of Norway; degrees that lie elsewhere have been put down the wrong way round.
_NORWAY = (-12.0, 36.0, 56.0, 82.0)

Point = tuple[float, float]
Ring = list[Point]
# On the grid.
Units = list[tuple[int, int]]


class BorderError(Exception):
    """«kommuner.geojson, flate 3 (5014): …»."""


@transaction.atomic
def load(file: Path) -> RegionBorders:
    """Replace the borders by those of the file; other regions' municipalities in it are left out.

    Raises BorderError, and the old ones stay.
    """
    numbers = dict(Municipality.objects.values_list("number", "name"))
    rings = _rings(file, numbers)
    lacking = [f"{number} {name}" for number, name in sorted(numbers.items()) if number not in rings]
    if not rings or lacking:
        raise BorderError(f"{file.name}: mangler grensene til {', '.join(lacking) or 'alle kommuner'}")
    width, height, shapes = _drawn(file, rings)
    values = {"width": width, "height": height, "shapes": shapes, "loaded_at": timezone.now()}
    return RegionBorders.objects.update_or_create(pk=1, defaults=values)[0]


def remove() -> bool:
    """Go back to the tiles; whether there was anything to take away."""
    return RegionBorders.objects.all().delete()[0] > 0


def _rings(file: Path, wanted: Collection[str]) -> dict[str, list[Ring]]:
    found: dict[str, list[Ring]] = {}
    for place, feature in enumerate(_features(file), 1):
        if not isinstance(feature, dict) or not isinstance(feature.get("properties"), dict):
            raise BorderError(f"{file.name}, flate {place}: ikke en flate med egenskaper")
        number = next((str(feature["properties"][name]) for name in _NUMBERS if name in feature["properties"]), None)
        if number is None:
            raise BorderError(f"{file.name}, flate {place}: mangler kommunenummer")
        number = number.zfill(4)
        if number in wanted:
            where = f"{file.name}, flate {place} ({number})"
            found.setdefault(number, []).extend(_of_geometry(where, feature.get("geometry")))
    return found


def _features(file: Path) -> list[Any]:
    """Of the file, or of the collection in it that holds the municipalities, as Kartverket's own has it."""
    try:
        content = json.loads(file.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise BorderError(f"{file.name}: kan ikke leses som GeoJSON ({error})") from error
    inner = content.values() if isinstance(content, dict) else []
    for one in [content, *inner]:
        features = one.get("features") if isinstance(one, dict) else None
        if isinstance(features, list) and any(map(_has_number, features)):
            return features
    raise BorderError(f"{file.name}: har ingen flater med kommunenummer")


def _has_number(feature: Any) -> bool:
    own = feature.get("properties") if isinstance(feature, dict) else None
    return isinstance(own, dict) and any(name in own for name in _NUMBERS)


def _of_geometry(where: str, geometry: Any) -> list[Ring]:
    kind = geometry.get("type") if isinstance(geometry, dict) else None
    if kind not in ("Polygon", "MultiPolygon"):
        raise BorderError(f"{where}: «{kind}» er ikke en flate (Polygon eller MultiPolygon)")
    polygons = geometry.get("coordinates")
    polygons = [polygons] if kind == "Polygon" else polygons
    try:
        rings = [[(float(point[0]), float(point[1])) for point in ring] for polygon in polygons for ring in polygon]
    except (TypeError, ValueError, IndexError, KeyError) as error:
        raise BorderError(f"{where}: koordinatene er ikke tall") from error
    for ring in rings:
        if len(ring) < 4 or ring[0] != ring[-1]:
            raise BorderError(f"{where}: en ring er ikke lukket")
        if not all(math.isfinite(value) for point in ring for value in point):
            raise BorderError(f"{where}: koordinatene er ikke tall")
    if not rings:
        raise BorderError(f"{where}: flaten er tom")
    return rings


def _drawn(file: Path, rings: dict[str, list[Ring]]) -> tuple[int, int, dict[str, dict[str, str]]]:
    """Width, height and shapes: degrees are drawn as on a map of the middle of the region, metres as they are."""
    points = [point for own in rings.values() for ring in own for point in ring]
    stretch = _stretch(file, points)
    left, right = min(x for x, _y in points) * stretch, max(x for x, _y in points) * stretch
    low, high = min(y for _x, y in points), max(y for _x, y in points)
    longest = max(right - left, high - low)
    if longest <= 0:
        raise BorderError(f"{file.name}: flatene har ingen utstrekning")
    scale = LONGEST / longest

    def on_grid(ring: Ring) -> Units:
        return [(round((x * stretch - left) * scale), round((high - y) * scale)) for x, y in ring]

    found = {number: [on_grid(ring) for ring in own] for number, own in sorted(rings.items())}
    shapes = {number: _shape(own) for number, own in found.items()}
    _refuse_overlap(file, found, shapes)
    return math.ceil((right - left) * scale), math.ceil((high - low) * scale), shapes


def _stretch(file: Path, points: list[Point]) -> float:
    """How much narrower a degree is from west to east; metres are as they are."""
    are_degrees = {abs(x) <= _DEGREES[0] and abs(y) <= _DEGREES[1] for x, y in points}
    if are_degrees == {False}:
        return 1.0
    if len(are_degrees) > 1:
        raise BorderError(f"{file.name}: noen koordinater er i grader og andre i meter")
    west, east, south, north = _NORWAY
    if not all(west <= x <= east and south <= y <= north for x, y in points):
        raise BorderError(f"{file.name}: koordinatene ligger ikke i Norge (bredde og lengde byttet om?)")
    return math.cos(math.radians(sum(y for _x, y in points) / len(points)))


def _refuse_overlap(file: Path, rings: dict[str, list[Units]], shapes: dict[str, dict[str, str]]) -> None:
    """No municipality's middle lies in another, of those that are not too narrow on the grid to tell. Raises
    BorderError."""
    boxes = {number: _box(own) for number, own in rings.items()}
    for number, shape in shapes.items():
        if int(shape["w"]) < NARROWEST:
            continue
        # Off the grid, so that it is on nobody's border.
        x, y = float(shape["x"]) + 0.01, float(shape["y"]) + 0.01
        for other, (west, east, low, high) in boxes.items():
            if other != number and west < x < east and low < y < high and _holds(rings[other], x, y):
                raise BorderError(f"{file.name}: {number} og {other} ligger oppå hverandre")


def _box(rings: list[Units]) -> tuple[int, int, int, int]:
    xs, ys = zip(*(point for ring in rings for point in ring), strict=True)
    return min(xs), max(xs), min(ys), max(ys)


def _holds(rings: list[Units], x: float, y: float) -> bool:
    """Inside, holes left out: whoever goes east from there crosses an odd number of edges."""
    edges = [edge for ring in rings for edge in pairwise([*ring, ring[0]])]
    return (
        sum((y1 > y) != (y2 > y) and x < x1 + (y - y1) * (x2 - x1) / (y2 - y1) for (x1, y1), (x2, y2) in edges) % 2
        == 1
    )


def _shape(rings: list[Units]) -> dict[str, str]:
    """The path, a point inside its largest part, and how far across it is there."""
    slim = sorted((_slimmed(ring) for ring in rings), key=_area, reverse=True)
    largest, *others = slim
    kept = [largest, *(ring for ring in others if _area(ring) >= SMALLEST)]
    (x, y), across = _inside(largest)
    return {"d": "".join(map(_path, kept)), "x": f"{x:.0f}", "y": f"{y:.0f}", "w": f"{across:.0f}"}


def _slimmed(ring: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without points that fall on the one before, and those in the middle of a straight line."""
    found: list[tuple[int, int]] = []
    for point in ring:
        if found and found[-1] == point:
            continue
        if len(found) > 1 and _turn(found[-2], found[-1], point) == 0:
            found.pop()
        found.append(point)
    return found


def _turn(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> int:
    return (b[0] - a[0]) * (c[1] - b[1]) - (b[1] - a[1]) * (c[0] - b[0])


def _area(ring: Iterable[tuple[int, int]]) -> float:
    points = list(ring)
    return abs(sum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in pairwise([*points, *points[:1]]))) / 2


def _path(ring: list[tuple[int, int]]) -> str:
    first, *rest = ring
    steps = "".join(f"l{x2 - x1} {y2 - y1}" for (x1, y1), (x2, y2) in pairwise([first, *rest]))
    return f"M{first[0]} {first[1]}{steps}z"


def _inside(ring: list[tuple[int, int]]) -> tuple[Point, float]:
    """The middle of the widest stretch that lies inside, of the lines across it, and its length."""
    low, high = min(y for _x, y in ring), max(y for _x, y in ring)
    best, middle = -1.0, (float(ring[0][0]), float(ring[0][1]))
    for step in range(1, 12):
        y = low + (high - low) * step / 12 + 0.01
        edges = pairwise([*ring, ring[0]])
        crossed = sorted(
            x1 + (y - y1) * (x2 - x1) / (y2 - y1) for (x1, y1), (x2, y2) in edges if (y1 > y) != (y2 > y)
        )
        for left, right in zip(crossed[::2], crossed[1::2], strict=False):
            if right - left > best:
                best, middle = right - left, ((left + right) / 2, y)
    return middle, max(best, 0.0)
