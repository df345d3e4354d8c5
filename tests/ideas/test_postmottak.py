"""A municipality without a contact: its postmottak names who is to have the idea."""

from __future__ import annotations

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from ideas.intake import postmottak
from ideas.mailing import telling
from ideas.models import Idea, Intake
from ideas.whose import keeping, without_holder
from partnership.common import norwegian
from partnership.mail import kinds
from partnership.mail.models import OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def idea():
    place = factories.MunicipalityFactory(name="Osen", slug="osen")
    Intake.objects.create(municipality=place, state="open")
    made = factories.idea(place, sender="siv@osen.example", title="Nattilsyn")
    OutgoingMail.objects.all().delete()
    return made


def link(idea: Idea) -> str:
    return reverse("idea_links:postmottak", args=[postmottak.token(idea)])


def test_opening_the_link_shows_the_idea_and_not_who_sent_it(client, idea):
    page = client.get(link(idea)).content.decode()

    assert "Nattilsyn" in page
    assert "Siv Lund" not in page
    assert "siv@osen.example" not in page


def test_whoever_is_named_has_it_by_the_promised_day_and_the_sender_is_told(client, idea):
    client.post(link(idea), {"name": "Tove Sand", "email": "tove@osen.example"})

    stored = Idea.objects.get()
    assert (stored.holder_person.name, stored.next_date) == ("Tove Sand", idea.next_date)
    assert list(Idea.objects.visible_to(stored.holder_person)) == [idea]
    assert set(OutgoingMail.objects.values_list("kind", "to_email")) == {
        ("ideas.status", "siv@osen.example"),
        ("ideas.given", "tove@osen.example"),
    }


def test_the_link_closes_when_somebody_has_it(client, idea):
    client.post(link(idea), {"name": "Tove Sand", "email": "tove@osen.example"})

    page = client.get(link(idea))

    assert page.status_code == 410
    assert "ligger hos Tove Sand" in page.content.decode()
    assert "Nattilsyn" not in page.content.decode()
    with pytest.raises(ValidationError):
        postmottak.name_holder(idea=idea, name="Ola", email="ola@osen.example")


def test_falling_there_anew_brings_a_new_link_and_the_older_ones_open_nothing(client, idea):
    old = link(idea)
    client.post(old, {"name": "Tove Sand", "email": "tove@osen.example"})
    idea.refresh_from_db()
    keeping.fall_to_contact(idea=idea)
    before = client.get(old)
    refused = client.post(old, {"name": "Ola Moen", "email": "ola@osen.example"})

    assert (before.status_code, refused.status_code) == (410, 410)
    assert "Det er sendt en nyere lenke" in before.content.decode()
    assert "Nattilsyn" not in before.content.decode()
    assert Idea.objects.get().holder_person is None
    assert client.get(link(idea)).status_code == 200
    assert [mail.version for mail in OutgoingMail.objects.about("ideas.to_postmottak", idea.pk)] == [2]


def test_a_mail_with_the_older_link_is_not_sent_any_more(idea):
    telling.to_postmottak(idea)
    (mail,) = OutgoingMail.objects.about("ideas.to_postmottak", idea.pk)
    compose = kinds.registry()["ideas.to_postmottak"].compose
    first = compose([mail])[mail.pk]
    Idea.objects.update(postmottak_version=2)

    assert "/hvem-skal-ha-ideen/" in first.text
    assert isinstance(compose([mail])[mail.pk], kinds.Obsolete)


def test_a_day_that_has_been_is_not_promised_again(client, idea):
    Idea.objects.update(next_date=norwegian.add_working_days(norwegian.today(), -3))

    client.post(link(idea), {"name": "Tove Sand", "email": "tove@osen.example"})

    assert Idea.objects.get().next_date > norwegian.today()


@pytest.mark.parametrize("wrong", [{"name": "", "email": "a@b.example"}, {"name": "Tove", "email": "tove"}])
def test_half_an_answer_is_not_taken(client, idea, wrong):
    assert client.post(link(idea), wrong).status_code == 422
    assert client.get("/hvem-skal-ha-ideen/1.1.feil/").status_code == 404


def test_officers_see_an_idea_that_no_mail_can_reach_anybody_about(idea):
    officer, today = factories.officer(), norwegian.today()
    assert list(without_holder.waiting(officer, today)) == []
    idea.municipality.postmottak = ""
    idea.municipality.save()

    [item] = without_holder.waiting(officer, today)

    assert "Osen" in item.title
    assert "Nattilsyn" not in item.title + item.sentence
    assert list(without_holder.waiting(factories.contact(), today)) == []
