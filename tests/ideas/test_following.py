"""«Følg kommunen»: notices about what the follower may see, once each, in no mail of their own."""

from __future__ import annotations

import datetime as dt

import pytest
from django.utils import timezone

from ideas.models import Follow
from ideas.tasks import news
from ideas.together import following
from municipalities.models import FouiContact
from partnership.mail.models import Notice, OutgoingMail
from tests import factories
from tests.ideas.test_lessons import lesson_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def place():
    return factories.MunicipalityFactory(name="Frøya", slug="froya")


@pytest.fixture
def nina(place):
    nina = factories.officer("Nina Solem")
    following.follow(municipality=place, by=nina)
    return nina


def lines(person):
    return sorted(Notice.objects.filter(person=person).values_list("line", flat=True))


def test_one_press_on_the_municipalitys_page_follows_and_one_on_the_own_page_stops(client, place):
    client.force_login(person := factories.broker())

    client.post("/ideer/folger/froya/")
    client.post("/ideer/folger/froya/")
    assert Follow.objects.get().person == person
    assert "Frøya" in client.get("/ideer/folger/").content.decode()

    response = client.post("/ideer/folger/froya/", {"valg": "slutt", "fra": "lista"})
    assert response["Location"] == "/ideer/folger/"
    assert not Follow.objects.exists()


def test_the_follower_is_told_once_of_what_may_be_seen_and_never_of_the_rest(place, nina):
    seen = factories.idea(place, visibility="partnership")
    factories.idea(place, visibility="area")
    factories.idea(factories.MunicipalityFactory(), visibility="public")

    news()
    news()

    assert lines(nina) == [f"Frøya har en ny idé, {seen.number}."]
    assert not OutgoingMail.objects.filter(to_email=nina.email).exists()


def test_what_is_widened_later_is_told_then(place, nina):
    idea = factories.idea(place)
    following.tell()
    assert lines(nina) == []

    idea.visibility = "partnership"
    idea.save()
    following.tell()

    assert lines(nina) == [f"Frøya har en ny idé, {idea.number}."]


def test_a_lesson_is_told_of_without_a_word_of_what_it_says(place, nina):
    idea = factories.idea(place, stage="ended", next_date=None, visibility="public")
    lesson_of(idea, factories.person(), for_all=True)

    following.tell()

    assert lines(nina) == ["Frøya forteller hva de har lært."]


def test_what_came_before_one_followed_is_no_news(place, nina):
    factories.idea(place, visibility="public", received_at=timezone.now() - dt.timedelta(days=3))

    assert following.tell() == 0


def test_whoever_has_lost_the_role_may_stop_but_not_begin(client, place):
    ended = factories.person()
    Follow.objects.create(municipality=place, person=ended)
    client.force_login(ended)

    client.post("/ideer/folger/froya/", {"valg": "slutt"})

    assert client.post("/ideer/folger/froya/").status_code == 403
    assert not Follow.objects.exists()


def test_the_municipalitys_page_shows_its_lessons_and_offers_to_follow_to_others_than_its_contact(client, place):
    idea = factories.idea(place, stage="ended", next_date=None, visibility="public")
    lesson = lesson_of(idea, factories.person(), for_all=True)
    kari = factories.give(FouiContact.objects.create(municipality=place))

    offered = []
    for who in (factories.officer(), kari):
        client.force_login(who)
        page = client.get("/kommuner/froya/").content.decode()
        assert lesson.title in page
        offered.append("Følg Frøya" in page)

    assert offered == [True, False]
