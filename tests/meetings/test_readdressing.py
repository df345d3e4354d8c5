"""*Rett adressen*: an invitation that came back goes to the right address, in one press."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.invitations import inviting, readdressing
from meetings.models import AudienceGuest, Invitation
from meetings.planning import audience
from meetings.waiting import waiting
from partnership.common import norwegian
from partnership.mail.models import OutgoingMail, Suppression
from partnership.people import addresses
from partnership.people.models import User
from tests import factories
from tests.meetings.test_inviting import for_contacts

pytestmark = pytest.mark.django_db

DEAD = {"state": "dead", "delivery": "refused", "last_code": 550, "last_error": "550 5.1.1 no such user"}


@pytest.fixture
def nina():
    return factories.officer("Nina Solem")


@pytest.fixture
def meeting(nina):
    """A contact and a guest are invited, and both mails come back."""
    kari = factories.contact("Kari Vik")
    meeting = factories.meeting(nina)
    for_contacts(meeting)
    AudienceGuest.objects.create(meeting=meeting, name="Geir Ness", email="geri.ness@forskning.example")
    inviting.invite(meeting=meeting, by=nina)
    OutgoingMail.objects.filter(kind=inviting.INVITATION).update(**DEAD)
    for email in (kari.email, "geri.ness@forskning.example"):
        Suppression.objects.create(email=email, reason="550 5.1.1 no such user")
    return meeting


@pytest.fixture
def karis(meeting):
    return Invitation.objects.get(meeting=meeting, name="Kari Vik")


@pytest.fixture
def guests(meeting):
    return Invitation.objects.get(meeting=meeting, name="Geir Ness")


def page(invitation: Invitation) -> str:
    return reverse("meetings:address", args=[invitation.meeting_id, invitation.pk])


def leaving(invitation: Invitation) -> list[tuple[str, int]]:
    """Invitations in the outbox, with their resend number."""
    rows = OutgoingMail.objects.filter(kind=inviting.INVITATION, subject_id=invitation.pk, state="ready")
    return list(rows.values_list("to_email", "resend"))


def signed_in(person: User) -> Client:
    client = Client()
    client.force_login(person)
    factories.second_factor(client, person)
    return client


def test_the_board_and_what_waits_lead_to_the_page_which_says_why(nina, karis, guests):
    client = signed_in(nina)

    board = client.get(reverse("meetings:board", args=[karis.meeting_id])).content.decode()
    text = client.get(page(karis)).content.decode()

    assert page(karis) in board
    assert page(guests) in board
    assert karis.email in text
    assert "Mottakeren kjenner ikke adressen." in text
    assert "Overlever rollen" in text


def test_taking_the_invitation_back_is_one_link_away_with_the_person_ticked(nina, guests):
    client = signed_in(nina)
    link = reverse("meetings:withdrawal", args=[guests.meeting_id]) + f"?invitasjon={guests.pk}"

    page_of_the_address, page_of_the_link = client.get(page(guests)).content.decode(), client.get(link)

    assert f'href="{link}"' in page_of_the_address
    assert page_of_the_link.context["chosen"] == {guests.pk}
    assert not Invitation.objects.filter(withdrawn_at__isnull=False).exists()


def test_several_are_one_line_that_leads_to_the_board_and_one_leads_to_its_page(nina, karis, guests):
    several = [item for item in waiting(nina, norwegian.today()) if item.key.endswith(":refused")]
    OutgoingMail.objects.filter(subject_id=guests.pk).update(state="sent", delivery="")
    one = [item for item in waiting(nina, norwegian.today()) if item.key.endswith(":refused")]

    assert [item.title for item in several + one] == ["To e-poster kom i retur", "Én e-post kom i retur"]
    assert several[0].actions[0].url == reverse("meetings:board", args=[karis.meeting_id]) + "?svar=feil"
    assert one[0].actions[0].url == page(karis)


def test_an_address_that_is_wrong_in_two_meetings_is_told_of_once(nina, meeting, karis):
    other = factories.meeting(nina, title="Verksted")
    for_contacts(other)
    inviting.invite(meeting=other, by=nina)
    OutgoingMail.objects.filter(kind=inviting.INVITATION).update(**DEAD)

    told = [item for item in waiting(nina, norwegian.today()) if item.key.endswith(":refused")]

    assert [item.key for item in told] == [f"meeting:{meeting.pk}:refused"]


def test_a_guests_address_is_corrected_on_its_own_row_and_on_the_list_of_guests(nina, guests):
    old = reverse("answers:answer", args=[guests.token()])

    response = signed_in(nina).post(page(guests), {"email": "Geir.Ness@forskning.example"}, follow=True)

    guests.refresh_from_db()
    assert "Invitasjonen er på vei til geir.ness@forskning.example." in response.content.decode()
    assert guests.email == "geir.ness@forskning.example"
    assert leaving(guests) == [("geir.ness@forskning.example", 1)]
    assert Client().get(old).status_code == 404
    assert audience.new_people(guests.meeting) == 0
    assert list(AudienceGuest.objects.values_list("email", flat=True)) == ["geir.ness@forskning.example"]


def test_a_person_gets_the_new_address_for_signing_in_and_the_old_one_is_told(nina, karis):
    kari, old = karis.person, karis.email
    kari.set_password("hemmelig-nok-til-dette")
    kari.save()
    own = signed_in(kari)

    signed_in(nina).post(page(karis), {"email": "kari.vik@frosta.example"})

    kari.refresh_from_db()
    karis.refresh_from_db()
    assert (kari.email, karis.email) == ("kari.vik@frosta.example", "kari.vik@frosta.example")
    assert leaving(karis) == [("kari.vik@frosta.example", 1)]
    assert OutgoingMail.objects.get(kind="people.address_changed").to_email == old
    assert own.get("/konto/").status_code == 302
    assert kari.history.first().history_change_reason == (
        "En e-post kom ikke fram. Mottakeren kjenner ikke adressen."
    )


def test_other_invitations_of_the_person_go_to_the_new_address_too(nina, karis):
    other = factories.meeting(nina, title="Verksted")
    for_contacts(other)
    inviting.invite(meeting=other, by=nina)

    count = readdressing.correct(invitation=karis, email="kari.vik@frosta.example", by=nina)

    moved = Invitation.objects.get(meeting=other)
    assert (count, moved.email) == (2, "kari.vik@frosta.example")
    assert leaving(moved) == [("kari.vik@frosta.example", 0)]  # had not been tried: no second mail
    assert audience.new_people(other) == 0


def test_the_block_on_the_new_address_is_lifted(nina, guests):
    Suppression.objects.create(email="geir.ness@forskning.example")

    readdressing.correct(invitation=guests, email="geir.ness@forskning.example", by=nina)

    assert not Suppression.objects.filter(email="geir.ness@forskning.example").exists()


def test_the_same_address_is_tried_once_more(nina, karis):
    readdressing.correct(invitation=karis, email=karis.email, by=nina)

    assert leaving(karis) == [(karis.email, 1)]
    assert not Suppression.objects.filter(email=karis.email).exists()
    assert not OutgoingMail.objects.filter(kind="people.address_changed").exists()


def test_twice_is_once(nina, guests):
    client = signed_in(nina)
    client.post(page(guests), {"email": "geir.ness@forskning.example"})

    again = client.post(page(guests), {"email": "geir.ness@forskning.example"}, follow=True)

    assert "Ingen e-post til Geir Ness er kommet i retur." in again.content.decode()
    assert len(leaving(guests)) == 1
    with pytest.raises(readdressing.CannotCorrect):
        readdressing.correct(invitation=guests, email="annen@forskning.example", by=nina)


def test_an_address_that_is_invited_already_is_refused_with_what_to_do(nina, karis, guests):
    response = signed_in(nina).post(page(guests), {"email": karis.email})

    assert response.status_code == 422
    assert "Kari Vik, Kommune" in response.content.decode()
    assert "kan du trekke tilbake denne invitasjonen nedenfor" in response.content.decode()
    assert leaving(guests) == []


def test_an_address_of_somebody_else_who_signs_in_leads_to_handing_over(nina, karis):
    other = factories.person("Per Moen")

    response = signed_in(nina).post(page(karis), {"email": other.email})

    karis.person.refresh_from_db()
    assert response.status_code == 422
    assert "Adressen tilhører Per Moen. Har Per Moen tatt over" in response.content.decode()
    assert karis.person.email == karis.email


def test_a_guest_whose_address_is_a_known_persons_becomes_that_person_when_the_officer_says_so(nina, guests):
    other = factories.person("Per Moen")
    client = signed_in(nina)

    asked = client.post(page(guests), {"email": other.email})
    client.post(page(guests), {"email": other.email, "valg": "kjent"})

    guests.refresh_from_db()
    assert "Inviter Per Moen i stedet" in asked.content.decode()
    assert (guests.person, guests.name, guests.email) == (other, "Per Moen", other.email)


def test_a_contact_is_not_told_who_has_a_sign_in(guests):
    kari, other = factories.contact("Kari Vik"), factories.person("Per Moen")

    readdressing.correct(invitation=guests, email=other.email, by=kari)

    guests.refresh_from_db()
    assert (guests.person, guests.name) == (other, "Geir Ness")


def test_the_name_behind_an_address_is_not_had_by_pressing_a_button_that_is_not_shown(guests):
    kari, other = factories.contact("Kari Vik"), factories.person("Per Moen")

    readdressing.correct(invitation=guests, email=other.email, by=kari, known=other)

    guests.refresh_from_db()
    assert (guests.person, guests.name) == (other, "Geir Ness")


def test_a_guest_who_has_become_a_person_meanwhile_is_not_corrected_by_the_leave_for_guests(meeting, guests):
    """Two presses at once: the first makes the guest a person, the second would take that person's sign-in over."""
    kari, other = factories.contact("Kari Vik"), factories.officer("Per Moen")
    meeting.state = "held"  # nothing is sent then, so that the mail that came back stays the latest
    meeting.save()
    as_a_guest, old = Invitation.objects.get(pk=guests.pk), other.email
    readdressing.correct(invitation=guests, email=old, by=kari)

    with pytest.raises(readdressing.CannotCorrect):
        readdressing.correct(invitation=as_a_guest, email="kari@annet.example", by=kari)

    other.refresh_from_db()
    assert other.email == old


