"""The region's memory in use: a strategy, a survey, an experience; then an officer's overview, and search."""

from __future__ import annotations

import re
import uuid

import pytest
from django.test import Client

from municipalities.models import Experience, Municipality, Survey, SurveyAnswer
from overview import region
from overview.models import GoalTie
from overview.region import snapshot
from overview.reports import writing
from tests import factories
from tests.browser.pages import Keyboard, looked_at, signed_in
from tests.municipalities.test_experiences import photo

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Municipal:
    """Kari at the municipality's page; each method is one thing she does from there."""

    def __init__(self, page, address: str) -> None:
        self.page, self.address = page, address

    def _press(self, role: str, name: str) -> None:
        self.page.get_by_role(role, name=name).first.click()

    def begins(self, link: str) -> None:
        self.page.goto(f"{self.address}/kommuner/frosta/")
        self._press("link", link)

    def starts_a_strategy(self) -> None:
        self.begins("Start en strategi")
        self._press("button", "Start")
        self.page.get_by_text("Strategien er startet.").wait_for()
        self._press("link", "Legg til et mål")
        self.page.get_by_label("Mål").fill("Ideer fra ansatte blir prøvd")
        self._press("button", "Legg til målet")
        looked_at(self.page, "strategi med mål")

    def ties_an_idea(self) -> None:
        self._press("link", "Knytt ideer, møter og erfaringer")
        self._press("button", "Knytt til målet")
        self.page.get_by_text("Knyttet til målet.").wait_for()

    def opens_a_survey(self) -> str:
        """The path that is sent to the employees."""
        self.begins("Kommunens egen undersøkelse om innovasjon")
        self._press("button", "Åpne undersøkelsen")
        self.page.get_by_text("Undersøkelsen er åpen. Send ut lenken.").wait_for()
        return f"/undersokelse/{Survey.objects.get().token()}/"

    def ends_the_survey(self) -> None:
        self.begins("Kommunens egen undersøkelse om innovasjon")
        self._press("link", "Avslutt undersøkelsen")
        self._press("button", "Avslutt undersøkelsen")
        self.page.get_by_text("12 svar").first.wait_for()

    def shares_an_experience(self) -> None:
        self.begins("Del en erfaring")
        looked_at(self.page, "del en erfaring")
        self.page.get_by_label("Tittel").fill("Selvkjørende buss på øya")
        self.page.get_by_role("radio", name=re.compile("^det virket$", re.IGNORECASE)).check()
        self.page.get_by_label("Behovet").fill("Ingen buss om kvelden.")
        self.page.get_by_label("Hva som ble gjort").fill("Vi prøvde i tre måneder.")
        self.page.get_by_label("Hva vi lærte").fill("Vegen må brøytes først.")
        self._press("button", "Lagre og gå videre")
        self._press("button", "Lagre")
        self._adds_a_picture()
        self._press("link", "Del med alle")
        self._press("button", "Del med alle")
        self.page.get_by_role("heading", name="Selvkjørende buss på øya").wait_for()
        looked_at(self.page, "delt erfaring")

    def _adds_a_picture(self) -> None:
        self.page.goto(f"{self.address}/erfaringer/{Experience.objects.get().pk}/bilder/")
        files = {"name": "buss.jpg", "mimeType": "image/jpeg", "buffer": photo(size=(640, 480))}
        self.page.locator("input[type=file]").set_input_files(files)
        self.page.get_by_label("Hva viser bildet?").fill("En liten buss på en grusveg ved sjøen")
        self._press("button", "Legg til bildet")
        self.page.get_by_role("img", name="En liten buss på en grusveg ved sjøen").wait_for()
        looked_at(self.page, "bilder")
        self._press("link", "Tilbake")


def answered_by_twelve(link: str) -> None:
    for number in range(12):
        said = {"sector": "helse" if number < 6 else "kultur", "innovated": "no" if number % 2 else "yes"}
        said |= {"leader": "5", "taking_part": "3", "means": "2", "text": "", "key": str(uuid.uuid4())}
        assert Client().post(link, said).status_code < 400
    assert SurveyAnswer.objects.count() == 12


