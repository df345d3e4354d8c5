"""«Dette venter»: once a day, only with something new, and as often as the person wants."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.test import Client
from freezegun import freeze_time

from meetings.invitations import answering, inviting
from meetings.models import Invitation, Meeting
from partnership.common import contributions, norwegian
from partnership.mail import digest, kinds, notices, preferences
from partnership.mail.mime import Message
from partnership.mail.models import MailPreference, Notice, OutgoingMail
from partnership.people import terms
from tests import factories
from tests.meetings.test_inviting import for_contacts

pytestmark = pytest.mark.django_db

MONDAY = norwegian.at(dt.date(2027, 9, 6), dt.time(8))
A_DAY = dt.timedelta(days=1)


@pytest.fixture
def kari():
    """Has one invitation to answer, for a meeting in September 2027."""
    person = factories.contact("Kari Vik")
    meeting = factories.meeting(start=norwegian.at(dt.date(2027, 9, 30), dt.time(9)))
    for_contacts(meeting)
    inviting.invite(meeting=meeting, by=meeting.host)
    return person


def mails(person) -> int:
    return OutgoingMail.objects.filter(kind="mail.digest", person=person).count()


def test_what_waits_is_told_once_and_not_again_before_something_is_new(kari):
    for moment in (MONDAY, MONDAY, MONDAY + A_DAY):
        digest.send_due(moment)
    assert mails(kari) == 1

    notices.notify(kari, "test", "noe-nytt", "/", "Noe nytt har skjedd")
    digest.send_due(MONDAY + 2 * A_DAY)

    assert mails(kari) == 2


@pytest.mark.parametrize(
    "moment",
    [
        norwegian.at(dt.date(2027, 9, 6), dt.time(7, 29)),
        norwegian.at(dt.date(2027, 9, 6), dt.time(16)),
        norwegian.at(dt.date(2027, 9, 5), dt.time(8)),
        norwegian.at(dt.date(2027, 5, 17), dt.time(8)),
    ],
    ids=["too early", "too late", "Sunday", "17 May"],
)
def test_nothing_is_told_outside_office_hours_and_working_days(kari, moment):
    assert digest.send_due(moment) == 0


def test_nothing_waiting_is_no_mail():
    person = factories.contact("Per Moen")
    digest.send_due(MONDAY)

    assert mails(person) == 0


@pytest.mark.parametrize(("amount", "days"), [("all", [0]), ("weekly", [0]), ("needed", [])])
def test_people_choose_how_much(kari, amount, days):
    preferences.choose(person=kari, amount=amount)

    sent = [day for day in range(5) if digest.send_due(MONDAY + day * A_DAY) and mails(kari)]

    assert [day for day in sent if day in days] == days
    assert mails(kari) == len(days)


def test_weekly_waits_for_monday(kari):
    preferences.choose(person=kari, amount="weekly")

    digest.send_due(MONDAY + A_DAY)

    assert mails(kari) == 0


@pytest.mark.parametrize(
    ("body", "form"),
    [
        ("List-Unsubscribe=One-Click", "application/x-www-form-urlencoded"),
        (
            '--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\nOne-Click\r\n--x--\r\n',
            "multipart/form-data; boundary=x",
        ),
    ],
)
def test_one_click_from_the_mail_program_needs_no_cookie_and_a_get_changes_nothing(kari, body, form):
    address = urlsplit(preferences.url(kari)).path
    client = Client(enforce_csrf_checks=True)
    assert client.get(address).status_code == 200
    assert client.head(address).status_code == 200
    assert not MailPreference.objects.exists()

    for _time in range(2):  # RFC 8058: either form, no redirect; receivers may ask twice
        assert client.post(address, body, content_type=form).status_code == 200

    assert MailPreference.objects.get(person=kari).amount == "needed"
    assert client.get(address[:-2] + "x/").status_code == 404


def test_an_answer_meanwhile_takes_the_line_out(kari):
    digest.send_due(MONDAY)
    row = OutgoingMail.objects.get(kind="mail.digest", person=kari)
    invitation = kari.invitations.get()
    answering.answer(invitation=invitation, reply="comes", source="link")

    assert isinstance(kinds.registry()["mail.digest"].compose([row])[row.pk], kinds.Obsolete)


def test_the_deputy_is_told_what_waits_for_one_who_is_away(kari):
    deputy = factories.give(kari.terms.get().seat, factories.person("Siri Foss"), capacity="deputy")
    assert contributions.waiting(deputy, norwegian.today()) == []

    terms.be_away(person=kari, until=norwegian.today() + 7 * A_DAY)

    [item] = contributions.waiting(deputy, norwegian.today())
    assert (item.on_behalf_of, item.mail_url) == ("Kari Vik", "")


def test_an_invitation_that_has_just_come_is_not_repeated(kari):
    Invitation.objects.update(invited_at=MONDAY - A_DAY)

    with freeze_time(MONDAY):
        digest.send_due()
    assert mails(kari) == 0
    with freeze_time(MONDAY + A_DAY):
        digest.send_due()

    assert mails(kari) == 1


def test_an_invitation_to_be_answered_at_once_is_in_the_first_digest(kari):
    Invitation.objects.update(invited_at=MONDAY - A_DAY)
    Meeting.objects.update(answer_by=MONDAY.date())

    with freeze_time(MONDAY):
        digest.send_due()

    assert mails(kari) == 1


def test_each_line_can_be_answered_from_the_mail(kari):
    digest.send_due(MONDAY)

    row = OutgoingMail.objects.get(kind="mail.digest", person=kari)
    message = kinds.registry()["mail.digest"].compose([row])[row.pk]

    token = kari.invitations.get().token()
    for word in ("kommer", "kanskje", "nei"):
        assert f"/svar/{token}/?svar={word}" in message.text
        assert f"/svar/{token}/?svar={word}" in message.html


def test_whoever_wants_no_more_between_plan_and_send_still_gets_changes(kari):
    """A choice of fewer digests is no choice against what an invited person must know."""
    digest.send_due(MONDAY)
    planned = OutgoingMail.objects.get(kind="mail.digest", person=kari)

    preferences.choose(person=kari, amount="needed")

    assert isinstance(kinds.registry()["mail.digest"].compose([planned])[planned.pk], kinds.Obsolete)
    invitation = OutgoingMail.objects.get(kind="meetings.invitation", person=kari)
    assert isinstance(kinds.registry()["meetings.invitation"].compose([invitation])[invitation.pk], Message)


def test_a_notice_is_kept_once_a_key(kari):
    for _again in range(2):
        notices.notify(kari, "test", "en", "/", "En gang")

    assert Notice.objects.filter(person=kari).count() == 1


def test_the_link_in_old_mails_is_made_useless_by_one_press(kari):
    old = urlsplit(preferences.url(kari)).path
    client = Client()
    client.force_login(kari)
    assert "Gjør de gamle lenkene ubrukelige" in client.get("/konto/e-post/").content.decode()
    assert "Gjør de gamle" not in Client().get(old).content.decode()

    client.post("/konto/e-post/", {"valg": "ny-lenke"})

    assert Client().get(old).status_code == 404
    assert Client().post(old, {"List-Unsubscribe": "One-Click"}).status_code == 404
    kari.refresh_from_db()
    assert Client().get(urlsplit(preferences.url(kari)).path).status_code == 200
    assert MailPreference.objects.get(person=kari).amount == "all"
