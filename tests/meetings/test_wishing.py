"""What people say beside their answer: asked only for what the organiser chose; needs for the host alone."""

from __future__ import annotations

import datetime as dt
import io
import threading

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time
from openpyxl import load_workbook

from ideas.models import Idea
from meetings import tasks
from meetings.after import outcome_waiting, proposing
from meetings.invitations import answering, inviting, wishing
from meetings.models import AudienceGuest, BroughtCase, IdeaProposal, Invitation, PracticalNeed, Wish
from meetings.planning import hosting
from partnership.common import contributions, norwegian
from partnership.partners.models import Theme
from partnership.people import privacy, terms
from tests import factories
from tests.meetings.test_inviting import for_contacts

pytestmark = pytest.mark.django_db

ALL = ["themes", "case", "access", "food"]


@pytest.fixture
def themes():
    return [Theme.objects.create(name=name, slug=name.lower()) for name in ("Aldring", "Fraflytting", "Klima")]


@pytest.fixture
def kari():
    return factories.contact("Kari Vik", factories.MunicipalityFactory(name="Frosta", slug="frosta"))


@pytest.fixture
def invitation(kari):
    meeting = factories.meeting(place="Rådhuset", asks=ALL)
    for_contacts(meeting)
    inviting.invite(meeting=meeting, by=meeting.host)
    invitation = factories.invited(meeting, kari)
    return answering.answer(invitation=invitation, reply="comes", attends="room", source="link")


def link(invitation: Invitation) -> str:
    return reverse("answers:wishes", args=[invitation.token()])


def filled(themes) -> dict[str, object]:
    return {
        "first": themes[1].pk, "also": [themes[0].pk], "case": "Nattilsyn uten å vekke folk", "captions": "on",
        "access": "Rampe", "food": "Laktosefri",
    }  # fmt: skip


def test_what_is_said_by_link_is_kept_and_can_be_changed(client, invitation, themes):
    response = client.post(link(invitation), filled(themes), follow=True)

    assert "Takk. Du kan endre det" in response.content.decode()
    assert [wish.theme.name for wish in invitation.wishes.all()] == ["Fraflytting", "Aldring"]
    need = invitation.practical_need
    assert (need.captions, need.sign_language, need.access, need.food) == (True, False, "Rampe", "Laktosefri")

    client.post(link(invitation), {"first": themes[2].pk})

    assert [wish.theme.name for wish in Wish.objects.all()] == ["Klima"]
    assert not PracticalNeed.objects.exists()
    assert not BroughtCase.objects.exists()


def test_the_same_page_is_there_for_those_signed_in(client, invitation, kari, themes):
    client.force_login(kari)
    address = reverse("meetings:wishes", args=[invitation.meeting_id])

    assert address in client.get(invitation.meeting.get_absolute_url()).content.decode()
    assert client.post(address, filled(themes)).status_code == 302
    assert Wish.objects.count() == 2
    assert "Nattilsyn" in client.get(address).content.decode()


@pytest.mark.parametrize(("asks", "there", "gone"), [(["food"], "food", "first"), (["themes"], "first", "captions")])
def test_only_what_the_organiser_asks_stands_in_the_form(client, invitation, themes, asks, there, gone):
    invitation.meeting.asks = asks
    invitation.meeting.save()

    page = client.get(link(invitation)).content.decode()
    client.post(link(invitation), filled(themes))

    assert f'name="{there}"' in page
    assert f'name="{gone}"' not in page
    assert Wish.objects.exists() == (asks == ["themes"])
    assert PracticalNeed.objects.exists() == (asks == ["food"])


@pytest.mark.parametrize(("reply", "attends", "asked"), [
    ("comes", "room", ALL), ("maybe", "digital", ALL[:3]), ("declined", "", []), ("", "", []),
])  # fmt: skip
def test_food_is_asked_in_the_room_and_nothing_of_those_who_stay_away(invitation, reply, attends, asked):
    invitation.reply, invitation.attends = reply, attends

    assert wishing.asked_of(invitation) == asked


def test_those_who_decline_are_led_back(client, invitation):
    answering.answer(invitation=invitation, reply="declined", source="link")

    response = client.get(link(invitation))

    assert response.status_code == 302
    assert response["Location"] == reverse("answers:answer", args=[invitation.token()])


def test_four_themes_are_refused_and_what_was_typed_is_kept(client, invitation, themes):
    more = Theme.objects.create(name="Natur", slug="natur")
    typed = filled(themes) | {"also": [themes[0].pk, themes[2].pk, more.pk]}

    response = client.post(link(invitation), typed)

    assert response.status_code == 422
    assert "Velg høyst to." in response.content.decode()
    assert "Nattilsyn uten å vekke folk" in response.content.decode()
    assert not Wish.objects.exists()


