"""What came of a meeting, where people look for it: on its page, by the mailed link, on the first page, in a mail."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from meetings.after import agreeing, came_of, following_up, outcome_waiting, since_last
from meetings.after.following_up import Responsible
from meetings.invitations import inviting
from meetings.minutes import gathering
from meetings.models import Audience, AudienceGuest, FollowUp, Invitation, Meeting, ProgrammeItem, WorkGroup
from partnership.common import norwegian
from partnership.mail.mails import _line
from partnership.mail.models import Notice
from partnership.people.models import RoleTerm, User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    """Held three days ago, with Kari of Frosta and a guest; an agreement, a note and a follow-up of Kari's role."""
    factories.contact("Kari Vik", factories.MunicipalityFactory(name="Frosta", slug="frosta"))
    made = factories.meeting()
    Audience.objects.create(meeting=made, kinds=["contact"])
    AudienceGuest.objects.create(meeting=made, name="Gunn Ness", email="gunn@sintef.example")
    inviting.invite(meeting=made, by=made.host)
    item = ProgrammeItem.objects.create(meeting=made, order=1, title="Erfaringer", minutes=10)
    agreeing.agree(meeting=made, text="Dele nattilsyn", by=made.host, item=item)
    WorkGroup.objects.create(meeting=made, number=1).notes.create(text="Vi trenger en felles søknad")
    seat = made.invitations.get(name="Kari Vik").seat
    following_up.add(meeting=made, text="Ringe NTNU", to=Responsible(seat=seat), due=due(5), by=made.host)
    start = dt.timedelta(days=3)
    Meeting.objects.filter(pk=made.pk).update(
        start=norwegian.at(norwegian.today() - start, dt.time(9)),
        end=norwegian.at(norwegian.today() - start, dt.time(12)),
        state="held",
        announced={},
    )
    Invitation.objects.update(invited_at=norwegian.at(due(-20), dt.time(9)))
    made.refresh_from_db()
    return made


def due(days: int) -> dt.date:
    return norwegian.today() + dt.timedelta(days=days)


@pytest.fixture
def kari(meeting):
    return meeting.invitations.get(name="Kari Vik").person


@pytest.fixture
def follow_up(meeting):
    return FollowUp.objects.get()


def shown(client, who, name: str, *args) -> str:
    client.force_login(who)
    return flat(client.get(reverse(name, args=args)).content.decode())


