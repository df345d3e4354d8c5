"""The day: what is now, the two buttons, pages that follow along, and who was there."""

from __future__ import annotations

import datetime as dt
import re
import time
from functools import partial

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.urls import reverse
from freezegun import freeze_time

from meetings.day import attending, following, running
from meetings.groups import composing
from meetings.invitations import answering, inviting
from meetings.mailing import announcing
from meetings.models import Audience, Invitation, Meeting, ProgrammeItem
from meetings.planning import programme
from meetings.views import day as day_views
from partnership.common import norwegian
from partnership.mail.models import OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db
START = norwegian.at(dt.date(2027, 3, 10), dt.time(9))


def at(clock: str):
    hour, minute = clock.split(":")
    return freeze_time(norwegian.at(dt.date(2027, 3, 10), dt.time(int(hour), int(minute), 30)))


@pytest.fixture
def meeting():
    """09.00 to 12.00: welcome 30, talk 60, break 15, groups 60, end 15."""
    meeting = factories.meeting(start=START, place="Rådhuset")
    for order, (title, minutes) in enumerate(
        [("Velkommen", 30), ("Innlegg", 60), ("Pause", 15), ("Gruppearbeid", 60), ("Oppsummering", 15)]
    ):
        ProgrammeItem.objects.create(meeting=meeting, order=order, title=title, minutes=minutes)
    for name in ("Kari Vik", "Åse Lund", "Per Ås"):
        factories.contact(name)
    Audience.objects.create(meeting=meeting, kinds=["contact"])
    inviting.invite(meeting=meeting, by=meeting.host)
    meeting.refresh_from_db()
    return meeting


def of(meeting, name="Kari Vik") -> Invitation:
    return meeting.invitations.get(name=name)


def clocks(meeting) -> list[str]:
    return [f"{norwegian.local(entry.start):%H:%M}" for entry in programme.schedule(meeting)]


def link(meeting, name="day") -> str:
    return reverse(f"answers:{name}", args=[of(meeting).token()])


@pytest.mark.parametrize(("clock", "now", "upcoming"), [
    ("8:50", None, "Velkommen"), ("9:10", "Velkommen", "Innlegg"), ("11:50", "Oppsummering", None),
    ("12:10", None, None),
])  # fmt: skip
def test_what_is_now_and_next(meeting, clock, now, upcoming):
    with at(clock):
        found = running.now(programme.schedule(meeting))

    assert (found.current.item.title if found.current else None) == now
    assert (found.following.item.title if found.following else None) == upcoming


def item(meeting, title: str) -> int:
    return meeting.programme.get(title=title).pk


def test_on_to_the_next_moves_all_that_follows_and_can_be_undone(meeting):
    with at("9:20"):
        running.begin_next(meeting=meeting, item=item(meeting, "Innlegg"))
        assert running.now(programme.schedule(meeting)).current.item.title == "Innlegg"
        assert clocks(meeting) == ["09:00", "09:20", "10:20", "10:35", "11:35"]

        running.undo(meeting=meeting)
        assert clocks(meeting) == ["09:00", "09:30", "10:30", "10:45", "11:45"]
        with pytest.raises(ValidationError, match="ingenting å angre"):
            running.undo(meeting=meeting)


def test_what_is_skipped_takes_no_time(meeting):
    meeting.programme.filter(title="Gruppearbeid").update(begun_at=START + dt.timedelta(minutes=40))

    assert clocks(meeting) == ["09:00", "09:30", "09:40", "09:40", "10:40"]
    with at("9:45"):
        found = running.now(programme.schedule(meeting))
    assert found.current.item.title == "Gruppearbeid"
    assert found.following.item.title == "Oppsummering"


def test_five_minutes_more_moves_the_rest_and_adds_up(meeting):
    with at("9:40"):
        running.extend(meeting=meeting)
        running.extend(meeting=meeting)
        assert clocks(meeting) == ["09:00", "09:30", "10:40", "10:55", "11:55"]

        running.undo(meeting=meeting)
        assert clocks(meeting) == ["09:00", "09:30", "10:35", "10:50", "11:50"]
        running.undo(meeting=meeting)
        assert clocks(meeting) == ["09:00", "09:30", "10:30", "10:45", "11:45"]