def test_the_receipt_asks_for_more_and_nothing_where_nothing_is_asked(client, invitation):
    address = reverse("answers:answer", args=[invitation.token()])
    assert link(invitation) in client.get(address).content.decode()

    invitation.meeting.asks = []
    invitation.meeting.save()

    assert link(invitation) not in client.get(address).content.decode()


def test_the_organiser_chooses_what_is_asked_and_may_choose_nothing(client, invitation):
    meeting = invitation.meeting
    client.force_login(meeting.host)
    address = reverse("meetings:asks", args=[meeting.pk])

    client.post(address, {"asks": ["themes", "food"]})
    meeting.refresh_from_db()
    assert meeting.asks == ["themes", "food"]

    client.post(address, {})
    meeting.refresh_from_db()
    assert meeting.asks == []

    assert client.post(address, {"asks": ["sko"]}).status_code == 422


def test_what_deletes_needs_is_asked_about_first(client, invitation):
    with_needs(invitation, food="Laktosefri", access="Rampe")
    client.force_login(invitation.meeting.host)
    address = reverse("meetings:asks", args=[invitation.meeting_id])

    asked = client.post(address, {"asks": ["access"]})
    assert asked.status_code == 200
    assert "Det folk har svart om mat, slettes" in asked.content.decode()
    assert "Laktosefri" not in asked.content.decode()
    assert PracticalNeed.objects.get().food == "Laktosefri"

    client.post(address, {"bekreft": ["food"]})
    assert PracticalNeed.objects.get().food == "Laktosefri"
    client.post(address, {"asks": ["access"], "bekreft": ["food"]})
    assert PracticalNeed.objects.get().food == ""


def test_food_is_no_question_where_there_is_no_room(client, invitation):
    meeting = invitation.meeting
    meeting.place = ""
    meeting.save()
    client.force_login(meeting.host)

    assert 'value="food"' not in client.get(reverse("meetings:asks", args=[meeting.pk])).content.decode()


# --- needs and food -----------------------------------------------------------------------------------


def with_needs(invitation, **said) -> None:
    wishing.say(invitation=invitation, said=wishing.Said(**said))


def guest(meeting, number: int) -> Invitation:
    AudienceGuest.objects.create(meeting=meeting, name=f"Gjest {number}", email=f"gjest{number}@sintef.example")
    inviting.invite(meeting=meeting, by=meeting.host)
    found = Invitation.objects.get(meeting=meeting, email=f"gjest{number}@sintef.example")
    return answering.answer(invitation=found, reply="comes", attends="room", source="link")


def test_the_host_sees_what_and_how_many_and_no_names(client, invitation):
    with_needs(invitation, captions=True, food="Laktosefri")
    with_needs(guest(invitation.meeting, 1), captions=True, food="laktosefri")
    meeting = invitation.meeting
    client.force_login(meeting.host)
    address = reverse("meetings:needs", args=[meeting.pk])

    page = client.get(address).content.decode()
    book = client.get(address, {"som": "xlsx"})

    assert wishing.needs(meeting, meeting.host) == [("teksting", 2), ("Laktosefri", 2)]
    assert "Laktosefri" in page
    assert "Kari Vik" not in page
    assert "Gjest 1" not in page
    rows = list(load_workbook(io.BytesIO(book.content)).active.iter_rows(values_only=True))
    assert rows == [("Hva", "Antall"), ("teksting", 2), ("Laktosefri", 2)]


def test_another_organiser_sees_no_needs_and_no_page_shows_them(client, invitation):
    with_needs(invitation, food="Laktosefri")
    meeting = invitation.meeting
    other = factories.officer(partner=meeting.owner_partner)
    client.force_login(other)

    assert client.get(reverse("meetings:needs", args=[meeting.pk])).status_code == 403
    for name in ("detail", "board", "board_export"):
        response = client.get(reverse(f"meetings:{name}", args=[meeting.pk]))
        assert response.status_code == 200
        assert b"Laktosefri" not in response.content


def test_those_who_no_longer_come_are_not_cooked_for(invitation):
    with_needs(invitation, food="Laktosefri")
    answering.answer(invitation=invitation, reply="declined", source="link")

    assert wishing.needs(invitation.meeting, invitation.meeting.host) == []


@pytest.fixture
def other():
    """An adviser of a partner that holds the meeting too."""
    return factories.officer("Medvert", factories.PartnerFactory(slug="annen", name="Annen", short_name="Annen"))


