"""What the mails say: subjects that need no opening, and only what helps the one who reads."""

from __future__ import annotations

import datetime as dt

import pytest
from freezegun import freeze_time

from meetings.invitations import answering, inviting
from meetings.mailing import announcing, reminding
from meetings.models import Invitation, Meeting
from partnership.common import norwegian
from partnership.mail.models import OutgoingMail
from tests import factories
from tests.meetings.test_inviting import for_contacts
from tests.meetings.test_told import all_left, composed, event, waiting

pytestmark = pytest.mark.django_db

LINK = "https://teams.example/mote"


@pytest.fixture
def meeting():
    """Tuesday 14 September 2027 at nine; Kari comes."""
    kari = factories.contact("Kari Vik")
    start = norwegian.at(dt.date(2027, 9, 14), dt.time(9))
    made = factories.meeting(
        start=start, answer_by=dt.date(2027, 9, 8), place="Rådhuset", address="Jernbanegata 1", join_service="Teams"
    )
    for_contacts(made)
    inviting.invite(meeting=made, by=made.host)
    all_left()
    answering.answer(invitation=factories.invited(made, kari), reply="comes", source="link")
    made.refresh_from_db()
    return made


@pytest.fixture
def kari(meeting):
    return Invitation.objects.get(name="Kari Vik")


def the_mail(invitation):
    return composed(waiting(invitation)[-1])


def test_the_address_follows_the_place_and_the_service_comes_after(meeting):
    assert meeting.where_exactly == "Rådhuset, Jernbanegata 1 / Teams"


@pytest.mark.parametrize(
    ("day", "subject"),
    [
        (7, "Kommer du 14. september? Svarfrist i morgen"),
        (8, "Kommer du 14. september? Svarfrist i dag"),
        (3, "Kommer du 14. september? Svarfrist onsdag 8. september"),
        (9, "Kommer du 14. september?"),
    ],
)
def test_the_reminder_says_the_deadline_in_its_subject(meeting, kari, day, subject):
    Invitation.objects.update(reply="")
    reminding.remind(meeting=meeting, by=None)

    with freeze_time(norwegian.at(dt.date(2027, 9, day), dt.time(10))):
        assert the_mail(kari).subject == subject


def test_an_unchanged_time_lets_the_answer_stand_and_says_what_was_before(meeting, kari):
    meeting.place, meeting.address = "Fylkets hus", "Seilmakergata 2"
    meeting.save()
    announcing.send_update(meeting=meeting, by=meeting.host)

    text = the_mail(kari).text

    assert "Før: Rådhuset, Jernbanegata 1 / Teams" in text
    assert "Nå: Fylkets hus, Seilmakergata 2 / Teams" in text
    assert "Svaret ditt står." in text
    assert "spør deg på nytt" not in text


def test_a_moved_meeting_asks_again(meeting, kari):
    meeting.start += dt.timedelta(hours=1)
    meeting.end += dt.timedelta(hours=1)
    meeting.save()
    announcing.send_update(meeting=meeting, by=meeting.host)

    text = the_mail(kari).text.replace("\xa0", " ")

    assert "Før: tirsdag 14. september 2027 kl. 9–12" in text
    assert "Nå: tirsdag 14. september 2027 kl. 10–13" in text
    assert "så vi spør deg på nytt" in text


def test_a_new_link_stands_in_the_subject_of_the_urgent_mail(meeting, kari):
    meeting.join_url = "https://teams.example/ny"
    meeting.save()
    announcing.send_urgent(meeting=meeting, text="Bruk denne lenken.", by=meeting.host)

    with freeze_time(norwegian.at(dt.date(2027, 9, 14), dt.time(8))):
        assert the_mail(kari).subject == "Ny lenke til møtet kl. 9"


@pytest.mark.parametrize("kind", ["withdrawal", "cancellation", "thanks"])
def test_what_is_over_for_the_reader_carries_no_way_in(meeting, kari, kind):
    if kind == "withdrawal":
        inviting.withdraw(meeting=meeting, invitations=[kari], sentence="Møtet gjelder andre.", by=meeting.host)
    elif kind == "cancellation":
        announcing.cancel(meeting=meeting, reason="Sykdom.", by=meeting.host)
    else:
        reminding.thank(meeting=meeting, by=None)

    message = the_mail(kari)

    assert LINK not in message.text + message.html


@pytest.mark.parametrize(
    ("reply", "agreed", "day", "subject"),
    [
        ("comes", "Søke i mars.", 15, "Takk for i går – dette ble vi enige om"),
        ("comes", "", 20, "Takk for møtet"),
        ("declined", "Søke i mars.", 15, "Dette gikk du glipp av"),
    ],
)
def test_the_thanks_say_when_and_what(meeting, kari, reply, agreed, day, subject):
    Meeting.objects.update(agreed=agreed)
    Invitation.objects.update(reply=reply)
    reminding.thank(meeting=meeting, by=None)

    with freeze_time(norwegian.at(dt.date(2027, 9, day), dt.time(9))):
        assert the_mail(kari).subject == subject


def test_hold_the_date_says_that_nobody_answers_twice(meeting):
    meeting.is_save_the_date = True
    meeting.announced = meeting.announcement()
    meeting.save()
    factories.contact("Per Moen")
    inviting.invite(meeting=meeting, by=meeting.host)

    text = the_mail(Invitation.objects.get(name="Per Moen")).text

    assert "Programmet kommer senere, og du trenger ikke svare på nytt da." in text


def test_the_calendar_says_first_where_to_answer(meeting, kari):
    announcing.send_urgent(meeting=meeting, text="Ta med legitimasjon.", by=meeting.host)

    [row] = OutgoingMail.objects.filter(kind="meetings.urgent")

    assert str(event(row)["DESCRIPTION"]).startswith("Svar med knappene i e-posten")


def test_a_link_is_not_had_into_the_subject_by_writing_the_sign_that_stands_for_it(kari):
    """Subjects are kept, and the workroom shows them to officers."""
    signs = "".join(f"\ue000{number}\ue001" for number in range(8))
    sly = factories.meeting(place=signs)
    for_contacts(sly)
    inviting.invite(meeting=sly, by=sly.host)

    invitation = factories.invited(sly, kari.person)

    assert "/svar/" not in the_mail(invitation).subject
