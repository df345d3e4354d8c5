"""A person's calendar as a subscription, one meeting as a download, and KS' matrix."""

from __future__ import annotations

import icalendar
import pytest
from django.test import Client
from django.urls import reverse

from meetings import announcing, answering, feeds, inviting, matrix
from meetings.models import Meeting
from partnership.mail.models import OutgoingMail
from tests import factories
from tests.calendar_lint import lint
from tests.meetings.test_inviting import for_contacts

pytestmark = pytest.mark.django_db


@pytest.fixture
def kari():
    return factories.contact("Kari Vik")


def sent(title: str) -> Meeting:
    made = factories.meeting(title=title)
    for_contacts(made)
    inviting.invite(meeting=made, by=made.host)
    OutgoingMail.objects.update(state="sent")
    made.refresh_from_db()
    return made


def titles(content: bytes) -> list[str]:
    assert lint(content) == []
    return sorted(str(event["SUMMARY"]) for event in icalendar.Calendar.from_ical(content).walk("VEVENT"))


def test_the_feed_holds_what_one_comes_to_or_has_not_answered_and_needs_no_sign_in(kari):
    comes, declined = sent("Kommer"), sent("Kommer ikke")
    sent("Ikke svart")
    answering.answer(invitation=factories.invited(comes, kari), reply="comes", source="link")
    answering.answer(invitation=factories.invited(declined, kari), reply="declined", source="link")

    response = Client().get(reverse("answers:feed", args=[feeds.token(kari)]))

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert titles(response.content) == ["Ikke svart", "Kommer"]


def test_a_cancelled_meeting_stays_in_the_feed_as_cancelled(kari):
    meeting = sent("Møte")
    announcing.cancel(meeting=meeting, reason="Sykdom.", by=meeting.host)

    event = icalendar.Calendar.from_ical(feeds.of(kari)).walk("VEVENT")[0]

    assert str(event["STATUS"]) == "CANCELLED"


def test_the_organisers_feed_holds_their_own_meetings():
    meeting = factories.meeting(title="Mitt møte", state="published")

    assert titles(feeds.of(meeting.host)) == ["Mitt møte"]


def test_a_renewed_address_makes_the_old_one_useless(kari):
    old = reverse("answers:feed", args=[feeds.token(kari)])
    client = Client()
    client.force_login(kari)
    assert old in client.get(reverse("meetings:feed_settings")).content.decode()

    client.post(reverse("meetings:feed_settings"))

    assert Client().get(old).status_code == 404
    kari.refresh_from_db()
    assert Client().get(reverse("answers:feed", args=[feeds.token(kari)])).status_code == 200


def test_a_guessed_address_is_not_found(kari):
    forged = feeds.token(kari)[:-1] + "x"

    assert Client().get(reverse("answers:feed", args=[forged])).status_code == 404


def test_a_download_is_one_meeting(client, kari):
    meeting = sent("Møte")
    client.force_login(kari)

    assert titles(client.get(f"/moter/{meeting.pk}/kalender.ics").content) == ["Møte"]


def test_the_matrix_shows_every_municipality_against_the_last_meetings(kari):
    meeting = sent("Møte")
    factories.contact("Per Moen")  # came after the sending
    answering.answer(invitation=factories.invited(meeting, kari), reply="comes", source="link")

    found = matrix.of_last(10)

    assert [one.title for one in found.meetings] == ["Møte"]
    assert [[cell.reply if cell else None for cell in cells] for _place, cells in found.rows] == [["comes"], [None]]
