"""Clock times, order, copies and slots."""

from __future__ import annotations

import datetime as dt

import pytest

from meetings.models import ProgrammeItem
from meetings.planning import audience, programme
from partnership.common import norwegian
from partnership.mail.models import OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    made = factories.meeting(start=norwegian.at(dt.date(2027, 9, 10), dt.time(9)))
    for order, (title, minutes) in enumerate([("Velkommen", 10), ("Innlegg", 20), ("Gruppearbeid", 150)]):
        made.programme.create(title=title, minutes=minutes, order=order)
    return made


def clock(meeting) -> list[str]:
    return [f"{norwegian.local(entry.start):%H:%M} {entry.item.title}" for entry in programme.schedule(meeting)]


def test_clock_times_follow_from_the_minutes_and_the_order(client, meeting):
    client.force_login(meeting.host)
    last = meeting.programme.get(title="Gruppearbeid")
    assert clock(meeting) == ["09:00 Velkommen", "09:10 Innlegg", "09:30 Gruppearbeid"]

    client.post(f"/moter/{meeting.pk}/program/{last.pk}/", {"valg": "opp"})

    assert clock(meeting) == ["09:00 Velkommen", "09:10 Gruppearbeid", "11:40 Innlegg"]


def test_dragging_sends_the_whole_order_and_odd_values_are_left_out(client, meeting):
    client.force_login(meeting.host)
    pks = [str(pk) for pk in meeting.programme.values_list("pk", flat=True)]

    client.post(f"/moter/{meeting.pk}/program/rekkefolge/", {"post": [*reversed(pks), "x", "9" * 30, pks[0]]})

    assert [line[6:] for line in clock(meeting)] == ["Gruppearbeid", "Innlegg", "Velkommen"]


def test_the_button_pressed_keeps_the_focus_on_the_moved_item(client, meeting):
    client.force_login(meeting.host)
    middle = meeting.programme.get(title="Innlegg")
    address = f"/moter/{meeting.pk}/program/{middle.pk}/"

    page = client.post(address, {"valg": "ned"}, follow=True)
    at_the_end = page.context["focus"]
    page = client.post(address, {"valg": "opp"}, follow=True)

    assert at_the_end == {"up": middle.pk}
    assert page.context["focus"] == {"up": middle.pk}
    assert page.content.decode().count(" autofocus") == 1
    assert client.get(f"/moter/{meeting.pk}/program/?flyttet={'9' * 20}&vei=opp").context["focus"] == {}


def test_an_item_is_taken_out_only_after_a_question(client, meeting):
    client.force_login(meeting.host)
    item = meeting.programme.get(title="Innlegg")
    address = f"/moter/{meeting.pk}/program/{item.pk}/fjerning/"

    asked = client.get(address).content.decode()
    assert "Ta «Innlegg» ut av programmet?" in asked
    assert meeting.programme.count() == 3

    client.post(address)
    assert [line[6:] for line in clock(meeting)] == ["Velkommen", "Gruppearbeid"]


def test_an_item_asks_at_most_six_things_before_more_choices(client, meeting):
    client.force_login(meeting.host)

    page = client.get(f"/moter/{meeting.pk}/program/")
    form = page.context["form"]
    refused = client.post(
        f"/moter/{meeting.pk}/program/", {"kind": "talk", "title": "A", "minutes": 5, "is_slot": "on"}
    )

    assert len([field for field in form.first if not field.is_hidden]) == 5
    assert '<details class="ds-details">' in page.content.decode()
    assert '<details class="ds-details" open>' in refused.content.decode()
    assert refused.status_code == 422


def test_the_sum_is_compared_with_the_meeting(meeting):
    assert programme.balance(meeting, programme.schedule(meeting)) == ""

    meeting.programme.create(title="Kaffe", minutes=1, order=9)
    assert programme.balance(meeting, programme.schedule(meeting)) == "Programmet er 1 minutt for langt."

    meeting.programme.get(title="Innlegg").delete()
    text = "Programmet er 19 minutter kortere enn møtet."
    assert programme.balance(meeting, programme.schedule(meeting)) == text


def test_a_programme_over_the_end_of_summer_time_keeps_real_minutes():
    night = factories.meeting(start=norwegian.at(dt.date(2027, 10, 31), dt.time(1, 30)))
    for order in range(3):
        night.programme.create(title=f"Post {order}", minutes=60, order=order)

    assert [line[:5] for line in clock(night)] == ["01:30", "02:30", "02:30"]


def test_a_copy_is_a_draft_on_the_same_weekday_with_programme_and_audience(client, meeting):
    chosen = audience.of(meeting)
    chosen.kinds = ["contact"]
    chosen.save()
    client.force_login(meeting.host)

    client.post(f"/moter/{meeting.pk}/kopi/")

    new = type(meeting).objects.exclude(pk=meeting.pk).get()
    begins = norwegian.local(new.start)
    assert (new.is_draft, begins.weekday(), begins.time()) == (True, 4, dt.time(9))
    assert begins.date() >= norwegian.today()
    assert (new.uid != meeting.uid, new.join_url, new.sequence) == (True, "", 0)
    assert [line[6:] for line in clock(new)] == ["Velkommen", "Innlegg", "Gruppearbeid"]
    assert audience.of(new).kinds == ["contact"]
    assert meeting.programme.count() == 3


@pytest.fixture
def slot(meeting):
    partner = factories.PartnerFactory(slug="fylket", name="Fylkeskommunen", short_name="Fylkeskommunen")
    officer = factories.officer("Vegard Tiller", partner)
    item = meeting.programme.create(title="Innlegg fra fylket", minutes=15, partner=partner, is_slot=True, order=9)
    meeting.state = "published"
    meeting.save()
    return officer, item


def test_a_partner_fills_its_own_slot_and_nothing_else(client, meeting, slot):
    officer, item = slot
    client.force_login(officer)
    address = f"/moter/{meeting.pk}/innlegg/{item.pk}/"
    page = client.get(address)
    data = {field.name: field.value() or "" for field in page.context["form"]}

    client.post(address, data | {"title": "Regional innovasjon", "presenter_name": "Vegard Tiller", "minutes": "999"})

    item.refresh_from_db()
    assert (item.title, item.minutes, item.is_empty_slot) == ("Regional innovasjon", 15, False)
    assert client.get(f"/moter/{meeting.pk}/program/").status_code == 403


def test_a_partners_adviser_finds_the_own_slot_on_the_meetings_page_and_others_do_not(client, meeting, slot):
    officer, item = slot
    address = f"/moter/{meeting.pk}/innlegg/{item.pk}/"

    client.force_login(officer)
    own = client.get(f"/moter/{meeting.pk}/").content.decode()
    client.force_login(factories.officer("Annen Partner"))
    other = client.get(f"/moter/{meeting.pk}/").content.decode()

    assert f'href="{address}"' in own
    assert "Skriv innlegget deres" in own
    assert f'href="{address}"' not in other


def test_partners_with_an_empty_slot_are_reminded_once_a_day(client, meeting, slot):
    officer, item = slot
    client.force_login(meeting.host)

    for _press in range(2):
        client.post(f"/moter/{meeting.pk}/innlegg/paminnelse/")

    assert list(OutgoingMail.objects.filter(kind="meetings.slot").values_list("to_email", flat=True)) == [
        officer.email
    ]
    ProgrammeItem.objects.filter(pk=item.pk).update(slot_filled_at=item.meeting.start)
    assert programme.empty_slots(meeting) == []
