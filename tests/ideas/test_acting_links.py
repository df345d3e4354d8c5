"""Answering from a mail on a phone, without signing in."""

from __future__ import annotations

import datetime as dt

import pytest
from django.conf import settings
from django.urls import reverse

from ideas.life import moving
from ideas.mailing import acting_links
from ideas.models import Idea
from ideas.whose import holding
from municipalities.models import FouiContact
from partnership.common import links, norwegian
from partnership.people.models import RoleTerm
from tests import factories

pytestmark = pytest.mark.django_db


def soon() -> dt.date:
    return norwegian.add_working_days(norwegian.today(), 5)


@pytest.fixture
def kari():
    return factories.contact("Kari Vik", factories.MunicipalityFactory(name="Frosta"))


@pytest.fixture
def idea(kari):
    return factories.idea(FouiContact.objects.get().municipality, sender="siv@frosta.example", title="Nattilsyn")


def path(idea: Idea, person) -> str:
    return acting_links.url(idea, person).removeprefix(settings.PORTAL_URL)


def test_the_page_shows_number_stage_and_date_but_not_the_idea(client, idea, kari):
    page = client.get(path(idea, kari)).content.decode()

    assert f"Idé {idea.number} ligger hos deg" in page
    assert norwegian.format_day(idea.next_date) in page.replace("\N{NO-BREAK SPACE}", " ")
    for hidden in (idea.title, idea.problem, "Siv Lund", "siv@frosta.example"):
        assert hidden not in page


def test_a_scanner_that_opens_the_link_answers_nothing(client, idea, kari):
    for address in ("", "mer-tid/", "gi-videre/", "ikke-na/"):
        assert client.get(path(idea, kari) + address).status_code == 200
        assert client.head(path(idea, kari) + address).status_code == 200

    idea.refresh_from_db()
    assert (idea.seen_at, idea.events.count()) == (None, 2)


def test_seen_is_pressed_as_the_person(client, idea, kari):
    response = client.post(path(idea, kari), {"next_date": soon()}, follow=True)

    idea.refresh_from_db()
    assert "Takk. Det er notert." in response.content.decode()
    assert idea.events.get(kind="seen").by == kari
    assert idea.next_date == soon()


def test_the_same_link_gives_more_time_afterwards(client, idea, kari):
    link = path(idea, kari)
    client.post(link, {"next_date": idea.next_date})

    response = client.post(link + "mer-tid/", {"next_date": soon()})

    assert response.status_code == 302
    idea.refresh_from_db()
    assert idea.next_date == soon()


def test_not_now_ends_it_and_the_link_with_it(client, idea, kari):
    link = path(idea, kari)

    thanks = client.post(link + "ikke-na/", {"told": "Ikke nå.", "decided_by": "Kari Vik"}, follow=True)
    again = client.post(link + "ikke-na/", {"told": "Ikke nå.", "decided_by": "Kari Vik"})

    idea.refresh_from_db()
    assert "Takk. Det er notert." in thanks.content.decode()
    assert idea.stage == "ended"
    assert again.status_code == 410
    assert idea.events.filter(kind="moved").count() == 1


def test_given_on_to_the_deputy_and_then_the_link_is_closed(client, idea, kari):
    per = factories.give(FouiContact.objects.get(), factories.person("Per Aune"), capacity="deputy")
    link = path(idea, kari)

    client.post(link + "gi-videre/", {"holder": f"person:{per.pk}", "next_date": soon()})

    idea.refresh_from_db()
    closed = client.get(link)
    assert idea.holder_person == per
    assert closed.status_code == 410
    assert "Den ligger hos Per Aune nå." in closed.content.decode()


def test_a_link_names_nobody_new(client, idea, kari):
    form = {"holder": "new", "name": "Ola Ond", "email": "ola@ond.example", "next_date": soon()}

    response = client.post(path(idea, kari) + "gi-videre/", form)

    assert response.status_code == 422
    assert idea.events.filter(kind="handed_on").count() == 0


def test_the_link_is_closed_when_the_idea_has_moved_on(client, idea, kari):
    link = path(idea, kari)
    moving.move(idea=idea, to="clarifying", by=kari, next_date=soon())

    assert client.get(link).status_code == 410
    assert client.post(link, {"next_date": soon()}).status_code == 410


def test_the_link_is_closed_when_the_role_has_gone_to_somebody_else(client, idea, kari):
    link = path(idea, kari)
    RoleTerm.objects.filter(person=kari).update(until=norwegian.today())
    factories.give(FouiContact.objects.get(), days=0)

    assert client.get(link).status_code == 410


def test_somebody_elses_link_and_a_guessed_one_open_nothing(client, idea, kari):
    other = factories.contact()
    forged = links.make("idea-sender", idea.pk, kari.pk * 10**17)

    assert client.get(path(idea, other)).status_code == 410
    for token in (forged, "1.1.abc", "x" * 500):
        assert client.get(reverse("idea_links:acting", args=[token])).status_code == 404


def test_a_closed_sign_in_closes_the_link(client, idea, kari):
    link = path(idea, kari)
    kari.is_active = False
    kari.save()

    assert client.get(link).status_code == 404


def test_a_named_person_answers_by_link_too(client, idea, kari):
    mona = holding.named_person(name="Mona Brekke", email="mona@frosta.example", by=kari)
    holding.hand_on(idea=idea, by=kari, to_person=mona, until=soon())

    client.post(path(idea, mona) + "mer-tid/", {"next_date": norwegian.add_working_days(soon(), 5)})

    assert idea.events.get(kind="new_date").by == mona
