"""Applause, the lesson of the month, and the director's thanks."""

from __future__ import annotations

import datetime as dt

import pytest
from freezegun import freeze_time

from ideas.lessons import applauding, learning, thanking
from ideas.lessons.results_waiting import waiting
from ideas.models import Applause, IdeaEvent, Lesson
from ideas.tasks import lessons
from partnership.common import norwegian
from partnership.mail.models import OutgoingMail
from tests import factories
from tests.ideas.test_lessons import ended, kari, lesson_of, place  # noqa: F401 – fixtures

pytestmark = pytest.mark.django_db


@pytest.fixture
def lesson(place, kari):  # noqa: F811
    return lesson_of(ended(place, visibility="public"), kari, for_all=True)


def test_whoever_is_signed_in_applauds_once_and_can_take_it_back(client, lesson):
    client.force_login(factories.broker())
    address = f"{lesson.get_absolute_url()}applaus/"

    client.post(address)
    client.post(address)
    page = client.get(lesson.get_absolute_url()).content.decode()
    client.post(address, {"valg": "angre"})
    client.post(address, {"valg": "angre"})

    assert "Én har applaudert." in page
    assert not Applause.objects.exists()


def test_who_wrote_the_lesson_does_not_applaud_it(client, lesson, kari):  # noqa: F811
    client.force_login(kari)

    refused = client.post(f"{lesson.get_absolute_url()}applaus/")
    page = client.get(lesson.get_absolute_url()).content.decode()

    assert refused.status_code == 403
    assert "applaus/" not in page
    assert "Du skrev den. Applausen kommer fra andre." in page
    assert not Applause.objects.exists()


def test_a_stranger_is_sent_to_sign_in(client, lesson):
    response = client.post(f"{lesson.get_absolute_url()}applaus/")

    assert response["Location"].startswith("/logg-inn/")
    assert not Applause.objects.exists()


def test_nobody_applauds_what_they_may_not_read(client, place, kari):  # noqa: F811
    hidden = lesson_of(ended(place), kari)
    client.force_login(factories.officer())

    assert client.post(f"{hidden.get_absolute_url()}applaus/").status_code == 404


@pytest.fixture
def three(place, kari):  # noqa: F811
    """Of October 2026, the middle one applauded most in November."""
    with freeze_time("2026-10-05 12:00"):
        found = [lesson_of(ended(place, visibility="public"), kari, for_all=True, title=f"Nr. {n}") for n in range(3)]
    with freeze_time("2026-11-10 12:00"):
        applauding.applaud(lesson=found[1], by=kari)
    return found


def test_the_lesson_of_the_month_is_the_most_applauded_of_last_month(three):
    with freeze_time("2026-12-01 08:00"):
        lessons()
        lessons()
        shown = learning.to_show()
    with freeze_time("2027-01-01 08:00"):
        lessons()
        next_one = learning.of_month()

    assert shown == three[1]
    assert next_one == three[2], "of two without applause the newest, and none twice"


def test_what_few_may_read_is_never_the_lesson_of_the_month(place, kari):  # noqa: F811
    with freeze_time("2026-10-05 12:00"):
        lesson_of(ended(place), kari)

    assert learning.choose_month(dt.date(2026, 12, 1)) is None


def test_an_officer_chooses_another_with_one_press(client, three):
    learning.choose_month()
    client.force_login(factories.officer())

    client.post(f"{three[0].get_absolute_url()}maanedens/")
    client.post(f"{three[0].get_absolute_url()}maanedens/")

    assert learning.of_month() == three[0]
    assert Lesson.objects.filter(month__isnull=False).count() == 1
    assert IdeaEvent.objects.filter(kind="lesson", is_internal=True).count() == 1


def test_a_contact_does_not_choose_the_lesson_of_the_month(client, three, kari):  # noqa: F811
    client.force_login(kari)

    assert client.post(f"{three[0].get_absolute_url()}maanedens/").status_code == 403


def test_the_first_page_shows_it_to_strangers_and_to_whom_nothing_waits_for(client, lesson):
    stranger = client.get("/").content.decode()
    client.force_login(factories.broker())
    done = client.get("/").content.decode()

    assert lesson.title in stranger
    assert "Vil du lese hva Frøya lærte?" in done


def test_the_contact_writes_the_directors_words_down_and_the_sender_is_told_once(client, lesson, kari):  # noqa: F811
    client.force_login(kari)
    words = {"who": "Anne Ness, kommunedirektør", "words": "Takk for at du våget."}

    client.post(f"{lesson.get_absolute_url()}takk/", words)
    client.post(f"{lesson.get_absolute_url()}takk/", words | {"words": "Takk for at dere våget."})

    page = client.get(lesson.get_absolute_url()).content.decode()
    assert "Takk for at dere våget." in page
    assert lesson.idea.events.filter(kind="thanked").count() == 1


def test_the_director_writes_by_a_link_that_is_closed_afterwards(client, lesson, kari):  # noqa: F811
    client.force_login(kari)
    client.post(f"{lesson.get_absolute_url()}takk/lenke/", {"name": "Anne Ness", "email": "anne.ness@froya.example"})
    lesson.refresh_from_db()
    client.logout()
    link = f"/ide/takk/{lesson.thanks_token()}/"

    shown = client.get(link)
    client.post(link, {"who": "Anne Ness, kommunedirektør", "words": "Takk for at du våget."})
    closed = client.post(link, {"who": "En annen", "words": "Noe annet."})

    lesson.refresh_from_db()
    assert shown.status_code == 200
    assert (lesson.thanks_from, lesson.thanks) == ("Anne Ness, kommunedirektør", "Takk for at du våget.")
    assert closed.status_code == 410
    assert OutgoingMail.objects.filter(kind=thanking.KIND, to_email="anne.ness@froya.example").count() == 1


def test_a_new_link_closes_the_one_before(client, lesson, kari):  # noqa: F811
    thanking.ask(lesson=lesson, name="Anne Ness", email="anne@froya.example", by=kari)
    old = lesson.thanks_token()
    thanking.ask(lesson=lesson, name="Anne Ness", email="anne@froya.example", by=kari)

    assert client.get(f"/ide/takk/{old}/").status_code == 404
    assert client.get(f"/ide/takk/{lesson.thanks_token()}/").status_code == 200


def test_only_the_municipalitys_contact_thanks_for_it(client, lesson):
    client.force_login(factories.contact())

    assert client.get(f"{lesson.get_absolute_url()}takk/").status_code == 403
    assert client.post(f"{lesson.get_absolute_url()}takk/lenke/").status_code == 403


def test_an_idea_ended_without_a_lesson_is_asked_about_again_for_a_fortnight(place, kari):  # noqa: F811
    today = norwegian.today()
    for days in (2, 10, 30):
        ended(place, stage_since=norwegian.at(today - dt.timedelta(days=days), dt.time(12)))
    told = ended(place, stage_since=norwegian.at(today - dt.timedelta(days=10), dt.time(12)))
    lesson_of(told, kari)

    assert len(list(waiting(kari, today))) == 1
    assert list(waiting(factories.contact(), today)) == []