def test_pressed_in_two_tabs_the_programme_moves_one_item(client, meeting):
    client.force_login(meeting.host)
    press, address = reverse("meetings:day_press", args=[meeting.pk]), reverse("meetings:day", args=[meeting.pk])
    with at("9:20"):
        page = client.get(address).content.decode()
        typed = {"valg": "neste", "post": item(meeting, "Velkommen"), "neste-post": item(meeting, "Innlegg")}
        assert f'name="neste-post" value="{typed["neste-post"]}"' in page

        client.post(press, typed)
        said = client.post(press, typed, follow=True).content.decode()
        client.post(press, {**typed, "valg": "mer"})

        assert "Programmet hadde alt gått videre." in said
        assert running.now(programme.schedule(meeting)).current.item.title == "Innlegg"
        assert clocks(meeting) == ["09:00", "09:20", "10:20", "10:35", "11:35"]


def test_two_who_press_five_minutes_more_or_undo_at_once_do_it_once(client, meeting):
    client.force_login(meeting.host)
    press, address = reverse("meetings:day_press", args=[meeting.pk]), reverse("meetings:day", args=[meeting.pk])

    def form():
        return dict(
            re.findall(r'<input type="hidden" name="([\w-]+)" value="(\d*)">', client.get(address).content.decode())
        )

    with at("9:20"):
        shown = form()
        client.post(press, shown | {"valg": "mer"})
        said = client.post(press, shown | {"valg": "mer"}, follow=True).content.decode()
        assert "Programmet hadde alt gått videre." in said
        client.post(press, form() | {"valg": "mer"})
        assert meeting.programme.get(title="Velkommen").extra_minutes == 10

        shown = form()
        client.post(press, shown | {"valg": "angre"})
        client.post(press, shown | {"valg": "angre"})
        assert meeting.programme.get(title="Velkommen").extra_minutes == 5


def test_a_press_on_an_item_that_is_gone_does_not_stop_undoing_the_one_before(meeting):
    with at("9:20"):
        running.extend(meeting=meeting)
        running.begin_next(meeting=meeting, item=item(meeting, "Innlegg"))
        meeting.programme.get(title="Innlegg").delete()
        running.undo(meeting=meeting)

    assert meeting.programme.get(title="Velkommen").extra_minutes == 0


def test_moved_to_another_day_the_programme_begins_with_the_meeting(client, meeting):
    client.force_login(meeting.host)
    with at("9:20"):
        running.begin_next(meeting=meeting, item=item(meeting, "Innlegg"))
        running.extend(meeting=meeting)
        page = client.get(reverse("meetings:edit", args=[meeting.pk]))
        typed = {name: page.context["form"][name].value() for name in page.context["form"].fields}
        typed = {name: value for name, value in typed.items() if value is not None}
        saved = client.post(
            reverse("meetings:edit", args=[meeting.pk]), typed | {"day": "2027-03-17", "version": meeting.version}
        )
        meeting.refresh_from_db()

    assert saved.status_code == 302
    assert clocks(meeting) == ["09:00", "09:30", "10:30", "10:45", "11:45"]
    assert norwegian.local(programme.schedule(meeting)[0].start).date() == dt.date(2027, 3, 17)


def test_a_question_under_way_gets_no_full_stop_after_it(client, meeting):
    meeting.programme.filter(title="Innlegg").update(title="Hva gjør vi nå?")
    client.force_login(meeting.host)
    typed = {"valg": "neste", "neste-post": item(meeting, "Hva gjør vi nå?")}
    with at("9:20"):
        page = client.post(reverse("meetings:day_press", args=[meeting.pk]), typed, follow=True).content.decode()

    assert "Nå: Hva gjør vi nå?<" in page


