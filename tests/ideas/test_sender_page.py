"""The sender's own page: what it says at each stage, and what the private link may do."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from ideas.intake import as_sender, receiving
from ideas.lessons import applauding, learning
from ideas.life import moving
from ideas.models import Idea, IdeaEvent, IdeaSender, Intake, Lesson, Message
from ideas.whose import holding
from partnership.common import norwegian
from partnership.mail.models import OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def kari():
    place = factories.MunicipalityFactory(name="Frosta", slug="frosta")
    Intake.objects.create(municipality=place, state="open")
    return factories.contact("Kari Vik", place)


@pytest.fixture
def sender(kari):
    """Not confirmed yet."""
    idea = receiving.receive(
        municipality=Intake.objects.get().municipality,
        problem="Vi kjører innom folk om natta.",
        title="Nattilsyn",
        sender=receiving.From("siv@frosta.example", name="Siv Lund", wanted_visibility="area"),
    )
    OutgoingMail.objects.all().delete()
    return idea.sender


def soon() -> dt.date:
    return norwegian.add_working_days(norwegian.today(), 5)


def link(sender: IdeaSender, page: str = "sender") -> str:
    sender.refresh_from_db()
    return reverse(f"idea_links:{page}", args=[sender.token()])


def read(sender: IdeaSender) -> str:
    return " ".join(Client().get(link(sender)).content.decode().replace("\xa0", " ").split())


def test_it_says_who_has_the_idea_and_until_when(sender):
    assert "<h1" in (page := read(sender))
    assert "Ideen din ligger hos Kari Vik</h1>" in page
    assert f"Du får svar senest {norwegian.format_day(sender.idea.answer_by)}." in page


def test_opening_the_link_changes_nothing_and_shows_no_text_before_the_address_is_proved(client, sender):
    page = read(sender)

    sender.refresh_from_db()
    assert sender.confirmed_at is None
    assert "Nattilsyn" not in page
    assert "Ja, det var jeg" in page


def test_yes_proves_the_address_and_shows_the_idea_as_widely_as_was_wished(client, sender):
    client.post(link(sender, "confirmation"), {"valg": "ja"})
    client.post(link(sender, "confirmation"), {"valg": "ja"})

    assert "Nattilsyn" in read(sender)
    assert Idea.objects.get().visibility == "area"
    assert IdeaEvent.objects.filter(kind="confirmed").count() == 1


def test_it_was_not_me_stops_the_mails_and_can_be_taken_back(client, kari, sender):
    client.post(link(sender, "confirmation"), {"valg": "nei"})
    client.post(link(sender, "confirmation"), {"valg": "nei"})
    holding.mark_seen(idea=sender.idea, by=kari)

    assert OutgoingMail.objects.count() == 0
    assert "Du har sagt at det ikke var deg" in read(sender)
    assert [event.label for event in IdeaEvent.objects.filter(is_internal=True)] == [
        "den som har adressen, sendte den ikke"
    ]
    client.post(link(sender, "confirmation"), {"valg": "ja"})
    assert "Nattilsyn" in read(sender)


def test_a_message_reaches_the_idea_and_proves_the_address(client, sender):
    answer = client.post(link(sender, "message"), {"text": "Når får jeg svar?"})

    message = Message.objects.get()
    assert (message.text, message.is_senders, message.by) == ("Når får jeg svar?", True, None)
    assert answer["Location"] == link(sender)
    assert "Når får jeg svar?" in read(sender)
    assert client.post(link(sender, "message"), {"text": ""}).status_code == 422


def test_withdrawing_asks_first_and_twice_is_once(client, sender):
    as_sender.show_to(sender=sender, visibility="partnership")

    asked = client.get(link(sender, "withdrawal"))
    assert Idea.objects.get().stage == "received"
    client.post(link(sender, "withdrawal"), {"why": "Løst."})
    client.post(link(sender, "withdrawal"), {"why": "Løst."})

    assert "Vil du trekke idé" in asked.content.decode()
    assert Idea.objects.values_list("stage", "visibility").get() == ("withdrawn", "contact")
    assert IdeaEvent.objects.filter(kind="withdrawn").count() == 1
    assert "Du har trukket ideen" in read(sender)
    assert "ikke noe å trekke" in client.get(link(sender, "withdrawal")).content.decode()


def test_a_finished_idea_is_not_withdrawn(kari, sender):
    moving.move(idea=sender.idea, to="ended", by=kari, told="Det er løst.")

    with pytest.raises(ValidationError):
        as_sender.withdraw(sender=sender)

    assert Idea.objects.get().stage == "ended"


def test_the_sender_lets_more_and_fewer_see_it(client, sender):
    for visibility in ("partnership", "contact"):
        client.post(link(sender, "visibility"), {"visibility": visibility})
        assert Idea.objects.get().visibility == visibility

    assert list(IdeaEvent.objects.filter(kind__in=("widened", "narrowed")).values_list("kind", flat=True)) == [
        "widened", "narrowed",
    ]  # fmt: skip


def test_it_is_shown_to_everybody_only_when_the_municipality_has_read_it(client, kari, sender):
    refused = client.post(link(sender, "visibility"), {"visibility": "public"})
    with pytest.raises(ValidationError):
        as_sender.show_to(sender=sender, visibility="public")
    holding.mark_seen(idea=sender.idea, by=kari)
    sender.idea.refresh_from_db()

    assert refused.status_code == 422
    assert as_sender.show_to(sender=sender, visibility="public") is True
    assert as_sender.show_to(sender=sender, visibility="public") is False


def test_the_course_says_what_has_happened_in_order(kari, sender):
    as_sender.confirm(sender=sender)
    holding.mark_seen(idea=sender.idea, by=kari)
    holding.hand_on(idea=sender.idea, by=kari, to_person=factories.person("Tore Li"), until=soon())
    moving.move(idea=sender.idea, to="trying", by=kari, next_date=soon())
    holding.hand_on(idea=sender.idea, by=kari, to_person=factories.person("Mia Eng"), until=soon())

    course = read(sender).split('id="course"')[1]

    said = [
        "Vi har fått ideen din.", "Du bekreftet at du sendte den.", "Ideen din er lest.",
        "Ideen din ligger nå hos Tore Li.", "Ideen din prøves lokalt nå.", "Ideen din ligger nå hos Mia Eng.",
        "Ligger hos Mia Eng",
    ]  # fmt: skip
    assert [course.find(sentence) > 0 for sentence in said] == [True] * len(said)
    assert sorted(said, key=course.find) == said
    assert "Ideen din ligger hos Mia Eng</h1>" in read(sender)


def test_an_ended_idea_says_why_and_who_decided(kari, sender):
    moving.move(idea=sender.idea, to="ended", by=kari, reason="Internt.", told="Driften gjør det alt.")

    page = read(sender)

    assert "Vi går ikke videre med ideen nå</h1>" in page
    assert "Driften gjør det alt." in page
    assert "Avgjort av Kari Vik" in page
    assert "Internt." not in page


def test_a_merged_and_a_passed_on_idea_say_where_they_went(kari, sender):
    other = factories.idea(sender.idea.municipality)
    Idea.objects.filter(pk=sender.idea.pk).update(stage="merged", merged_into=other)
    assert f"sammen med idé {other.number}" in read(sender)

    moved = factories.idea(factories.MunicipalityFactory(name="Inderøy"), came_from=sender.idea)
    Idea.objects.filter(pk=sender.idea.pk).update(stage="passed_on", merged_into=None)
    assert moved.came_from_id == sender.idea.pk
    assert "Den ligger i Inderøy nå." in read(sender)


def test_a_new_link_comes_by_mail_and_the_old_one_stops(client, sender):
    old = link(sender)

    answer = client.post(link(sender, "renewal"))

    assert sender.token() not in answer.content.decode()
    assert OutgoingMail.objects.values_list("kind", "to_email").get() == ("ideas.link", "siv@frosta.example")
    closed = client.get(old)
    assert closed.status_code == 410
    assert "Send meg en ny lenke" in closed.content.decode()
    assert client.post(old + "melding/", {"text": "Hei"}).status_code == 410
    assert client.get(link(sender)).status_code == 200


@pytest.mark.parametrize("token", ["1.1.feil", "x", "æøå", "9" * 300])
def test_a_link_that_is_none_gets_a_page_that_helps(client, token):
    page = client.get(reverse("idea_links:sender", args=[token]))

    assert page.status_code == 404
    assert "Send meg en ny lenke" in page.content.decode()


def test_the_answer_is_the_same_whoever_asks_for_a_link(client, sender):
    mine = client.post("/ide/ny-lenke/", {"email": "SIV@frosta.example"}).content.decode()
    other = client.post("/ide/ny-lenke/", {"email": "ola@frosta.example"}).content.decode()
    client.post("/ide/ny-lenke/", {"email": "siv@frosta.example"})

    assert mine.replace("SIV", "ola") == other
    assert OutgoingMail.objects.values_list("kind", "to_email").get() == ("ideas.link", "siv@frosta.example")


def test_a_forgotten_sender_has_no_page(client, sender):
    IdeaSender.objects.update(forgotten_at=sender.idea.received_at, email="")

    assert client.get(link(sender)).status_code == 410


def test_the_next_step_stands_there_once_the_idea_is_answered(sender, kari):
    assert "Neste steg" not in read(sender)

    moving.move(idea=sender.idea, to="trying", by=kari, next_date=soon(), next_step="Prøve på Alstad")

    assert f"Neste steg: Prøve på Alstad, innen {norwegian.format_day(soon())}" in read(sender)


def test_while_a_broker_has_it_the_sender_writes_to_the_contact_who_can_read_it(client, sender, kari):
    ola = factories.broker("Ola Moen")
    client.post(link(sender, "confirmation"), {"valg": "ja"})
    Idea.objects.update(stage="brokering", holder_seat=ola.terms.get().seat)

    page = read(sender)

    assert f"Ideen din ligger hos Ola Moen, {ola.terms.get().seat.title}</h1>" in page
    assert "Skriv til Kari" in page


def test_what_was_learned_stands_there_and_asks_for_the_senders_yes(client, sender, kari):
    client.post(link(sender, "confirmation"), {"valg": "ja"})
    for stage, step in (("trying", ""), ("in_use", "Skrive hva dere lærte")):
        moving.move(idea=sender.idea, to=stage, by=kari, next_date=soon(), next_step=step)
    lesson = Lesson(idea=sender.idea, title="Roligere netter", learned="Færre turer.")

    learning.write(lesson=lesson, for_all=True, by=kari)
    applauding.applaud(lesson=lesson, by=kari)

    page = read(sender)
    assert "Kan alle lese hva dere lærte?" in page
    assert "Færre turer." in page
    assert "Én har applaudert." in page
    assert "Neste steg: Dele med andre det som kom ut av den" in page
    client.post(link(sender, "lesson_consent"), {"valg": "ja"})
    page = read(sender)
    assert "Kan alle lese hva dere lærte?" not in page
    assert "Du svarte på om alle kan lese det dere lærte." in page


def learned(sender, kari, **fields) -> Lesson:
    for stage in ("trying", "in_use"):
        moving.move(idea=sender.idea, to=stage, by=kari, next_date=soon())
    lesson = Lesson(idea=sender.idea, title="Roligere netter", learned="Færre turer.", **fields)
    return learning.write(lesson=lesson, for_all=True, by=kari)


def test_what_everybody_reads_of_what_was_learned_stays_when_the_sender_withdraws(client, sender, kari):
    as_sender.confirm(sender=sender)
    lesson = learned(sender, kari)
    learning.sender_agrees(lesson=lesson)

    asked = client.get(link(sender, "withdrawal")).content.decode()
    client.post(link(sender, "withdrawal"), {"why": ""})

    assert "Det som ble lært, blir stående" in asked
    page = client.get(lesson.get_absolute_url())
    assert page.status_code == 200
    assert "Siv" not in page.content.decode()
    assert sender.idea.number not in page.content.decode()
    assert lesson.get_absolute_url() in read(sender)


def test_what_only_some_read_goes_with_the_idea_and_the_sender_is_told_so_before(client, sender, kari):
    as_sender.confirm(sender=sender)
    lesson = learned(sender, kari)

    asked = client.get(link(sender, "withdrawal")).content.decode()
    client.post(link(sender, "withdrawal"), {"why": ""})

    assert "vises ikke lenger til andre" in asked
    assert client.get(lesson.get_absolute_url()).status_code == 404
    page = read(sender)
    assert lesson.get_absolute_url() not in page
    assert "Kan alle lese hva dere lærte?" not in page


def seen_by(sender) -> str:
    return read(sender).split("Ideen kan ses av: ")[1].split(".")[0]


def test_who_sees_what_names_those_the_idea_lies_with_and_is_asked_about(sender, kari):
    as_sender.show_to(sender=sender, visibility="contact")
    before = seen_by(sender)
    holding.hand_on(idea=sender.idea, by=kari, to_person=factories.person("Berit Foss"), until=soon())
    given = seen_by(sender)
    as_sender.show_to(sender=sender, visibility="area")
    wider = seen_by(sender)
    Idea.objects.update(visibility="public")

    assert (before, given, wider, seen_by(sender)) == (
        "FoUI-kontakten og vara",
        "FoUI-kontakten, vara og Berit Foss",
        "FoUI-kontakten, vara, Berit Foss og meglerne i området",
        "alle",
    )


def test_without_a_contact_it_is_postmottak_that_sees_it_and_nobody_sees_the_name(client):
    idea = factories.idea(factories.MunicipalityFactory(name="Osen", slug="osen"), sender="tor@osen.example")
    page, asked = read(idea.sender), client.get(link(idea.sender, "visibility")).content.decode()
    form = client.get("/send-ide/osen/").content.decode()

    assert seen_by(idea.sender) == "postmottaket i Osen"
    assert "Navnet ditt ser ingen nå." in page
    assert "Bare postmottaket i kommunen" in asked
    assert "Bare postmottaket i kommunen" in form
    assert [text for text in (page, asked, form) if "Bare FoUI-kontakten" in text] == []
