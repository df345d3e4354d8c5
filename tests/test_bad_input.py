"""What bad input gets: a page that says what is wrong, never a server error."""

from __future__ import annotations

import base64
import io
import json
import time
from http.cookies import SimpleCookie

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from meetings.models import Invitation, Material, Meeting
from meetings.planning.forms import ContentForm, HostForm, MaterialForm, StepForm, WhenForm, owners_for
from meetings.planning.joining import Joining, parse_joining
from partnership.common import exports
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(client):
    made = factories.meeting(state="published")
    client.force_login(made.host)
    return made


def after(*values: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


@pytest.mark.parametrize(
    "values",
    [
        ["abc", 1], ["2026-13-45", 1], ["\ud800", 1], ["2026-01-01T00:00:00+00:00", "\udfff"], [1, 1], ["", ""],
        ["0001-01-01T00:00:00+14:00", 1], ["9999-12-31T23:59:59-14:00", 1], ["2026-01-01T00:00:00+00:00", 10**40],
        ["2026-01-01T00:00:00+00:00", -(10**100)], ["2026-01-01", 1], ["infinity", 1], [True, False],
    ],
)  # fmt: skip
@pytest.mark.parametrize("page", ["/moter/", "/moter/?vis=tidligere"])
def test_a_page_mark_that_means_nothing_gives_a_page(client, recwarn, page, values):
    separator = "&" if "?" in page else "?"

    assert client.get(f"{page}{separator}etter={after(*values)}").status_code == 200
    assert [str(told.message) for told in recwarn if told.category is RuntimeWarning] == []


@pytest.mark.parametrize("time", ["2999-01-01", "2999-01-01T00:00:00", "infinity"])
def test_a_page_mark_without_a_time_zone_gives_the_first_page(client, meeting, time):
    page = client.get(f"/moter/?etter={after(time, 1)}").context["page"]

    assert [one.pk for one in page.rows] == [meeting.pk]


def test_the_boards_page_mark_too(client, meeting):
    for values in (["\ud800", "a", 1], ["a", "b", "c"], [1, 2, 3], ["a", "b", 10**40]):
        assert client.get(f"/moter/{meeting.pk}/tavle/?etter={after(*values)}").status_code == 200


@pytest.mark.parametrize("address", ["/", "/moter/", "/logg-inn/", "/finnes-ikke/"])
def test_a_cookie_with_a_nul_byte_is_refused_in_words(address):
    client = Client()
    client.cookies = SimpleCookie()
    response = client.get(address, headers={"Cookie": 'sesjon="abcdefgh\\000ijkl"'})

    assert response.status_code == 400
    assert "Vi kunne ikke lese" in response.content.decode()


def test_control_characters_in_a_name_do_not_break_the_spreadsheet(client, meeting):
    Invitation.objects.create(
        meeting=meeting, name="Kari\x01 Vik\x1f", email="kari@a.example", invited_at=timezone.now()
    )

    response = client.get(reverse("meetings:board_export", args=[meeting.pk]))

    names = [
        row[1] for row in openpyxl.load_workbook(io.BytesIO(response.content)).active.iter_rows(values_only=True)
    ]
    assert names == ["Navn", "Kari Vik"]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "\x01="])
def test_no_cell_is_run_as_a_formula(start):
    assert exports.safe(f"{start}cmd|calc").startswith("'")


@pytest.mark.parametrize("number", ["²", "٣", "1" * 30, "-1"])
def test_a_row_number_that_is_no_number_changes_nothing(client, meeting, number):
    for name in ("meetings:guests", "meetings:materials"):
        assert client.post(reverse(name, args=[meeting.pk]), {"fjern": number}).status_code in {200, 404, 422}
    order = client.post(reverse("meetings:programme_order", args=[meeting.pk]), {"post": [number]})
    assert order.status_code == 204


def test_an_upload_is_what_its_ending_says_whatever_the_sender_calls_it(client, meeting):
    file = SimpleUploadedFile("lysark.pdf", b"%PDF-1.7", content_type="application/" + "x" * 200)

    assert client.post(f"/moter/{meeting.pk}/materiell/", {"title": "Lysark", "file": file}).status_code == 302
    assert Material.objects.get().content_type == "application/pdf"