@pytest.mark.parametrize("days", [-21, 1])
def test_the_programme_is_moved_on_the_day_alone(client, meeting, days):
    client.force_login(meeting.host)
    meeting.start, meeting.end = (moment - dt.timedelta(days=days) for moment in (meeting.start, meeting.end))
    meeting.announced = meeting.announcement()
    meeting.save()
    with at("9:20"):
        assert "Gå videre nå" not in client.get(reverse("meetings:day", args=[meeting.pk])).content.decode()
        with pytest.raises(ValidationError, match="på dagen"):
            running.begin_next(meeting=meeting, item=item(meeting, "Innlegg"))


@pytest.mark.parametrize(("clock", "deed", "said"), [
    ("8:50", running.extend, "Ingenting pågår nå"),
    ("11:50", partial(running.begin_next, item=0), "ikke mer i programmet"),
    ("12:10", partial(running.begin_next, item=0), "til møtet er over"),
])  # fmt: skip
def test_what_cannot_be_moved_is_said(meeting, clock, deed, said):
    with at(clock), pytest.raises(ValidationError, match=said):
        deed(meeting=meeting)


def test_a_programme_is_not_moved_past_midnight(meeting):
    meeting.start, meeting.end = START.replace(hour=22), START.replace(hour=23, minute=55)
    meeting.announced = meeting.announcement()
    meeting.save()
    meeting.programme.exclude(title="Velkommen").delete()
    meeting.programme.update(minutes=114)

    with at("22:30"):
        running.extend(meeting=meeting)
        with pytest.raises(ValidationError, match="etter midnatt"):
            running.extend(meeting=meeting)

    assert meeting.programme.get().extra_minutes == 5


def test_the_organiser_presses_and_everybodys_page_follows(client, django_capture_on_commit_callbacks, meeting):
    with at("9:20"):
        page = client.get(link(meeting)).content.decode()
        assert "Velkommen" in page
        known = following.version(meeting.pk)
        assert client.get(link(meeting, "day_updates"), {"v": known}).status_code == 204

        organiser = client.__class__()
        organiser.force_login(meeting.host)
        with django_capture_on_commit_callbacks(execute=True):
            said = organiser.post(
                reverse("meetings:day_press", args=[meeting.pk]),
                {"valg": "neste", "neste-post": item(meeting, "Innlegg")},
                follow=True,
            )

        assert "Nå: Innlegg." in said.content.decode()
        changed = client.get(link(meeting, "day_updates"), {"v": known})
        assert changed.status_code == 200
        assert '<p class="day-title">Innlegg</p>' in changed.content.decode()
        assert 'hx-swap-oob="innerHTML">Nå: Innlegg' in changed.content.decode()


@pytest.mark.parametrize("change", [
    lambda client, meeting: client.post(
        reverse("meetings:materials", args=[meeting.pk]), {"title": "Lysark", "url": "https://sintef.example/lysark"}
    ),
    lambda client, meeting: client.post(
        reverse("meetings:programme_item", args=[meeting.pk, item(meeting, "Innlegg")]),
        {"kind": "talk", "title": "Lysark", "minutes": "60"},
    ),
])  # fmt: skip
def test_what_is_added_on_the_day_is_followed(client, django_capture_on_commit_callbacks, meeting, change):
    organiser = client.__class__()
    organiser.force_login(meeting.host)
    with at("9:20"):
        known = following.version(meeting.pk)
        with django_capture_on_commit_callbacks(execute=True):
            assert change(organiser, meeting).status_code == 302

        changed = client.get(link(meeting, "day_updates"), {"v": known})

    assert changed.status_code == 200
    assert "Lysark" in changed.content.decode()


@pytest.mark.parametrize("hold", [0, 120])
def test_a_new_room_reaches_the_pages_that_are_open_when_it_has_left(
    client, django_capture_on_commit_callbacks, settings, meeting, hold
):  # fmt: skip
    settings.MAIL_HOLD_SECONDS = hold
    with at("8:30") as clock:
        OutgoingMail.objects.update(state="sent")
        before = following.version(meeting.pk)
        clock.tick(dt.timedelta(seconds=1))
        Meeting.objects.update(place="Kinosalen")
        with django_capture_on_commit_callbacks(execute=True):
            announcing.send_update(meeting=meeting, by=meeting.host)
        at_once = client.get(link(meeting, "day_updates"), {"v": before}).content.decode()
        clock.tick(dt.timedelta(seconds=hold + 1))
        after = client.get(link(meeting, "day_updates"), {"v": before}).content.decode()

    assert ("Kinosalen" in at_once) == (not hold)
    assert 'id="dagen-hode" hx-swap-oob="true"' in after
    assert "Kinosalen" in after


