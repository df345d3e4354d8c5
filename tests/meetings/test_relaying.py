"""The portal is nobody's mail relay: how many, and what, those who are invited and those who invite may send on."""

from __future__ import annotations

import time

import pytest
from django.urls import reverse

from meetings.invitations import answering, inviting
from meetings.invitations.guest_forms import ColleagueForm, GuestsForm, JoinForm
from meetings.models import Answer, AudienceGuest, Invitation
from meetings.planning import guests
from overview.forms import ContactProposalForm
from partnership.mail.models import OutgoingMail
from partnership.people import terms
from partnership.people.forms import HandoverForm, NamedPersonForm
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    return factories.meeting(state="published")


@pytest.fixture
def invitation(meeting):
    return invite(meeting, "Live Sand", "live@forskning.example")


def invite(meeting, name: str, email: str) -> Invitation:
    made = Invitation(meeting=meeting, name=name, email=email)
    inviting.invite_one(invitation=made, by=None)
    return made


def bring(client, invitation, number: int, **changes):
    url = reverse("answers:companion", args=[invitation.token()])
    return client.post(url, {"name": f"Gjest {number}", "email": f"gjest{number}@a.example"} | changes)


def test_a_guest_brings_at_most_three(client, invitation):
    statuses = [bring(client, invitation, number).status_code for number in range(4)]

    assert statuses == [200, 200, 200, 422]
    assert invitation.companions.count() == 3
    assert OutgoingMail.objects.filter(kind="meetings.invitation").count() == 4


def test_those_taken_back_by_the_host_still_count(invitation):
    for number in range(3):
        other = answering.bring(invitation=invitation, name="Gjest", email=f"gjest{number}@a.example")
        inviting.withdraw(meeting=invitation.meeting, invitations=[other], sentence="", by=None)

    with pytest.raises(answering.CannotAnswer):
        answering.bring(invitation=invitation, name="Gjest", email="gjest9@a.example")


def test_a_guest_gives_the_place_on_at_most_three_times(client, invitation):
    url = reverse("answers:colleague", args=[invitation.token()])
    statuses = []
    for number in range(4):
        response = client.post(url, {"name": "Mari", "email": f"mari{number}@a.example"})
        statuses.append(response.status_code)
        client.post(reverse("answers:answer", args=[invitation.token()]), {"valg": "likevel"})

    assert statuses == [200, 200, 200, 422]
    assert Invitation.objects.filter(email__startswith="mari").count() == 3


def test_whoever_came_through_somebody_else_brings_and_sends_nobody(client, invitation):
    companion = answering.bring(invitation=invitation, name="Per", email="per@a.example")
    colleague = answering.delegate(invitation=invitation, name="Mari", email="mari@a.example")

    for other in (companion, colleague):
        page = client.get(reverse("answers:answer", args=[other.token()])).content.decode()
        assert "Jeg tar med" not in page
        for name in ("answers:companion", "answers:colleague"):
            response = client.post(reverse(name, args=[other.token()]), {"name": "Ola", "email": "ola@a.example"})
            assert response.status_code == 422

    assert not Invitation.objects.filter(email="ola@a.example").exists()


def test_nobody_learns_who_else_is_invited(client, meeting, invitation):
    invite(meeting, "Nina Solem", "nina@partner.example")

    known = bring(client, invitation, 1, name="Kari", email="nina@partner.example")
    unknown = bring(client, invitation, 1, name="Kari", email="kari@partner.example")

    same = known.content.decode().replace("nina@", "kari@").split("</main>")[0].split("<main")[1]
    assert (known.status_code, unknown.status_code) == (200, 200)
    assert same == unknown.content.decode().split("</main>")[0].split("<main")[1]
    assert Invitation.objects.filter(email="nina@partner.example").count() == 1


def test_a_colleague_who_is_invited_already_gets_no_second_invitation(meeting, invitation):
    invite(meeting, "Nina Solem", "nina@partner.example")

    answering.delegate(invitation=invitation, name="Nina", email="nina@partner.example")

    invitation.refresh_from_db()
    assert invitation.reply == "declined"
    assert Invitation.objects.filter(email="nina@partner.example").count() == 1


def test_ones_own_address_is_no_colleague(invitation):
    with pytest.raises(answering.CannotAnswer):
        answering.delegate(invitation=invitation, name="Live", email="LIVE@forskning.example")