def flat(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").split())


def late(days: int = 3) -> None:
    FollowUp.objects.update(due=due(-days))


def leave(meeting) -> None:
    RoleTerm.objects.filter(person__name="Kari Vik").update(until=norwegian.today())


def waits(who) -> list:
    return list(outcome_waiting.waiting(User.objects.get(pk=who.pk), norwegian.today()))


# --- where people look ----------------------------------------------------------------------------------


def test_whoever_was_invited_finds_it_on_the_page_of_the_meeting(client, meeting, kari, follow_up):
    Meeting.objects.update(agreed="Møtes igjen i mai.")

    page = shown(client, kari, "meetings:detail", meeting.pk)

    assert page.count("Dette ble vi enige om") == 1
    assert page.index("Møtes igjen i mai.") < page.index("Dele nattilsyn") < page.index("Ringe NTNU")
    assert "Erfaringer" in page
    assert f"Kari Vik, {follow_up.seat.title} · innen" in page
    assert f'href="{reverse("meetings:notes", args=[meeting.pk])}"' in page


def test_a_guest_finds_it_behind_the_mailed_link(client, meeting):
    token = meeting.invitations.get(name="Gunn Ness").token()

    page = flat(client.get(reverse("answers:answer", args=[token])).content.decode())

    for words in (
        "Dele nattilsyn",
        "Ringe NTNU",
        "Kari Vik, ",
        "Notatene fra gruppene",
        "Vi trenger en felles søknad",
    ):
        assert words in page


def test_who_was_not_invited_reads_nothing_of_it_on_an_open_page(client, meeting):
    Meeting.objects.update(is_public=True, published_at=norwegian.at(due(-20), dt.time(9)))

    page = client.get(reverse("meetings:detail", args=[meeting.pk])).content.decode()

    assert meeting.title in page
    for words in ("Dele nattilsyn", "Ringe NTNU", "Notatene fra gruppene"):
        assert words not in page


def test_what_is_agreed_is_written_in_one_place(client, meeting):
    page = shown(client, meeting.host, "meetings:thanks", meeting.pk)

    assert 'name="agreed"' not in page
    assert f'href="{reverse("meetings:outcomes", args=[meeting.pk])}"' in page
    client.post(reverse("meetings:thanks", args=[meeting.pk]), {"valg": "lagre"})
    Meeting.objects.update(agreed="Fra før")
    client.post(reverse("meetings:thanks", args=[meeting.pk]), {})
    assert Meeting.objects.get(pk=meeting.pk).agreed == "Fra før"
    assert 'name="agreed"' in shown(client, meeting.host, "meetings:thanks", meeting.pk)


# --- moved on -------------------------------------------------------------------------------------------


def the_next(meeting, **fields):
    return factories.meeting(host=meeting.host, owner_partner=meeting.owner_partner, title="Det neste", **fields)


def invite(later, one: Invitation) -> None:
    Meeting.objects.filter(pk=later.pk).update(state="published")
    again = Invitation(name=one.name, email=one.email, person=one.person, seat=one.seat, meeting=later)
    again.invited_at = norwegian.at(due(-1), dt.time(9))
    again.save()


def test_one_that_is_moved_says_where_to_those_who_see_that_meeting(client, meeting, kari, follow_up):
    later = the_next(meeting)
    following_up.move_on(meeting=meeting, to=later)

    assert "flyttet til Det neste" in shown(client, meeting.host, "meetings:outcomes", meeting.pk)
    hidden = shown(client, kari, "meetings:detail", meeting.pk)
    assert "Ringe NTNU" in hidden
    assert "Det neste" not in hidden
    invite(later, factories.invited(meeting, kari))
    assert "flyttet til Det neste" in shown(client, kari, "meetings:detail", meeting.pk)


def test_by_a_mailed_link_the_next_meeting_is_named_to_who_is_invited_to_it(meeting, follow_up):
    later = the_next(meeting)
    following_up.move_on(meeting=meeting, to=later)
    own = came_of.Reader(invitation=meeting.invitations.get(name="Gunn Ness"))
    assert [one.moved_to for one in came_of.follow_ups(meeting, own)] == [None]

    invite(later, own.invitation)

    assert [one.moved_to for one in came_of.follow_ups(meeting, own)] == [later]


def test_a_late_one_stays_on_both_boards(client, meeting, follow_up):
    later = the_next(meeting)
    following_up.move_on(meeting=meeting, to=later)
    late()

    for one in (meeting, later):
        assert "«Ringe NTNU»" in shown(client, meeting.host, "meetings:board", one.pk)


# --- whose ----------------------------------------------------------------------------------------------


def test_the_holders_name_stands_beside_the_role_in_lists_and_minutes(client, meeting, follow_up):
    title = follow_up.seat.title
    assert f"Kari Vik, {title}" in shown(client, meeting.host, "meetings:outcomes", meeting.pk)
    assert f"Ansvar: Kari Vik, {title}" in gathering.draft(meeting)


def test_where_nobody_has_the_role_every_page_says_so(client, meeting, follow_up):
    leave(meeting)
    late()
    said = f"{follow_up.seat.title} (ingen har rollen nå)"

    assert said in shown(client, meeting.host, "meetings:outcomes", meeting.pk)
    assert said in shown(client, meeting.host, "meetings:follow_up", follow_up.pk)
    assert said in shown(client, meeting.host, "meetings:board", meeting.pk)


def test_a_person_whose_sign_in_is_closed_has_it_no_longer(meeting, follow_up):
    person = factories.person("Ola Moen")
    FollowUp.objects.update(seat=None, person=person)
    assert FollowUp.objects.with_whose().get().whose == "Ola Moen"

    User.objects.filter(pk=person.pk).update(is_active=False)

    assert FollowUp.objects.with_whose().get().whose == "ingen har ansvaret nå"


def test_the_organiser_is_told_once_of_one_that_nobody_has(meeting, follow_up):
    assert waits(meeting.host) == []
    leave(meeting)

    [line] = waits(meeting.host)

    assert line.page_title == "Oppfølgingspunkt uten ansvarlig: Ringe NTNU"
    assert "Ringe" not in line.title + line.sentence
    assert line.actions[0].url == reverse("meetings:follow_up", args=[follow_up.pk])
    late()
    assert [one.key for one in waits(meeting.host)] == [line.key]


def test_a_hand_over_says_how_many_go_along(client, kari, follow_up):
    client.force_login(kari)
    address = reverse("overview:handover", args=[follow_up.seat_id])
    written = {"name": "Ny Kontakt", "email": "ny@frosta.example", "phone": "", "on": norwegian.today().isoformat()}

    page = flat(client.post(address, written).content.decode())

    assert "Ett åpent oppfølgingspunkt går fra Kari Vik til Ny Kontakt." in page


def test_the_form_says_why_guests_are_not_on_the_list(client, meeting):
    assert "Gjester står ikke på lista" in shown(client, meeting.host, "meetings:outcomes", meeting.pk)


# --- waiting --------------------------------------------------------------------------------------------


def test_the_mail_has_one_line_with_done_that_needs_no_sign_in(client, kari, follow_up):
    late()
    [line] = waits(kari)
    mailed = _line(line)

    assert [one["label"] for one in mailed["actions"]] == ["Gjort"]
    assert "Over fristen siden" in line.sentence
    assert norwegian.format_day(due(-3)) in line.sentence
    path = mailed["actions"][0]["url"].split("//", 1)[1].split("/", 1)[1]
    client.get(f"/{path}")
    assert not FollowUp.objects.get().is_done
    client.post(f"/{path}", {"valg": "gjort"})
    assert FollowUp.objects.get().is_done


def test_the_owners_first_page_says_the_day_and_that_it_is_over(client, kari, follow_up):
    assert f"Frist {norwegian.format_day(due(5))}" in shown(client, kari, "home")
    late()
    assert "Over fristen siden" in shown(client, kari, "home")


def test_the_organiser_reminds_of_what_is_late_once_a_week(client, meeting, kari, follow_up):
    late()
    [line] = waits(meeting.host)
    assert line.title == "Ett oppfølgingspunkt er over fristen"
    assert "Minn om det" in shown(client, meeting.host, "home")
    address = reverse("meetings:follow_up_reminder", args=[meeting.pk])

    said = client.post(address, {"next": "/"}, follow=True).content.decode()
    again = client.post(address, follow=True).content.decode()

    assert "Én får vite det i neste e-post." in said
    assert "de er minnet denne uka" in again
    assert [(one.person, "Ringe" in one.line) for one in Notice.objects.all()] == [(kari, False)]
    assert waits(meeting.host) == []


def test_whoever_has_two_late_points_is_one_who_is_told(client, meeting, kari, follow_up):
    to = Responsible(seat=follow_up.seat)
    following_up.add(meeting=meeting, text="Søke midler", to=to, due=due(5), by=meeting.host)
    late()
    client.force_login(meeting.host)

    address = reverse("meetings:follow_up_reminder", args=[meeting.pk])
    said = client.post(address, {"next": "/"}, follow=True).content.decode()

    assert "Én får vite det i neste e-post." in said
    assert Notice.objects.count() == 2


def test_others_are_told_of_nothing_late_and_remind_nobody(client, meeting, follow_up):
    late()
    other = factories.officer("Per Moen", partner=factories.PartnerFactory(slug="annen", name="Annen"))

    assert waits(other) == []
    client.force_login(other)
    assert client.post(reverse("meetings:follow_up_reminder", args=[meeting.pk])).status_code == 403
    assert not Notice.objects.exists()


def test_since_last_says_how_many_are_late(client, meeting, kari, follow_up):
    later = the_next(meeting)
    invite(later, factories.invited(meeting, kari))
    assert since_last.find(later).late == 0
    late()

    assert since_last.find(later).late == 1
    assert "er gjort. Ett er over fristen." in shown(client, kari, "meetings:detail", later.pk)


def test_all_of_ones_own_are_linked_from_the_first_page_and_the_list(client, kari, follow_up):
    FollowUp.objects.update(due=due(30))
    link = f'href="{reverse("meetings:follow_ups")}"'

    assert link in shown(client, kari, "home")
    assert link in shown(client, kari, "meetings:list")
    assert "Ringe NTNU" in shown(client, kari, "meetings:follow_ups")