def test_a_correction_waits_for_the_first_of_the_persons_meetings_before_it_locks_its_own(nina, karis):
    """Otherwise two who correct the same person from a meeting each would wait for each other."""
    other = factories.meeting(nina, title="Verksted")
    for_contacts(other)
    inviting.invite(meeting=other, by=nina)
    OutgoingMail.objects.filter(kind=inviting.INVITATION).update(**DEAD)
    last = Invitation.objects.filter(meeting=other).get(person=karis.person)

    with CaptureQueriesContext(connection) as queries:
        readdressing.correct(invitation=last, email="kari.vik@frosta.example", by=nina)

    first = next(query["sql"] for query in queries if "FOR UPDATE" in query["sql"])
    assert first.endswith('ORDER BY 1 ASC FOR UPDATE OF "meetings_meeting"')
    assert {str(karis.meeting_id), str(other.pk)} <= set(re.findall(r"\d+", first.split(" IN ")[1]))


def test_who_may_not_correct_a_persons_address_is_told_whom_to_ask(karis):
    contact = factories.contact("Per Moen")
    own = factories.meeting(contact, owner_partner=None, owner_seat=contact.terms.get().seat)
    Invitation.objects.filter(pk=karis.pk).update(meeting=own)
    karis.refresh_from_db()
    client = signed_in(contact)

    shown = client.get(page(karis))
    posted = client.post(page(karis), {"email": "per@annet.example"})

    assert "bare en rådgiver hos en partner kan endre den" in shown.content.decode()
    assert posted.status_code == 403