def reads_a_chart_without_colour(page) -> None:
    """Its numbers stand in a table, and its bars are no more than the same once more."""
    page.emulate_media(forced_colors="active")
    bars = page.locator("main svg")
    assert bars.count() > 0
    assert {bar.get_attribute("aria-hidden") for bar in bars.all()} == {"true"}
    tree = page.locator("main").aria_snapshot()
    assert "- table" in tree
    assert re.search(r"- cell \"\d+([,.]\d+)?( %)?\"", tree)
    page.emulate_media(forced_colors="none")


def looks_at_the_region(page, address: str) -> None:
    page.goto(f"{address}/oversikt/")
    looked_at(page, "oversikten")
    page.emulate_media(forced_colors="active")
    tile = page.get_by_role("link", name=re.compile("^Frosta ?, .*1 erfaring delt$"))
    assert tile.get_attribute("href") == "/kommuner/frosta/"
    tree = page.locator(".region-map").aria_snapshot()
    assert tree.count('- link "') >= Municipality.objects.count()
    page.emulate_media(forced_colors="none")
    page.get_by_role("link", name="idé i gang", exact=True).click()
    page.get_by_role("link", name="Felles nattilsyn").wait_for()
    looked_at(page, "ideene bak tallet")


def searches_by_keyboard(page, address: str) -> None:
    page.goto(f"{address}/")
    somebody = Keyboard(page)
    somebody.to(page.get_by_role("searchbox", name="Søk i portalen").first)
    page.keyboard.type("brøyte")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    looked_at(page, "treff")
    page.set_viewport_size({"width": 1280, "height": 900})
    somebody.press("link", "Selvkjørende buss på øya")
    page.get_by_role("heading", name="Dette lærte vi").wait_for()


def makes_the_yearly_report(page, address: str) -> None:
    page.goto(f"{address}/rapporter/")
    looked_at(page, "rapporter")
    page.get_by_label("Om").select_option(label="Frosta")
    page.get_by_label("Periode").select_option(label="I år til nå")
    page.get_by_role("button", name="Bestill", exact=True).click()
    page.get_by_text("Bestilt.").wait_for()
    looked_at(page, "en rapport som lages")
    writing.write_waiting()
    page.get_by_role("link", name="Last ned PDF").wait_for()  # the page follows by itself
    looked_at(page, "en rapport som er ferdig")
    for name, begins in (("Last ned PDF", b"%PDF"), ("Last ned regneark (XLSX)", b"PK")):
        with page.expect_download() as download:
            page.get_by_role("link", name=name).click()
        assert download.value.path().read_bytes().startswith(begins)


def test_what_a_contact_writes_an_officer_finds_again(browser, live_server, settings):
    region.load(settings.REGION_DIR)
    frosta = Municipality.objects.get(slug="frosta")
    kari = factories.contact("Kari Vik", frosta)
    factories.idea(frosta, title="Felles nattilsyn", visibility="partnership")
    municipal = Municipal(signed_in(browser, live_server.url, kari), live_server.url)

    municipal.starts_a_strategy()
    municipal.ties_an_idea()
    answered_by_twelve(municipal.opens_a_survey())
    municipal.ends_the_survey()
    looked_at(municipal.page, "resultatet")
    reads_a_chart_without_colour(municipal.page)
    municipal.shares_an_experience()
    municipal.page.goto(live_server.url)
    looked_at(municipal.page, "første side")
    snapshot.refresh()
    officer = signed_in(browser, live_server.url, factories.officer("Nina Solem"))
    looks_at_the_region(officer, live_server.url)
    searches_by_keyboard(officer, live_server.url)
    makes_the_yearly_report(officer, live_server.url)

    assert GoalTie.objects.get().idea.title == "Felles nattilsyn"
