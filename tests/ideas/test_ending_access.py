"""The contact ends what somebody named on an idea sees of it."""

from __future__ import annotations

import pytest
from django.urls import reverse

from ideas import ending_access
from ideas.mailing import acting_links
from ideas.models import Idea, IdeaAccess
from ideas.whose import holding
from partnership.common import norwegian
from partnership.mail.models import Notice
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def mona(idea, kari):
    """Named on it, and has it."""
    mona = holding.named_person(name="Mona Lund", email="mona@frosta.example", by=kari)
    until = norwegian.add_working_days(norwegian.today(), 5)
    holding.hand_on(idea=idea, by=kari, to_person=mona, until=until)
    return mona


def url(idea: Idea, mona) -> str:
    return reverse("ideas:access_end", args=[idea.pk, IdeaAccess.objects.get(person=mona).pk])


def test_the_idea_page_links_to_it_for_the_contact_and_not_for_who_is_named(client, idea, kari, mona):
    client.force_login(kari)
    contacts = client.get(idea.get_absolute_url()).content.decode()
    client.force_login(mona)
    named = client.get(idea.get_absolute_url()).content.decode()

    assert url(idea, mona) in contacts
    assert url(idea, mona) not in named


def test_showing_the_page_ends_nothing_and_says_what_will_happen(client, idea, kari, mona):
    client.force_login(kari)

    page = client.get(url(idea, mona)).content.decode()

    assert "Avslutte tilgangen til Mona Lund?" in page
    assert "Den går til FoUI-kontakten" in page
    assert Idea.objects.visible_to(mona).count() == 1


def test_pressing_it_closes_the_page_and_the_mailed_link_and_takes_the_idea_back(client, idea, kari, mona):
    link = acting_links.url(idea, mona)
    client.force_login(kari)
    client.post(url(idea, mona))

    stored = Idea.objects.get()
    client.force_login(mona)

    assert (stored.holder_person, stored.holder_seat) == (None, holding.contact_seat(idea.municipality))
    assert client.get(idea.get_absolute_url()).status_code == 404
    assert client.get(link).status_code == 410
    assert Notice.objects.get(person=mona).line.startswith("Du arbeider ikke lenger med idé")


def test_it_stands_in_the_history_and_the_sender_is_not_told_of_it(client, idea, kari, mona):
    ending_access.end(access=IdeaAccess.objects.get(), by=kari)
    client.force_login(kari)

    page = client.get(reverse("ideas:history", args=[idea.pk])).content.decode()

    assert "Mona Lund" in page
    assert "Ser ikke lenger ideen" in page
    assert not idea.events.for_sender().of_kind("access_ended").exists()


def test_a_former_holder_loses_it_too_and_the_holder_keeps_the_idea(idea, kari, mona):
    holding.hand_on(idea=idea, by=kari, to_seat=holding.contact_seat(idea.municipality), until=idea.next_date)
    assert Idea.objects.visible_to(mona).count() == 1
    version = Idea.objects.get().version

    ending_access.end(access=IdeaAccess.objects.get(), by=kari)

    assert Idea.objects.visible_to(mona).count() == 0
    assert Idea.objects.get().version == version


def test_twice_is_once(idea, kari, mona):
    access = IdeaAccess.objects.get()

    assert ending_access.end(access=access, by=kari) is not None
    assert ending_access.end(access=access, by=kari) is None
    assert idea.events.of_kind("access_ended").count() == 1


def test_who_is_named_ends_no_access_and_a_brokers_role_is_ended_elsewhere(client, idea, kari, mona, ola_seat):
    seat = IdeaAccess.objects.create(idea=idea, seat=ola_seat, why="broker")
    client.force_login(mona)
    forbidden = client.post(url(idea, mona))
    client.force_login(kari)

    assert forbidden.status_code == 403
    assert client.post(reverse("ideas:access_end", args=[idea.pk, seat.pk])).status_code == 404
    assert IdeaAccess.objects.current().count() == 2


def test_undoing_the_last_step_does_not_let_the_person_in_again(idea, kari, mona):
    ending_access.end(access=IdeaAccess.objects.get(), by=kari)
    factories.idea(idea.municipality)  # another one

    assert Idea.objects.visible_to(mona).count() == 0
    assert idea.events.standing().newest_first().first().before == {}