def test_another_partners_adviser_and_oneself_are_left_alone(nina, karis):
    other = factories.officer("Håkon Rostad", factories.PartnerFactory(slug="statsforvalteren"))
    client = signed_in(nina)

    for person in (other, nina):
        Invitation.objects.filter(pk=karis.pk).update(person=person, email=person.email)
        assert client.post(page(karis), {"email": "ny@annet.example"}).status_code == 403
        assert "Rett og send" not in client.get(page(karis)).content.decode()


def test_a_persons_address_wants_the_second_step(nina, karis, guests):
    client = Client()
    client.force_login(nina)

    assert client.post(page(karis), {"email": "kari.vik@frosta.example"})["Location"].startswith("/konto/andre-steg/")
    assert client.get(page(guests)).status_code == 200
    assert leaving(karis) == []


def test_what_was_put_off_to_the_old_address_is_dropped_and_what_is_held_goes_to_the_new_one(nina, guests):
    old = guests.email
    for number, attempts in enumerate((3, 0)):
        OutgoingMail.objects.create(
            kind="meetings.update", subject_id=guests.pk, version=number, thread=guests.thread, to_email=old,
            message_id=f"<{number}@portal.example>", attempts=attempts,
        )  # fmt: skip
    latest = OutgoingMail.objects.create(
        kind="meetings.update", subject_id=guests.pk, version=9, thread=guests.thread, to_email=old,
        message_id="<9@portal.example>", **DEAD,
    )  # fmt: skip

    readdressing.correct(invitation=guests, email="geir.ness@forskning.example", by=nina)

    updates = OutgoingMail.objects.filter(kind="meetings.update").exclude(pk=latest.pk).order_by("version")
    assert list(updates.values_list("state", "to_email")) == [
        ("superseded", old),
        ("ready", "geir.ness@forskning.example"),
    ]


