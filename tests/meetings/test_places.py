"""A full room: places that follow a colleague, and a calendar that hears of them."""

from __future__ import annotations

import pytest

from meetings.invitations import answering, inviting, waiting_list
from meetings.mailing import announcing
from meetings.models import Invitation
from partnership.mail.models import OutgoingMail
from tests import factories
from tests.meetings.test_inviting import for_contacts
from tests.meetings.test_told import all_left, version

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    """One place: Anne has it, Berit waits for it."""
    people = [factories.contact(name) for name in ("Anne Berg", "Berit Dahl")]
    made = factories.meeting(place="Rådhuset", join_url="", capacity=1)
    for_contacts(made)
    inviting.invite(meeting=made, by=made.host)
    all_left()
    made.refresh_from_db()
    for person in people:
        answering.answer(invitation=factories.invited(made, person), reply="comes", source="link")
    return made


def called(name: str) -> Invitation:
    return Invitation.objects.active().get(name=name)


def test_the_place_follows_to_the_colleague(room):
    answering.delegate(invitation=called("Anne Berg"), name="Carl Eide", email="carl@frosta.example")
    assert called("Berit Dahl").is_waiting

    answering.answer(invitation=called("Carl Eide"), reply="comes", source="link")

    assert called("Carl Eide").has_place
    assert called("Berit Dahl").is_waiting
    assert waiting_list.taken(room) == 1


def test_a_colleague_who_cannot_gives_the_place_to_the_waiting(room):
    answering.delegate(invitation=called("Anne Berg"), name="Carl Eide", email="carl@frosta.example")

    answering.answer(invitation=called("Carl Eide"), reply="declined", source="link")

    assert called("Berit Dahl").has_place


def test_whoever_comes_after_all_has_the_place_back(room):
    answering.delegate(invitation=called("Anne Berg"), name="Carl Eide", email="carl@frosta.example")

    answering.take_back_delegation(invitation=called("Anne Berg"))

    assert called("Anne Berg").has_place
    assert called("Berit Dahl").is_waiting
    assert not Invitation.objects.active().filter(name="Carl Eide").exists()


@pytest.fixture
def queue(room):
    """Berit waits first, then Dina; Berit has asked Carl to come instead, who has not answered."""
    dina = factories.contact("Dina Foss")
    inviting.invite(meeting=room, by=room.host)
    all_left()
    answering.answer(invitation=factories.invited(room, dina), reply="comes", source="link")
    answering.delegate(invitation=called("Berit Dahl"), name="Carl Eide", email="carl@frosta.example")
    return room


def give_up_the_place() -> None:
    answering.answer(invitation=called("Anne Berg"), reply="declined", source="link")


def test_the_turn_follows_to_the_colleague(queue):
    answering.answer(invitation=called("Carl Eide"), reply="comes", source="link")
    assert called("Carl Eide").is_waiting

    give_up_the_place()

    assert called("Carl Eide").has_place
    assert called("Dina Foss").is_waiting
    assert [mail.to_name for mail in OutgoingMail.objects.filter(kind="meetings.place_free")] == ["Carl Eide"]


def test_a_place_is_kept_for_a_colleague_whose_turn_comes_before_the_answer(queue):
    give_up_the_place()
    assert called("Dina Foss").is_waiting
    assert waiting_list.taken(queue) == 1

    answering.answer(invitation=called("Carl Eide"), reply="comes", source="link")

    assert called("Carl Eide").has_place
    assert waiting_list.taken(queue) == 1


def test_a_colleague_who_cannot_gives_the_turn_to_the_next(queue):
    answering.answer(invitation=called("Carl Eide"), reply="declined", source="link")

    give_up_the_place()

    assert called("Dina Foss").has_place


def test_a_colleague_whose_place_is_kept_and_who_cannot_gives_it_to_the_next(queue):
    give_up_the_place()

    answering.answer(invitation=called("Carl Eide"), reply="declined", source="link")

    assert called("Dina Foss").has_place


@pytest.mark.parametrize("colleague", ["silent", "waits"])
def test_whoever_comes_after_all_has_the_turn_back(queue, colleague):
    if colleague == "waits":
        answering.answer(invitation=called("Carl Eide"), reply="comes", source="link")

    answering.take_back_delegation(invitation=called("Berit Dahl"))

    assert [one.name for one in Invitation.objects.active().by_turn()] == ["Berit Dahl", "Dina Foss"]


def test_a_place_that_is_free_is_a_new_version_in_the_calendar(room):
    before = version(OutgoingMail.objects.get(kind="meetings.invitation", thread=called("Berit Dahl").thread))

    answering.answer(invitation=called("Anne Berg"), reply="declined", source="link")

    after = version(OutgoingMail.objects.get(kind="meetings.place_free"))
    assert (before[0], after[0]) == (0, 1)
    assert after[1] > before[1]


@pytest.mark.parametrize("address", ["page", "mail"])
def test_who_comes_instead_stands_on_the_page_with_the_way_back(client, room, address):
    anne = called("Anne Berg")
    answering.delegate(invitation=anne, name="Carl Eide", email="carl@frosta.example")
    shown = f"/moter/{room.pk}/" if address == "page" else f"/svar/{anne.token()}/"
    pressed = f"/moter/{room.pk}/svar/" if address == "page" else shown
    if address == "page":
        client.force_login(anne.person)
    assert "Carl Eide kommer i stedet for deg." in client.get(shown).content.decode()

    client.post(pressed, {"valg": "likevel"})

    assert called("Anne Berg").reply == "comes"
    assert "Carl Eide kommer" not in client.get(shown).content.decode()


def test_a_full_room_is_said_before_the_press_with_the_digital_way(client, room):
    room.join_url = "https://teams.example/mote"
    room.save()
    announcing.send_update(meeting=room, by=room.host)  # a link nobody has been told of is on no page
    factories.contact("Dina Foss")
    inviting.invite(meeting=room, by=room.host)

    page = client.get(f"/svar/{called('Dina Foss').token()}/").content.decode()

    assert "Rommet er fullt. Svarer du at du kommer, står du på venteliste." in page
    assert "Du kan delta digitalt i stedet" in page
    assert "Rommet er fullt" not in client.get(f"/svar/{called('Anne Berg').token()}/").content.decode()


def test_whoever_waits_for_the_room_can_take_part_digitally_by_one_press(client, room):
    room.join_url = "https://teams.example/mote"
    room.save()
    announcing.send_update(meeting=room, by=room.host)
    dina = factories.contact("Dina Foss")
    inviting.invite(meeting=room, by=room.host)
    client.force_login(dina)
    client.post(f"/moter/{room.pk}/svar/", {"svar": "comes", "deltar": "room"})
    assert called("Dina Foss").is_waiting

    page = client.get(room.get_absolute_url()).content.decode()
    client.post(f"/moter/{room.pk}/svar/", {"svar": "comes", "deltar": "digital"})

    assert "Du kan delta digitalt i stedet" in page
    assert "Svarer du at du kommer" not in page
    assert 'name="svar" value="comes"' in page
    assert (called("Dina Foss").is_waiting, called("Dina Foss").attends) == (False, "digital")
