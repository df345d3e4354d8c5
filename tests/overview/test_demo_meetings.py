"""The demo's meetings that are over: what came of them is there to be seen, and nobody is written to once more."""

from __future__ import annotations

import pytest
from django.urls import reverse

from meetings.after import feedback
from meetings.mailing import reminding
from meetings.models import Meeting, Minutes
from meetings.planning import series
from partnership.common import contributions, norwegian
from partnership.people.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_demo")]


def of(title: str) -> Meeting:
    return Meeting.objects.get(is_demo=True, title=title)


def test_minutes_are_out_for_remarks_and_one_has_come():
    minutes = Minutes.objects.get(meeting=of("Verksted om velferdsteknologi"))

    assert minutes.state == Minutes.State.REMARKS
    assert minutes.remarks.count() == 1
    assert "### 3. " in minutes.text


def test_the_demos_contact_is_asked_whether_anything_is_wrong():
    kari = User.objects.get(name="Kari Vik")

    asked = [one.title for one in contributions.waiting(kari, norwegian.today())]

    assert any(title.startswith("Referat fra Verksted om velferdsteknologi") for title in asked), asked


def test_everybody_reads_the_summary_and_no_more(client):
    meeting = of("Dialogmøte om innovasjonsstrategi")

    page = client.get(meeting.get_absolute_url())

    assert meeting.minutes.public_summary in page.content.decode()
    assert client.get(reverse("meetings:minutes", args=[meeting.pk])).status_code == 302
    assert [one.why for one in meeting.minutes.versions.corrections()] == ["Hvem verkstedet er for."]


def test_what_people_thought_is_shown():
    assert feedback.results(of("Dialogmøte om innovasjonsstrategi")).is_shown


def test_nobody_is_thanked_once_more():
    past = Meeting.objects.filter(is_demo=True).past()

    before = {meeting.pk: meeting.messages.count() for meeting in past}
    reminding.sweep()

    assert {meeting.pk: meeting.messages.count() for meeting in past.all()} == before


def test_since_last_is_about_a_meeting_with_much_to_tell():
    before = series.previous(of("Arbeidsmøte om kompetanse og rekruttering"), held=True)

    assert before == of("Dialogmøte om innovasjonsstrategi")