def test_a_page_that_is_open_while_the_sending_is_held_follows_when_it_leaves(
    client, django_capture_on_commit_callbacks, settings, meeting
):  # fmt: skip
    settings.MAIL_HOLD_SECONDS = 120
    with at("8:30") as clock:
        OutgoingMail.objects.update(state="sent")
        Meeting.objects.update(start=START + dt.timedelta(hours=1), end=START + dt.timedelta(hours=4))
        with django_capture_on_commit_callbacks(execute=True):
            announcing.send_update(meeting=meeting, by=meeting.host)
        known = following.version(meeting.pk)
        assert client.get(link(meeting, "day_updates"), {"v": known}).status_code == 204
        clock.tick(dt.timedelta(seconds=121))
        changed = client.get(link(meeting, "day_updates"), {"v": known})

    assert changed.status_code == 200
    assert "10.00" in changed.content.decode()


def test_a_page_that_is_open_is_led_away_when_the_meeting_is_cancelled(
    client, django_capture_on_commit_callbacks, meeting
):  # fmt: skip
    organiser = client.__class__()
    organiser.force_login(meeting.host)
    with at("8:30"):
        OutgoingMail.objects.update(state="sent")
        known = following.version(meeting.pk)
        with django_capture_on_commit_callbacks(execute=True):
            announcing.cancel(meeting=meeting, reason="Syk", by=meeting.host)

        by_link = client.get(link(meeting, "day_updates"), {"v": known})
        signed_in = organiser.get(reverse("meetings:day_updates", args=[meeting.pk]), {"v": known})

    assert by_link.headers["HX-Redirect"] == link(meeting, "answer")
    assert signed_in.headers["HX-Redirect"] == meeting.get_absolute_url()


@pytest.mark.parametrize(("clock", "said"), [
    ("8:50", "Møtet begynner kl. 09.00"), ("9:10", "Møtet er i gang"), ("12:10", "Møtet er over"),
])  # fmt: skip
def test_without_a_programme_the_day_says_where_the_meeting_is(client, meeting, clock, said):
    meeting.programme.all().delete()
    with at("8:40"):
        known = following.version(meeting.pk)
    with at(clock):
        page = client.get(reverse("answers:day", args=[of(meeting).token()])).content.decode()
        assert said in page
        assert "Programmet er over" not in page
        assert (following.version(meeting.pk) != known) == (clock != "8:50")


def test_clocks_of_the_day_are_written_in_one_way(client, meeting):
    with at("9:20"):
        page = client.get(link(meeting)).content.decode()

    plain = page.replace("\u00a0", " ")
    assert "onsdag 10. mars, 09.00–12.00" in plain
    assert "kl. 9–12" not in plain


def test_the_page_follows_the_clock_too(client, meeting):
    with at("9:20"):
        known = following.version(meeting.pk)
    with at("9:29"):
        assert client.get(link(meeting, "day_updates"), {"v": known}).status_code == 204
    with at("9:31"):
        assert "Innlegg" in client.get(link(meeting, "day_updates"), {"v": known}).content.decode()


def test_a_poll_that_finds_nothing_asks_at_most_two_queries(client, meeting, django_assert_max_num_queries):
    known = following.version(meeting.pk)
    with django_assert_max_num_queries(2):
        assert client.get(link(meeting, "day_updates"), {"v": known}).status_code == 204
    client.force_login(of(meeting).person)
    address = reverse("meetings:day_updates", args=[meeting.pk])
    client.get(address)
    with django_assert_max_num_queries(2):
        assert client.get(address, {"v": known}).status_code == 204


