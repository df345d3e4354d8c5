"""The one mail the working day after: to whom what, once, and no word of a follow-up in it."""

from __future__ import annotations

import datetime as dt
import threading

import pytest
from django.db import connection
from django.urls import reverse
from freezegun import freeze_time

from meetings.after import agreeing, following_up
from meetings.after.following_up import Responsible
from meetings.invitations import answering, inviting
from meetings.mailing import reminding
from meetings.models import Invitation, Meeting, MeetingMessage
from partnership.common import norwegian
from partnership.mail.models import OutgoingMail
from partnership.people.models import RoleTerm
from tests import factories
from tests.meetings.test_inviting import for_contacts
from tests.meetings.test_told import composed, waiting

pytestmark = pytest.mark.django_db

MORNING = norwegian.at(dt.date(2027, 9, 13), dt.time(9))


@pytest.fixture
def meeting():
    """Friday 10 September 2027; Kari comes, Per is silent, Liv says no."""
    people = [factories.contact(name) for name in ("Kari Vik", "Per Moen", "Liv Ness")]
    made = factories.meeting(start=norwegian.at(dt.date(2027, 9, 10), dt.time(9)))
    for_contacts(made)
    inviting.invite(meeting=made, by=made.host)
    for person, reply in ((people[0], "comes"), (people[2], "declined")):
        answering.answer(invitation=factories.invited(made, person), reply=reply, source="link")
    OutgoingMail.objects.all().delete()
    made.refresh_from_db()
    return made


def of(name: str) -> Invitation:
    return Invitation.objects.get(name=name)


def mails() -> dict[str, object]:
    """What each gets, as composed the morning it leaves."""
    with freeze_time(MORNING):
        return {one.name: composed(waiting(one)[-1]) for one in Invitation.objects.order_by("name") if waiting(one)}


