"""Every page answers each kind of person, in Norwegian, in few queries, and takes odd input calmly."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.models import Meeting
from municipalities import directory
from municipalities.models import FouiContact, Municipality
from overview import region
from overview.demo import entrances, people, scenes
from partnership.common import norwegian
from partnership.people.models import User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def demo():
    region.load(settings.REGION_DIR)
    scenes.load()


def test_every_first_page_opens(client, demo):
    for name in ("Kari Vik", "Ola Moen", "Nina Solem"):
        client.force_login(User.objects.get(name=name))

        assert client.get("/").status_code == 200


def test_the_demo_meeting_adds_up_to_48(demo):
    meeting = Meeting.objects.get(title__startswith="Dialogmøte for")

    assert meeting.invitations.active().sent().sums() | {"waiting": 0} == {
        "invited": 48,
        "comes": 23,
        "maybe": 4,
        "declined": 6,
        "silent": 15,
        "waiting": 0,
        "present": 0,
    }


@pytest.mark.parametrize(
    "path",
    ["/moter/", "/kommuner/", "/meglere/", "/virkemidler/", "/moter/?vis=tidligere", "/kommuner/?q=Sn%C3%A5ase"],
)
def test_a_list_asks_at_most_eight_queries(client, demo, path, django_assert_max_num_queries):
    client.force_login(User.objects.get(name="Nina Solem"))
    client.get(path)

    # Two are the session and the person, before the list begins.
    with django_assert_max_num_queries(8 + 2):
        client.get(path)


def test_search_finds_names_in_both_languages_and_numbers(client, demo):
    for words in ("Snåase", "5041", "snå"):
        assert "Snåsa" in client.get("/kommuner/", {"q": words}).content.decode()


@pytest.mark.parametrize("words", ["sna", "SNÅS", "snaase", "5041"])
def test_a_municipality_is_found_by_part_words_with_or_without_rings(demo, words):
    assert [entry.municipality.name for entry in directory.entries(words=words)] == ["Snåsa"]


def test_a_municipality_is_found_by_who_is_contact_there(demo):
    [entry] = directory.entries(words="kari vik")

    assert (entry.municipality.name, [line.holder.name for line in entry.contacts]) == ("Frosta", ["Kari Vik"])


def test_the_demos_roles_are_in_every_state(demo):
    entries = directory.entries()
    standings = [entry.standing.value for entry in entries]
    lines = {line.holder.name: line for entry in entries for line in entry.contacts if line.holder}

    assert (standings.count("mangler"), standings.count("ikke-bekreftet")) == (3, 2)
    assert [deputy.name for deputy in lines[people.AWAY].deputies] == [people.DEPUTY]
    assert lines[people.LEAVING].holder.until == norwegian.today() + dt.timedelta(days=14)
    assert lines[people.NEW].holder.since == norwegian.today() - dt.timedelta(days=7)
    assert len(entrances.chosen()) == 10


def test_the_demo_is_laid_out_anew_on_the_next_day_and_keeps_what_visitors_made(demo):
    own = factories.meeting(title="Mitt eget")
    Meeting.objects.filter(is_demo=True).update(created_at=timezone.now() - dt.timedelta(days=1))
    assert not scenes.is_of_today()

    scenes.load()

    assert scenes.is_of_today()
    assert Meeting.objects.filter(is_demo=True).count() == 10
    assert Meeting.objects.filter(pk=own.pk).exists()


def test_resetting_the_demo_gives_the_roles_back(demo):
    leka = Municipality.objects.get(number="5052")
    factories.give(leka.contacts.get(), factories.person("Per Prøve"))

    scenes.load(reset=True)

    assert not Municipality.objects.get(number="5052").contacts.get().terms.exists()
    assert directory.entries(words="frosta")[0].contacts[0].holder.name == "Kari Vik"


def test_a_municipality_in_two_councils_shows_each_once_with_the_primary_one_first(demo):
    rennebu = Municipality.objects.get(number="5022")

    assert [council.name for council in rennebu.councils_in_order()] == ["Trøndelag Sør", "Trøndelag Sørvest"]


def test_a_meeting_of_twenty_digits_is_to_a_stranger_as_any_other_they_may_not_see():
    assert Client().get("/moter/99999999999999999999/")["Location"].startswith("/logg-inn/?next=")


def test_a_meeting_of_twenty_digits_is_not_found_by_whoever_is_signed_in(client):
    client.force_login(factories.officer())

    assert client.get("/moter/99999999999999999999/").status_code == 404


@pytest.mark.parametrize(
    "path",
    [
        "/moter/?etter=99999999999999999999",
        "/kommuner/?q=%00",
        "/moter/99999999999999999999/kalender.ics",
        "/kommuner/?q=" + "x" * 5000,
    ],
)
def test_odd_addresses_give_a_page_and_no_server_error(demo, path):
    response = Client(raise_request_exception=False).get(path)

    assert response.status_code in {200, 400, 404}


def test_two_organisers_editing_at_once_lose_neither_text(client):
    host = factories.officer()
    meeting = factories.meeting(host)
    client.force_login(host)
    page = client.get(reverse("meetings:edit", args=[meeting.pk]))
    data = {name: field.value() or "" for name, field in ((f.name, f) for f in page.context["form"])}
    first, second = data | {"title": "Den ene"}, data | {"title": "Den andre"}
    client.post(reverse("meetings:edit", args=[meeting.pk]), first)

    response = client.post(reverse("meetings:edit", args=[meeting.pk]), second)

    meeting.refresh_from_db()
    text = response.content.decode()
    assert meeting.title == "Den ene"
    assert "Den ene" in text
    assert "Den andre" in text


def test_the_end_before_the_start_is_said_beside_the_field(client):
    host = factories.officer()
    client.force_login(host)
    data = {"kind": "meeting", "title": "Møte", "day": "2035-06-01", "begins": "12:00", "ends": "09:00"}

    response = client.post(reverse("meetings:create"), data)

    assert response.status_code == 422
    assert "Møtet må slutte etter at det begynner." in response.content.decode()
    assert 'value="Møte"' in response.content.decode()
    assert not Meeting.objects.exists()


def test_a_page_is_sent_compressed_to_a_browser_that_takes_it(client, demo):
    plain = client.get("/kommuner/")

    packed = client.get("/kommuner/", headers={"accept-encoding": "gzip"})

    assert packed["Content-Encoding"] == "gzip"
    assert len(packed.content) < len(plain.content) / 3


def test_a_meeting_that_is_retold_shows_the_day_the_order_and_the_source_alone(client, demo):
    meeting = Meeting.objects.get(title="Digitalt dialog- og arbeidsmøte")

    page = client.get(meeting.get_absolute_url()).content.decode()

    assert meeting.when == "tirsdag 29. mars 2022"
    assert "selvkjørende buss på Sula" in page
    assert "ks.no" in page
    assert [word for word in ("kl.", "09.00", "30 minutter", meeting.host.name) if word in page] == []


def test_an_empty_choice_is_said_in_words(client, demo):
    meeting = Meeting.objects.get(title="Samling om forskning i kommunene")
    client.force_login(meeting.host)

    page = client.get(f"/moter/{meeting.pk}/program/").content.decode()

    assert "---------" not in page
    assert '<option value="" selected>Ingen valgt</option>' in page


def test_nobody_is_found_by_a_role_that_is_closed(client):
    namsos = factories.MunicipalityFactory(name="Namsos")
    factories.give(FouiContact.objects.create(municipality=namsos), factories.person("Kari Vik"))
    closed = FouiContact.objects.create(municipality=namsos, closed_on=norwegian.today())
    factories.give(closed, factories.person("Ola Nordmann"))

    found = [len(client.get("/kommuner/", {"q": name}).context["entries"]) for name in ("Vik", "Nordmann")]

    assert found == [1, 0]