def make_host(client, by, who, meeting) -> None:
    client.force_login(by)
    typed = {"cohosts": [who.partner_pk], "host": who.pk, "phone": "400 00 017"}
    assert client.post(reverse("meetings:hosting", args=[meeting.pk]), typed).status_code == 302
    client.force_login(who)


def seen_by(client, who, meeting) -> str:
    client.force_login(who)
    return client.get(reverse("meetings:needs", args=[meeting.pk])).content.decode()


def test_whoever_makes_themself_host_does_not_see_what_was_said_before(client, invitation, other):
    meeting = invitation.meeting
    other.partner_pk = other.terms.get().seat.partnerofficer.partner_id
    meeting.cohosts.add(other.partner_pk)
    with_needs(invitation, food="Laktosefri", access="Rampe")
    first = meeting.host

    make_host(client, other, other, meeting)
    guest_too = guest(meeting, 1)
    guest_too.meeting.refresh_from_db()
    with_needs(guest_too, food="Nøtter")

    page = seen_by(client, other, meeting)
    assert "Nøtter" in page
    assert "Laktosefri" not in page
    assert "Rampe" not in page
    assert first.name in page
    assert "Laktosefri" in seen_by(client, first, meeting)
    assert "Nøtter" not in seen_by(client, first, meeting)


def test_a_new_host_of_the_same_partner_sees_what_was_said_before(client, invitation):
    meeting = invitation.meeting
    with_needs(invitation, food="Laktosefri")
    new = factories.officer("Ny Vert", meeting.owner_partner)

    hosting.change_host(meeting=meeting, host=new, phone="400 00 017", by=None)

    assert "Laktosefri" in seen_by(client, new, meeting)


def test_whoever_takes_the_role_over_sees_what_was_said_to_it(client, kari):
    seat = kari.terms.get().seat
    meeting = factories.meeting(kari, owner_partner=None, owner_seat=seat, place="Rådhuset", asks=ALL)
    coming = guest(meeting, 1)
    with_needs(coming, food="Laktosefri")
    new = factories.person("Ny Kontakt")

    terms.hand_over(seat=seat, to=new, on=norwegian.today(), by=None)

    meeting.refresh_from_db()
    assert meeting.host == new
    assert "Laktosefri" in seen_by(client, new, meeting)


@pytest.mark.parametrize("how", ["declined", "withdrawn"])
def test_of_those_who_do_not_come_nothing_is_kept(invitation, how):
    with_needs(invitation, food="Laktosefri", access="Rampe")

    if how == "declined":
        answering.answer(invitation=invitation, reply="declined", source="link")
    else:
        inviting.withdraw(meeting=invitation.meeting, invitations=[invitation], sentence="Fullt", by=None)

    assert not PracticalNeed.objects.exists()