def test_a_page_that_follows_along_is_not_taken_for_a_robot(client, meeting):
    """A hundred and twenty uses of a link an hour are enough for a person, and eight minutes of a page."""
    known = following.version(meeting.pk)
    answers = [client.get(link(meeting, "day_updates"), {"v": known}).status_code for _poll in range(130)]
    answers += [client.get(link(meeting, "day_updates"), {"v": "gammel"}).status_code for _poll in range(130)]

    assert answers == [204] * 130 + [200] * 130
    assert client.get(link(meeting)).status_code == 200


def test_the_page_shows_the_own_group_files_and_where_to_join(client, meeting):
    for one in meeting.invitations.all():
        answering.answer(invitation=one, reply="comes", attends="room", source="link")
    composing.propose(meeting=meeting, size=3)
    composing.show(meeting=meeting, is_shown=True)
    meeting.materials.create(title="Lysark", url="https://sintef.example/lysark")
    client.force_login(of(meeting).person)

    for address in (link(meeting), reverse("meetings:day", args=[meeting.pk])):
        page = client.get(address).content.decode()
        assert "Gruppen din" in page
        assert "Åse Lund" in page
        assert "Lysark" in page
        assert meeting.join_url in page
        assert "Gå videre nå" not in page
    client.force_login(meeting.host)
    screen = client.get(reverse("meetings:day", args=[meeting.pk]) + "?skjerm").content.decode()
    assert "day-screen" in screen
    assert "site-nav" not in screen
    assert "site-footer" not in screen
    assert "Gruppe 1" in screen
    assert "Lysark" not in screen


def test_the_answer_page_joins_first_and_does_not_ask_who_comes_once_it_has_begun(client, meeting):
    for one in meeting.invitations.all():
        answering.answer(invitation=one, reply="comes", attends="room", source="link")
    composing.propose(meeting=meeting, size=3)
    composing.show(meeting=meeting, is_shown=True)
    address = reverse("answers:answer", args=[of(meeting).token()])

    with at("8:50"):
        assert "Kommer du" in client.get(address).content.decode()
    with at("9:20"):
        page = client.get(address).content.decode()

    assert "Kommer du" not in page
    assert page.index("https://teams.example") < page.index("Gruppen din")


def test_the_end_of_a_meeting_under_way_can_be_changed(client, meeting):
    """Also of one that does not begin at a whole minute, which the form cannot show."""
    start = meeting.start + dt.timedelta(seconds=20)
    Meeting.objects.filter(pk=meeting.pk).update(start=start)
    client.force_login(meeting.host)
    with at("9:20"):
        address = reverse("meetings:edit", args=[meeting.pk])
        version = Meeting.objects.get(pk=meeting.pk).version

        response = client.post(address, {
            "version": version, "kind": "dialogue", "title": "Dialogmøte", "day": "2027-03-10", "begins": "09:00",
            "ends": "12:30",
        })  # fmt: skip

    assert response.status_code == 302
    meeting.refresh_from_db()
    assert meeting.start == start
    assert meeting.end == START + dt.timedelta(hours=3, minutes=30)


def test_an_item_is_not_made_longer_than_to_midnight(client, meeting):
    client.force_login(meeting.host)
    typed = {"kind": "talk", "title": "Innlegg", "minutes": "900"}

    added = client.post(reverse("meetings:programme", args=[meeting.pk]), typed)
    changed = client.post(reverse("meetings:programme_item", args=[meeting.pk, item(meeting, "Innlegg")]), typed)

    for response in (added, changed):
        assert response.status_code == 422
        assert "slutte etter midnatt" in response.content.decode()
    assert [one.minutes for one in meeting.programme.all()] == [30, 60, 15, 60, 15]


def test_the_day_is_led_to_on_the_day_alone(client, meeting):
    address = reverse("answers:answer", args=[of(meeting).token()])
    with at("8:50"):
        assert "Følg møtet" in client.get(address).content.decode()
    assert "Følg møtet" not in client.get(address).content.decode()


