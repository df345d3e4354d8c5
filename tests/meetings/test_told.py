"""What people have been told: no mail leaks an edit that was not sent, and *Angre* puts everything back."""

from __future__ import annotations

import datetime as dt

import icalendar
import pytest
from django.utils import timezone

from meetings.invitations import answering, inviting
from meetings.mailing import announcing, reminding
from meetings.models import Answer, Invitation, Meeting, MeetingMessage
from meetings.planning import hosting
from partnership.common import norwegian
from partnership.mail import kinds
from partnership.mail.mime import Message
from partnership.mail.models import OutgoingMail
from tests import factories
from tests.meetings.test_inviting import for_contacts

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


def all_left() -> None:
    OutgoingMail.objects.filter(state="ready").update(state="sent")


@pytest.fixture
def meeting(settings):
    """Kari comes, Per is silent; both have the invitation. What is sent from now on is held."""
    people = [factories.contact(name) for name in ("Kari Vik", "Per Moen")]
    made = factories.meeting(place="Rådhuset, Verdal", address="Jernbanegata 1")
    for_contacts(made)
    inviting.invite(meeting=made, by=made.host)
    all_left()
    answering.answer(invitation=factories.invited(made, people[0]), reply="comes", source="link")
    settings.MAIL_HOLD_SECONDS = 120
    made.refresh_from_db()
    return made


@pytest.fixture
def kari(meeting):
    return Invitation.objects.get(name="Kari Vik")


def move(meeting: Meeting, hours: int = 1) -> None:
    meeting.refresh_from_db()
    meeting.start += hours * HOUR
    meeting.end += hours * HOUR
    meeting.save()


def composed(row: OutgoingMail) -> Message:
    message = kinds.registry()[row.kind].compose([row])[row.pk]
    assert isinstance(message, Message), message
    return message


def waiting(invitation: Invitation) -> list[OutgoingMail]:
    return list(OutgoingMail.objects.filter(thread=invitation.thread, state="ready").order_by("pk"))


def event(row: OutgoingMail) -> icalendar.Event:
    calendar = composed(row).calendar
    assert calendar is not None
    return icalendar.Calendar.from_ical(calendar.content).walk("VEVENT")[0]


def version(row: OutgoingMail) -> tuple[int, dt.datetime]:
    found = event(row)
    return int(found["SEQUENCE"]), found["DTSTAMP"].dt


def test_what_is_edited_after_the_press_is_not_in_the_mail(meeting, kari):
    move(meeting)
    announcing.send_update(meeting=meeting, by=meeting.host, text="En time senere.")
    sent = meeting.start
    move(meeting, 5)
    meeting.title, meeting.place = "Noe annet", "Et annet sted"
    meeting.save()

    [row] = waiting(kari)

    assert event(row)["DTSTART"].dt == sent.replace(microsecond=0)
    assert str(event(row)["SUMMARY"]) == "Dialogmøte"
    assert "Et annet sted" not in composed(row).text


def test_a_move_that_is_not_sent_reaches_no_companion_and_no_reminder(meeting, kari):
    first = meeting.start
    move(meeting, 5)

    companion = answering.bring(invitation=kari, name="Bo", email="bo@frosta.example")
    reminding.remind(meeting=meeting, by=meeting.host)

    row = waiting(companion)[0]
    assert event(row)["DTSTART"].dt == first.replace(microsecond=0)
    [reminder] = waiting(Invitation.objects.get(name="Per Moen"))
    assert norwegian.format_span(first, first + 3 * HOUR).casefold() in composed(reminder).text.casefold()


def test_what_can_still_be_undone_is_in_no_other_mail(meeting, kari):
    first = meeting.start
    move(meeting)
    announcing.send_update(meeting=meeting, by=meeting.host)

    companion = answering.bring(invitation=kari, name="Bo", email="bo@frosta.example")

    [row] = waiting(companion)
    assert event(row)["DTSTART"].dt == first.replace(microsecond=0)


def test_two_changes_in_the_hold_are_one_mail_with_both_sentences(meeting, kari):
    move(meeting)
    announcing.send_update(meeting=meeting, by=meeting.host, text="Vi begynner senere.")
    move(meeting)
    announcing.send_update(meeting=meeting, by=meeting.host, text="Og enda litt senere.")

    [row] = waiting(kari)

    assert event(row)["DTSTART"].dt == meeting.start.replace(microsecond=0)
    assert "Vi begynner senere." in composed(row).text
    assert "Og enda litt senere." in composed(row).text
    assert OutgoingMail.objects.filter(kind="meetings.host_entry", state="ready").count() == 1