@pytest.mark.parametrize("form", [ColleagueForm, JoinForm, ContactProposalForm, NamedPersonForm, HandoverForm])
def test_no_form_takes_a_link_for_a_name(form):
    asked = form({"name": "Vinn på www.ond.example", "email": "kari@a.example"})

    assert "Skriv bare navnet" in str(asked.errors["name"])


def test_an_address_longer_than_there_can_be_is_refused_in_words(client, meeting, invitation):
    long = "a" * 60 + "@" + ".".join(["b" * 60] * 4) + ".no"

    assert bring(client, invitation, 1, email=long).status_code == 422
    form = GuestsForm({"lines": f"Kari <{long}>", "role": "other"}, meeting=meeting)
    assert "E-postadressen er for lang" in str(form.errors["lines"])


def test_a_guest_line_is_short_and_told_so_at_once(meeting):
    begun = time.perf_counter()
    form = GuestsForm({"lines": "a@" * 20_000, "role": "other"}, meeting=meeting)

    assert "lengre enn 400 tegn" in str(form.errors["lines"])
    assert time.perf_counter() - begun < 0.5


def test_a_guest_line_takes_no_link_for_a_name(meeting):
    form = GuestsForm({"lines": "Vinn nå https://ond.example <kari@a.example>", "role": "other"}, meeting=meeting)

    assert "Skriv bare navnet" in str(form.errors["lines"])


@pytest.fixture
def own_meeting():
    kari = factories.contact("Kari Vik")
    return factories.meeting(kari, owner_partner=None, owner_seat=kari.terms.get().seat)


def lines(first: int, last: int) -> str:
    return "\n".join(f"Gjest {n} <gjest{n}@a.example>" for n in range(first, last))


def test_a_contacts_own_meeting_has_at_most_sixty_guests(own_meeting):
    def is_taken(text: str, meeting=own_meeting) -> bool:
        return GuestsForm({"lines": text, "role": "other"}, meeting=meeting).is_valid()

    assert is_taken(lines(0, 60))
    assert not is_taken(lines(0, 61))
    assert is_taken(lines(0, 61), factories.meeting())


def write_down(meeting, first: int, last: int) -> None:
    AudienceGuest.objects.bulk_create(
        AudienceGuest(meeting=meeting, name=f"Gjest {n}", email=f"gjest{n}@a.example") for n in range(first, last)
    )


def test_guests_taken_off_the_list_after_the_sending_make_no_room_for_others(own_meeting):
    write_down(own_meeting, 0, 60)
    inviting.invite(meeting=own_meeting, by=own_meeting.host)
    own_meeting.guests.all().delete()
    write_down(own_meeting, 60, 61)

    with pytest.raises(inviting.CannotSend, match="høyst 60 gjester"):
        inviting.invite(meeting=own_meeting, by=own_meeting.host)

    assert guests.room_for(own_meeting) == -1


def test_many_small_meetings_reach_no_more_than_a_few_in_a_week(own_meeting):
    sent = 0
    for number in range(4):
        meeting = factories.meeting(own_meeting.host, owner_partner=None, owner_seat=own_meeting.owner_seat)
        write_down(meeting, number * 60, number * 60 + 60)
        try:
            inviting.invite(meeting=meeting, by=meeting.host)
        except inviting.CannotSend:
            break
        sent += 60

    assert sent == guests.A_WEEK


def test_a_role_names_at_most_five_deputies_a_week_also_when_they_are_let_go_at_once():
    kari = factories.contact()
    seat = kari.terms.get().seat
    for _number in range(5):
        named = terms.name_deputy(seat=seat, person=factories.person(), by=kari)
        terms.end(term=named, until=factories.timezone.localdate(), by=kari)

    with pytest.raises(terms.ValidationError, match="5 varaer"):
        terms.name_deputy(seat=seat, person=factories.person(), by=kari)
    assert terms.name_deputy(seat=seat, person=factories.person(), by=factories.officer())


def test_sixty_answers_in_a_row_are_not_kept(client, invitation):
    url = reverse("answers:answer", args=[invitation.token()])
    statuses = [client.post(url, {"svar": ("comes", "declined")[n % 2]}).status_code for n in range(60)]

    assert statuses == [302] * 30 + [429] * 30
    assert Answer.objects.count() == 30


def test_many_answers_from_one_office_are_taken(client, meeting):
    for number in range(40):
        one = invite(meeting, f"Gjest {number}", f"gjest{number}@a.example")
        assert client.post(reverse("answers:answer", args=[one.token()]), {"svar": "comes"}).status_code == 302