def test_a_withdrawn_or_cancelled_one_follows_nothing(client, meeting):
    address = link(meeting)
    inviting.withdraw(meeting=meeting, invitations=[of(meeting)], sentence="", by=meeting.host)

    assert client.get(address).status_code == 410
    assert client.get(reverse("answers:day", args=["tull"])).status_code == 404
    client.force_login(factories.contact())
    assert client.get(reverse("meetings:day", args=[meeting.pk])).status_code == 404


# --- who was there --------------------------------------------------------------------------------------

TEAMS = (
    "1. Sammendrag\nMøtetittel\tDialogmøte\nDeltakere\t3\n\n"
    "2. Deltakere\nNavn\tFørste gang inn\tSiste gang ut\tVarighet\tE-post\tRolle\n"
    "Kari Vik\t10.3.2027, 08:58:11\t10.3.2027, 12:01:00\t3t 2m\t{kari}\tDeltaker\n"
    "Åse  Lund (Gjest)\t10.3.2027, 09:01\t10.3.2027, 12:00\t2t 59m\t\tDeltaker\n"
    "Ukjent Person\t10.3.2027, 09:01\t10.3.2027, 12:00\t2t 59m\tukjent@x.example\tDeltaker\n\n"
    "3. Aktiviteter\nNavn\tInn\tUt\nPer Ås\t09:00\t09:01\n"
)


def test_a_list_from_teams_is_read_by_address_and_by_name(meeting):
    found = attending.read(meeting, TEAMS.format(kari=of(meeting).email))

    assert [one.name for one in found.present] == ["Kari Vik", "Åse Lund"]
    assert found.unknown == ["Ukjent Person"]


@pytest.mark.parametrize("line", ["Vik, Kari", "kari vik", "Kari Vik <noen@andre.example>", "KARI VIK;08:58"])
def test_a_plain_list_of_names_is_read(meeting, line):
    assert [one.name for one in attending.read(meeting, f"{line}\n").present] == ["Kari Vik"]


@pytest.mark.parametrize("line", ["ab@" * 1000, "ab." * 20_000 + "@", "ab " * 60_000])
def test_a_list_made_to_take_long_is_soon_read(meeting, line):
    before = time.process_time()

    found = attending.read(meeting, f"{line}\nKari Vik\n")

    assert time.process_time() - before < 2
    assert [one.name for one in found.present] == ["Kari Vik"]
    assert found.unknown == []


@pytest.mark.parametrize("line", ["Noen <{}>", "{};08:58", '"{}", 08:58', "a@@b.no {}", "({}.)", "Noen@jobb {}"])
def test_an_address_is_found_whatever_stands_around_it(meeting, line):
    assert [one.name for one in attending.read(meeting, line.format(of(meeting).email)).present] == ["Kari Vik"]


