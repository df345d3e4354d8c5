"""The mailed link of a follow-up: of one person, and for as long as that person answers for it."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from meetings.after import following_up, outcome_waiting
from meetings.after.following_up import Responsible
from partnership.common import norwegian
from partnership.people import terms
from partnership.people.models import Absence
from tests import factories
from tests.meetings.test_following_up import due, follow_up, kari, link, meeting, pytestmark, seat

__all__ = ["follow_up", "kari", "meeting", "pytestmark", "seat"]


def mailed_to(person) -> str:
    line = next(iter(outcome_waiting.waiting(type(person).objects.get(pk=person.pk), norwegian.today())))
    return line.mail_url.partition("/oppfolging/")[2]


def is_closed(client, address) -> bool:
    pages = [client.get(address), client.post(address, {"valg": "gjort", "note": "av en gammel"})]
    return [page.status_code for page in pages] == [404, 404]


def test_it_is_done_by_the_one_it_was_mailed_to(client, kari, follow_up):
    client.post(link(follow_up, kari), {"valg": "gjort"})

    follow_up.refresh_from_db()
    assert follow_up.done_by == kari


def test_it_does_not_outlive_the_role(client, kari, seat, follow_up):
    new = factories.person("Ny Kontakt")
    address = link(follow_up, kari)
    terms.hand_over(seat=seat, to=new, on=norwegian.today(), by=None)

    assert is_closed(client, address)
    follow_up.refresh_from_db()
    assert not follow_up.is_done
    assert client.get(reverse("answers:follow_up", args=[mailed_to(new).strip("/")])).status_code == 200


def test_a_deputys_works_while_the_holder_is_away(client, kari, seat, follow_up):
    deputy = factories.give(seat, factories.person("Vara"), capacity="deputy")
    away = Absence.objects.create(person=kari, since=norwegian.today(), until=due(3))
    address = reverse("answers:follow_up", args=[mailed_to(deputy).strip("/")])

    assert client.get(address).status_code == 200
    away.delete()
    assert is_closed(client, address)


def test_of_somebody_whose_sign_in_is_closed_it_opens_nothing(client, meeting, kari):
    own = following_up.add(meeting=meeting, text="Skrive", to=Responsible(person=kari), due=due(), by=meeting.host)
    kari.is_active = False
    kari.save()

    assert is_closed(client, link(own, kari))


def test_given_to_somebody_else_it_is_closed(client, meeting, kari, follow_up):
    address = link(follow_up, kari)

    following_up.change(follow_up=follow_up, text=follow_up.text, to=Responsible(person=meeting.host), due=due())

    assert is_closed(client, address)
    assert is_closed(client, address.replace(f"/{follow_up.pk}.", f"/{follow_up.pk}1."))


def test_by_the_link_it_is_undone_for_half_an_hour_and_only_by_oneself(client, meeting, kari, follow_up):
    client.post(link(follow_up, kari), {"valg": "gjort"})

    with freeze_time(timezone.now() + dt.timedelta(minutes=31)):
        page = client.get(link(follow_up, kari)).content.decode()
        client.post(link(follow_up, kari), {"valg": "angre"})
        assert "Angre" not in page
        follow_up.refresh_from_db()
        assert follow_up.is_done

    following_up.reopen(follow_up=follow_up)
    following_up.mark_done(follow_up=follow_up, by=meeting.host)
    client.post(link(follow_up, kari), {"valg": "angre"})
    follow_up.refresh_from_db()
    assert follow_up.is_done


def test_what_is_too_long_is_said_beside_the_field_and_kept(client, kari, follow_up):
    page = client.post(link(follow_up, kari), {"valg": "gjort", "note": "x" * 301})

    assert page.status_code == 422
    assert "x" * 301 in page.content.decode()
    assert "300" in page.content.decode()