def test_two_changes_that_left_have_growing_versions(meeting, kari):
    versions = []
    for _time in range(2):
        move(meeting)
        announcing.send_update(meeting=meeting, by=meeting.host)
        [row] = waiting(kari)
        versions.append(version(row)[0])
        MeetingMessage.objects.update(goes_at=timezone.now())
        all_left()

    assert versions == [1, 2]


def test_undoing_a_change_puts_back_what_people_knew(meeting, kari):
    times = meeting.start, meeting.end
    move(meeting)
    message = announcing.send_update(meeting=meeting, by=meeting.host)

    inviting.undo(message=message, by=meeting.host)

    meeting.refresh_from_db()
    assert meeting.has_unsent_change
    meeting.start, meeting.end = times
    meeting.save()
    assert not meeting.has_unsent_change
    kari.refresh_from_db()
    assert not kari.answered_other_time
    assert waiting(kari) == []


def test_undoing_the_second_of_two_changes_puts_back_what_people_know(meeting):
    known = meeting.announced
    move(meeting)
    announcing.send_update(meeting=meeting, by=meeting.host)
    move(meeting)
    message = announcing.send_update(meeting=meeting, by=meeting.host)

    inviting.undo(message=message, by=meeting.host)

    meeting.refresh_from_db()
    assert (meeting.announced, meeting.sequence) == (known, 0)


def test_undoing_the_programme_asks_people_to_hold_the_date_again(meeting):
    Meeting.objects.filter(pk=meeting.pk).update(is_save_the_date=True)
    meeting.programme.create(title="Velkommen", minutes=10)
    message = announcing.programme_ready(meeting=meeting, by=meeting.host)

    inviting.undo(message=message, by=meeting.host)

    meeting.refresh_from_db()
    assert meeting.is_save_the_date


def test_the_earlier_of_two_sendings_is_not_undone_under_the_later(meeting):
    meeting.programme.create(title="Velkommen", minutes=10)
    meeting.place = "Hell"
    meeting.save()
    change = announcing.send_update(meeting=meeting, by=meeting.host)
    announcing.programme_ready(meeting=meeting, by=meeting.host)

    with pytest.raises(inviting.CannotSend):
        inviting.undo(message=change, by=meeting.host)


def test_the_programme_takes_a_new_place_with_it(meeting, kari):
    meeting.place = "Hell"
    meeting.save()
    meeting.programme.create(title="Velkommen", minutes=10)

    announcing.programme_ready(meeting=meeting, by=meeting.host)

    meeting.refresh_from_db()
    assert not meeting.has_unsent_change
    [row] = waiting(kari)
    assert "Hell" in str(event(row)["LOCATION"])


def test_the_programme_does_not_take_a_new_time_with_it(meeting):
    meeting.programme.create(title="Velkommen", minutes=10)
    move(meeting)

    with pytest.raises(inviting.CannotSend):
        announcing.programme_ready(meeting=meeting, by=meeting.host)


def test_nothing_is_announced_while_the_invitations_are_in_the_house(settings):
    settings.MAIL_HOLD_SECONDS = 120
    factories.contact()
    made = factories.meeting()
    for_contacts(made)
    made.programme.create(title="Velkommen", minutes=10)
    inviting.invite(meeting=made, by=made.host)
    move(made)
    for verb in (announcing.send_update, announcing.programme_ready):
        with pytest.raises(inviting.CannotSend):
            verb(meeting=made, by=made.host)

    assert MeetingMessage.objects.count() == 1


def test_an_invitation_in_the_house_says_the_new_time_itself(meeting):
    factories.contact("Anne Berg")
    inviting.invite(meeting=meeting, by=meeting.host)
    anne = Invitation.objects.get(name="Anne Berg")
    move(meeting)
    message = announcing.send_update(meeting=meeting, by=meeting.host)

    [row] = waiting(anne)

    assert row.kind == "meetings.invitation"
    assert row.not_before >= message.goes_at
    MeetingMessage.objects.update(goes_at=timezone.now())
    assert event(row)["DTSTART"].dt == meeting.start.replace(microsecond=0)


def test_an_urgent_new_link_reaches_those_who_have_not_said_that_they_come_too(meeting, kari):
    meeting.join_url = "https://teams.example/ny"
    meeting.save()

    announcing.send_urgent(meeting=meeting, text="Ny lenke til møtet kl. 9.", by=meeting.host)

    silent = Invitation.objects.get(name="Per Moen")
    assert [row.kind for row in waiting(kari)] == ["meetings.urgent"]
    assert [row.kind for row in waiting(silent)] == ["meetings.update"]
    for one in (kari, silent):
        assert "https://teams.example/ny" in composed(waiting(one)[0]).text
    meeting.refresh_from_db()
    assert not meeting.has_unsent_change


