"""The municipality's own door, kept by its contact and deputy."""

from __future__ import annotations

import pytest

from ideas.models import Intake
from tests import factories

pytestmark = pytest.mark.django_db
CLOSED = {
    "state": "closed", "external_url": "", "instead": "", "answer_days": "10", "leader_name": "", "leader_email": "",
    "version": "",
}  # fmt: skip
ADDRESS = "/ideer/mottak/frosta/"


@pytest.fixture
def frosta():
    return factories.MunicipalityFactory(name="Frosta", slug="frosta")


@pytest.fixture
def kari(client, frosta):
    person = factories.contact("Kari Vik", frosta)
    client.force_login(person)
    return person


def text(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def test_it_is_closed_until_the_municipality_opens_it(client, kari):
    before = client.get(ADDRESS)
    assert Intake.objects.count() == 0
    client.post(ADDRESS, CLOSED | {"state": "open", "answer_days": "20"})

    assert "Det er stengt." in text(before)
    assert Intake.objects.values_list("state", "answer_days").get() == ("open", 20)
    assert "Det er åpent. Alle som sender, er lovet svar innen 20 arbeidsdager." in text(client.get(ADDRESS))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"state": "external"}, "Skriv adressen til kommunens eget system."),
        ({"leader_name": "Tove Sand"}, "Skriv adressen til lederen"),
        ({"answer_days": "5"}, "Velg en av dem på lista."),
        ({"external_url": "javascript:alert(1)"}, "nettadresse"),
    ],
)
def test_what_cannot_be_is_said_beside_the_field(client, kari, wrong, said):
    page = client.post(ADDRESS, CLOSED | wrong)

    assert page.status_code == 422
    assert said in text(page)
    assert Intake.objects.exclude(state="closed").count() == 0


def test_of_two_editors_neither_loses_a_word(client, kari, frosta):
    intake = Intake.objects.create(municipality=frosta)
    client.post(ADDRESS, CLOSED | {"version": intake.version, "instead": "Snakk med Tove."})

    page = client.post(ADDRESS, CLOSED | {"version": intake.version, "instead": "Skriv til Per."})

    assert page.status_code == 422
    for words in ("Snakk med Tove.", "Skriv til Per."):
        assert words in text(page)


def test_others_do_not_keep_it(client, frosta):
    client.force_login(factories.contact())

    assert client.get(ADDRESS).status_code == 403
    assert client.post(ADDRESS, CLOSED | {"state": "open"}).status_code == 403
    assert Intake.objects.count() == 0


def test_whoever_has_two_municipalities_chooses(client, kari, frosta):
    assert client.get("/ideer/mottak/")["Location"] == ADDRESS
    other = factories.MunicipalityFactory(name="Verran", slug="verran")
    factories.give(other.contacts.create(kind="contact"), kari)
    client.force_login(kari)

    assert [link in text(client.get("/ideer/mottak/")) for link in (ADDRESS, "/ideer/mottak/verran/")] == [True, True]


def test_the_poster_shows_the_link_and_its_code(client, kari, settings):
    settings.PORTAL_URL = "https://foui.example"

    page, code = text(client.get(f"{ADDRESS}plakat/")), client.get(f"{ADDRESS}plakat/kode.svg")

    assert "foui.example/send-ide/frosta" in page
    assert code["Content-Type"] == "image/svg+xml"
    assert code.content.startswith(b"<?xml")
    assert b"style=" not in code.content


def test_the_button_for_the_intranet_can_be_copied(client, kari):
    assert "&lt;a href=" in text(client.get(ADDRESS))
