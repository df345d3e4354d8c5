"""The tile map's file: whole or not used, and what is wrong is named by file, line and column."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from django.conf import settings

from municipalities.models import Municipality
from overview import region
from overview.checks import tiles_can_be_used
from overview.region import tiles

FROYA = "5014,Frøya,0,4"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    found = tmp_path / "region"
    shutil.copytree(settings.REGION_DIR, found)
    return found


def change(folder: Path, old: str, new: str) -> None:
    file = folder / "tiles.csv"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new), encoding="utf-8")


def test_the_regions_own_tiles_cover_every_municipality_once_from_the_north():
    found = tiles.read(settings.REGION_DIR)

    assert (len(found), len(set(found.values()))) == (38, 38)
    assert next(iter(found)) == "5052"
    assert found["5014"] == tiles.Tile(0, 4)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            FROYA,
            "5014,Frøya,2,5",
            "tiles.csv, rad 5, kolonne col: 5014 Frøya ligger oppå 5001 Trondheim (kolonne 2, rad 5)",
        ),
        (FROYA, "9999,Frøya,0,4", "tiles.csv, rad 5, kolonne kommunenummer: 9999 finnes ikke i municipalities.csv"),
        (FROYA, "5001,Trondheim,0,4", "tiles.csv, rad 5, kolonne kommunenummer: 5001 har alt en rute"),
        (FROYA + "\n", "", "tiles.csv, kolonne kommunenummer: mangler 5014 Frøya"),
        (FROYA, "5014,Frøya,-1,4", "tiles.csv, rad 5, kolonne col: -1 ligger utenfor kartet (0 til 23)"),
        (FROYA, "5014,Frøya,0,24", "tiles.csv, rad 5, kolonne row: 24 ligger utenfor kartet (0 til 23)"),
        (FROYA, "5014,Frøya,0,fire", "tiles.csv, rad 5, kolonne row: «fire» er ikke et helt tall"),
        (FROYA, "5014,Frøya,0", "tiles.csv, rad 5: mangler kolonnen 'row'"),
        ("kommunenummer,navn,col", "kommunenummer,navn,kol", "tiles.csv, rad 2: mangler kolonnen 'col'"),
    ],
)
def test_what_is_wrong_is_said_by_file_line_and_column(folder, old, new, said):
    change(folder, old, new)

    with pytest.raises(region.RegionError) as raised:
        tiles.read(folder)

    assert str(raised.value) == said


@pytest.mark.django_db
def test_a_region_with_overlapping_tiles_loads_nothing(folder):
    change(folder, FROYA, "5014,Frøya,2,5")

    with pytest.raises(region.RegionError, match="ligger oppå 5001 Trondheim"):
        region.load(folder)

    assert not Municipality.objects.exists()


def test_overlapping_tiles_stop_a_start_and_no_half_map_is_shown(folder, settings):
    settings.REGION_DIR = folder
    change(folder, FROYA, "5014,Frøya,2,5")

    [error] = tiles_can_be_used(None)

    assert error.id == "overview.E002"
    assert "tiles.csv, rad 5, kolonne col" in error.msg
    assert tiles.shown() == {}
