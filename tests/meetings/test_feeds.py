"""A person's calendar as a subscription, one meeting as a download, and KS' matrix."""

from __future__ import annotations

import datetime as dt

import icalendar
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meetings.invitations import answering, inviting
from meetings.mailing import announcing, feeds
from meetings.models import Meeting, MeetingMessage
from meetings.past import matrix
from meetings.planning import programme
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


def version(content: bytes) -> tuple[int, object]:
    event = icalendar.Calendar.from_ical(content).walk("VEVENT")[0]
    return int(event["SEQUENCE"]), event["DTSTAMP"].dt


@pytest.mark.parametrize("what", ["title", "programme", "taken out", "order", "place"])
def test_the_feed_has_a_new_version_when_anything_changes(kari, what):
    meeting = sent("Møte")
    first, second = (meeting.programme.create(title=title, minutes=10, order=n) for n, title in enumerate("ab"))
    hour = dt.timedelta(hours=1)
    Meeting.objects.update(created_at=timezone.now() - 2 * hour, changed_at=timezone.now() - hour)
    MeetingMessage.objects.update(goes_at=timezone.now() - hour)
    meeting.refresh_from_db()
    before = version(feeds.of(kari))

    if what == "title":
        meeting.title = "Nytt navn"
        meeting.save()
    elif what == "programme":
        first.title = "Nytt innlegg"
        first.save()
    elif what == "taken out":
        first.delete()
    elif what == "order":
        programme.put_in_order(meeting=meeting, pks=[second.pk, first.pk])
    else:
        meeting.place = "Hell"
        meeting.save()
        announcing.send_update(meeting=meeting, by=meeting.host)

    after = version(feeds.of(kari))
    assert after[0] > before[0]
    assert after[1] > before[1]


def test_an_edit_that_was_not_sent_is_not_in_the_feed(kari):
    meeting = sent("Møte")
    start = meeting.start
    meeting.start += dt.timedelta(hours=5)
    meeting.end += dt.timedelta(hours=5)
    meeting.save()

    event = icalendar.Calendar.from_ical(feeds.of(kari)).walk("VEVENT")[0]

    assert event["DTSTART"].dt == start.replace(microsecond=0)


def test_the_feed_costs_the_same_for_one_meeting_and_for_ten(kari):
    for number in range(10):
        sent(f"Møte {number}").programme.create(title="a", minutes=5, presenter=kari)
    with CaptureQueriesContext(connection) as many:
        feeds.of(kari)
    Meeting.objects.exclude(title="Møte 0").update(state="draft")
    with CaptureQueriesContext(connection) as one:
        feeds.of(kari)

    assert len(one) == len(many)


def test_the_organisers_feed_holds_their_own_meetings():
    meeting = factories.meeting(title="Mitt møte", state="published")

    assert titles(feeds.of(meeting.host)) == ["Mitt møte"]


def test_a_renewed_address_makes_the_old_one_useless(kari):
    old = reverse("answers:feed", args=[feeds.token(kari)])
    client = Client()
    client.force_login(kari)
    assert old in client.get(reverse("meetings:feed_settings")).content.decode()

    client.post(reverse("meetings:feed_settings"))

    refused = Client().get(old)
    assert refused.status_code == 404
    assert refused.content.decode() == "Vi kjenner ikke denne kalenderadressen. Hent en ny på din egen side.\n"
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


def test_the_matrix_leaves_out_meetings_no_contact_was_invited_to(kari):
    sent("Møte")
    factories.meeting(state="held", title="Fagmøte for meglere")

    found = matrix.of_last(10)

    assert [meeting.title for meeting in found.meetings] == ["Møte"]


def test_the_matrix_says_every_answer_in_words_and_explains_them(client, kari):
    meeting = sent("Møte")
    factories.contact("Per Moen")
    answering.answer(invitation=factories.invited(meeting, kari), reply="maybe", source="link")
    client.force_login(meeting.host)

    page = client.get("/moter/matrise/").content.decode()
    table = page[page.index('<div class="table-wrap" tabindex="0" role="region"') :]

    assert (table.count("Kanskje"), table.count("var ikke invitert")) == (1, 1)
    assert page[: page.index("table-wrap")].count("<dt>") == 2
