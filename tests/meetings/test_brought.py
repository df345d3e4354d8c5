"""What people bring, where the organiser sees it; whose idea a case becomes; and what is promised about needs."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from meetings.after import outcome_waiting
from meetings.invitations import answering, inviting, wishing
from meetings.invitations.wish_forms import WishForm
from meetings.models import AudienceGuest, IdeaProposal
from partnership.common import norwegian
from partnership.partners.models import Theme
from tests import factories
from tests.meetings.test_inviting import for_contacts

pytestmark = pytest.mark.django_db
ALL = ["themes", "case", "access", "food"]


@pytest.fixture
def kari():
    return factories.contact("Kari Vik", factories.MunicipalityFactory(name="Frosta", slug="frosta"))


@pytest.fixture
def meeting(kari):
    """To Kari of Frosta, and to a leader there who is a guest; both come."""
    made = factories.meeting(place="Rådhuset", asks=ALL)
    for_contacts(made)
    for name, role, place in (("Liv Ness", "leader", "Frosta kommune"), ("Gunn Dahl", "researcher", "Frosta")):
        email = f"{name[:4].strip().lower()}@frosta.example"
        AudienceGuest.objects.create(meeting=made, name=name, email=email, role=role, organisation=place)
    inviting.invite(meeting=made, by=made.host)
    for one in made.invitations.all():
        answering.answer(invitation=one, reply="comes", attends="room", source="link")
    return made


def of(meeting, name: str):
    return meeting.invitations.get(name=name)


def say(invitation, case: str = "", *names: str, by=None, wants_idea: bool = True) -> None:
    themes = [Theme.objects.get_or_create(name=name, slug=name.lower())[0] for name in names]
    first, also = (themes[0], themes[1:]) if themes else (None, ())
    said = wishing.Said(first=first, also=also, case=case, wants_idea=wants_idea)
    wishing.say(invitation=invitation, said=said, by=by)


def test_the_organiser_sees_themes_with_counts_and_whose_the_cases_are(client, meeting):
    say(of(meeting, "Kari Vik"), "Nattilsyn", "Aldring", "Klima")
    say(of(meeting, "Gunn Dahl"), "", "Klima")
    client.force_login(meeting.host)

    board = client.get(reverse("meetings:board", args=[meeting.pk])).content.decode()
    page = client.get(reverse("meetings:brought", args=[meeting.pk])).content.decode()

    assert f'href="{reverse("meetings:brought", args=[meeting.pk])}"' in board
    assert wishing.brought(meeting).themes == [("Klima", 2, 1), ("Aldring", 1, 1)]
    assert page.index("Klima") < page.index("Aldring")
    assert "Kari Vik, Frosta" in page
    assert "Nattilsyn" in page


def test_the_spreadsheet_has_themes_and_case(client, meeting):
    say(of(meeting, "Kari Vik"), "Nattilsyn", "Aldring", "Klima")
    client.force_login(meeting.host)

    book = load_workbook(io.BytesIO(client.get(reverse("meetings:board_export", args=[meeting.pk])).content))

    [heading, *rows] = [[cell.value for cell in row] for row in book.active.iter_rows()]
    kari = next(row for row in rows if row[heading.index("Navn")] == "Kari Vik")
    assert (kari[heading.index("Tema")], kari[heading.index("Sak eller behov")]) == ("Aldring, Klima", "Nattilsyn")


def test_the_invited_read_nobodys_case(client, meeting, kari):
    say(of(meeting, "Gunn Dahl"), "Nattilsyn")
    client.force_login(kari)

    assert client.get(reverse("meetings:brought", args=[meeting.pk])).status_code == 403
    assert "Nattilsyn" not in client.get(reverse("meetings:detail", args=[meeting.pk])).content.decode()


# --- whose idea -----------------------------------------------------------------------------------------


def waits(person) -> list[str]:
    return [one.title for one in outcome_waiting.waiting(person, norwegian.today())]


def test_the_contact_is_not_asked_about_the_own_case(client, meeting, kari):
    client.force_login(kari)
    address = reverse("meetings:wishes", args=[meeting.pk])

    client.post(address, {"case": "Nattilsyn", "wants_idea": "on"})

    proposal = IdeaProposal.objects.get()
    assert (proposal.state, proposal.idea.municipality.name) == ("accepted", "Frosta")
    assert waits(kari) == []
    client.post(address, {"case": "Nattilsyn, med andre ord", "wants_idea": "on"})
    assert IdeaProposal.objects.count() == 1


def test_by_the_mailed_link_the_contact_is_asked_still(client, meeting, kari):
    address = reverse("answers:wishes", args=[of(meeting, "Kari Vik").token()])

    client.post(address, {"case": "Nattilsyn", "wants_idea": "on"})

    assert IdeaProposal.objects.get().state == "asked"
    assert len(waits(kari)) == 1


def test_a_leader_who_is_a_guest_may_offer_it_to_the_own_municipality(client, meeting, kari):
    address = reverse("answers:wishes", args=[of(meeting, "Liv Ness").token()])
    assert 'name="wants_idea"' in client.get(address).content.decode()

    client.post(address, {"case": "Nattilsyn", "wants_idea": "on"})

    assert [(one.municipality.name, one.by_name) for one in IdeaProposal.objects.all()] == [("Frosta", "Liv Ness")]
    assert len(waits(kari)) == 1


@pytest.mark.parametrize(("name", "place"), [("Gunn Dahl", "Frosta"), ("Liv Ness", "SINTEF"), ("Liv Ness", "")])
def test_other_guests_are_not_offered_an_idea(meeting, name, place):
    guest = of(meeting, name)
    guest.organisation = place
    guest.save()

    assert "wants_idea" not in WishForm(invitation=guest).fields


# --- what is promised about needs -----------------------------------------------------------------------


@pytest.mark.parametrize("attends", ["room", "digital"])
def test_every_need_says_who_sees_it_and_for_how_long(meeting, attends):
    own = of(meeting, "Kari Vik")
    own.attends = attends

    form = WishForm(invitation=own)

    needs = [name for name in ("captions", "sign_language", "access", "food") if name in form.fields]
    promise = "Bare verten ser det, og det slettes 30 dager etter møtet."
    assert len(needs) == (4 if attends == "room" else 3)
    assert {str(form.fields[name].help_text) for name in needs} == {promise}
