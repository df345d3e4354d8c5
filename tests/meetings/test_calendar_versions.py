"""The versions one person's calendar gets, read from the mails as they were received."""

from __future__ import annotations

import email
import email.policy

import pytest
import vobject
from django.utils import timezone
from ical.calendar_stream import IcsCalendarStream

from meetings.invitations import answering, inviting
from meetings.mailing import announcing
from meetings.models import Invitation, Meeting, MeetingMessage
from meetings.planning import hosting
from partnership.mail import delivery, outbox
from partnership.mail.models import OutgoingMail
from tests import factories
from tests.calendar_lint import lint_life
from tests.mail.plain import let_time_pass
from tests.meetings.test_inviting import for_contacts
from tests.meetings.test_told import HOUR, composed, move

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers]


def calendars(sink, address: str) -> list[bytes]:
    """In the order they arrived."""
    found = []
    for content in sink.to(address):
        message = email.message_from_bytes(content, policy=email.policy.default)
        found += [
            part.get_payload(decode=True) for part in message.walk() if part.get_content_type() == "text/calendar"
        ]
    return found


def versions_by_vobject(told: list[bytes]) -> list[tuple[int, object]]:
    events = [vobject.readOne(raw.decode()).vevent for raw in told]
    return [(int(event.sequence.value), event.dtstamp.value.timestamp()) for event in events]


def versions_by_ical(told: list[bytes]) -> list[tuple[int, object]]:
    events = [IcsCalendarStream.calendar_from_ics(raw.decode()).events[0] for raw in told]
    return [(event.sequence or 0, event.dtstamp.timestamp()) for event in events]


def wait_out_the_hold() -> None:
    let_time_pass(minutes=2)
    MeetingMessage.objects.update(goes_at=timezone.now())
    delivery.deliver()


def deliver_an_hour_later() -> None:
    """What is ready was decided an hour after all else."""
    newest = OutgoingMail.objects.latest("date").date
    OutgoingMail.objects.filter(state="ready").update(date=newest + HOUR)
    delivery.deliver()


@pytest.fixture
def meeting(settings, smtp_sink):
    """Kari comes to a day that is held; what is sent from now on is held two minutes."""
    kari = factories.contact("Kari Vik")
    made = factories.meeting(place="Rådhuset", is_save_the_date=True)
    for_contacts(made)
    inviting.invite(meeting=made, by=made.host)
    delivery.deliver()
    answering.answer(invitation=factories.invited(made, kari), reply="comes", source="link")
    made.programme.create(title="Velkommen", minutes=10)
    settings.MAIL_HOLD_SECONDS = 120
    made.refresh_from_db()
    return made


@pytest.fixture
def kari(meeting):
    return Invitation.objects.get(name="Kari Vik")


@pytest.mark.parametrize("read", [versions_by_vobject, versions_by_ical])
def test_each_mail_is_newer_to_independent_parsers_also_when_an_urgent_one_passes_the_programme(
    smtp_sink, meeting, kari, read
):
    announcing.programme_ready(meeting=meeting, by=meeting.host)
    announcing.send_urgent(meeting=meeting, text="Ta med PC.", by=meeting.host)
    announcing.send_urgent(meeting=meeting, text="Og lader.", by=meeting.host)
    delivery.deliver()
    wait_out_the_hold()
    inviting.give_new_link(invitation=kari, by=meeting.host)
    delivery.deliver()
    announcing.cancel(meeting=meeting, reason="Sykdom.", by=meeting.host)
    delivery.deliver()

    told = calendars(smtp_sink, kari.email)

    sent = OutgoingMail.objects.filter(thread=kari.thread, state="sent").order_by("sent_at")
    assert [row.kind.removeprefix("meetings.") for row in sent] == [
        *("invitation", "urgent", "urgent", "programme", "invitation", "cancellation"),
    ]
    assert lint_life(told) == []
    found = read(told)
    assert [sequence for sequence, _stamp in found] == [0, 1, 2, 3, 4, 5]
    assert found == sorted(set(found))


