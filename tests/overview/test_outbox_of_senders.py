"""The outbox names nobody who sent or supports an idea, in no list, page, search or confirmation, to nobody."""

from __future__ import annotations

import pytest
from django.test import Client

from ideas.intake import supporting
from ideas.models import IdeaSender
from ideas.talk import talking
from partnership.mail.models import OutgoingMail, SendAttempt, Suppression
from tests import factories

pytestmark = pytest.mark.django_db

LIST = "/admin/mail/outgoingmail/"
TELLING = ("siv.lund", "Siv Lund", "bo.berg", "ukjent mottaker")


@pytest.fixture(params=["officer", "superuser"])
def client(request, nina):
    if request.param == "superuser":
        nina.is_superuser = True
        nina.save()
    client = Client()
    client.force_login(nina)
    factories.second_factor(client, nina)
    return client


@pytest.fixture
def mails():
    """Receipt, link, news, a message and a support, all refused by the receiver with the address in the reply."""
    place = factories.MunicipalityFactory(name="Frosta", slug="frosta")
    kari = factories.contact("Kari Vik", place)
    idea = factories.idea(place, sender="siv.lund@frosta.example", visibility="public", stage="clarifying")
    IdeaSender.objects.update(name="Siv Lund")
    talking.write_to_sender(idea=idea, by=kari, text="Takk.")
    supporting.ask(idea=idea, email="bo.berg@frosta.example")
    said = "5.1.1 <siv.lund@frosta.example> ukjent mottaker"
    found = OutgoingMail.objects.filter(kind__startswith="ideas.")
    found.update(state="dead", delivery="refused", last_code=550, last_error=said, attempts=1)
    for mail in found:
        SendAttempt.objects.create(mail=mail, outcome="dead", code=550, reply=said)
    return list(found)


def telling(page) -> list[str]:
    text = page.content.decode()
    return [word for word in TELLING if word in text]


def test_the_fixture_has_mails_to_the_sender_and_to_a_supporter(mails):
    assert {"ideas.receipt", "ideas.message", "ideas.support"} <= {mail.kind for mail in mails}


def test_the_list_says_what_they_are_and_not_who(client, mails):
    page = client.get(LIST)

    assert telling(page) == []
    assert "Avsenderen av en idé" in page.content.decode()
    assert "Mottakeren kjenner ikke adressen." in page.content.decode()


def test_each_mails_page_hides_name_address_and_what_the_server_repeated(client, mails):
    pages = [client.get(f"{LIST}{mail.pk}/change/") for mail in mails]

    assert {page.status_code for page in pages} == {200}
    assert [telling(page) for page in pages] == [[] for _mail in mails]


@pytest.mark.parametrize("asked", ["siv.lund@frosta.example", "siv.lund", "Siv", "Lund", "frosta.example"])
def test_a_search_confirms_no_address(client, mails, asked):
    assert list(client.get(LIST, {"q": asked}).context["cl"].result_list) == []


def test_sending_again_names_nobody(client, mails):
    data = {"action": "send_again", "_selected_action": [mail.pk for mail in mails]}

    asked, done = client.post(LIST, data), client.post(LIST, data | {"confirmed": "ja"}, follow=True)

    assert (telling(asked), telling(done)) == ([], [])


def test_a_blocked_address_of_a_sender_is_lifted_without_being_shown(client, mails):
    blocked = Suppression.objects.create(email="siv.lund@frosta.example", reason="<siv.lund> ukjent mottaker")
    other = Suppression.objects.create(email="borte@frosta.example", reason="550")
    page = "/admin/mail/suppression/"

    shown = client.get(page)
    found = client.get(page, {"q": "frosta.example"}).context["cl"].result_list
    own = client.get(f"{page}{blocked.pk}/change/")
    asked = client.post(page, {"action": "lift", "_selected_action": blocked.pk})
    client.post(page, {"action": "lift", "_selected_action": blocked.pk, "confirmed": "ja"})

    assert [telling(one) for one in (shown, own, asked)] == [[], [], []]
    assert "borte@frosta.example" in shown.content.decode()
    assert list(found) == [other]
    assert list(Suppression.objects.all()) == [other]
