"""Who has a meeting: the host can be another than the one who made it, and follows the role."""

from __future__ import annotations

import pytest

from meetings.invitations import inviting
from meetings.models import AudienceGuest, MeetingMessage
from meetings.planning import hosting, programme
from partnership.common import norwegian
from partnership.mail.models import OutgoingMail
from partnership.people import terms
from tests import factories
from tests.meetings.test_inviting import for_contacts
from tests.meetings.test_told import all_left

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    factories.contact("Kari Vik")
    made = factories.meeting(factories.officer("Nina Solem"))
    for_contacts(made)
    return made


@pytest.fixture
def vegard():
    person = factories.officer("Vegard Tiller")
    person.phone = "400 00 099"
    person.save()
    return person


def entries() -> list[tuple[str, str]]:
    rows = OutgoingMail.objects.filter(kind__startswith="meetings.host", state="ready").order_by("pk")
    return list(rows.values_list("kind", "to_name"))


def test_a_colleague_becomes_the_host_with_an_own_number(client, meeting, vegard):
    client.force_login(meeting.host)

    answer = client.post(f"/moter/{meeting.pk}/vertskap/", {"host": vegard.pk, "phone": meeting.host_phone})

    meeting.refresh_from_db()
    assert answer.status_code == 302
    assert (meeting.host, meeting.host_phone) == (vegard, "400 00 099")
    assert entries() == []


def test_a_stranger_to_the_partners_is_refused_as_host(client, meeting):
    other = factories.officer(
        "Live Sand", factories.PartnerFactory(slug="fylket", name="Fylket", short_name="Fylket")
    )
    client.force_login(meeting.host)

    answer = client.post(f"/moter/{meeting.pk}/vertskap/", {"host": other.pk, "phone": "400 00 011"})

    assert answer.status_code == 422
    meeting.refresh_from_db()
    assert meeting.host.name == "Nina Solem"


def test_with_the_partner_ticked_its_officer_can_be_the_host(client, meeting):
    partner = factories.PartnerFactory(slug="fylket", name="Fylket", short_name="Fylket")
    other = factories.officer("Live Sand", partner)
    client.force_login(meeting.host)

    client.post(f"/moter/{meeting.pk}/vertskap/", {"host": other.pk, "phone": "400 00 011", "cohosts": [partner.pk]})

    meeting.refresh_from_db()
    assert (meeting.host, list(meeting.cohosts.all())) == (other, [partner])


def test_the_calendar_entry_goes_from_the_old_host_to_the_new(meeting, vegard):
    inviting.invite(meeting=meeting, by=meeting.host)
    all_left()

    hosting.change_host(meeting=meeting, host=vegard, phone="400 00 099", by=None)

    assert entries() == [(hosting.REMOVED, "Nina Solem"), (hosting.ENTRY, "Vegard Tiller")]


def test_in_the_two_minutes_only_the_new_host_gets_the_entry_and_undo_takes_it_too(meeting, vegard, settings):
    settings.MAIL_HOLD_SECONDS = 120
    message = inviting.invite(meeting=meeting, by=meeting.host)

    hosting.change_host(meeting=meeting, host=vegard, phone="400 00 099", by=None)
    assert entries() == [(hosting.ENTRY, "Vegard Tiller")]
    inviting.undo(message=message, by=vegard)

    assert entries() == []


def test_choosing_the_same_host_again_sends_nothing(meeting):
    inviting.invite(meeting=meeting, by=meeting.host)
    all_left()

    hosting.change_host(meeting=meeting, host=meeting.host, phone="400 00 012", by=None)

    meeting.refresh_from_db()
    assert meeting.host_phone == "400 00 012"
    assert (entries(), MeetingMessage.objects.filter(kind="host").count()) == ([], 0)


def test_the_successor_in_the_role_becomes_the_host(meeting, vegard):
    seat = meeting.host.terms.get().seat

    told = terms.hand_over(seat=seat, to=vegard, on=norwegian.today(), by=None)

    meeting.refresh_from_db()
    assert (meeting.host, meeting.host_phone) == (vegard, "400 00 099")
    assert "Vegard Tiller er nå vert for: Dialogmøte" in told


def test_a_copy_has_the_one_who_made_it_as_host_with_the_guests_and_no_link(meeting, vegard):
    AudienceGuest.objects.create(meeting=meeting, name="Live Sand", email="live@forskning.example")

    new = programme.copy(meeting=meeting, by=vegard)

    assert (new.host, new.host_phone) == (vegard, "400 00 099")
    assert [guest.email for guest in new.guests.all()] == ["live@forskning.example"]
    assert (new.join_url, new.join_service) == ("", "")