def test_a_file_without_a_name_must_be_chosen_again(client, meeting):
    file = SimpleUploadedFile("lysark.pdf", b"%PDF-1.7")

    response = client.post(f"/moter/{meeting.pk}/materiell/", {"title": "", "file": file})

    assert response.status_code == 422
    assert "Velg filen på nytt." in response.content.decode()


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,<script>alert(1)</script>", "JaVaScRiPt://a.example/%0aalert(1)"]
)
def test_only_web_addresses_are_links(meeting, url):
    assert "url" in MaterialForm({"title": "Lysark", "url": url}, instance=Material(meeting=meeting)).errors
    assert parse_joining(url) == Joining()
    assert "joining" in planning(ContentForm, meeting, joining=url).errors


def planning(step: type[StepForm], meeting: Meeting | None = None, **changes: object) -> StepForm:
    """A step's form as the organiser sends it."""
    host = meeting.host if meeting else factories.officer()
    day = (timezone.localdate() + factories.dt.timedelta(days=30)).isoformat()
    data = {
        "kind": "dialogue", "title": "Dialogmøte", "host_phone": "400 00 010", "language": "nb", "place": "Rådhuset",
        "owner": owners_for(host)[0][0], "day": day, "begins": "09:00", "ends": "12:00", "joining": "",
    }  # fmt: skip
    return step(data | changes, instance=meeting, user=host)


@pytest.mark.parametrize("day", ["9999-12-31", "2999-01-01", "0001-01-01"])
def test_a_day_nobody_lives_to_see_is_refused_in_words(day):
    assert planning(WhenForm, day=day).errors["day"] == ["Velg en dag innen 10 år."]


def test_a_link_longer_than_can_be_kept_is_refused_in_words():
    link = "https://teams.microsoft.com/l/meetup-join/" + "a" * 1000

    assert planning(ContentForm, joining=link).errors["joining"] == ["Lenken er lengre enn 1000 tegn."]


def test_a_meeting_is_not_given_to_a_partner_one_is_no_adviser_at(meeting):
    other = factories.PartnerFactory(slug="forskningsradet", name="Forskningsrådet")

    assert "owner" in planning(HostForm, meeting, owner=f"p{other.pk}").errors


INVITED_TO = """Bli med i møtet nå<https://teams.microsoft.com/meet/3124567890123?p=AbCdEf>
Møte-ID: 312 456 789 012 3
Passord: Qk7pZ9sA
+47 21 40 00 00,,123456789# Norway, Oslo"""


def stored(form: StepForm) -> Meeting:
    assert form.errors == {}
    return form.save()


def test_saving_with_the_same_link_keeps_passcode_and_phone_and_another_link_does_not(meeting):
    saved = stored(planning(ContentForm, meeting, joining=INVITED_TO))
    assert (saved.join_passcode, saved.join_phone) == ("Qk7pZ9sA", "+47 21 40 00 00,,123456789#")

    saved = stored(planning(ContentForm, saved, joining=saved.join_url, version=saved.version))
    assert (saved.join_passcode, saved.join_phone) == ("Qk7pZ9sA", "+47 21 40 00 00,,123456789#")

    saved = stored(planning(ContentForm, saved, joining="https://whereby.com/foui", version=saved.version))
    assert (saved.join_url, saved.join_passcode, saved.join_phone) == ("https://whereby.com/foui", "", "")

    saved = stored(planning(ContentForm, saved, joining="", version=saved.version))
    assert (saved.join_url, saved.join_service) == ("", "")


def test_a_paste_of_a_thousand_wrapped_links_is_read_quickly():
    wrapped = "https://eur01.safelinks.protection.outlook.com/?url=" * 3
    begun = time.perf_counter()

    assert parse_joining(f"{wrapped} " * 1300) == Joining()
    assert time.perf_counter() - begun < 0.3
