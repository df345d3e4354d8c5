"""Planning a meeting a step at a time: nothing typed is lost, each step stands on its own."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from meetings.models import Meeting
from meetings.planning import audience, steps
from partnership.common import norwegian
from tests import factories

pytestmark = pytest.mark.django_db

WHEN = {"kind": "dialogue", "title": "Dialogmøte", "day": "2035-06-12", "begins": "09:00", "ends": "12:00"}


@pytest.fixture
def nina(client):
    host = factories.officer("Nina Solem")
    client.force_login(host)
    return host


def fields(client, url: str) -> dict[str, object]:
    """What a browser would send back untouched."""
    return {field.name: shown(field.value()) for field in client.get(url).context["form"]}


def shown(value: object) -> object:
    return "" if value is None or value is False else value


def save(client, meeting: Meeting, name: str, **changes: object):
    url = reverse(f"meetings:{name}", args=[meeting.pk])
    return client.post(url, fields(client, url) | changes)


def errors(response) -> dict[str, list[str]]:
    return {name: list(found) for name, found in response.context["form"].errors.items()}


def test_no_step_asks_more_than_six_things(client, nina):
    meeting = factories.meeting(nina)

    for url in ("/moter/nytt/", *(f"/moter/{meeting.pk}/{name}/" for name in ("rediger", "innhold", "vert"))):
        assert len(client.get(url).context["form"].visible_fields()) <= 6, url


def test_the_first_step_makes_a_draft_and_every_step_leads_to_the_next(client, nina):
    response = client.post("/moter/nytt/", WHEN)
    meeting = Meeting.objects.get()
    assert response["Location"] == f"/moter/{meeting.pk}/innhold/"
    assert (meeting.is_draft, meeting.host, meeting.created_by) == (True, nina, nina)
    assert meeting.start == norwegian.at(dt.date(2035, 6, 12), dt.time(9))

    response = save(client, meeting, "content", purpose="Finne ut hvordan.", place="Rådhuset")
    assert response["Location"] == f"/moter/{meeting.pk}/vert/"
    response = save(client, meeting, "host", host_phone="400 00 001", capacity="20")
    assert response["Location"] == f"/moter/{meeting.pk}/program/"

    meeting.refresh_from_db()
    assert (meeting.title, meeting.purpose, meeting.place) == ("Dialogmøte", "Finne ut hvordan.", "Rådhuset")
    assert (meeting.host_phone, meeting.capacity, meeting.owner_name) == ("400 00 001", 20, "KS Trøndelag")


def test_a_draft_says_which_step_of_how_many_and_leads_to_each(client, nina):
    meeting = factories.meeting(nina)

    text = client.get(f"/moter/{meeting.pk}/innhold/").content.decode()

    assert "Steg 2 av 6" in text
    assert f'<a href="/moter/{meeting.pk}/innhold/" aria-current="step">Innhold og sted</a>' in text
    for name in ("rediger", "vert", "program", "malgruppe", "utsending"):
        assert f'href="/moter/{meeting.pk}/{name}/"' in text
        assert 'aria-current="step"' in client.get(f"/moter/{meeting.pk}/{name}/").content.decode()


def test_a_meeting_not_saved_yet_shows_the_steps_without_links(client, nina):
    text = client.get("/moter/nytt/").content.decode()

    assert "Steg 1 av 6" in text
    assert '<span aria-current="step">Hva og når</span>' in text
    assert not Meeting.objects.exists()


def test_what_was_typed_stands_at_an_error(client, nina):
    response = client.post("/moter/nytt/", WHEN | {"day": "2020-01-01", "title": "Et navn jeg skrev"})

    assert response.status_code == 422
    assert errors(response) == {"day": ["Velg en tid som ikke har vært."]}
    assert 'value="Et navn jeg skrev"' in response.content.decode()
    assert not Meeting.objects.exists()


@pytest.mark.parametrize(
    ("step", "changes", "expected"),
    [
        ("edit", {"ends": "08:00"}, {"ends": ["Møtet må slutte etter at det begynner."]}),
        ("edit", {"answer_by": "2035-06-13"}, {"answer_by": ["Folk må svare før møtet."]}),
        ("edit", {"day": "2020-01-01"}, {"day": ["Velg en tid som ikke har vært."]}),
        ("host", {"capacity": "0"}, {"capacity": ["Skriv minst 1, eller ingenting hvis det er plass til alle."]}),
        ("host", {"host_phone": ""}, {"host_phone": ["Skriv et nummer folk kan ringe."]}),
        (
            "content",
            {"joining": "vi sees"},
            {"joining": ["Vi finner ingen lenke i teksten. Lim inn selve lenken, slik som https://…"]},
        ),
    ],
)
def test_each_step_says_what_is_wrong_beside_the_field(client, nina, step, changes, expected):
    meeting = factories.meeting(nina, start=norwegian.at(dt.date(2035, 6, 12), dt.time(9)))

    response = save(client, meeting, step, **changes)

    assert response.status_code == 422
    assert errors(response) == expected


def test_a_change_to_a_meeting_that_is_sent_out_leads_back_to_its_page(client, nina):
    meeting = factories.meeting(nina, state="published")
    meeting.announced = meeting.announcement()
    meeting.save()

    quiet = save(client, meeting, "host", host_phone="400 00 009")
    moved = save(client, meeting, "content", place="Rådhuset, Verdal")

    page = f"/moter/{meeting.pk}/"
    assert (quiet["Location"], moved["Location"]) == (page, page)
    text = client.get(page).content.decode()
    assert "Endringen er ikke sendt." in text
    assert "Steg 2 av 6" not in client.get(f"/moter/{meeting.pk}/innhold/").content.decode()


def test_two_people_on_different_steps_overwrite_nothing(client, nina):
    meeting = factories.meeting(nina)
    content, host = (reverse(f"meetings:{name}", args=[meeting.pk]) for name in ("content", "host"))
    theirs, yours = fields(client, content), fields(client, host)

    client.post(content, theirs | {"purpose": "Deres tekst"})
    client.post(host, yours | {"capacity": "12"})
    client.post(host, fields(client, host) | {"capacity": "12"})

    meeting.refresh_from_db()
    assert (meeting.purpose, meeting.capacity) == ("Deres tekst", 12)


def test_a_time_somebody_else_has_set_is_shown_before_it_is_overwritten(client, nina):
    meeting = factories.meeting(nina, start=norwegian.at(dt.date(2035, 6, 12), dt.time(9)))
    url = reverse("meetings:edit", args=[meeting.pk])
    opened = fields(client, url)
    client.post(url, opened | {"begins": "10:00"})

    response = client.post(url, opened | {"begins": "11:00"})

    assert response.status_code == 422
    assert [(one["name"], one["theirs"]) for one in response.context["form"].conflicts] == [("begins", dt.time(10))]
    meeting.refresh_from_db()
    assert norwegian.local(meeting.start).time() == dt.time(10)
    assert 'value="11:00"' in response.content.decode()


def test_a_conflict_is_told_in_words_and_not_in_keys(client, nina):
    meeting = factories.meeting(nina, kind="dialogue")
    url = reverse("meetings:edit", args=[meeting.pk])
    opened = fields(client, url)
    client.post(url, opened | {"kind": "workshop"})

    response = client.post(url, opened | {"kind": "gathering"})

    assert [str(one["theirs"]) for one in response.context["form"].conflicts] == ["verksted"]


def test_going_back_saves_what_was_typed(client, nina):
    meeting = factories.meeting(nina)

    response = save(client, meeting, "content", purpose="Halvferdig tekst", valg="tilbake")

    meeting.refresh_from_db()
    assert response["Location"] == f"/moter/{meeting.pk}/rediger/"
    assert meeting.purpose == "Halvferdig tekst"


def test_the_host_is_one_of_those_the_person_may_speak_for(client, nina):
    meeting = factories.meeting(nina)
    other = factories.PartnerFactory(slug="fylket", name="Fylkeskommunen")

    response = save(client, meeting, "host", owner=f"p{other.pk}")

    assert list(errors(response)) == ["owner"]


def test_a_contact_plans_a_meeting_of_the_municipality(client):
    kari = factories.contact("Kari Vik", factories.MunicipalityFactory(name="Frosta", slug="frosta"))
    client.force_login(kari)

    client.post("/moter/nytt/", WHEN | {"kind": "kickoff"})

    meeting = Meeting.objects.get()
    assert (meeting.owner_partner, meeting.owner_seat) == (None, kari.terms.get().seat)
    assert save(client, meeting, "content", place="Kommunehuset").status_code == 302
    assert client.get(f"/moter/{meeting.pk}/").status_code == 200


def test_a_meeting_without_the_hosts_phone_is_not_sent(client, nina):
    factories.contact()
    meeting = factories.meeting(nina, host_phone="")
    chosen = audience.of(meeting)
    chosen.kinds = ["contact"]
    chosen.save()

    client.post(f"/moter/{meeting.pk}/utsending/")

    meeting.refresh_from_db()
    assert meeting.is_draft
    assert "Skriv vertens telefon først" in client.get(f"/moter/{meeting.pk}/utsending/").content.decode()


def test_the_next_step_of_a_draft_is_the_first_that_lacks_something(nina):
    meeting = factories.meeting(nina, join_url="", host_phone="")

    def next_step(has_programme: bool = True) -> str:
        return steps.missing(meeting, has_programme=has_programme).name

    found = [next_step()]
    meeting.place = "Rådhuset"
    found.append(next_step())
    meeting.host_phone = "400 00 001"
    found += [next_step(has_programme=False), next_step()]
    audience.of(meeting).persons.add(nina)
    found.append(next_step())

    assert found == ["content", "host", "programme", "audience", "sending"]
