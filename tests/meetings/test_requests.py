"""Guests who ask to join a public meeting, and those who ask the partnership for a speaker."""

from __future__ import annotations

import re

import pytest
from django.conf import settings
from django.utils import timezone

from meetings.invitations import inviting, requests
from meetings.models import Invitation, JoinRequest, Meeting, SpeakerRequest
from meetings.planning import guests
from partnership.mail.models import Notice, OutgoingMail
from tests import factories
from tests.meetings.test_inviting import for_contacts

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return factories.meeting(state="published", is_public=True, place="Rådhuset")


GUEST = {"name": "Ine Bø", "email": "ine@forskning.example", "role": "researcher", "organisation": "SINTEF"}


def ask(client, meeting, **changes):
    return client.post(f"/moter/{meeting.pk}/bli-med/", GUEST | {"website": ""} | changes)


def test_a_guest_asks_the_organiser_approves_and_an_invitation_leaves(client, meeting):
    assert ask(client, meeting).status_code == 200
    asked = JoinRequest.objects.get()
    client.force_login(meeting.host)

    for _press in range(2):
        client.post(f"/moter/{meeting.pk}/bli-med/{asked.pk}/", {"valg": "godta"})

    invitation = Invitation.objects.get()
    assert (invitation.email, invitation.role) == ("ine@forskning.example", "researcher")
    assert OutgoingMail.objects.filter(kind="meetings.invitation").count() == 1


def test_asking_twice_looks_the_same_and_is_one_request(client, meeting):
    first, second = ask(client, meeting), ask(client, meeting, email="INE@forskning.example")

    assert first.content == second.content
    assert JoinRequest.objects.count() == 1


def test_a_robot_that_fills_the_hidden_field_is_thanked_and_forgotten(client, meeting):
    assert ask(client, meeting, website="https://spam.example").status_code == 200
    assert not JoinRequest.objects.exists()


def test_no_person_sees_or_hears_the_field_for_robots(client, meeting):
    page = client.get(f"/moter/{meeting.pk}/bli-med/").content.decode()
    rules = (settings.BASE_DIR / "static" / "css" / "forms.css").read_text()

    hidden = page[page.index('<div class="not-for-people">') :].split("</div>", 1)[0]
    assert re.findall(r'name="(\w+)"', hidden) == ["website"]
    assert page.count('name="website"') == page.count("La dette stå tomt") == 1
    assert ".not-for-people { display: none; }" in rules


def test_a_wrong_address_is_told_and_what_was_typed_is_kept(client, meeting):
    answer = ask(client, meeting, email="ikke en adresse")

    assert answer.status_code == 422
    assert 'value="Ine Bø"' in answer.content.decode()


def test_too_many_requests_are_stopped_in_words(client, meeting):
    answers = [ask(client, meeting, email=f"gjest{n}@a.example").status_code for n in range(32)]

    assert answers == [200] * 30 + [429] * 2


def test_who_asks_to_join_a_contacts_own_meeting_counts_among_its_guests(client):
    """Anybody may ask, in any name: also the contact, who would then mail as many as they like."""
    kari = factories.contact("Kari Vik")
    own = factories.meeting(
        kari, owner_partner=None, owner_seat=kari.terms.get().seat, state="published", is_public=True
    )
    told = {"meeting": own, "name": "Gjest", "invited_at": timezone.now()}
    Invitation.objects.bulk_create(Invitation(**told, email=f"gjest{n}@a.example") for n in range(guests.A_MEETING))
    ask(client, own)
    asked = JoinRequest.objects.get()
    client.force_login(kari)

    page = client.post(f"/moter/{own.pk}/bli-med/{asked.pk}/", {"valg": "godta"}, follow=True).content.decode()

    asked.refresh_from_db()
    assert "kan ha høyst 60 gjester" in page
    assert (asked.state, Invitation.objects.filter(email=asked.email).count()) == (JoinRequest.State.ASKED, 0)


def test_declining_sends_nothing_and_can_be_followed_by_approval(client, meeting):
    ask(client, meeting)
    asked = JoinRequest.objects.get()
    requests.decline(asked=asked, by=meeting.host)
    assert not OutgoingMail.objects.filter(kind="meetings.invitation").exists()

    requests.approve(asked=asked, by=meeting.host)

    assert Invitation.objects.count() == 1