def test_a_change_that_waits_goes_with_the_urgent_message_and_keeps_its_sentence(client, meeting, kari):
    meeting.place = "Hell"
    meeting.save()
    announcing.send_update(meeting=meeting, by=meeting.host, text="Rådhuset er opptatt.")
    client.force_login(meeting.host)
    assert "2 personer får" in client.get(f"/moter/{meeting.pk}/hastemelding/").content.decode()

    announcing.send_urgent(meeting=meeting, text="Bruk inngang B.", by=meeting.host)

    for one in (kari, Invitation.objects.get(name="Per Moen")):
        [row] = waiting(one)
        assert "Rådhuset er opptatt.\nBruk inngang B." in composed(row).text
        assert "Nå: Hell" in composed(row).text
    assert not MeetingMessage.objects.undoable().exists()


def test_an_urgent_message_with_a_new_time_takes_a_programme_that_waits_along(meeting, kari, settings):
    settings.MAIL_HOLD_SECONDS = 120
    meeting.programme.create(title="Velkommen", minutes=10)
    announcing.programme_ready(meeting=meeting, by=meeting.host)
    meeting.refresh_from_db()
    move(meeting)
    announcing.send_update(meeting=meeting, by=meeting.host)

    announcing.send_urgent(meeting=meeting, text="Vi begynner en time senere.", by=meeting.host)

    meeting.refresh_from_db()
    programme, urgent = sorted(waiting(kari), key=lambda row: row.kind)
    for row in (programme, urgent):
        assert f"Nå: {meeting.when}" in composed(row).text
        assert "du trenger ikke svare på nytt" not in composed(row).text
    assert not MeetingMessage.objects.undoable().exists()


def test_an_urgent_message_that_moves_the_meeting_asks_again(meeting, kari):
    move(meeting)

    announcing.send_urgent(meeting=meeting, text="Vi begynner en time senere.", by=meeting.host)

    kari.refresh_from_db()
    assert kari.answered_other_time


def test_an_urgent_message_without_a_change_goes_to_those_who_come_alone(meeting):
    message = announcing.send_urgent(meeting=meeting, text="Ta med legitimasjon.", by=meeting.host)

    assert message.recipients == 1
    assert list(
        OutgoingMail.objects.filter(state="ready", kind="meetings.urgent").values_list("to_name", flat=True)
    ) == ["Kari Vik"]
    assert not OutgoingMail.objects.filter(kind="meetings.update").exists()


def test_the_same_answer_to_the_new_time_is_an_answer(meeting, kari):
    move(meeting)
    announcing.send_update(meeting=meeting, by=meeting.host)
    kari.refresh_from_db()
    assert kari.answered_other_time

    answering.answer(invitation=kari, reply="comes", source="link")

    kari.refresh_from_db()
    assert not kari.answered_other_time
    assert Answer.objects.filter(invitation=kari).count() == 2


@pytest.mark.parametrize("again", ["invited", "delegate"])
def test_one_who_is_invited_again_gets_a_higher_version(meeting, again):
    per = Invitation.objects.get(name="Per Moen")
    inviting.withdraw(meeting=meeting, invitations=[per], sentence="Feil liste.", by=meeting.host)
    [cancelled] = waiting(per)
    before, _stamp = version(cancelled)
    all_left()

    if again == "invited":
        inviting.invite(meeting=meeting, by=meeting.host)
    else:
        other = Invitation.objects.get(name="Kari Vik")
        answering.delegate(invitation=other, name="Per Moen", email=per.email)

    new = Invitation.objects.active().get(email=per.email)
    assert version(waiting(new)[0])[0] > before


def test_a_cancellation_in_the_hold_of_a_change_tells_of_the_meeting_people_know(meeting, kari):
    first = meeting.start
    move(meeting)
    announcing.send_update(meeting=meeting, by=meeting.host)

    announcing.cancel(meeting=meeting, reason="Sykdom.", by=meeting.host)

    [row] = waiting(kari)
    assert (row.kind, event(row)["DTSTART"].dt) == ("meetings.cancellation", first.replace(microsecond=0))
    assert not MeetingMessage.objects.undoable().exists()


