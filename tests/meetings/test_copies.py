"""Copies out: a list to print, name badges, and a text for a website."""

from __future__ import annotations

import re

import pytest
import weasyprint
from django.urls import reverse

from meetings.after import copies
from meetings.invitations import answering, inviting
from meetings.models import AudienceGuest, Invitation, Meeting, MeetingDay, Minutes
from partnership.common import documents, norwegian
from tests import factories
from tests.meetings.test_inviting import for_contacts

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting():
    """Kari comes to the room, Per digitally, Liv not; a guest with a long name comes."""
    people = {name: factories.contact(name) for name in ("Kari Vik", "Per Moen", "Liv Ness")}
    made = factories.meeting(place="Rådhuset", title="Dialogmøte", challenge="Hvordan få fram prosjekter?")
    made.programme.create(title="Velkommen", minutes=10, presenter=made.host)
    for_contacts(made)
    AudienceGuest.objects.create(
        meeting=made, name="Anne-Grethe Kristoffersen Hallberg", email="a@sintef.example", organisation="Sintef",
        role="researcher",
    )  # fmt: skip
    inviting.invite(meeting=made, by=made.host)
    for name, reply, attends in (
        ("Kari Vik", "comes", "room"), ("Per Moen", "comes", "digital"), ("Liv Ness", "declined", ""),
    ):  # fmt: skip
        answering.answer(
            invitation=factories.invited(made, people[name]), reply=reply, attends=attends, source="link"
        )
    guest = Invitation.objects.get(person=None)
    answering.answer(invitation=guest, reply="comes", attends="room", source="link")
    made.refresh_from_db()
    return made


def get(client, meeting, name, suffix=""):
    client.force_login(meeting.host)
    return client.get(reverse(f"meetings:{name}", args=[meeting.pk]) + suffix)


def test_the_list_holds_those_who_come_and_no_addresses(client, meeting):
    page = get(client, meeting, "participants").content.decode()

    assert [name in page for name in ("Kari Vik", "Per Moen", "Anne-Grethe", "Liv Ness")] == [True, True, True, False]
    assert "Forsker" in page
    assert "@" not in page.split("<main")[1].split("</main")[0]
    assert "3 personer." in page


def test_attendance_goes_before_the_answer(meeting):
    Invitation.objects.filter(name="Liv Ness").update(attendance="present")
    Invitation.objects.filter(name="Kari Vik").update(attendance="absent")

    assert [one.name for one in copies.participants(meeting)][1:] == ["Liv Ness", "Per Moen"]


def test_who_came_without_being_invited_stands_there_apart_and_is_counted(client, meeting):
    MeetingDay.objects.create(meeting=meeting, walk_ins=["Åse Taus", "Bo Ness"])

    page = get(client, meeting, "participants").content.decode()

    apart = page.split("Kom uten å være invitert")[1].split("</section>")[0]
    assert re.findall(r"<li>(.*?)</li>", apart) == ["Bo Ness", "Åse Taus"]
    assert "5 personer." in page


def test_badges_are_for_the_room_ten_a_sheet(client, meeting):
    response = get(client, meeting, "badges")

    text = copies.badges_html(meeting, copies.with_badge(meeting))
    assert response.content.startswith(b"%PDF-")
    assert response["Content-Type"] == "application/pdf"
    assert "navneskilt" in response["Content-Disposition"]
    assert "Kari Vik" in text
    assert "Sintef" in text
    assert "Forsker" in text
    assert "Per Moen" not in text


@pytest.mark.parametrize(("count", "pages"), [(10, 1), (11, 2), (21, 3)])
def test_a_sheet_is_full_before_the_next_begins(meeting, count, pages):
    row = Invitation.objects.get(name="Kari Vik")

    html = copies.badges_html(meeting, [row] * count)

    laid_out = weasyprint.HTML(string=html, url_fetcher=documents.fetch, base_url="static:").render()
    assert len(laid_out.pages) == pages
    assert html.count("Kari Vik") == count


def test_without_a_room_there_are_no_badges_and_it_is_said(client, meeting):
    Meeting.objects.filter(pk=meeting.pk).update(place="")

    response = get(client, meeting, "badges")

    assert response.status_code == 302
    assert "ingen navneskilt" in client.get(response["Location"]).content.decode()


def test_the_text_opens_nothing_and_names_only_those_who_present(meeting):
    text = copies.website_text(meeting)

    assert text.startswith("# Dialogmøte\n\n**Når:** ")
    assert "Rådhuset" in text
    assert "Hvordan få fram prosjekter?" in text
    assert f"- 10.00 Velkommen – {meeting.host.name}" in text
    assert "teams.example" not in text
    assert "Kari" not in text


def test_the_text_says_the_year(meeting):
    year = norwegian.local(meeting.start).year

    line = copies.website_text(meeting).split("**Når:** ")[1].split("\n")[0]

    assert f". {line.split('. ')[1].split()[0]} {year} kl. 10" in line


def test_the_summary_is_in_it_when_the_minutes_are_published(meeting):
    minutes = Minutes.objects.create(meeting=meeting, public_summary="Vi ble enige om å møtes.")
    assert "Vi ble enige" not in copies.website_text(meeting)

    minutes.state = "published"
    minutes.save()

    assert "## Oppsummering\n\nVi ble enige om å møtes." in copies.website_text(meeting)


def test_the_text_can_be_copied_and_downloaded(client, meeting):
    assert "# Dialogmøte" in get(client, meeting, "website_text").content.decode()
    file = get(client, meeting, "website_text", "?fil")
    assert file["Content-Type"] == "text/markdown; charset=utf-8"
    assert file.content.decode() == copies.website_text(meeting)


def test_our_own_style_sheet_is_used():
    """Taken for plain text it is left out, and only the log says so."""
    html = '<link rel="stylesheet" href="static:css/badges-document.css"><div class="badge">A</div>'

    laid_out = weasyprint.HTML(string=html, url_fetcher=documents.fetch, base_url="static:").render()

    boxes = [box for box in laid_out.pages[0]._page_box.descendants() if box.element is not None]
    assert "left" in {box.style["float"] for box in boxes}