def test_a_municipality_asks_for_a_speaker_and_hears_the_answer(client):
    kari = factories.contact("Kari Vik")
    officer = factories.officer("Nina Solem")
    seat = kari.terms.get().seat
    own = factories.meeting(kari, owner_partner=None, owner_seat=seat)
    client.force_login(kari)
    client.post(f"/moter/{own.pk}/innleder/", {"text": "Om Forskningsrådet"})
    asked = SpeakerRequest.objects.get()
    assert Notice.objects.filter(person=officer, key=f"speaker:{asked.pk}").count() == 1

    client.force_login(officer)
    client.post(f"/moter/innleder/{asked.pk}/", {"text": "Jeg kommer.", "valg": "ja"})

    [slot] = own.programme.all()
    assert (slot.partner.slug, slot.presenter, slot.is_empty_slot) == ("ks", officer, True)
    asked.refresh_from_db()
    assert (asked.state, asked.answer) == (SpeakerRequest.State.ACCEPTED, "Jeg kommer.")
    assert Notice.objects.get(person=kari).url == f"/moter/{own.pk}/"


@pytest.fixture
def speaker():
    kari = factories.contact("Kari Vik")
    own = factories.meeting(kari, owner_partner=None, owner_seat=kari.terms.get().seat)
    return requests.ask_for_speaker(meeting=own, about="Om Forskningsrådet", by=kari)


def test_a_request_for_a_speaker_waits_on_every_officers_first_page_until_it_is_answered(client, speaker):
    officer = factories.officer("Nina Solem")
    client.force_login(officer)
    assert f"/moter/innleder/{speaker.pk}/" in client.get("/").content.decode()

    requests.answer_speaker(asked=speaker, accepted=False, text="Ikke denne gangen.", by=officer)

    assert f"/moter/innleder/{speaker.pk}/" not in client.get("/").content.decode()


def test_the_request_and_the_answer_stand_on_the_meetings_page(client, speaker):
    client.force_login(speaker.asked_by)
    address = f"/moter/{speaker.meeting_id}/"
    assert "Ingen har svart ennå." in client.get(address).content.decode()

    requests.answer_speaker(asked=speaker, accepted=True, text="Jeg kommer.", by=factories.officer("Nina Solem"))

    assert "Nina Solem sier ja til en innleder: «Jeg kommer.»" in " ".join(
        client.get(address).content.decode().split()
    )


def test_the_second_officer_to_answer_is_told_that_somebody_has(speaker):
    first, second = factories.officer("Nina Solem"), factories.officer("Vegard Tiller")
    assert requests.answer_speaker(asked=speaker, accepted=True, text="Jeg kommer.", by=first)

    assert not requests.answer_speaker(asked=speaker, accepted=False, text="Nei.", by=second)

    speaker.refresh_from_db()
    assert (speaker.answered_by, speaker.meeting.programme.count()) == (first, 1)


def test_a_slot_the_partner_has_already_is_the_one_it_fills(speaker):
    officer = factories.officer("Nina Solem")
    slot = speaker.meeting.programme.create(
        title="Innlegg", minutes=15, partner=factories.PartnerFactory(), is_slot=True
    )

    requests.answer_speaker(asked=speaker, accepted=True, text="Jeg kommer.", by=officer)

    assert [item.pk for item in speaker.meeting.programme.all()] == [slot.pk]


def test_who_asks_to_join_is_one_press_from_the_first_page(client, meeting):
    ask(client, meeting)
    client.force_login(meeting.host)

    page = client.get("/").content.decode()

    assert "1 ber om å bli med" in page
    assert f'href="/moter/{meeting.pk}/tavle/#mend"' in page
    assert 'id="mend"' in client.get(f"/moter/{meeting.pk}/tavle/").content.decode()


def test_an_open_meeting_has_no_page_for_strangers_while_its_sending_can_be_undone(client, settings):
    settings.MAIL_HOLD_SECONDS = 120
    factories.contact("Kari Vik")
    meeting = factories.meeting(is_public=True)
    for_contacts(meeting)
    inviting.invite(meeting=meeting, by=meeting.host)
    addresses = [meeting.get_absolute_url(), f"{meeting.get_absolute_url()}bli-med/"]

    during = [client.get(address).status_code for address in addresses]
    Meeting.objects.update(published_at=timezone.now())

    assert during == [302, 404]
    assert [client.get(address).status_code for address in addresses] == [200, 200]