def test_half_of_many_invitations_sent_then_cancelled_tells_that_half():
    for _one in range(30):
        factories.contact()
    made = factories.meeting()
    for_contacts(made)
    inviting.invite(meeting=made, by=made.host)
    sent = list(Invitation.objects.order_by("pk")[:15])
    OutgoingMail.objects.filter(thread__in=[one.thread for one in sent]).update(state="sent")

    announcing.cancel(meeting=made, reason="Sykdom.", by=made.host)

    rows = OutgoingMail.objects.filter(kind="meetings.cancellation")
    assert set(rows.values_list("subject_id", flat=True)) == {one.pk for one in sent}
    unsent = OutgoingMail.objects.filter(kind="meetings.invitation").exclude(subject_id__in=[one.pk for one in sent])
    assert set(unsent.values_list("state", flat=True)) == {"superseded"}
    assert {version(row)[0] for row in rows} == {1}


def test_the_person_sees_nothing_while_it_can_be_undone(client, settings):
    settings.MAIL_HOLD_SECONDS = 120
    kari = factories.contact("Kari Vik")
    made = factories.meeting(owner_partner=None, owner_seat=factories.contact().terms.get().seat, title="Hemmelig")
    for_contacts(made)
    inviting.invite(meeting=made, by=made.host)
    client.force_login(kari)
    assert "Hemmelig" not in client.get("/moter/").content.decode()
    assert "Hemmelig" not in client.get("/").content.decode()
    assert client.get(f"/moter/{made.pk}/").status_code == 404

    Invitation.objects.update(invited_at=timezone.now())

    assert "Hemmelig" in client.get("/moter/").content.decode()
    assert "Hemmelig" in client.get("/").content.decode()


def test_the_organiser_can_undo_each_sending_that_waits(client, meeting):
    factories.contact("Anne Berg")
    first = inviting.invite(meeting=meeting, by=meeting.host)
    meeting.place = "Hell"
    meeting.save()
    second = announcing.send_update(meeting=meeting, by=meeting.host)
    client.force_login(meeting.host)

    page = client.get(f"/moter/{meeting.pk}/").content.decode()

    for message in (first, second):
        assert f"/moter/{meeting.pk}/utsending/{message.pk}/angre/" in page


def test_the_host_who_is_invited_later_gets_a_higher_version(meeting):
    move(meeting)
    announcing.send_update(meeting=meeting, by=meeting.host)
    entry = OutgoingMail.objects.filter(kind=hosting.ENTRY).order_by("pk").last()
    before, _stamp = version(entry)
    chosen = meeting.audience
    chosen.persons.add(meeting.host)
    MeetingMessage.objects.update(goes_at=timezone.now())

    inviting.invite(meeting=meeting, by=meeting.host)

    [row] = waiting(Invitation.objects.get(person=meeting.host))
    assert version(row)[0] > before


def test_the_invited_see_the_time_they_were_told_on_every_page_until_the_change_has_left(client, meeting, kari):
    told, pages = meeting.when, ("/", meeting.get_absolute_url(), f"/svar/{kari.token()}/")
    move(meeting)
    announcing.send_update(meeting=meeting, by=meeting.host)
    client.force_login(kari.person)

    def shown() -> list[str]:
        return [client.get(page).content.decode().replace("\xa0", " ").lower() for page in pages]

    assert [(told in page, meeting.when in page) for page in shown()] == [(True, False)] * 3

    MeetingMessage.objects.update(goes_at=timezone.now() - HOUR)
    assert [(told in page, meeting.when in page) for page in shown()] == [(False, True)] * 3


def test_the_organiser_sees_what_is_being_edited(client, meeting):
    move(meeting)
    client.force_login(meeting.host)

    page = client.get(meeting.get_absolute_url()).content.decode().replace("\xa0", " ").lower()

    assert meeting.when in page


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"start": dt.timedelta(minutes=-30)},
        {"end": dt.timedelta(minutes=30)},
        {"place": "Rådhuset"},
        {"address": "Torget 1"},
        {"join_url": "https://teams.example/annet"},
        {"is_save_the_date": True},
        {"join_service": "Zoom"},
        {"title": "Et annet navn"},
    ],
)
def test_a_list_finds_the_unsent_changes_a_meeting_has(meeting, change):
    for name, value in change.items():
        old = getattr(meeting, name)
        setattr(meeting, name, old + value if isinstance(value, dt.timedelta) else value)
    meeting.save()

    found = [one.pk for one in Meeting.objects.with_unsent_change()]

    assert (found == [meeting.pk]) == meeting.has_unsent_change == bool(change.keys() - {"join_service", "title"})