def test_a_change_that_was_put_off_is_newer_than_the_urgent_message_that_passed_it(smtp_sink, meeting, kari):
    move(meeting)
    announcing.send_update(meeting=meeting, by=meeting.host)
    MeetingMessage.objects.update(goes_at=timezone.now())
    OutgoingMail.objects.filter(kind=announcing.UPDATE).update(attempts=1, last_code=451)
    announcing.send_urgent(meeting=meeting, text="Ny inngang.", by=meeting.host)
    delivery.deliver()
    let_time_pass(minutes=2)
    delivery.deliver()

    told = calendars(smtp_sink, kari.email)

    assert lint_life(told) == []
    assert versions_by_vobject(told)[-1][0] == 2


def test_a_mail_has_the_moment_it_was_decided_unless_a_later_one_passed_it(meeting, kari):
    move(meeting)
    announcing.send_update(meeting=meeting, by=meeting.host)
    row = OutgoingMail.objects.get(kind=announcing.UPDATE)
    OutgoingMail.objects.filter(pk=row.pk).update(date=row.date + HOUR)
    row.refresh_from_db()

    [(_sequence, stamp)] = versions_by_vobject([composed(row).calendar.content])

    assert stamp == int(row.date.timestamp())


def test_a_mail_that_perhaps_left_is_the_same_when_it_is_tried_again_and_older_than_the_next(meeting, kari):
    move(meeting)
    announcing.send_update(meeting=meeting, by=meeting.host)
    MeetingMessage.objects.update(goes_at=timezone.now())
    row = OutgoingMail.objects.get(kind=announcing.UPDATE)
    first = composed(row).calendar.content
    OutgoingMail.objects.filter(pk=row.pk).update(uncertain_count=1, attempts=1)
    inviting.give_new_link(invitation=kari, by=meeting.host)
    newer = OutgoingMail.objects.filter(thread=kari.thread).latest("pk")
    row.refresh_from_db()

    again, after = composed(row).calendar.content, composed(newer).calendar.content

    assert again == first
    assert lint_life([again, after]) == []


@pytest.mark.parametrize("way", ["link", "page"])
def test_a_download_has_the_number_of_the_newest_mail_so_that_no_calendar_goes_back(client, meeting, kari, way):
    announcing.send_urgent(meeting=meeting, text="Ta med PC.", by=meeting.host)
    announcing.send_urgent(meeting=meeting, text="Og lader.", by=meeting.host)
    delivery.deliver()
    client.force_login(kari.person)
    address = f"/svar/{kari.token()}/kalender.ics" if way == "link" else f"/moter/{meeting.pk}/kalender.ics"

    content = client.get(address).content

    assert [sequence for sequence, _stamp in versions_by_vobject([content])] == [2]


def test_the_hosts_entries_grow_also_when_one_is_sent_anew(smtp_sink, meeting):
    move(meeting)
    announcing.send_update(meeting=meeting, by=meeting.host)
    wait_out_the_hold()
    outbox.resend(OutgoingMail.objects.filter(kind=hosting.ENTRY).earliest("pk"))
    delivery.deliver()

    told = calendars(smtp_sink, meeting.host.email)

    assert lint_life(told) == []
    assert len(told) == 3


def test_a_host_who_was_invited_and_a_guest_who_was_host_count_on(smtp_sink, settings, meeting, kari):
    settings.MAIL_HOLD_SECONDS = 0
    first_host, person = meeting.host, kari.person
    inviting.withdraw(meeting=meeting, invitations=[kari], sentence="Feil liste.", by=first_host)
    deliver_an_hour_later()
    hosting.change_host(meeting=meeting, host=person, phone="400 00 011", by=first_host)
    deliver_an_hour_later()
    hosting.change_host(meeting=Meeting.objects.get(), host=first_host, phone="400 00 010", by=first_host)
    deliver_an_hour_later()
    inviting.invite(meeting=meeting, by=first_host)
    deliver_an_hour_later()

    told = calendars(smtp_sink, person.email)

    assert lint_life(told) == []
    assert [sequence for sequence, _stamp in versions_by_vobject(told)][:2] == [0, 1]
    assert len(told) == 5
