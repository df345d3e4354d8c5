"""Sending an idea without a sign-in: what is asked, what is refused, and what is kept."""

from __future__ import annotations

import re

import pytest

from ideas.intake import as_sender, sending
from ideas.models import Idea, IdeaSender, Intake
from ideas.views import sending as views
from partnership.mail.models import OutgoingMail
from tests import factories
from tests.common.test_personal_numbers import ORDINARY

pytestmark = pytest.mark.django_db
FIRST = {
    "problem": "Vi kjører innom folk om natta. Noen våkner av oss.",
    "affected": "Brukere og nattevakter",
    "workplace": "Hjemmetjenesten",
    "proposal": "",
    "visibility": "area",
    "email": "Siv.Lund@frosta.example",
    "website": "",
}
SECOND = {"title": "Tryggere netter", "name": "Siv Lund", "talked_with_leader": "no"}
ALL = FIRST | SECOND | {"steg": "send"}
FROSTA = "/send-ide/frosta/"


@pytest.fixture
def frosta():
    place = factories.MunicipalityFactory(name="Frosta", slug="frosta")
    Intake.objects.create(municipality=place, state="open")
    factories.contact("Kari Vik", place)
    OutgoingMail.objects.all().delete()
    return place


def text(response) -> str:
    return " ".join(response.content.decode().replace("\xa0", " ").split())


def test_the_first_step_has_six_fields_and_says_who_gets_it(client, frosta):
    page = client.get(FROSTA)

    assert "Den går til Kari Vik, FoUI-kontakt i Frosta. Du får svar senest" in text(page)
    assert [field.name for field in page.context["form"].for_people] == [
        "problem", "affected", "workplace", "proposal", "visibility", "email",
    ]  # fmt: skip
    assert page.context["form"]["visibility"].value() == "contact"


def test_the_second_step_shows_all_of_it_and_proposes_a_title(client, frosta):
    page = client.post(FROSTA, FIRST | {"steg": "se"})

    assert page.context["check"]["title"].value() == "Vi kjører innom folk om natta"
    for word in ("Noen våkner av oss.", "Brukere og nattevakter", "Hjemmetjenesten", "Kompetansemeglerne i området"):
        assert word in text(page)
    assert Idea.objects.count() == 0


def test_what_is_sent_lies_with_the_contact_and_a_receipt_is_on_its_way(client, frosta):
    page = client.post(FROSTA, ALL, follow=True)

    idea = Idea.objects.select_related("sender", "holder_seat").get()
    assert (idea.title, idea.visibility, idea.sender.wanted_visibility) == ("Tryggere netter", "contact", "area")
    assert (idea.sender.name, idea.sender.talked_with_leader) == ("Siv Lund", "no")
    assert idea.holder_seat.title == "FoUI-kontakt i Frosta"
    assert OutgoingMail.objects.values_list("kind", "to_email").get() == ("ideas.receipt", "siv.lund@frosta.example")
    for word in (
        idea.number,
        "Kari Vik",
        "Du får svar senest",
        "Vi har sendt kvittering til siv.lund@frosta.example",
    ):
        assert word in text(page)


def test_going_back_to_change_loses_nothing(client, frosta):
    back = client.post(FROSTA, ALL | {"steg": "endre"})
    again = client.post(FROSTA, FIRST | SECOND | {"steg": "se"})

    assert back.context["form"]["problem"].value() == FIRST["problem"]
    assert 'name="title" value="Tryggere netter"' in text(back)
    assert again.context["check"]["title"].value() == "Tryggere netter"
    assert again.context["check"]["talked_with_leader"].value() == "no"


def test_two_presses_send_one_idea(client, frosta):
    client.post(FROSTA, ALL)
    client.post(FROSTA, ALL)

    assert (Idea.objects.count(), OutgoingMail.objects.count()) == (1, 1)


@pytest.mark.parametrize("field", ["problem", "affected", "workplace", "proposal", "title", "name"])
def test_a_national_identity_number_is_stopped_in_any_field(client, frosta, field):
    page = client.post(FROSTA, ALL | {field: f"Gjelder {ORDINARY[:6]} {ORDINARY[6:]}"})

    assert page.status_code == 422
    assert "Dette ser ut som et fødselsnummer." in text(page)
    assert Idea.objects.count() == 0


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"problem": " "}, "Skriv hva problemet er."),
        ({"problem": "a" * 4001}, "Skriv høyst 4000 tegn."),
        ({"email": "siv"}, "Skriv en hel e-postadresse"),
        ({"visibility": "public"}, "Velg en av dem på lista."),
        ({"title": ""}, "Skriv hva ideen skal hete."),
        ({"name": "https://ond.example"}, "Skriv bare navnet"),
    ],
)
def test_what_is_wrong_is_said_beside_the_field_and_nothing_is_lost(client, frosta, wrong, said):
    page = client.post(FROSTA, ALL | wrong)

    assert page.status_code == 422
    assert said in text(page)
    assert "Brukere og nattevakter" in text(page)
    assert Idea.objects.count() == 0


