"""What comes of a meeting: pressed twice it is one, put right and taken out, and named only to those who see it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from meetings.after import following_up, outcome_waiting, proposing
from meetings.after.following_up import Responsible
from meetings.day import following
from meetings.mailing import after_mails
from meetings.models import Agreement, FollowUp, IdeaProposal, Meeting
from meetings.planning import series
from municipalities.models import Municipality
from partnership.common import norwegian
from partnership.people.models import RoleTerm
from tests import factories
from tests.meetings.test_following_up import due, follow_up, kari, link, meeting, pytestmark, seat

__all__ = ["follow_up", "kari", "meeting", "pytestmark", "seat"]


# --- pressed twice --------------------------------------------------------------------------------------


def pressed(client, meeting, **typed) -> None:
    for _twice in range(2):
        assert client.post(reverse("meetings:outcomes", args=[meeting.pk]), typed).status_code == 302


def test_a_double_press_makes_one_follow_up(client, meeting, seat):
    client.force_login(meeting.host)

    pressed(client, meeting, **{
        "valg": "oppfolging", "oppfolging-text": "Ringe", "oppfolging-responsible": f"s{seat.pk}",
        "oppfolging-due": due().isoformat(),
    })  # fmt: skip

    assert FollowUp.objects.count() == 1


def test_the_same_to_another_day_or_person_is_another(meeting, seat):
    for to, on in [(Responsible(seat=seat), due()), (Responsible(seat=seat), due(6)),
                   (Responsible(person=meeting.host), due())]:  # fmt: skip
        following_up.add(meeting=meeting, text="Ringe", to=to, due=on, by=meeting.host)

    assert FollowUp.objects.count() == 3


def test_what_is_done_can_be_agreed_anew(meeting, seat):
    first = following_up.add(meeting=meeting, text="Ringe", to=Responsible(seat=seat), due=due(), by=meeting.host)
    following_up.mark_done(follow_up=first)

    following_up.add(meeting=meeting, text="Ringe", to=Responsible(seat=seat), due=due(), by=meeting.host)

    assert FollowUp.objects.count() == 2


def test_a_double_press_makes_one_agreement_an_item(client, meeting):
    item = meeting.programme.create(order=1, title="Først", minutes=10)
    client.force_login(meeting.host)

    pressed(client, meeting, **{"valg": "enig", "enig-text": "Enige"})
    pressed(client, meeting, **{"valg": "enig", "enig-text": "Enige", "enig-item": item.pk})

    assert Agreement.objects.count() == 2


# --- put right, taken out -------------------------------------------------------------------------------


def test_an_organiser_puts_a_follow_up_right(client, meeting, follow_up):
    client.force_login(meeting.host)
    address = reverse("meetings:follow_up_change", args=[follow_up.pk])
    assert address in client.get(reverse("meetings:follow_up", args=[follow_up.pk])).content.decode()
    key = next(key for key, words in following_up.candidates(meeting) if meeting.host.name in words)

    response = client.post(address, {"text": "Ringe SINTEF", "responsible": key, "due": due(9), "version": 1})

    assert response.status_code == 302
    follow_up.refresh_from_db()
    assert (follow_up.text, follow_up.due, follow_up.version) == ("Ringe SINTEF", due(9), 2)
    assert follow_up.responsible == key


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(client, meeting, seat, follow_up):
    client.force_login(meeting.host)
    following_up.change(follow_up=follow_up, text="Ringe begge", to=Responsible(seat=seat), due=due())
    address = reverse("meetings:follow_up_change", args=[follow_up.pk])

    typed = {"text": "Ringe SINTEF", "responsible": f"s{seat.pk}", "due": due(), "version": 1}
    page = client.post(address, typed)

    assert page.status_code == 422
    assert "Ringe begge" in page.content.decode()
    assert "Ringe SINTEF" in page.content.decode()
    follow_up.refresh_from_db()
    assert follow_up.text == "Ringe begge"


def test_one_that_is_late_keeps_its_day_when_only_the_words_change(client, meeting, seat, follow_up):
    FollowUp.objects.update(due=due(-3))
    client.force_login(meeting.host)
    address = reverse("meetings:follow_up_change", args=[follow_up.pk])
    typed = {"text": "Ringe SINTEF", "responsible": f"s{seat.pk}", "due": due(-3), "version": 1}

    assert client.post(address, typed).status_code == 302
    wrong = client.post(address, typed | {"due": due(-2), "version": 2})

    assert wrong.status_code == 422
    assert "ikke har vært" in wrong.content.decode()


def test_one_whose_owner_is_no_longer_to_choose_can_still_be_put_right(client, meeting, seat, follow_up):
    RoleTerm.objects.filter(seat=seat).update(until=norwegian.today())
    meeting.invitations.all().delete()
    client.force_login(meeting.host)
    typed = {"text": "Ringe SINTEF", "responsible": f"s{seat.pk}", "due": due(), "version": 1}

    assert client.post(reverse("meetings:follow_up_change", args=[follow_up.pk]), typed).status_code == 302


def test_an_organiser_takes_one_out_after_being_asked(client, meeting, kari, follow_up):
    address = reverse("meetings:follow_up_removal", args=[follow_up.pk])
    client.force_login(kari)
    assert client.post(address).status_code == 403
    client.force_login(meeting.host)

    assert "Ringe NTNU" in client.get(address).content.decode()
    assert FollowUp.objects.exists()
    assert client.post(address).status_code == 302

    assert not FollowUp.objects.exists()


def test_taking_an_agreement_out_is_seen_by_those_who_follow(
    client, meeting, django_capture_on_commit_callbacks
):  # fmt: skip
    agreed = meeting.agreements.create(text="Enige")
    before = following.version(meeting.pk)
    client.force_login(meeting.host)

    with django_capture_on_commit_callbacks(execute=True):
        client.post(reverse("meetings:agreement_removal", args=[meeting.pk, agreed.pk]))

    assert following.version(meeting.pk) != before


# --- named to those who see it --------------------------------------------------------------------------


@pytest.fixture
def draft(meeting, follow_up):
    """The next meeting, with the unfinished moved to it."""
    new = series.draft_next(
        meeting=meeting, rhythm="dates", day=norwegian.today() + dt.timedelta(days=60), by=meeting.host,
        moves_unfinished=True,
    )  # fmt: skip
    Meeting.objects.filter(pk=new.pk).update(title="HEMMELIG")
    follow_up.refresh_from_db()
    assert follow_up.meeting == new
    return new


def test_a_draft_that_a_follow_up_was_moved_to_is_named_to_nobody_else(client, meeting, kari, follow_up, draft):
    line = next(iter(outcome_waiting.waiting(kari, norwegian.today())))
    client.force_login(kari)
    pages = [reverse("meetings:follow_up", args=[follow_up.pk]), reverse("meetings:follow_ups")]
    pages.append(link(follow_up, kari))
    shown = [client.get(page).content.decode() for page in pages]

    assert line.sentence.startswith(f"Fra {meeting.title}.")
    assert not [page for page in shown if "HEMMELIG" in page]
    assert all(meeting.title in page for page in shown)


def test_what_was_moved_on_still_stands_where_it_was_made(client, meeting, kari, follow_up, draft):
    invitation = meeting.invitations.get(person=kari)
    client.force_login(kari)

    assert "Ringe NTNU" in client.get(reverse("meetings:outcomes", args=[meeting.pk])).content.decode()
    assert [one.text for one in after_mails._follow_ups([invitation])[meeting.pk, kari.pk]] == ["Ringe NTNU"]


def test_when_the_next_is_sent_out_it_is_named(meeting, kari, follow_up, draft):
    Meeting.objects.filter(pk=draft.pk).update(title="Høstmøtet", state="published", is_public=True)
    Meeting.objects.filter(pk=draft.pk).update(published_at=draft.created_at)

    line = next(iter(outcome_waiting.waiting(kari, norwegian.today())))

    assert line.sentence.startswith("Fra Høstmøtet.")


def test_what_was_said_no_to_is_not_said_to_be_asked_again(client, meeting):
    place = Municipality.objects.get(slug="frosta")
    asked = proposing.propose(meeting=meeting, municipality=place, text="Nattilsyn", by=meeting.host)
    proposing.decline(proposal=asked, by=meeting.host)
    client.force_login(meeting.host)

    typed = {"valg": "ide", "ide-text": "Nattilsyn", "ide-municipality": place.pk}
    again = client.post(reverse("meetings:outcomes", args=[meeting.pk]), typed)

    assert again.status_code == 422
    assert "Kommunen har svart nei på dette." in again.content.decode()


def test_a_proposal_names_no_meeting_its_reader_does_not_see(client, meeting):
    far = factories.MunicipalityFactory()
    contact = factories.contact("Fjern", far)
    Meeting.objects.update(title="LUKKET")
    found = proposing.propose(meeting=meeting, municipality=far, text="Nattilsyn", by=meeting.host)
    client.force_login(contact)

    page = client.get(reverse("meetings:proposal", args=[found.pk])).content.decode()
    line = next(iter(outcome_waiting.waiting(contact, norwegian.today())))

    assert "LUKKET" not in page + line.sentence + line.title
    assert "et møte hos KS Trøndelag" in page
    assert "et møte hos KS Trøndelag" in line.sentence


def test_a_proposal_names_the_meeting_to_who_was_invited(client, meeting, kari):
    place = meeting.invitations.get(person=kari).seat.fouicontact.municipality
    found = proposing.propose(meeting=meeting, municipality=place, text="Nattilsyn", by=meeting.host)
    client.force_login(kari)

    assert meeting.title in client.get(reverse("meetings:proposal", args=[found.pk])).content.decode()
    assert IdeaProposal.objects.count() == 1
