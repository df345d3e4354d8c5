"""True borders instead of tiles: loaded whole from the official file, or not at all."""

from __future__ import annotations

import contextlib
import json
import re
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client

from overview.models import RegionBorders
from overview.region import borders
from tests import factories

pytestmark = pytest.mark.django_db

# Two squares side by side in Trøndelag, the first with a lake and a skerry too small to draw.
WEST = [[10.0, 63.0], [10.5, 63.0], [10.5, 63.5], [10.0, 63.5], [10.0, 63.0]]
LAKE = [[10.1, 63.1], [10.2, 63.1], [10.2, 63.2], [10.1, 63.2], [10.1, 63.1]]
SKERRY = [[9.9, 63.0], [9.9001, 63.0], [9.9001, 63.0001], [9.9, 63.0001], [9.9, 63.0]]
EAST = [[10.5, 63.0], [11.0, 63.0], [11.0, 63.5], [10.5, 63.5], [10.5, 63.0]]


@pytest.fixture(autouse=True)
def places():
    factories.MunicipalityFactory(number="5036", name="Frosta", slug="frosta")
    factories.MunicipalityFactory(number="5037", name="Levanger", slug="levanger")


def feature(number: object, kind: str, coordinates: object, name: str = "kommunenummer") -> dict[str, object]:
    return {
        "type": "Feature",
        "properties": {name: number},
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def official() -> list[dict[str, object]]:
    return [
        feature("5036", "MultiPolygon", [[WEST, LAKE], [SKERRY]]),
        feature("5037", "Polygon", [EAST]),
        feature("0301", "Polygon", [EAST]),
    ]


def written(tmp_path: Path, features: object, wrap: str = "") -> Path:
    file = tmp_path / "kommuner.geojson"
    collection = {"type": "FeatureCollection", "features": features}
    file.write_text(json.dumps({wrap: collection} if wrap else collection), encoding="utf-8")
    return file


def page() -> str:
    client = Client()
    client.force_login(factories.officer())
    return client.get("/oversikt/").content.decode()


def test_the_map_shows_the_borders_with_the_same_links_words_and_legend(tmp_path):
    tiled = page()
    call_command("load_borders", str(written(tmp_path, official())))

    html = page()

    said = re.findall(r'<a href="(/kommuner/[^"]+)" data-sign="none"><title>([^<]+)</title><path d="M', html)
    assert said == [
        ("/kommuner/frosta/", "Frosta, mangler FoUI-kontakt, 0 erfaringer delt"),
        ("/kommuner/levanger/", "Levanger, mangler FoUI-kontakt, 0 erfaringer delt"),
    ]
    assert "© Kartverket (CC BY 4.0), forenklet" in html
    assert ('<ul class="tiles"' in tiled, '<ul class="tiles"' in html) == (True, False)
    legend = re.compile(r'class="map-legend".*?</ul>', re.DOTALL)
    assert legend.search(html).group() == legend.search(tiled).group()


def test_neighbours_go_on_sharing_points_a_lake_stays_and_a_speck_is_left_out(tmp_path):
    found = borders.load(written(tmp_path, official()))

    paths = {number: shape["d"] for number, shape in found.shapes.items()}
    assert sorted(paths) == ["5036", "5037"]
    assert (paths["5036"].count("M"), paths["5037"].count("M")) == (2, 1)
    assert (max(found.width, found.height), found.width < 640 or found.height < 640) == (640, True)
    west, east = _corners(paths["5036"]), _corners(paths["5037"])
    assert len(west & east) == 2


def _corners(path: str) -> set[tuple[int, int]]:
    found = set()
    for part in path.split("z"):
        x = y = 0
        for step, dx, dy in re.findall(r"([Ml])(-?\d+) (-?\d+)", part):
            x, y = (int(dx), int(dy)) if step == "M" else (x + int(dx), y + int(dy))
            found.add((x, y))
    return found


def test_north_is_up_and_degrees_are_drawn_as_on_a_map(tmp_path):
    """A degree of longitude is short so far north: half a degree each way is twice as high as wide."""
    found = borders.load(written(tmp_path, [feature("5036", "Polygon", [WEST]), feature("5037", "Polygon", [EAST])]))

    assert (found.height, found.width) == (640, pytest.approx(2 * 0.45 * 640, abs=4))
    top = min(y for _x, y in _corners(found.shapes["5036"]["d"]))
    assert (top, int(found.shapes["5036"]["x"]) < 289 < int(found.shapes["5037"]["x"])) == (0, True)


@pytest.mark.parametrize("wrap", ["administrative_enheter.kommune"])
def test_kartverkets_own_file_in_metres_is_read_too(tmp_path, wrap):
    def metres(ring: list[list[float]]) -> list[list[float]]:
        return [[270_000 + (x - 10) * 50_000, 7_000_000 + (y - 63) * 111_000] for x, y in ring]

    features = [
        feature(5036, "Polygon", [metres(WEST)], "kommunenummer"),
        feature("5037", "Polygon", [metres(EAST)], "kommunenummer"),
    ]

    found = borders.load(written(tmp_path, features, wrap))

    assert sorted(found.shapes) == ["5036", "5037"]
    assert found.height == 640


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda features: features[:1], "kommuner.geojson: mangler grensene til 5037 Levanger"),
        (
            lambda features: [features[0], feature("5037", "LineString", EAST)],
            "kommuner.geojson, flate 2 (5037): «LineString» er ikke en flate (Polygon eller MultiPolygon)",
        ),
        (
            lambda features: [features[0], feature("5037", "Polygon", [EAST[:-1]])],
            "kommuner.geojson, flate 2 (5037): en ring er ikke lukket",
        ),
        (
            lambda features: [features[0], feature("5037", "Polygon", [[["a", 1]] * 4])],
            "kommuner.geojson, flate 2 (5037): koordinatene er ikke tall",
        ),
        (
            lambda features: [features[0], feature("5037", "Polygon", [[[y, x] for x, y in EAST]])],
            "kommuner.geojson: koordinatene ligger ikke i Norge (bredde og lengde byttet om?)",
        ),
        (
            lambda features: [*features[:2], feature("5037", "Polygon", [EAST], "navn")],
            "kommuner.geojson, flate 3: mangler kommunenummer",
        ),
        (
            lambda features: [
                features[0],
                feature("5037", "Polygon", [[[270000 + x, 7000000 + y] for x, y in EAST]]),
            ],
            "kommuner.geojson: noen koordinater er i grader og andre i meter",
        ),
        (
            lambda features: [features[0], feature("5037", "Polygon", [WEST])],
            "kommuner.geojson: 5036 og 5037 ligger oppå hverandre",
        ),
        (
            lambda features: [features[0], feature("5037", "Polygon", [[[x - 0.3, y] for x, y in EAST]])],
            "kommuner.geojson: 5036 og 5037 ligger oppå hverandre",
        ),
        (lambda features: [], "kommuner.geojson: har ingen flater med kommunenummer"),
        (
            lambda features: [feature(number, "Polygon", [[[10.0, 63.0]] * 4]) for number in ("5036", "5037")],
            "kommuner.geojson: flatene har ingen utstrekning",
        ),
    ],
)
def test_a_bad_file_is_said_clearly_and_the_old_borders_stay(tmp_path, change, said):
    kept = borders.load(written(tmp_path, official())).shapes

    with pytest.raises(CommandError) as raised:
        call_command("load_borders", str(written(tmp_path, change(official()))))

    assert str(raised.value) == said
    assert RegionBorders.objects.get().shapes == kept


