"""Pasted invitations to meet from afar, as Teams, Zoom and Google Meet write them (numbers and codes invented)."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from meetings.planning.joining import Joining, is_sane_url, parse_joining

TEAMS_URL = (
    "https://teams.microsoft.com/l/meetup-join/19%3ameeting_ZmFrZQ%40thread.v2/0"
    "?context=%7b%22Tid%22%3a%2200000000-0000-0000-0000-000000000001%22%7d"
)
SAFE_LINK = (
    f"https://eur01.safelinks.protection.outlook.com/ap/t-59584e83/?url={quote(TEAMS_URL, safe='')}"
    "&data=05%7C02%7Ckari%40kommune.example%7C&sdata=abc%3D&reserved=0"
)

TEAMS_OLD_NORWEGIAN = f"""
Kari inviterer deg til et møte.
________________________________________________________________________________
Microsoft Teams-møte
Bli med på datamaskinen, mobilappen eller romenheten
Klikk her for å bli med i møtet<{SAFE_LINK}>
Møte-ID: 312 456 789 01
Passord: aB3xYz
Last ned Teams<https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.microsoft.com%2Fapp>
Bli med på nettet<https://www.microsoft.com/microsoft-teams/join-a-meeting>
Eller ring (bare lyd)
+47 21 40 00 00,,123456789#<tel:+4721400000,,123456789#>   Norway, Oslo
ID for telefonkonferanse: 123 456 789#
Finn et lokalt nummer<https://dialin.teams.microsoft.com/1234?id=123456789> | Tilbakestill PIN-kode
Møtealternativer<https://teams.microsoft.com/meetingOptions/?organizerId=1>
"""

TEAMS_NEW_NORWEGIAN = """
________________________________________________________________________________
Microsoft Teams Trenger du hjelp?<https://aka.ms/JoinTeamsMeeting?omkt=nb-NO>
Bli med i møtet nå<https://teams.microsoft.com/meet/3124567890123?p=AbCdEf>
Møte-ID: 312 456 789 012 3
Passord: Qk7pZ9sA
________________________________
Ring inn via telefon
+47 21 40 00 00,,123456789# Norway, Oslo
Finn et lokalt nummer
Telefonkonferanse-ID: 123 456 789#
For organisatorer: Møtealternativer<https://teams.microsoft.com/meetingOptions/?x=1>
"""

TEAMS_NEW_ENGLISH = f"""
Microsoft Teams Need help?<https://aka.ms/JoinTeamsMeeting?omkt=en-US>
Join the meeting now<{TEAMS_URL}>
Meeting ID: 312 456 789 012
Passcode: Qk7pZ9
Dial in by phone
+44 20 0000 0000,,123456789# United Kingdom, London
+47 21 40 00 00,,123456789# Norway, Oslo
Phone conference ID: 123 456 789#
"""

ZOOM = """
Kari Nordmann is inviting you to a scheduled Zoom meeting.

Topic: Dialogmøte
Time: Dec 15, 2026 09:00 AM Oslo

Join Zoom Meeting
https://kommune.zoom.us/j/81234567890?pwd=QWxhZGRpbg.1

Meeting ID: 812 3456 7890
Passcode: 482913

---
One tap mobile
+4724000000,,81234567890#,,,,*482913# Norway