def test_of_the_unknown_fifty_are_named(client, meeting):
    client.force_login(meeting.host)
    text = "Kari Vik\n" + "\n".join(f"Ukjent {chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(60))

    page = client.post(reverse("meetings:attendance", args=[meeting.pk]), {"valg": "les", "liste": text})

    said = page.content.decode().partition("<textarea")[0]
    assert said.count('value="Ukjent') == 50
    assert "Og 10 til." in said


@pytest.mark.parametrize("text", [
    "1. Kari Vik\n2. Åse Lund\n3. Per Ås\n", "1. Kari Vik\n\n2. Åse Lund\n\n3. Per Ås",
    "1) Kari Vik\n2) Åse Lund\n3) Per Ås",
])  # fmt: skip
def test_a_numbered_list_is_a_plain_list(meeting, text):
    assert {one.name for one in attending.read(meeting, text).present} == {"Kari Vik", "Per Ås", "Åse Lund"}


def test_two_of_one_name_are_said_to_be_invited_and_not_found(client, meeting):
    meeting.invitations.create(
        name="Kari Vik", email="en.annen@frosta.example", invited_at=START - dt.timedelta(days=9)
    )
    client.force_login(meeting.host)

    page = client.post(
        reverse("meetings:attendance", args=[meeting.pk]), {"valg": "les", "liste": "Kari Vik\nPer Ås"}
    )

    assert page.context["found"].unknown == []
    assert "To eller flere som er invitert, heter Kari Vik. Velg selv hvem det er." in page.content.decode()


def test_two_of_one_name_are_not_guessed_at(meeting):
    Invitation.objects.filter(name="Per Ås").update(name="Kari Vik", sort_name="kari vik")

    with pytest.raises(ValidationError, match="ingen inviterte"):
        attending.read(meeting, "Kari Vik\n")


@pytest.mark.parametrize("text", ["", "1234\n---\n", "x" * 200_001])
def test_a_list_that_names_nobody_is_told_of_and_kept(client, meeting, text):
    client.force_login(meeting.host)

    response = client.post(reverse("meetings:attendance", args=[meeting.pk]), {"valg": "les", "liste": text})

    assert response.status_code == 422
    assert text[:100] in response.content.decode()


def test_attendance_begins_as_the_answers_and_is_noted_when_saved(client, meeting):
    answering.answer(invitation=of(meeting), reply="comes", attends="room", source="link")
    answering.answer(invitation=of(meeting, "Åse Lund"), reply="declined", source="link")
    client.force_login(meeting.host)
    address = reverse("meetings:attendance", args=[meeting.pk])

    page = client.get(address).content.decode()
    assert "Per Ås" not in page
    assert not Invitation.objects.exclude(attendance="").exists()
    read = client.post(address, {"valg": "les", "liste": "Per Ås\n"}).content.decode()
    assert f'id="p-{of(meeting, "Per Ås").pk}"' in read
    assert not Invitation.objects.exclude(attendance="").exists()

    with at("9:10"):
        client.force_login(meeting.host)
        client.post(address, {f"p-{of(meeting).pk}": "present", f"p-{of(meeting, 'Åse Lund').pk}": "notice"})

    assert dict(meeting.invitations.values_list("name", "attendance")) == {
        "Kari Vik": "present", "Åse Lund": "notice", "Per Ås": "",
    }  # fmt: skip


@pytest.mark.parametrize(("text", "noted"), [
    ("", {"Kari Vik": "present", "Per Ås": "notice", "Åse Lund": "notice"}),
    ("Åse Lund\n", {"Kari Vik": "absent", "Per Ås": "notice", "Åse Lund": "present"}),
])  # fmt: skip
def test_of_many_a_page_is_shown_and_one_press_notes_everybody(client, monkeypatch, meeting, text, noted):
    monkeypatch.setattr(day_views, "ON_A_PAGE", 1)
    for name, reply in [("Kari Vik", "comes"), ("Per Ås", "declined"), ("Åse Lund", "declined")]:
        answering.answer(invitation=of(meeting, name), reply=reply, attends="room", source="link")
    address = reverse("meetings:attendance", args=[meeting.pk])
    with at("9:10"):
        client.force_login(meeting.host)
        page = client.post(address, {"valg": "les", "liste": text}) if text else client.get(address)
        fields = re.findall(r'name="(p-\d+)"', page.content.decode())
        first = page.context["page"].object_list[0]
        assert len(fields) == 1
        assert "Dette er 1–1 av 3." in page.content.decode()

        client.post(address, {fields[0]: first[1], "resten": "1"} | ({"liste": text} if text else {}))

    assert dict(meeting.invitations.values_list("name", "attendance")) == noted
    assert day_views.ON_A_PAGE < settings.DATA_UPLOAD_MAX_NUMBER_FIELDS


@pytest.mark.parametrize("pasted", ["", "Per Ås\n"])
def test_whoever_got_no_place_is_not_proposed_as_away_without_a_word(client, meeting, pasted):
    answering.answer(invitation=of(meeting), reply="comes", attends="room", source="link")
    Invitation.objects.filter(pk=of(meeting).pk).update(waiting_since=START - dt.timedelta(days=3))
    client.force_login(meeting.host)
    address = reverse("meetings:attendance", args=[meeting.pk])

    page = client.post(address, {"valg": "les", "liste": pasted}) if pasted else client.get(address)

    assert {one.name: value for one, value in page.context["page"].object_list}["Kari Vik"] == "notice"


def test_two_who_tick_off_at_once_keep_what_each_has_noted(client, meeting):
    for name in ("Kari Vik", "Per Ås", "Åse Lund"):
        answering.answer(invitation=of(meeting, name), reply="comes", attends="room", source="link")
    address = reverse("meetings:attendance", args=[meeting.pk])

    def typed(page, **other):
        fields = re.findall(r'name="([fp]-\d+)"[^>]*?value="([^"]*)"', page)
        chosen = re.findall(r'name="(p-\d+)">.*?value="([^"]*)" selected', page)
        values = dict(fields) | dict(chosen)
        return values | {f"p-{of(meeting, name.replace('_', ' ')).pk}": value for name, value in other.items()}

    with at("9:10"):
        client.force_login(meeting.host)
        first = second = client.get(address).content.decode()
        client.post(address, typed(first, Kari_Vik="absent"))
        client.post(address, typed(second, Per_Ås="notice"))

    assert dict(meeting.invitations.values_list("name", "attendance")) == {
        "Kari Vik": "absent", "Per Ås": "notice", "Åse Lund": "present",
    }  # fmt: skip


def test_of_another_meeting_nothing_is_noted(client, meeting):
    other = factories.meeting()
    Audience.objects.create(meeting=other, kinds=["contact"])
    inviting.invite(meeting=other, by=other.host)
    address = reverse("meetings:attendance", args=[meeting.pk])

    with at("9:10"):
        client.force_login(meeting.host)
        client.post(address, {f"p-{other.invitations.first().pk}": "present"})
        wrong = client.post(address, {f"p-{of(meeting).pk}": "kanskje"})

    assert wrong.status_code == 422
    assert not Invitation.objects.exclude(attendance="").exists()


@pytest.mark.parametrize(("days", "state", "may"), [
    (-1, "published", False), (0, "published", True), (1, "held", True), (0, "cancelled", False),
])  # fmt: skip
def test_who_was_there_is_noted_from_the_day_itself(meeting, days, state, may):
    type(meeting).objects.update(state=state)
    meeting.refresh_from_db()
    said = {of(meeting).pk: "present"}

    with freeze_time(norwegian.at(dt.date(2027, 3, 10) + dt.timedelta(days=days), dt.time(7))):
        if may:
            assert attending.note(meeting=meeting, said=said) == 1
        else:
            with pytest.raises(ValidationError):
                attending.note(meeting=meeting, said=said)


def test_the_projector_shows_all_groups_to_the_organiser_alone(client, meeting):
    for name in ("Kari Vik", "Åse Lund", "Per Ås"):
        answering.answer(invitation=of(meeting, name), reply="comes", attends="room", source="link")
    composing.propose(meeting=meeting, size=3)
    composing.move(meeting=meeting, invitation=of(meeting, "Per Ås"), group=meeting.groups.create(number=2))
    composing.show(meeting=meeting, is_shown=True)
    other = "Per Ås"
    address = reverse("meetings:day", args=[meeting.pk]) + "?skjerm"

    assert other not in client.get(link(meeting) + "?skjerm").content.decode()
    assert other not in client.get(link(meeting, "day_updates") + "?skjerm").content.decode()
    client.force_login(of(meeting).person)
    assert other not in client.get(address).content.decode()
    client.force_login(meeting.host)
    assert other in client.get(address).content.decode()


@pytest.mark.parametrize("how", ["link", "signed in"])
def test_what_has_not_been_told_is_not_on_the_page_of_the_day(client, meeting, how):
    type(meeting).objects.update(place="Hemmelig sal", join_url="https://teams.example/ny")
    client.force_login(of(meeting).person)
    address = link(meeting) if how == "link" else reverse("meetings:day", args=[meeting.pk])

    page = client.get(address).content.decode()

    assert "Rådhuset" in page
    assert "https://teams.example/mote" in page
    assert "Hemmelig" not in page
    assert "/ny" not in page.replace("/nytt/", "")
