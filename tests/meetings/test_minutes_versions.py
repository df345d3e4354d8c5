"""Minutes that are corrected: numbered, read and compared; and remarks, where author and readers look first."""

from __future__ import annotations

import contextlib
import datetime as dt
import re
import zlib

import pytest
from django.urls import reverse

from meetings.after import outcome_waiting
from meetings.minutes import comparing, files, publishing, remarking
from meetings.minutes.comparing import Line
from meetings.models import Minutes
from partnership.common import norwegian
from partnership.people.models import User
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def nina():
    return factories.officer("Nina Solem")


@pytest.fixture
def meeting(nina):
    start = norwegian.at(norwegian.today() - dt.timedelta(days=12), dt.time(10))
    return factories.meeting(nina, start=start, state="held", title="Dialogmøte om strategi")


@pytest.fixture
def kari(meeting):
    person = factories.contact("Kari Vik")
    return meeting.invitations.create(
        person=person, name="Kari Vik", email=person.email, reply="comes", attendance="present",
        invited_at=meeting.start - dt.timedelta(days=9),
    )  # fmt: skip


@pytest.fixture
def out(meeting, nina, kari):
    minutes = Minutes.objects.create(meeting=meeting, text="Vi møttes.\n\nTolv kom.", author=nina)
    publishing.send_out(meeting=meeting, until=norwegian.today() + dt.timedelta(days=7), by=nina)
    minutes.refresh_from_db()
    return minutes


@pytest.fixture
def corrected(out, nina):
    """Published, and put right once."""
    publishing.publish(meeting=out.meeting, by=nina)
    minutes = Minutes.objects.get()
    minutes.text = "Vi møttes.\n\nElleve kom."
    minutes.save()
    publishing.correct(minutes=minutes, why="Antallet", by=nina)
    return minutes


def read(client, person, name: str = "minutes", *more) -> str:
    client.force_login(person)
    found = client.get(reverse(f"meetings:{name}", args=[Minutes.objects.get().meeting_id, *more]))
    return " ".join(found.content.decode().replace("\xa0", " ").split())


def waits(person) -> list:
    return list(outcome_waiting.waiting(User.objects.get(pk=person.pk), norwegian.today()))


def test_what_differs_is_found_line_by_line():
    assert comparing.lines("A\n\nB\nC", "A\n\nB2\nC\nD") == [Line("-", "B"), Line("+", "B2"), Line("+", "D")]
    assert comparing.lines("A", "A") == []


def test_who_may_read_sees_the_number_and_opens_and_compares_the_earlier(client, corrected, kari):
    page = read(client, kari.person)
    assert "Dette er utgave 2." in page
    assert f'href="{reverse("meetings:minutes_version", args=[corrected.meeting_id, 1])}"' in page

    earlier = read(client, kari.person, "minutes_version", 1)

    assert "<del>Tolv kom.</del>" in earlier
    assert "<ins>Elleve kom.</ins>" in earlier
    assert "Antallet" in earlier


def test_by_the_mailed_link_the_earlier_opens_too(client, corrected, kari):
    page = client.get(reverse("answers:minutes", args=[kari.token()])).content.decode()
    address = reverse("answers:minutes_version", args=[kari.token(), 1])

    assert f'href="{address}"' in page
    assert "<del>Tolv kom.</del>" in client.get(address).content.decode()


@pytest.mark.parametrize("number", [0, 3, 99])
def test_a_version_that_is_not_there_is_not_found(client, corrected, kari, number):
    client.force_login(kari.person)

    address = reverse("meetings:minutes_version", args=[corrected.meeting_id, number])
    assert client.get(address).status_code == 404


def test_who_may_not_read_the_minutes_opens_no_version(client, corrected):
    client.force_login(factories.officer("Per Moen", partner=factories.PartnerFactory(slug="annen", name="Annen")))

    address = reverse("meetings:minutes_version", args=[corrected.meeting_id, 1])
    assert client.get(address).status_code == 403


def test_what_was_out_for_remarks_is_no_version_for_all(client, out, kari):
    client.force_login(kari.person)

    assert client.get(reverse("meetings:minutes_version", args=[out.meeting_id, 1])).status_code == 404


# --- remarks --------------------------------------------------------------------------------------------


def test_the_author_is_told_how_many_remarks_wait(client, out, nina, kari):
    assert waits(nina) == []
    first = remarking.remark(meeting=out.meeting, invitation=kari, text="Feil dag")
    remarking.remark(meeting=out.meeting, invitation=kari, text="Feil sted")

    [line] = waits(nina)

    assert line.title == "To merknader til referatet fra Dialogmøte om strategi"
    assert "To merknader er ikke besvart" in read(client, nina)
    remarking.answer(remark=first, text="")
    assert [one.title for one in waits(nina)] == ["Én merknad til referatet fra Dialogmøte om strategi"]


def test_readers_are_led_to_the_field_from_the_top(client, out, kari):
    page = read(client, kari.person)

    day = norwegian.format_day(out.remarks_until)
    assert page.index(f"Har du merknader? Skriv innen {day}.") < page.index("Tolv kom.")
    assert page.count('href="#merknader"') == 1


# --- what the form says ---------------------------------------------------------------------------------


def test_why_it_is_corrected_is_not_called_optional(client, corrected, nina):
    page = read(client, nina, "minutes_edit")
    label = page[page.index("Hva har du rettet?") :][:60]

    assert "valgfritt" not in label
    said = {"text": "Nytt", "version": corrected.version, "case_reference": "", "why": ""}
    again = client.post(reverse("meetings:minutes_edit", args=[corrected.meeting_id]), said).content.decode()
    assert "valgfritt" not in again[again.index("Hva har du rettet?") :][:60]


def test_a_meeting_that_is_not_open_says_why_there_is_no_summary(client, out, nina):
    said = "Møtet er ikke åpent for alle"
    assert said in read(client, nina, "minutes_edit")
    out.meeting.is_public = True
    out.meeting.save()
    assert said not in read(client, nina, "minutes_edit")


def test_the_pdf_carries_the_case_reference_in_its_own_metadata(out):
    Minutes.objects.update(case_reference="26/1234")

    content = files.pdf(Minutes.objects.get())

    parts = [content]
    for found in re.finditer(rb"stream\r?\n(.*?)endstream", content, re.DOTALL):
        with contextlib.suppress(zlib.error):
            parts.append(zlib.decompress(found.group(1)))
    whole = b"".join(parts)
    assert b"<pdf:Keywords>Sak 26/1234</pdf:Keywords>" in whole
    assert re.search(rb"/Keywords \(Sak 26/1234\)", whole)