Dial by your location
• +47 2400 0000 Norway
Find your local number: https://kommune.zoom.us/u/kabc
"""

MEET = """
Møte om velferdsteknologi
Tirsdag 15. desember · 9:00 – 12:00
Informasjon for deltakelse via Google Meet
Link til videoanrop: https://meet.google.com/abc-defg-hij
Eller ring: \u202a(NO) +47 21 00 00 00\u202c PIN-kode: 123 456 789#
Flere telefonnumre: https://tel.meet/abc-defg-hij?pin=123456789
"""

OSLO_NUMBER = "+47 21 40 00 00"


@pytest.mark.parametrize(
    ("pasted", "wanted"),
    [
        pytest.param(
            TEAMS_OLD_NORWEGIAN,
            Joining(TEAMS_URL, "31245678901", "aB3xYz", OSLO_NUMBER, "123456789", "teams"),
            id="teams, older, Norwegian, wrapped by a mail filter",
        ),
        pytest.param(
            TEAMS_NEW_NORWEGIAN,
            Joining(
                "https://teams.microsoft.com/meet/3124567890123?p=AbCdEf",
                "3124567890123",
                "Qk7pZ9sA",
                OSLO_NUMBER,
                "123456789",
                "teams",
            ),
            id="teams, newer, Norwegian",
        ),
        pytest.param(
            TEAMS_NEW_ENGLISH,
            Joining(TEAMS_URL, "312456789012", "Qk7pZ9", OSLO_NUMBER, "123456789", "teams"),
            id="teams, newer, English, the Norwegian number first",
        ),
        pytest.param(
            ZOOM,
            Joining(
                "https://kommune.zoom.us/j/81234567890?pwd=QWxhZGRpbg.1",
                "81234567890",
                "482913",
                "+4724000000",
                "",
                "zoom",
            ),
            id="zoom",
        ),
        pytest.param(
            MEET,
            Joining("https://meet.google.com/abc-defg-hij", "", "", "+47 21 00 00 00", "123456789", "meet"),
            id="google meet, Norwegian",
        ),
        pytest.param(f"  {TEAMS_URL}\n", Joining(url=TEAMS_URL, service="teams"), id="only the link"),
        pytest.param(SAFE_LINK, Joining(url=TEAMS_URL, service="teams"), id="only the wrapped link"),
        pytest.param(
            "https://us02web.zoom.us/j/81234567890",
            Joining(url="https://us02web.zoom.us/j/81234567890", meeting_id="81234567890", service="zoom"),
            id="zoom, the number from the link",
        ),
        pytest.param(
            "https://video.kommune.example/rom/7",
            Joining(url="https://video.kommune.example/rom/7", service="other"),
            id="an unknown service, alone",
        ),
        pytest.param(
            "Møtelenke: https://video.kommune.example/rom/7.",
            Joining(url="https://video.kommune.example/rom/7", service="other"),
            id="an unknown service, with words that invite to join",
        ),
    ],
)
def test_an_invitation_is_taken_apart(pasted, wanted):
    assert parse_joining(pasted) == wanted
    assert parse_joining(pasted.replace("\n", "\r\n")) == wanted


def test_a_link_wrapped_by_another_filter_is_unwrapped():
    pasted = f"Join: <https://urldefense.com/v3/__{TEAMS_URL}__;JSUl!!abc!xyz$>"

    assert parse_joining(pasted).url == TEAMS_URL


def test_a_link_copied_from_html_is_read():
    pasted = f'<a href="{SAFE_LINK.replace("&", "&amp;")}">Klikk her for å bli med i møtet</a>'

    assert parse_joining(pasted).url == TEAMS_URL


def test_a_link_broken_over_lines_in_angle_brackets_is_joined():
    pasted = f"Klikk her for å bli med i møtet<{SAFE_LINK[:76]}\r\n{SAFE_LINK[76:]}>"

    assert parse_joining(pasted).url == TEAMS_URL


@pytest.mark.parametrize(
    "junk",
    [
        "",
        "   \n",
        "Vi møtes på rådhuset kl. 9.",
        "Se programmet på https://kommune.example/program før du kommer.",
        "Trenger du hjelp?<https://aka.ms/JoinTeamsMeeting>",
        "Møte-ID: 312 456 789 01\nPassord: aB3xYz",
        "http://teams.microsoft.com/l/meetup-join/19%3ameeting",
        "javascript:alert(1)//https",
        "https://teams.microsoft.com@evil.example/l/meetup-join/x",
        "https://teams.microsoft.com:8443/l/meetup-join/x",
        "https://10.0.0.1/l/meetup-join/x",
        "https://localhost/meet/1",
        "https://[::1]/meet/1",
        "https://[bad/meet/1",
        "https://teams.microsoft.com\\.evil.example/meet/1",
        "https://eur01.safelinks.protection.outlook.com/?url=javascript%3Aalert(1)",
        "https://eur01.safelinks.protection.outlook.com/?url=http%3A%2F%2Fteams.microsoft.com%2Fmeet%2F1",
        "https://eur01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fx.example%2F%0D%0AX",
        "https://kommune.example/" + "a" * 2000,
    ],
)
def test_what_cannot_be_trusted_gives_nothing(junk):
    assert parse_joining(junk) == Joining()


def test_a_look_alike_is_not_taken_for_teams():
    joining = parse_joining("https://teams.microsoft.com.evil.example/l/meetup-join/x")

    assert joining.service == "other"


def test_a_huge_paste_is_read_quickly_and_only_at_its_start():
    assert parse_joining("<https://" * 200_000) == Joining()
    assert parse_joining("møte-id: 1 2 " * 100_000 + TEAMS_URL) == Joining()


@pytest.mark.parametrize(
    ("url", "sane"),
    [
        ("https://meet.google.com/abc-defg-hij", True),
        ("https://video.kommune.example:443/rom", True),
        ("https://xn--rdhus-mra.example/rom?a=1&b=2#c", True),
        ("https://rådhus.example/rom", False),
        ("https://a.example/ rom", False),
        ('https://a.example/"', False),
        ("https://a.example:port/", False),
        ("//a.example/", False),
        ("ftp://a.example/", False),
    ],
)
def test_only_ordinary_https_links_are_sane(url, sane):
    assert is_sane_url(url) is sane