def test_what_is_said_in_a_page_from_before_the_no_is_not_kept(invitation):
    stale = Invitation.objects.select_related("meeting").get(pk=invitation.pk)
    answering.answer(invitation=invitation, reply="declined", source="link")

    wishing.say(invitation=stale, said=wishing.Said(food="Laktosefri"))

    assert not PracticalNeed.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_double_press_is_one_answer(invitation, themes):
    failed = []

    def say() -> None:
        try:
            wishing.say(invitation=invitation, said=wishing.Said(first=themes[0], also=themes[1:], food="Laktosefri"))
        except Exception as error:
            failed.append(error)
        connection.close()

    for _round in range(5):
        threads = [threading.Thread(target=say) for _press in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    assert failed == []
    assert Wish.objects.count() == 3


def test_whoever_comes_digitally_instead_eats_elsewhere(invitation):
    with_needs(invitation, food="Laktosefri", captions=True)

    answering.answer(invitation=invitation, reply="comes", attends="digital", source="link")

    need = PracticalNeed.objects.get()
    assert (need.food, need.captions) == ("", True)


@pytest.mark.parametrize(
    ("asks", "left"), [(["access"], [("", "Rampe")]), (["food"], [("Laktosefri", "")]), ([], [])]
)
def test_what_is_not_asked_any_more_is_not_kept(client, invitation, asks, left):
    with_needs(invitation, food="Laktosefri", access="Rampe")
    client.force_login(invitation.meeting.host)

    address = reverse("meetings:asks", args=[invitation.meeting_id])
    client.post(address, {"asks": asks, "bekreft": ["food", "access"]})

    assert list(PracticalNeed.objects.values_list("food", "access")) == left


def test_needs_are_gone_thirty_days_after_the_meeting(invitation):
    with_needs(invitation, food="Laktosefri")
    end = invitation.meeting.end

    with freeze_time(end + dt.timedelta(days=29, hours=23)):
        assert tasks.delete_needs() == 0
    with freeze_time(end + dt.timedelta(days=30, minutes=1)):
        assert tasks.delete_needs() == 1
        assert tasks.delete_needs() == 0
    assert not PracticalNeed.objects.exists()


def test_what_somebody_has_said_is_in_their_own_data_and_erased_with_them(invitation, kari, themes):
    with_needs(invitation, first=themes[0], case="Nattilsyn", food="Laktosefri")

    data = str(contributions.person_data(kari))
    assert "Laktosefri" in data
    assert "Aldring" in data

    privacy.erase(person=kari)

    assert not PracticalNeed.objects.exists()
    assert not BroughtCase.objects.exists()


# --- a case that is brought -------------------------------------------------------------------------------


def brought(invitation, text="Nattilsyn uten å vekke folk", wants_idea=True) -> IdeaProposal | None:
    wishing.say(invitation=invitation, said=wishing.Said(case=text, wants_idea=wants_idea))
    return IdeaProposal.objects.filter(invitation=invitation).first()


def waits(kari) -> list[str]:
    return [one.url for one in outcome_waiting.waiting(kari, norwegian.today())]


def test_a_case_becomes_an_idea_when_the_contact_says_yes(client, invitation, kari):
    proposal = brought(invitation)
    address = reverse("meetings:proposal", args=[proposal.pk])
    assert waits(kari) == [address]
    client.force_login(kari)

    assert "Nattilsyn uten å vekke folk" in client.get(address).content.decode()
    response = client.post(address, {"valg": "ja"})
    client.post(address, {"valg": "ja"})

    idea = Idea.objects.get()
    assert response["Location"] == idea.get_absolute_url()
    assert (idea.problem, idea.municipality.name) == ("Nattilsyn uten å vekke folk", "Frosta")
    assert idea.holder_seat is not None
    assert idea.next_date is not None
    assert waits(kari) == []


def test_no_is_kept_with_why_and_makes_no_idea(client, invitation, kari):
    proposal = brought(invitation)
    client.force_login(kari)

    client.post(reverse("meetings:proposal", args=[proposal.pk]), {"valg": "nei", "grunn": "Vi gjør det alt"})

    proposal.refresh_from_db()
    assert (proposal.state, proposal.reason) == ("declined", "Vi gjør det alt")
    assert not Idea.objects.exists()
    late = client.post(reverse("meetings:proposal", args=[proposal.pk]), {"valg": "ja"})
    assert late.status_code == 422
    assert "Noen har alt sagt nei" in late.content.decode()


def test_the_first_no_stands_when_another_says_it_too(invitation, kari):
    deputy = factories.give(invitation.seat, factories.person("Ola Moen"), "deputy")
    proposal = brought(invitation)
    proposing.decline(proposal=proposal, by=kari, reason="Vi har ikke folk")

    proposing.decline(proposal=proposal, by=deputy, reason="")

    proposal.refresh_from_db()
    assert (proposal.reason, proposal.answered_by) == ("Vi har ikke folk", kari)


def test_a_case_is_no_idea_unless_wanted_and_goes_when_taken_back(invitation, kari):
    assert brought(invitation, wants_idea=False) is None
    assert brought(invitation) is not None
    assert brought(invitation, text="") is None
    assert waits(kari) == []


def test_a_case_said_twice_is_one_proposal_with_the_newest_words(invitation):
    brought(invitation, "Først")
    brought(invitation, "Sist")

    assert [one.text for one in IdeaProposal.objects.all()] == ["Sist"]


def test_a_guest_brings_a_case_that_is_nobodys_idea(client, invitation):
    stranger = guest(invitation.meeting, 1)

    assert 'name="wants_idea"' not in client.get(link(stranger)).content.decode()
    assert brought(stranger) is None
    assert stranger.brought_case.text == "Nattilsyn uten å vekke folk"


def test_the_contact_of_another_municipality_sees_no_proposal(client, invitation):
    proposal = brought(invitation)
    client.force_login(factories.contact())

    assert client.get(reverse("meetings:proposal", args=[proposal.pk])).status_code == 404


def test_nothing_can_be_said_when_the_meeting_is_over(client, invitation):
    with freeze_time(invitation.meeting.end + dt.timedelta(minutes=1)):
        assert client.get(link(invitation)).status_code == 410
    assert timezone.now() < invitation.meeting.end