def test_a_robot_is_thanked_and_forgotten(client, frosta):
    page = client.post(FROSTA, ALL | {"website": "https://ond.example"})

    assert "Takk for ideen" in text(page)
    assert Idea.objects.count() == 0


def test_one_address_is_not_buried_in_receipts(client, frosta):
    answers = [client.post(FROSTA, ALL | {"problem": f"Problem nummer {number}"}).status_code for number in range(11)]

    assert answers == [302] * views.TO_ONE_ADDRESS + [422]


@pytest.mark.parametrize(
    ("state", "said"), [("closed", "tar ikke imot ideer her nå"), ("external", "tar imot ideer i et eget system")]
)
def test_a_closed_door_says_what_to_do_instead_and_who_the_contact_is(client, frosta, state, said):
    Intake.objects.update(state=state, external_url="https://ideer.frosta.example", instead="Snakk med Tove.")

    page = client.get(FROSTA)

    assert said in text(page)
    for word in ("Snakk med Tove.", "Kari Vik"):
        assert word in text(page)
    assert ("https://ideer.frosta.example" in text(page)) is (state == "external")


def test_a_door_closed_while_one_writes_gives_the_text_back(client, frosta):
    Intake.objects.update(state="closed")

    page = client.post(FROSTA, ALL)

    assert page.status_code == 409
    assert "Noen våkner av oss." in text(page)
    assert Idea.objects.count() == 0


def test_whoever_chooses_sees_only_whether_the_door_is_open(client, frosta):
    factories.MunicipalityFactory(name="Frøya", slug="froya")

    all_of_them, one = text(client.get("/send-ide/")), text(client.get("/send-ide/?q=frøy"))

    assert re.findall(r"(Frosta|Frøya)</a> <span[^>]*>([^<]+)<", all_of_them) == [
        ("Frosta", "tar imot ideer her"),
        ("Frøya", "tar ikke imot ideer her nå"),
    ]
    assert ">Frosta<" not in one
    assert "Vis alle kommunene" in text(client.get("/send-ide/?q=oslo"))


def test_the_page_of_thanks_shows_no_address_later(client, frosta):
    client.post(FROSTA, ALL)
    sender = IdeaSender.objects.get()
    Idea.objects.update(received_at=sender.idea.received_at - sending.AN_HOUR)

    page = client.get(f"/send-ide/sendt/{sending.token(sender.idea)}/")

    assert sender.idea.number in text(page)
    assert sender.email not in text(page)
    assert client.get("/send-ide/sendt/1.1.feil/").status_code == 404


def test_a_municipality_without_a_contact_says_so_and_its_postmottak_gets_a_mail_when_the_address_is_proved(client):
    place = factories.MunicipalityFactory(slug="osen", postmottak="postmottak@osen.example")
    Intake.objects.create(municipality=place, state="open")

    page = client.get("/send-ide/osen/")
    sent = client.post("/send-ide/osen/", ALL, follow=True)
    before = list(OutgoingMail.objects.values_list("kind", flat=True))
    for _press in range(2):
        as_sender.confirm(sender=IdeaSender.objects.get())

    assert "Ideen går til postmottaket" in text(page)
    assert "Postmottaket i kommunen får ideen når du har trykket." in text(sent)
    assert before == ["ideas.receipt"]
    assert set(OutgoingMail.objects.values_list("kind", "to_email")) == {
        ("ideas.receipt", "siv.lund@frosta.example"),
        ("ideas.to_postmottak", "postmottak@osen.example"),
    }


def test_a_contact_writes_in_an_idea_with_and_without_somebodys_address(client, frosta):
    client.force_login(frosta.contacts.get().terms.get().person)
    words = {"title": "Nattilsyn", "problem": "Vi kjører rundt.", "affected": "", "workplace": "", "proposal": ""}

    client.post("/ideer/ny/", words | {"email": ""})
    answer = client.post("/ideer/ny/", words | {"email": "siv@frosta.example"})

    first, second = Idea.objects.order_by("pk")
    assert answer["Location"] == f"/ideer/{second.pk}/"
    assert not hasattr(first, "sender")
    assert (first.answer_by, second.answer_by) == (None, second.next_date)
    assert OutgoingMail.objects.values_list("to_email", flat=True).get() == "siv@frosta.example"
    assert client.post("/ideer/ny/", words | {"email": "", "problem": ORDINARY}).status_code == 422
