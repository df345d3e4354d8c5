"""The region's page in a real browser: axe in four dresses, the map without colour, by keyboard, on a phone."""

from __future__ import annotations

import json
import re

import pytest

from municipalities.models import Municipality
from overview import region
from overview.region import borders, snapshot
from tests import factories
from tests.browser.pages import Keyboard, looked_at, signed_in
from tests.overview import region_world
from tests.overview.test_region_borders import WEST, feature

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


# What stands in text after a name; the browser may read the join as a space.
LACKS = " ?, mangler FoUI-kontakt, 0 erfaringer delt$"


@pytest.fixture
def page(browser, live_server, settings):
    """Trøndelag's municipalities with figures in some of them, as an officer at KS sees them."""
    region.load(settings.REGION_DIR)
    region_world.World(5)
    return signed_in(browser, live_server.url, factories.officer("Ingrid Haugan"))


def test_every_dress_of_the_map_and_every_list_behind_is_seen_by_axe(page, live_server):
    for vis in ("kontakt", "megler", "ideer-nye", "svar"):
        page.goto(f"{live_server.url}/oversikt/?vis={vis}")
        looked_at(page, f"kart: {vis}")
    for path in ("ideer/?kolonne=nye", "oppfolging/", "frister/", "slik-regner-vi/"):
        page.goto(f"{live_server.url}/oversikt/{path}")
        looked_at(page, path)


def test_the_map_stands_in_the_accessibility_tree_and_needs_no_colour(page, live_server):
    page.goto(live_server.url + "/oversikt/")
    page.emulate_media(forced_colors="active")
    tiles = page.locator(".tiles .tile")

    assert tiles.count() == 38
    link = page.get_by_role("link", name=re.compile(f"^Frosta{LACKS}"))
    assert link.get_attribute("href") == "/kommuner/frosta/"
    assert (link.locator("b").inner_text(), link.evaluate("e => getComputedStyle(e).borderStyle")) == (
        "mangler",
        "dashed",
    )
    for bar in page.locator("svg.bar").all():
        assert bar.get_attribute("aria-hidden") == "true"
    rows = page.get_by_role("table", name="Hvor er ideene nå?").get_by_role("row")
    assert rows.count() == 8


def test_on_a_phone_names_begin_as_they_are_called_and_the_table_is_short(page, live_server):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(live_server.url + "/oversikt/")
    tile = page.locator('.tile[href="/kommuner/naeroysund/"]')
    box = tile.bounding_box()

    assert page.get_by_role("link", name=re.compile(f"^Nærøysund{LACKS}")).is_visible()
    assert min(box["width"], box["height"]) >= 24
    table = page.locator(".region-table tbody tr")
    assert sum(row.is_visible() for row in table.all()) == 10
    page.locator(".region-table .on-phone").get_by_role("link", name="Vis alle").click()
    assert sum(row.is_visible() for row in table.all()) == Municipality.objects.count()


def test_on_a_phone_the_open_menu_leaves_the_name_and_its_own_button_free(page, live_server):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(live_server.url + "/oversikt/")
    button = page.get_by_role("button", name="Meny")

    button.click()
    menu = page.locator("#meny").bounding_box()
    above = [part.bounding_box() for part in (button, page.locator(".brand"))]
    button.click()

    assert [box["y"] + box["height"] <= menu["y"] for box in above] == [True, True]
    assert page.locator("#meny").is_hidden()


def test_on_a_phone_every_number_of_the_last_meetings_is_there(page, live_server):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(live_server.url + "/oversikt/")
    table = page.get_by_role("table", name="Siste møter")

    heads = [head.inner_text() for head in table.get_by_role("columnheader").all() if head.is_visible()]

    assert heads == ["Møte", "Invitert", "Kommer", "Kanskje", "Nei", "Stille", "Har svart"]
    row = table.get_by_role("row").nth(1)
    assert [cell.is_visible() for cell in row.get_by_role("cell").all()] == [True] * 6


@pytest.mark.parametrize("vis", ["strategi", "kontakt", "ideer", "svar"])
def test_the_maps_answers_differ_by_their_edge_where_grounds_are_taken_away(page, live_server, vis):
    page.goto(f"{live_server.url}/oversikt/?vis={vis}")
    page.emulate_media(forced_colors="active")

    edge = "e => getComputedStyle(e).borderTopStyle + getComputedStyle(e).borderTopWidth"
    edges = [key.evaluate(edge) for key in page.locator(".map-legend .key").all()]

    assert len(set(edges)) == len(edges) > 2


def test_by_keyboard_one_chooses_a_colouring_sorts_and_opens_a_municipality(page, live_server):
    page.goto(live_server.url + "/oversikt/")
    somebody = Keyboard(page)
    somebody.to(page.get_by_label("Vis på kartet"))
    page.keyboard.type("Komp")
    somebody.press("button", "Vis")
    assert "vis=megler" in page.url
    somebody.press("link", "Meglere")
    page.goto(live_server.url + "/oversikt/?vis=megler")
    somebody.press("link", "Selskaper")
    assert page.locator('th[aria-sort="descending"]').inner_text().startswith("Selskaper")


def test_borders_are_links_in_the_tree_too(page, live_server, tmp_path):
    squares = {one.number: [[x + n / 2, y] for x, y in WEST] for n, one in enumerate(Municipality.objects.all())}
    features = [feature(number, "Polygon", [ring]) for number, ring in squares.items()]
    file = tmp_path / "kommuner.geojson"
    file.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")
    borders.load(file)
    snapshot.refresh()

    page.goto(live_server.url + "/oversikt/")

    assert page.get_by_role("link", name="Frosta, mangler FoUI-kontakt, 0 erfaringer delt", exact=True).count() == 1
    assert page.get_by_role("group", name="Kart over kommunene").get_by_role("link").count() == len(squares)
    looked_at(page, "kart med grenser")
