"""Readers by link: one mail, no sign-in, nothing that is not for everybody, and closed at once."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from municipalities.models import Milestone, StrategyReader
from municipalities.strategies import readers
from overview.strategies import ties
from partnership.mail import kinds
from partnership.mail.kinds import Obsolete
from partnership.mail.models import OutgoingMail
from tests import factories
from tests.strategies.test_starting import client_of

pytestmark = pytest.mark.django_db

GEIR = {"name": "Geir Ness", "email": "geir@forbund.example", "part": "Fagforbundet"}


@pytest.fixture
def reader(strategy, kari):
    return readers.add(strategy=strategy, by=kari, **GEIR)


def test_adding_sends_one_mail_and_the_same_address_none(strategy, kari):
    client, address = client_of(kari), reverse("strategies:readers", args=[strategy.pk])

    client.post(address, GEIR)
    response = client.post(address, GEIR | {"email": "GEIR@forbund.example"})

    assert response.status_code == 422
    assert OutgoingMail.objects.filter(kind="strategy.reader").count() == 1
    assert StrategyReader.objects.count() == 1


def test_the_readers_mail_is_answered_to_whoever_asked_and_the_page_says_whom_to_ask(strategy, reader, kari):
    row = OutgoingMail.objects.get(kind="strategy.reader")

    mail = kinds.registry()["strategy.reader"].compose([row])[row.pk]
    page = Client().get(reverse("overview:strategy_by_link", args=[reader.token()])).content.decode()

    assert mail.reply_to == ("Kari Vik", kari.email)
    assert f'href="{strategy.municipality.get_absolute_url()}">Spør FoUI-kontakten i Namsos' in page


def test_how_many_have_had_a_link_is_said_when_there_is_room_for_no_more(strategy, kari, monkeypatch):
    monkeypatch.setattr(readers, "MOST", 2)
    for number in range(2):
        one = readers.add(strategy=strategy, name="Geir Ness", email=f"{number}@forbund.example", part="", by=kari)
        readers.end(reader=one)

    with pytest.raises(ValidationError, match="2 har fått en lenke, også de som er tatt av lista"):
        readers.add(strategy=strategy, name="Geir Ness", email="ny@forbund.example", part="", by=kari)


def test_a_name_with_a_link_in_it_is_refused(strategy, kari):
    address = reverse("strategies:readers", args=[strategy.pk])

    response = client_of(kari).post(address, GEIR | {"name": "www.svindel.example"})

    assert response.status_code == 422
    assert not OutgoingMail.objects.filter(kind="strategy.reader").exists()


@pytest.mark.parametrize("name", ["strategy_by_link", "strategy_council_by_link"])
def test_the_link_shows_the_strategy_without_names_notes_presses_and_hidden_things(
    strategy, reader, milestone, goal, namsos, kari, name
):
    ties.tie(goal=goal, kind="idea", pk=factories.idea(namsos, title="Skjult idé", stage="trying").pk, by=kari)
    public = factories.idea(namsos, title="Åpen idé", visibility="public", stage="trying")
    ties.tie(goal=goal, kind="idea", pk=public.pk, by=kari)
    strategy.phases.create(kind="mandate", note="Direktøren nøler.")
    Milestone.objects.create(
        measure=milestone.measure, title="Hos en person", due=milestone.due, named="Berit Navngitt"
    )
    address = reverse(f"overview:{name}", args=[reader.token()])

    # Also for who is signed in: what the link shows is the same.
    texts = [Client().get(address).content.decode(), client_of(kari).get(address).content.decode()]

    for text in texts:
        assert strategy.title in text
        assert "Åpen idé" in text
        assert "Hos en person" in text
        for hidden in ("Skjult idé", "Direktøren nøler.", "Berit Navngitt", "Kari Vik", "<button", "/endring/"):
            assert hidden not in text, hidden


def test_taking_the_reader_off_closes_the_link_and_what_has_not_left(strategy, reader, kari):
    old = reader.token()
    mail = OutgoingMail.objects.get(kind="strategy.reader")

    for _twice in range(2):
        client_of(kari).post(reverse("strategies:reader_end", args=[strategy.pk, reader.pk]))

    assert Client().get(reverse("overview:strategy_by_link", args=[old])).status_code == 410
    assert Client().get(reverse("overview:strategy_by_link", args=["1.1.tull"])).status_code == 404
    assert isinstance(kinds.registry()["strategy.reader"].compose([mail])[mail.pk], Obsolete)
    assert StrategyReader.objects.get().link_version == 2


def test_it_is_asked_before_a_link_is_closed(strategy, reader, kari):
    client, address = client_of(kari), reverse("strategies:reader_end", args=[strategy.pk, reader.pk])
    listed = client.get(reverse("strategies:readers", args=[strategy.pk])).content.decode()

    asked = client.get(address).content.decode()

    assert f'href="{address}"' in listed
    assert "Vil du stenge lenken til Geir Ness?" in asked
    assert f'href="{reverse("strategies:readers", args=[strategy.pk])}">Nei, gå tilbake' in asked
    assert Client().get(reverse("overview:strategy_by_link", args=[reader.token()])).status_code == 200


def test_the_link_of_one_strategy_opens_no_file_of_another(reader, kari):
    other = factories.strategy()
    document = other.documents.create(title="Annet", file="strategier/x.pdf", content_type="a", size=1)

    address = reverse("overview:strategy_document_by_link", args=[reader.token(), document.pk])

    assert Client().get(address).status_code == 404


def test_a_link_that_is_used_too_often_rests(reader):
    cache.clear()
    address = reverse("overview:strategy_by_link", args=[reader.token()])

    statuses = {Client().get(address, REMOTE_ADDR="192.0.2.7").status_code for _time in range(125)}

    assert statuses == {200, 429}


def test_a_reader_of_one_strategy_is_no_other_municipalitys_to_take_off(reader, per):
    other = factories.strategy(per.terms.get().seat.fouicontact.municipality)

    response = client_of(per).post(reverse("strategies:reader_end", args=[other.pk, reader.pk]))

    assert response.status_code == 404
    assert StrategyReader.objects.get().ended_at is None
