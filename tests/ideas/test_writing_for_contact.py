"""A broker with standing consent answers the sender: marked, told to the contact, and without reading the sender."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from ideas.models import Message
from ideas.with_brokers import brokering, on_behalf
from partnership.mail.models import Notice, OutgoingMail

pytestmark = pytest.mark.django_db


@pytest.fixture
def consent(idea, frosta, ola_seat, ola, kari):
    brokering.take(request=brokering.ask(idea=idea, broker=ola_seat, by=kari), by=ola)
    return on_behalf.give(municipality=frosta, broker=ola_seat, by=kari)


@pytest.fixture
def as_ola(ola):
    client = Client()
    client.force_login(ola)
    return client


def write(client, idea, text="Vi ringer deg på mandag."):
    return client.post(reverse("ideas:message", args=[idea.pk]), {"message-text": text})


def test_the_message_goes_out_marked_as_written_for_the_contact(as_ola, idea, consent, ola):
    assert write(as_ola, idea).status_code == 302

    message = Message.objects.get()
    assert (message.by, message.behalf_of.kind, message.text) == (ola, "contact", "Vi ringer deg på mandag.")
    assert OutgoingMail.objects.filter(kind="ideas.message", subject_id=message.pk).count() == 1


def test_the_contact_is_told_once_without_a_promise_of_undoing(as_ola, idea, consent, kari):
    for _press in range(2):
        write(as_ola, idea)

    (event,) = idea.events.of_kind("wrote")
    assert (event.is_internal, event.behalf_of.kind) == (True, "contact")
    (notice,) = Notice.objects.filter(person=kari, key__startswith="idea-behalf:", line__contains="avsenderen")
    assert "Ola Moen gjorde dette for deg" in notice.line
    assert "angre" not in notice.line.lower()


def test_what_the_sender_wrote_is_neither_shown_nor_marked_as_read(as_ola, idea, consent):
    Message.objects.create(idea=idea, text="Hilsen Siv på natt", is_senders=True)
    write(as_ola, idea)

    page = as_ola.get(idea.get_absolute_url()).content.decode()

    assert "Vi ringer deg" in page
    assert "Skriv til avsenderen for kontakten" in page
    assert [word for word in ("Hilsen Siv", "Siv Lund", "siv.lund@", "Interne notater") if word in page] == []
    assert Message.objects.from_sender().unread().count() == 1


def test_without_the_consent_it_is_refused_and_not_offered(as_ola, idea, consent):
    on_behalf.take_back(consent=consent)

    assert write(as_ola, idea).status_code == 403
    assert reverse("ideas:message", args=[idea.pk]) not in as_ola.get(idea.get_absolute_url()).content.decode()
    assert not Message.objects.exists()


def test_an_empty_message_is_refused_on_the_brokers_own_page(as_ola, idea, consent):
    page = write(as_ola, idea, "")

    assert page.status_code == 422
    assert "Skriv til avsenderen for kontakten" in page.content.decode()
