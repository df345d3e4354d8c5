"""Follow-ups: whose, by when, done from the mail, overdue, moved on; and what was agreed."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse
from freezegun import freeze_time

from meetings.after import agreeing, following_up, outcome_waiting
from meetings.after.following_up import Responsible
from meetings.invitations import inviting
from meetings.models import Agreement, Audience, AudienceGuest, FollowUp, ProgrammeItem
from meetings.planning import series
from partnership.common import norwegian
from partnership.people.models import Absence, RoleTerm
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    meeting = factories.meeting()
    factories.contact("Kari Vik", factories.MunicipalityFactory(name="Frosta", slug="frosta"))
    Audience.objects.create(meeting=meeting, kinds=["contact"])
    AudienceGuest.objects.create(meeting=meeting, name="Gjest", email="gjest@sintef.example")
    inviting.invite(meeting=meeting, by=meeting.host)
    meeting.refresh_from_db()
    return meeting


@pytest.fixture
def kari(meeting):
    return meeting.invitations.get(name="Kari Vik").person


@pytest.fixture
def seat(meeting):
    return meeting.invitations.get(name="Kari Vik").seat


def due(days: int = 5) -> dt.date:
    return norwegian.today() + dt.timedelta(days=days)


@pytest.fixture
def follow_up(meeting, seat):
    return following_up.add(meeting=meeting, text="Ringe NTNU", to=Responsible(seat=seat), due=due(), by=meeting.host)


def waits(person) -> list[str]:
    return [one.page_title or one.title for one in outcome_waiting.waiting(person, norwegian.today())]


def link(follow_up, person) -> str:
    return reverse("answers:follow_up", args=[follow_up.token(person.pk)])


def test_it_waits_a_week_before_the_day_for_whoever_has_the_role(kari, seat, follow_up):
    assert waits(kari) == ["Ringe NTNU"]
    FollowUp.objects.update(due=due(8))
    assert waits(kari) == []
    FollowUp.objects.update(due=due(-3))
    assert waits(kari) == ["Ringe NTNU"]


def test_a_hand_over_takes_it_along(kari, seat, follow_up):
    new = factories.person("Ny Kontakt")
    RoleTerm.objects.filter(seat=seat).update(until=norwegian.today())
    RoleTerm.objects.create(seat=seat, person=new, since=norwegian.today())

    assert waits(new) == ["Ringe NTNU"]
    assert waits(type(kari).objects.get(pk=kari.pk)) == []


def test_a_deputy_has_it_while_the_holder_is_away(kari, seat, follow_up):
    deputy = factories.give(seat, factories.person("Vara"), capacity="deputy")
    assert waits(deputy) == []

    Absence.objects.create(person=kari, since=norwegian.today(), until=due(3))

    assert waits(type(deputy).objects.get(pk=deputy.pk)) == ["Ringe NTNU"]


def test_the_mail_says_what_meeting_and_not_what_it_is_about(kari, follow_up):
    line = next(iter(outcome_waiting.waiting(kari, norwegian.today())))

    assert "Ringe" not in line.title + line.sentence
    assert follow_up.token(kari.pk) in line.mail_url


def test_it_is_done_from_the_mail_by_a_press_and_opening_does_nothing(client, kari, follow_up):
    for method in (client.get, client.head):
        assert method(link(follow_up, kari)).status_code == 200
    follow_up.refresh_from_db()
    assert not follow_up.is_done

    page = client.post(
        link(follow_up, kari), {"valg": "gjort", "note": "De vil være med."}, follow=True
    ).content.decode()

    assert "Gjort. Takk." in page
    assert "De vil være med." in page
    assert waits(kari) == []
    client.post(link(follow_up, kari), {"valg": "angre"})
    assert waits(kari) == ["Ringe NTNU"]


def test_done_twice_keeps_the_first_day(kari, follow_up):
    with freeze_time("2027-01-04 10:00"):
        first = following_up.mark_done(follow_up=follow_up, by=kari, note="Først").done_at
    again = following_up.mark_done(follow_up=follow_up, by=kari, note="Så")

    assert again.done_at == first
    assert again.done_note == "Først"


@pytest.mark.parametrize("token", ["tull", "1.1.x"])
def test_a_guessed_link_says_what_to_do(client, follow_up, token):
    response = client.get(reverse("answers:follow_up", args=[token]))

    assert response.status_code == 404
    assert "Lenken virker ikke lenger" in response.content.decode()


def test_others_may_not_say_it_is_done(client, meeting, follow_up):
    address = reverse("meetings:follow_up", args=[follow_up.pk])
    client.force_login(factories.contact())
    assert client.post(address, {"valg": "gjort"}).status_code == 404
    client.force_login(factories.officer(partner=factories.PartnerFactory(slug="annen", name="Annen")))
    assert client.post(address, {"valg": "gjort"}).status_code == 403
    client.force_login(meeting.host)
    assert client.post(address, {"valg": "gjort"}).status_code == 302


def test_those_who_may_be_responsible_are_roles_and_people_and_no_guests(meeting, seat):
    found = dict(following_up.candidates(meeting))

    assert f"s{seat.pk}" in found
    assert not any("Gjest" in words for words in found.values())
    assert any(meeting.host.name in words for words in found.values())


@pytest.mark.parametrize("key", ["", "s", "x1", "s0", "p999999", "s²", "p"])
def test_who_is_nobody_is_refused(meeting, key):
    with pytest.raises(ValidationError):
        following_up.responsible(key)


@pytest.mark.parametrize(("days", "said"), [(-1, "ikke har vært"), (5000, "innen 3 år")])
def test_a_day_that_cannot_be_is_refused_beside_the_field(client, meeting, seat, days, said):
    client.force_login(meeting.host)
    typed = {
        "valg": "oppfolging", "oppfolging-text": "Ringe NTNU", "oppfolging-responsible": f"s{seat.pk}",
        "oppfolging-due": due(days).isoformat(),
    }  # fmt: skip

    response = client.post(reverse("meetings:outcomes", args=[meeting.pk]), typed)

    assert response.status_code == 422
    assert said in response.content.decode()
    assert "Ringe NTNU" in response.content.decode()
    assert not FollowUp.objects.exists()


def test_an_owner_who_has_left_is_still_told_of_by_role(client, meeting, seat, follow_up):
    RoleTerm.objects.filter(seat=seat).update(until=norwegian.today())
    client.force_login(meeting.host)

    page = client.get(reverse("meetings:outcomes", args=[meeting.pk])).content.decode()

    assert "Ringe NTNU" in page
    assert seat.title in page


def the_next(meeting):
    return factories.meeting(
        host=meeting.host, owner_partner=meeting.owner_partner, start=meeting.start + dt.timedelta(days=90)
    )


def test_what_is_unfinished_moves_to_the_next_by_one_press_and_once(client, meeting, seat, follow_up):
    done = following_up.add(meeting=meeting, text="Ferdig", to=Responsible(seat=seat), due=due(), by=meeting.host)
    following_up.mark_done(follow_up=done)
    later = the_next(meeting)
    client.force_login(meeting.host)
    address = reverse("meetings:outcomes", args=[later.pk])

    assert "1 oppfølgingspunkt fra Dialogmøte er ikke ferdig." in client.get(address).content.decode()
    for _twice in range(2):
        client.post(reverse("meetings:moving_on", args=[later.pk]))

    assert [one.text for one in FollowUp.objects.of(later)] == ["Ringe NTNU"]
    assert [one.text for one in FollowUp.objects.of(meeting)] == ["Ferdig"]
    assert FollowUp.objects.get(text="Ringe NTNU").first_meeting == meeting
    assert "er ikke ferdig" not in client.get(address).content.decode()


def test_nothing_is_moved_to_a_meeting_that_is_cancelled(client, meeting, seat, follow_up):
    later = the_next(meeting)
    type(later).objects.filter(pk=later.pk).update(state="cancelled")
    client.force_login(meeting.host)

    page = client.get(reverse("meetings:outcomes", args=[later.pk])).content.decode()
    client.post(reverse("meetings:moving_on", args=[later.pk]))

    follow_up.refresh_from_db()
    assert follow_up.meeting == meeting
    assert "Flytt dem" not in page


def test_the_one_before_is_of_the_same_host_and_was_held(meeting):
    later = the_next(meeting)
    factories.meeting(start=meeting.start + dt.timedelta(days=30))
    factories.meeting(
        host=meeting.host, owner_partner=meeting.owner_partner, start=meeting.start + dt.timedelta(days=40),
        state="cancelled",
    )  # fmt: skip

    assert series.previous(later) == meeting
    assert series.previous(meeting) is None


def test_what_was_agreed_stands_by_the_programme_and_can_be_taken_out(client, meeting):
    second = ProgrammeItem.objects.create(meeting=meeting, order=2, title="Sist", minutes=10)
    first = ProgrammeItem.objects.create(meeting=meeting, order=1, title="Først", minutes=10)
    agreeing.agree(meeting=meeting, text="B", by=meeting.host, item=second)
    agreed = agreeing.agree(meeting=meeting, text="A", by=meeting.host, item=first)
    assert [one.text for one in Agreement.objects.of(meeting)] == ["A", "B"]
    client.force_login(meeting.host)

    address = reverse("meetings:agreement_removal", args=[meeting.pk, agreed.pk])
    asked = client.get(address)
    assert "Ta ut det dere ble enige om?" in asked.content.decode()
    assert Agreement.objects.count() == 2
    client.post(address)

    assert [one.text for one in Agreement.objects.of(meeting)] == ["B"]


def test_the_invited_read_what_came_of_it_and_write_nothing(client, meeting, kari, follow_up):
    client.force_login(kari)
    address = reverse("meetings:outcomes", args=[meeting.pk])

    page = client.get(address).content.decode()
    assert "Ringe NTNU" in page
    assert "Lag oppfølgingspunkt" not in page
    assert client.post(address, {"valg": "enig", "enig-text": "Nei"}).status_code == 403


def test_ones_own_are_on_one_page(client, kari, seat, follow_up, meeting):
    other = following_up.add(
        meeting=meeting, text="Til en annen", to=Responsible(person=meeting.host), due=due(), by=meeting.host
    )
    following_up.mark_done(follow_up=follow_up, by=kari, note="Ordnet")
    client.force_login(kari)

    page = client.get(reverse("meetings:follow_ups")).content.decode()

    assert "Du har ingenting å følge opp." in page
    assert "Ordnet" in page
    assert other.text not in page
