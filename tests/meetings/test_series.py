"""The next meeting in a series: when, drafted from what, tied to the one before, and waited for."""

from __future__ import annotations

import datetime as dt

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse
from freezegun import freeze_time

from meetings import waiting
from meetings.after import following_up
from meetings.after.following_up import Responsible
from meetings.models import FollowUp, Meeting, MeetingDay
from meetings.planning import audience, programme, series
from partnership.common import norwegian
from partnership.mail.models import OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    """Sent out, with a partner's talk that was given, questions, an audience and something left to do."""
    meeting = factories.meeting(state="published", asks=["themes"])
    chosen = audience.of(meeting)
    chosen.kinds = ["contact"]
    chosen.save()
    meeting.programme.create(title="Velkommen", minutes=10, order=0)
    ntnu = factories.PartnerFactory(slug="ntnu", name="NTNU", short_name="NTNU")
    meeting.programme.create(
        title="Sensorer i hjemmet", description="Fra forrige gang", presenter_name="Kari Vik", minutes=20, order=1,
        is_slot=True, partner=ntnu, slot_filled_at=meeting.start,
    )  # fmt: skip
    meeting.questions.create(order=1, text="Hva er neste steg?")
    following_up.add(
        meeting=meeting,
        text="Ringe NTNU",
        to=Responsible(person=meeting.host),
        due=norwegian.today(),
        by=meeting.host,
    )  # fmt: skip
    return meeting


def after(meeting, days: int = 100) -> dt.date:
    return norwegian.local(meeting.start).date() + dt.timedelta(days=days)


def draft(meeting, **more) -> Meeting:
    values = {"rhythm": "dates", "day": after(meeting), "by": meeting.host}
    return series.draft_next(meeting=meeting, **(values | more))


@pytest.mark.parametrize(
    ("held", "proposed"),
    [
        # Half a year on, the same weekday.
        (dt.date(2027, 3, 10), dt.date(2027, 9, 8)),
        # 3 July is no season: the same weekday after the summer.
        (dt.date(2027, 1, 7), dt.date(2027, 8, 19)),
        # 17 May is a holiday: a week later.
        (dt.date(2026, 11, 16), dt.date(2027, 5, 24)),
        (dt.date(2027, 9, 27), dt.date(2028, 3, 27)),
        # A Saturday becomes the next working day.
        (dt.date(2027, 3, 13), dt.date(2027, 9, 13)),
    ],
)
@freeze_time("2026-12-01 09:00")
def test_half_a_year_on_is_a_working_day_of_spring_or_autumn(held, proposed):
    meeting = factories.meeting(start=norwegian.at(held, dt.time(10)))

    assert series.proposed_day(meeting) == proposed
    assert norwegian.is_working_day(proposed)


def test_an_old_meeting_is_proposed_a_day_to_come():
    meeting = factories.meeting(start=norwegian.at(norwegian.today() - dt.timedelta(days=1200), dt.time(10)))

    assert series.proposed_day(meeting) > norwegian.today()


def test_the_next_is_a_draft_with_audience_programme_and_questions_where_partners_fill_in_anew(meeting):
    new = draft(meeting, moves_unfinished=True)

    begins, before = norwegian.local(new.start), norwegian.local(meeting.start)
    assert (new.state, begins.date(), begins.time()) == ("draft", after(meeting), before.time())
    assert new.end - new.start == meeting.end - meeting.start
    assert (audience.of(new).kinds, new.asks) == (["contact"], ["themes"])
    assert [one.text for one in new.questions.all()] == ["Hva er neste steg?"]
    welcome, talk = new.programme.all()
    assert (welcome.title, talk.title) == ("Velkommen", "Innlegg fra NTNU")
    assert (talk.is_empty_slot, talk.description, talk.presenter_name) == (True, "", "")
    assert [one.text for one in FollowUp.objects.of(new)] == ["Ringe NTNU"]
    assert (OutgoingMail.objects.count(), mail.outbox) == (0, [])


def test_what_is_unfinished_stays_when_that_is_wanted(meeting):
    new = draft(meeting)

    assert (FollowUp.objects.of(new).count(), FollowUp.objects.of(meeting).count()) == (0, 1)


def test_pressed_twice_there_is_one(meeting):
    assert draft(meeting) == draft(meeting, day=after(meeting, 120))
    assert Meeting.objects.count() == 2


def test_a_cancelled_next_makes_room_for_another(meeting):
    first = draft(meeting)
    first.state = "cancelled"
    first.save()

    assert draft(meeting) != first


def test_the_tie_says_which_one_was_before_and_not_the_order(meeting):
    between = factories.meeting(
        host=meeting.host, owner_partner=meeting.owner_partner, start=meeting.start + dt.timedelta(days=30),
        state="published",
    )  # fmt: skip
    new = draft(meeting)

    assert series.previous(new) == meeting
    assert series.previous(between) == meeting