def test_a_file_that_is_no_geojson_is_said_clearly(tmp_path):
    file = tmp_path / "kommuner.geojson"
    file.write_text("<gml>", encoding="utf-8")

    with pytest.raises(CommandError, match=r"^kommuner.geojson: kan ikke leses som GeoJSON"):
        call_command("load_borders", str(file))


def test_the_tiles_come_back(tmp_path):
    borders.load(written(tmp_path, official()))

    call_command("load_borders", "--remove")

    assert '<ul class="tiles"' in page()


def test_loading_again_replaces_what_there_was(tmp_path):
    borders.load(written(tmp_path, official()))
    borders.load(written(tmp_path, official()))

    assert RegionBorders.objects.count() == 1


def test_an_island_in_a_neighbours_hole_is_no_overlap(tmp_path):
    found = borders.load(
        written(tmp_path, [feature("5036", "Polygon", [WEST, LAKE]), feature("5037", "Polygon", [LAKE])])
    )

    assert sorted(found.shapes) == ["5036", "5037"]


def test_a_name_is_written_where_it_has_room_and_is_in_the_tree_everywhere(tmp_path):
    sliver = [[10.5, 63.0], [10.51, 63.0], [10.51, 63.5], [10.5, 63.5], [10.5, 63.0]]
    borders.load(written(tmp_path, [feature("5036", "Polygon", [WEST]), feature("5037", "Polygon", [sliver])]))

    html = page()

    assert re.findall(r'<text class="name"[^>]* aria-hidden="true">([^<]+)<', html) == ["Frosta"]
    assert "<title>Levanger, mangler FoUI-kontakt" in html


@pytest.mark.parametrize(("width", "is_refused"), [(borders.NARROWEST, True), (borders.NARROWEST - 1, False)])
def test_what_is_too_narrow_to_have_a_middle_on_the_grid_is_no_overlap(width, is_refused):
    square = [(0, 0), (100, 0), (100, 100), (0, 100), (0, 0)]
    beside = [(100, 0), (100 + width, 0), (100 + width, 100), (100, 100), (100, 0)]
    shapes = {"5036": {"x": "50", "y": "50", "w": "100"}, "5037": {"x": "99", "y": "50", "w": str(width)}}

    with pytest.raises(borders.BorderError) if is_refused else contextlib.nullcontext():
        borders._refuse_overlap(Path("kommuner.geojson"), {"5036": [square], "5037": [beside]}, shapes)