def flat(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").split())


def follow_up(meeting, name: str, text: str = "Ringe NTNU om nattilsyn", day: int = 20):
    with freeze_time(MORNING - dt.timedelta(days=3)):
        return following_up.add(
            meeting=meeting, text=text, to=Responsible(seat=of(name).seat), due=dt.date(2027, 9, day), by=meeting.host
        )


def test_as_answered_while_nothing_is_noted(meeting):
    reminding.thank(meeting=meeting, by=None)

    subjects = {name: mail.subject for name, mail in mails().items()}

    missed = "Dette gikk du glipp av"
    assert subjects == {"Kari Vik": "Takk for møtet", "Liv Ness": missed, "Per Moen": missed}


def test_attendance_goes_before_the_answer(meeting):
    Invitation.objects.filter(name="Kari Vik").update(attendance="notice")
    Invitation.objects.filter(name="Per Moen").update(attendance="present")
    Invitation.objects.filter(name="Liv Ness").update(attendance="absent")
    reminding.thank(meeting=meeting, by=None)

    found = mails()

    assert {name: mail.subject.startswith("Takk") for name, mail in found.items()} == {
        "Kari Vik": False, "Liv Ness": False, "Per Moen": True,
    }  # fmt: skip
    assert {name: "tilbakemelding" in mail.text + mail.html for name, mail in found.items()} == {
        "Kari Vik": False, "Liv Ness": False, "Per Moen": True,
    }  # fmt: skip


def test_ones_own_follow_ups_stand_with_their_day_and_without_what_they_are_about(meeting):
    first, second = follow_up(meeting, "Kari Vik"), follow_up(meeting, "Kari Vik", "Søke midler", 27)
    other = follow_up(meeting, "Liv Ness")
    reminding.thank(meeting=meeting, by=None)

    found = mails()
    text = flat(found["Kari Vik"].text)

    assert "Du har to oppfølgingspunkter: Innen mandag 20. september: " in text
    assert "Innen mandag 27. september: " in text
    for words in (found["Kari Vik"].text, found["Kari Vik"].html):
        assert [one.token(of("Kari Vik").person_id) in words for one in (first, second, other)] == [True, True, False]
        assert "NTNU" not in words + found["Liv Ness"].text
    assert "Du har ett oppfølgingspunkt:" in found["Liv Ness"].text
    assert "oppfølgingspunkt" not in found["Per Moen"].text


def test_what_is_done_or_has_gone_to_somebody_else_is_not_in_it(meeting):
    following_up.mark_done(follow_up=follow_up(meeting, "Kari Vik"))
    follow_up(meeting, "Liv Ness")
    with freeze_time(MORNING):
        # The role has a new holder since the meeting.
        RoleTerm.objects.filter(seat=of("Liv Ness").seat).update(until=norwegian.today())
    reminding.thank(meeting=meeting, by=None)

    found = mails()

    assert "oppfølgingspunkt" not in found["Kari Vik"].text + found["Liv Ness"].text


def test_what_was_agreed_point_by_point_stands_behind_the_link(client, meeting):
    agreeing.agree(meeting=meeting, text="Felles nattilsyn", by=meeting.host)
    reminding.thank(meeting=meeting, by=None)

    mail = mails()["Kari Vik"]

    assert mail.subject == "Takk for møtet – dette ble vi enige om"
    assert "nattilsyn" not in mail.text + mail.html
    with freeze_time(MORNING):
        page = client.get(reverse("answers:answer", args=[of("Kari Vik").token()])).content.decode()
    assert "Felles nattilsyn" in page
    assert "Svar på tre spørsmål" in page


def test_a_follow_up_that_was_moved_on_still_came_of_this_meeting(meeting):
    later = factories.meeting(start=meeting.start + dt.timedelta(days=90))
    follow_up(meeting, "Kari Vik")
    following_up.move_on(meeting=meeting, to=later)
    reminding.thank(meeting=meeting, by=None)

    assert "Du har ett oppfølgingspunkt:" in mails()["Kari Vik"].text


def test_before_christmas_it_leaves_the_next_working_day(meeting):
    start = norwegian.at(dt.date(2027, 12, 23), dt.time(9))
    Meeting.objects.filter(pk=meeting.pk).update(start=start, end=start + dt.timedelta(hours=3))
    due = norwegian.at(norwegian.add_working_days(start.date(), 1), dt.time(9))

    assert reminding.sweep(due - dt.timedelta(minutes=1)) == 0
    assert reminding.sweep(due) == 1
    assert norwegian.is_working_day(due.date())


@pytest.mark.django_db(transaction=True)
def test_two_beats_at_once_send_it_once(meeting):
    begin = threading.Barrier(2)

    def beat():
        begin.wait()
        reminding.sweep(MORNING)
        connection.close()

    threads = [threading.Thread(target=beat) for _n in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert MeetingMessage.objects.filter(kind="thanks").count() == 1
    assert sorted(OutgoingMail.objects.filter(kind="meetings.thanks").values_list("to_name", flat=True)) == [
        "Kari Vik", "Liv Ness", "Per Moen",
    ]  # fmt: skip


def test_the_page_says_who_gets_what_and_when(client, meeting):
    client.force_login(meeting.host)
    address = reverse("meetings:thanks", args=[meeting.pk])

    page = flat(client.get(address).content.decode())
    assert "mandag 13. september 2027 kl. 9" in page, page[page.index("<h1") :][:900]
    assert "1 som var med, får takk" in page
    assert "2 som ikke var med, får" in page
    assert "Oppmøtet er ikke notert" in page

    reminding.thank(meeting=meeting, by=None)
    assert "Send nå" not in client.get(address).content.decode()
    assert "til 3." in flat(client.get(address).content.decode())


def test_what_is_too_old_to_go_by_itself_says_so(client, meeting):
    start = norwegian.at(norwegian.today() - dt.timedelta(days=12), dt.time(9))
    Meeting.objects.filter(pk=meeting.pk).update(start=start, end=start + dt.timedelta(hours=3), state="held")
    client.force_login(meeting.host)

    assert reminding.sweep() == 0
    assert "går av seg selv. Trykk" in client.get(reverse("meetings:thanks", args=[meeting.pk])).content.decode()