def test_a_copy_is_of_no_series(meeting):
    copied = programme.copy(meeting=draft(meeting), by=meeting.host)

    assert (copied.rhythm, copied.follows) == ("", None)


def test_a_day_before_the_meeting_years_on_or_from_a_draft_makes_nothing(meeting):
    with pytest.raises(ValidationError, match="etter dette møtet"):
        draft(meeting, day=after(meeting, -1))
    with pytest.raises(ValidationError, match="innen 3 år"):
        draft(meeting, day=after(meeting, 2000))
    with pytest.raises(ValidationError, match="selv et utkast"):
        draft(draft(meeting), day=after(meeting, 200))
    assert Meeting.objects.count() == 2


def test_the_page_drafts_half_a_year_on_and_then_leads_to_it(client, meeting):
    client.force_login(meeting.host)
    address = reverse("meetings:next_in_series", args=[meeting.pk])
    page = client.get(address).content.decode()

    answer = client.post(address, {"rhythm": "half_year", "day": "", "moves": "on"})

    new = Meeting.objects.get(follows=meeting)
    assert "1 oppfølgingspunkt er ikke ferdig." in page
    assert answer.url == reverse("meetings:edit", args=[new.pk])
    assert norwegian.local(new.start).date() == series.proposed_day(meeting)
    assert (new.rhythm, FollowUp.objects.of(new).count()) == ("half_year", 1)
    assert new.get_absolute_url() in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"rhythm": "dates", "day": ""}, "Velg en dag."),
        ({"rhythm": "dates", "day": "2001-01-01"}, "etter dette møtet"),
        ({"day": "2001-01-01"}, "Velg hvordan rekken fortsetter."),
    ],
)
def test_a_wrong_form_is_told_and_makes_nothing(client, meeting, sent, said):
    client.force_login(meeting.host)

    answer = client.post(reverse("meetings:next_in_series", args=[meeting.pk]), sent)

    assert (answer.status_code, Meeting.objects.count()) == (422, 1)
    assert said in answer.content.decode()


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2027-05-17", "Mandag 17. mai 2027 er en fridag: Andre pinsedag, Grunnlovsdag."),
        ("2027-06-05", "Lørdag 5. juni 2027 er en fridag: helg."),
        ("2027-12-24", "Fredag 24. desember 2027 er en fridag: julaften."),
    ],
)
@freeze_time("2026-12-01 09:00")
def test_a_day_off_is_named_and_wants_a_tick(client, day, said):
    meeting = factories.meeting(state="published", start=norwegian.at(dt.date(2026, 12, 8), dt.time(10)))
    client.force_login(meeting.host)
    address = reverse("meetings:next_in_series", args=[meeting.pk])
    asked = client.post(address, {"rhythm": "dates", "day": day})
    page = asked.content.decode().replace("\xa0", " ")

    assert 'name="anyway"' not in client.get(address).content.decode()
    assert (asked.status_code, Meeting.objects.count()) == (422, 1)
    assert said in page
    assert 'name="anyway"' in page

    client.post(address, {"rhythm": "dates", "day": day, "anyway": "on"})

    assert norwegian.local(Meeting.objects.get(follows=meeting).start).date().isoformat() == day


def test_the_size_of_groups_goes_along(meeting):
    MeetingDay.objects.update_or_create(meeting=meeting, defaults={"size": 4, "seed": 9})

    new = draft(meeting)

    assert (new.day.size, new.day.seed, new.day.shown_at) == (4, 1, None)


def waits(person, on: dt.date) -> list[str]:
    return [one.title for one in waiting.waiting(person, on) if ":series" in one.key]


def test_a_month_after_the_next_one_waits_until_it_is_drafted_or_the_series_is_ended(client, meeting):
    month = norwegian.today()
    held = month - dt.timedelta(days=31)
    meeting.start, meeting.end = (norwegian.at(held, dt.time(clock)) for clock in (9, 12))
    meeting.state, meeting.rhythm = "held", "half_year"
    meeting.save()
    vegard = factories.officer("Vegard Tiller", meeting.owner_partner)
    stranger = factories.officer("En annen", factories.PartnerFactory(slug="fylket", short_name="Fylket"))

    assert waits(vegard, held + dt.timedelta(days=29)) == []
    assert waits(vegard, month) == ["Neste møte i rekken er ikke planlagt"]
    assert waits(stranger, month) == []
    new = draft(meeting)
    assert waits(vegard, month) == []
    new.state = "cancelled"
    new.save()
    assert waits(vegard, month) == ["Neste møte i rekken er ikke planlagt"]
    client.force_login(vegard)
    client.post(reverse("meetings:end_of_series", args=[meeting.pk]))
    assert waits(vegard, month) == []
