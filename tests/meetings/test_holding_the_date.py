"""«Hold av datoen» is something people have been told: unticking it is a change, and asks nobody to answer again."""

from __future__ import annotations

import pytest

from meetings.invitations import answering, inviting
from meetings.mailing import announcing
from meetings.models import Invitation, Meeting
from tests import factories
from tests.meetings.test_inviting import for_contacts
from tests.meetings.test_meeting_page import page, primary
from tests.meetings.test_steps import save
from tests.meetings.test_told import all_left, composed, event, move, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(client):
    """Kari comes to a day that is held; what is sent leaves at once. Its host is signed in."""
    kari = factories.contact("Kari Vik")
    made = factories.meeting(place="Rådhuset", is_save_the_date=True)
    for_contacts(made)
    inviting.invite(meeting=made, by=made.host)
    all_left()
    answering.answer(invitation=factories.invited(made, kari), reply="comes", source="link")
    made.refresh_from_db()
    client.force_login(made.host)
    return made


@pytest.fixture
def kari(meeting):
    return Invitation.objects.get(name="Kari Vik")


def write_programme(meeting: Meeting) -> None:
    meeting.programme.create(title="Velkommen", minutes=10)


def untick(client, meeting: Meeting):
    response = save(client, meeting, "host", is_save_the_date="")
    meeting.refresh_from_db()
    return response


def test_unticking_the_box_is_a_change_nobody_has_been_told_of(client, meeting):
    untick(client, meeting)

    assert meeting.unsent_changes == {"is_save_the_date"}
    shown = page(client, meeting)
    assert primary(shown) == ["Send endringen"]
    assert "Ingen har fått vite det ennå. Send endringen, eller programmet når det er klart." in shown
    assert "Datoen er bestemt." in client.get(f"/moter/{meeting.pk}/endring/").content.decode()


def test_with_a_programme_written_the_programme_is_what_is_sent(client, meeting):
    write_programme(meeting)
    untick(client, meeting)
    assert primary(page(client, meeting)) == ["Send programmet"]
    assert f"/moter/{meeting.pk}/program/klart/" in client.get("/").content.decode()

    announcing.programme_ready(meeting=meeting, by=meeting.host)

    meeting.refresh_from_db()
    assert not meeting.has_unsent_change
    assert primary(page(client, meeting)) == ["Tavla: hvem kommer"]


def test_a_time_that_moved_too_is_told_first(client, meeting):
    write_programme(meeting)
    untick(client, meeting)
    move(meeting)

    assert primary(page(client, meeting)) == ["Send endringen"]


@pytest.mark.parametrize("unticked_first", [True, False])
def test_the_ready_programme_confirms_the_date_and_the_answers_stand(client, meeting, kari, unticked_first):
    write_programme(meeting)
    if unticked_first:
        untick(client, meeting)

    announcing.programme_ready(meeting=meeting, by=meeting.host)

    [row] = waiting(kari)
    kari.refresh_from_db()
    assert (row.kind, str(event(row)["STATUS"])) == ("meetings.programme", "CONFIRMED")
    assert event(row)["ATTENDEE"].params["PARTSTAT"] == "ACCEPTED"
    assert not kari.answered_other_time


def test_the_change_without_a_programme_says_that_the_date_is_settled(client, meeting, kari):
    untick(client, meeting)

    announcing.send_update(meeting=meeting, by=meeting.host)

    [row] = waiting(kari)
    mail = composed(row)
    assert str(event(row)["STATUS"]) == "CONFIRMED"
    assert "Datoen er bestemt." in mail.text
    assert "Datoen er bestemt." in mail.html
    assert "Tid eller sted er endret." not in mail.text
    assert "Svaret ditt står. Du trenger ikke svare på nytt." in mail.text


def test_until_it_is_sent_mails_and_calendars_ask_to_hold_the_date(client, meeting, kari):
    untick(client, meeting)

    companion = answering.bring(invitation=kari, name="Bo", email="bo@frosta.example")

    [row] = waiting(companion)
    assert str(event(row)["STATUS"]) == "TENTATIVE"


def test_an_urgent_message_does_not_tell_of_a_programme_that_can_still_be_undone(client, settings, meeting, kari):
    settings.MAIL_HOLD_SECONDS = 120
    write_programme(meeting)
    announcing.programme_ready(meeting=meeting, by=meeting.host)

    announcing.send_urgent(meeting=meeting, text="Ta med PC.", by=meeting.host)

    programme, urgent = waiting(kari)
    assert str(event(urgent)["STATUS"]) == "TENTATIVE"
    assert str(event(programme)["STATUS"]) == "CONFIRMED"


def test_ticking_the_box_after_the_invitation_is_told_too(client, meeting, kari):
    untick(client, meeting)
    announcing.send_update(meeting=meeting, by=meeting.host)
    all_left()
    save(client, meeting, "host", is_save_the_date="on")
    meeting.refresh_from_db()

    announcing.send_update(meeting=meeting, by=meeting.host)

    [row] = waiting(kari)
    assert str(event(row)["STATUS"]) == "TENTATIVE"
    assert "Programmet kommer senere. Hold av datoen." in composed(row).text