def test_a_meeting_that_is_over_gets_the_address_and_no_mail(nina, meeting, guests):
    meeting.state = "held"
    meeting.save()

    count = readdressing.correct(invitation=guests, email="geir.ness@forskning.example", by=nina)

    guests.refresh_from_db()
    assert (count, guests.email, leaving(guests)) == (0, "geir.ness@forskning.example", [])


def code_to(email: str) -> str:
    return str(OutgoingMail.objects.filter(kind="people.code", to_email=email).latest("pk").payload["secret"])


def test_open_invitations_follow_a_person_who_changes_address_alone(karis):
    client = signed_in(karis.person)
    OutgoingMail.objects.filter(kind=inviting.INVITATION).update(state="sent", delivery="")
    old, new = karis.email, "kari@ny-kommune.example"

    client.post(reverse("account_email"), {"email": new, "action_add": ""})
    assert leaving(karis) == []
    client.post(reverse("account_email_verification_sent"), {"code": code_to(new)})

    karis.refresh_from_db()
    assert (karis.person.email, karis.email) == (new, new)
    assert leaving(karis) == [(new, 1)]
    assert Client().get(f"/svar/{karis.token()}/").status_code == 200
    assert not Invitation.objects.with_address(old).exists()


def test_what_is_over_and_what_is_taken_back_stays_with_the_old_address(nina, karis):
    over = factories.meeting(nina, title="I fjor")
    for_contacts(over)
    inviting.invite(meeting=over, by=nina)
    over.start, over.end = over.start - dt.timedelta(days=40), over.end - dt.timedelta(days=40)
    over.save()
    old, new = karis.email, "kari@ny-kommune.example"

    sent = addresses.change(person=karis.person, email=new, by=nina, reason="Nytt domene")

    assert sent == 1
    assert {row.meeting.title: row.email for row in karis.person.invitations.all()} == {
        "I fjor": old,
        "Dialogmøte": new,
    }
