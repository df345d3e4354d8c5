"""«Siden sist»: what the meeting before agreed and how much is done, told to those who had a part in it."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from meetings.after import agreeing, following_up, since_last
from meetings.after.following_up import Responsible
from meetings.invitations import inviting
from meetings.models import AudienceGuest, FollowUp, Meeting
from meetings.planning import hosting, series
from partnership.common import norwegian
from partnership.mail import kinds
from partnership.mail.models import OutgoingMail
from partnership.people.models import RoleTerm
from tests import factories
from tests.meetings.test_inviting import for_contacts
from tests.meetings.test_told import composed, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def before(settings):
    """Held a month ago, with Kari and a guest; two follow-ups, one done and one late, and one agreement."""
    settings.MAIL_HOLD_SECONDS = 0
    factories.contact("Kari Vik")
    made = factories.meeting()
    for_contacts(made)
    AudienceGuest.objects.create(meeting=made, name="Gunn Ness", email="gunn@sintef.example")
    inviting.invite(meeting=made, by=made.host)
    seat = made.invitations.get(name="Kari Vik").seat
    for text in ("Ringe NTNU", "Søke midler"):
        following_up.add(meeting=made, text=text, to=Responsible(seat=seat), due=norwegian.today(), by=made.host)
    following_up.mark_done(follow_up=FollowUp.objects.get(text="Ringe NTNU"))
    FollowUp.objects.update(due=norwegian.today() - dt.timedelta(days=3))
    agreeing.agree(meeting=made, text="Dele nattilsyn", by=made.host)
    start = made.start - dt.timedelta(days=45)
    Meeting.objects.filter(pk=made.pk).update(start=start, end=start + dt.timedelta(hours=2), state="held")
    made.refresh_from_db()
    return made


@pytest.fixture
def after(before):
    """The next, to Kari, the guest, and Per, who is new; its mails wait."""
    factories.contact("Per Moen")
    made = factories.meeting(before.host, owner_partner=before.owner_partner)
    for_contacts(made)
    AudienceGuest.objects.create(meeting=made, name="Gunn Ness", email="Gunn@sintef.example")
    OutgoingMail.objects.all().delete()
    inviting.invite(meeting=made, by=made.host)
    made.refresh_from_db()
    return made


def of(meeting, name: str):
    return meeting.invitations.get(name=name)


def flat(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").split())


COUNT = "1 av 2 oppfølgingspunkter fra"


def test_the_invitation_says_how_many_and_no_word_of_what(before, after):
    found = {one.name: composed(waiting(one)[-1]) for one in after.invitations.all()}

    for name in ("Kari Vik", "Gunn Ness"):
        text = flat(found[name].text)
        assert f"Siden sist: {COUNT} {before.short_name} er gjort." in text
        assert f"/svar/{of(after, name).token()}/#siden-sist" in text
        assert f"{of(after, name).token()}/#siden-sist" in found[name].html
    for mail in found.values():
        assert "nattilsyn" not in mail.text + mail.html
        assert "Søke midler" not in mail.text + mail.html


def test_who_had_no_part_in_it_is_not_even_told_that_it_was(client, before, after):
    per = of(after, "Per Moen")
    mail = composed(waiting(per)[-1])

    assert "Siden sist" not in mail.text + mail.html
    assert "Siden sist" not in client.get(reverse("answers:answer", args=[per.token()])).content.decode()
    client.force_login(per.person)
    for name in ("meetings:detail", "meetings:day"):
        page = client.get(reverse(name, args=[after.pk])).content.decode()
        assert "Siden sist" not in page
        assert "nattilsyn" not in page


@pytest.mark.parametrize("name", ["answers:answer", "answers:day"])
def test_a_guest_reads_it_by_the_link(client, after, name):
    page = flat(client.get(reverse(name, args=[of(after, "Gunn Ness").token()])).content.decode())

    assert COUNT in page
    assert "Dele nattilsyn" in page
    assert "/resultat/" not in page


@pytest.mark.parametrize("name", ["meetings:detail", "meetings:day"])
@pytest.mark.parametrize("who", ["host", "kari"])
def test_signed_in_it_leads_to_all_of_it(client, before, after, name, who):
    client.force_login(after.host if who == "host" else of(after, "Kari Vik").person)

    page = flat(client.get(reverse(name, args=[after.pk])).content.decode())

    assert COUNT in page
    assert "Dele nattilsyn" in page
    assert reverse("meetings:outcomes", args=[before.pk]) in page


def test_the_projector_does_not_show_it(client, after):
    client.force_login(after.host)

    page = client.get(reverse("meetings:day", args=[after.pk]) + "?skjerm").content.decode()

    assert "Siden sist" not in page


def test_whoever_has_the_role_now_is_told(client, before, after):
    """The role was there; a new holder is invited to the next."""
    kari = of(after, "Kari Vik")
    new = factories.person("Ny Kontakt")
    RoleTerm.objects.filter(seat=kari.seat).update(until=norwegian.today())
    RoleTerm.objects.create(seat=kari.seat, person=new, since=norwegian.today())
    type(kari).objects.filter(pk=kari.pk).update(person=new, name="Ny Kontakt", email=new.email)

    page = client.get(reverse("answers:answer", args=[kari.token()])).content.decode()

    assert "Dele nattilsyn" in page


def test_what_was_moved_on_still_counts_as_left(before, after):
    following_up.move_on(meeting=before, to=after)

    found = since_last.find(after)

    assert (found.done, found.total) == (1, 2)


@pytest.mark.parametrize("change", ["nothing came of it", "it is not held yet", "this one is over"])
def test_there_is_nothing_to_tell(before, after, change):
    if change == "nothing came of it":
        before.follow_ups.all().delete()
        before.agreements.all().delete()
    elif change == "it is not held yet":
        Meeting.objects.filter(pk=before.pk).update(end=after.start, state="published")
    else:
        start = norwegian.at(norwegian.today() - dt.timedelta(days=1), dt.time(9))
        Meeting.objects.filter(pk=after.pk).update(start=start, end=start + dt.timedelta(hours=1))
        after.refresh_from_db()

    assert since_last.find(after) is None


def test_what_is_late_stands_on_the_boards_of_both_meetings(client, before, after):
    client.force_login(after.host)

    for meeting in (before, after):
        page = flat(client.get(reverse("meetings:board", args=[meeting.pk])).content.decode())
        assert "«Søke midler» skulle vært gjort" in page
        assert "Ringe NTNU" not in page

    following_up.mark_done(follow_up=FollowUp.objects.get(text="Søke midler"))
    assert "Søke midler" not in client.get(reverse("meetings:board", args=[after.pk])).content.decode()


def test_what_somebody_elses_meeting_left_is_not_on_the_board(after):
    partner = factories.PartnerFactory(slug="annen", name="Annen")
    other = factories.meeting(factories.officer(partner=partner), owner_partner=partner)

    assert since_last.overdue(other.host, other) == []
    assert since_last.overdue(other.host, after) == []


BUDGET = 6


def test_fifty_invitations_of_five_meetings_ask_six_questions(before, after, django_assert_max_num_queries):
    """Each with an own meeting before it, of an own host, and told so to those who were there."""
    for number in range(4):
        partner = factories.PartnerFactory(slug=f"partner-{number}", name=f"Partner {number}")
        host = factories.officer(f"Vert {number}", partner)
        earlier = factories.meeting(host, owner_partner=partner, start=before.start, state="held")
        agreeing.agree(meeting=earlier, text="Dele nattilsyn", by=host)
        later = factories.meeting(host, owner_partner=partner)
        for made in (earlier, later):
            for guest in range(12):
                AudienceGuest.objects.create(meeting=made, name=f"Gjest {guest}", email=f"g{guest}@sintef.example")
            inviting.invite(meeting=made, by=host) if made == later else None
        for guest in range(0, 12, 2):
            earlier.invitations.create(name="Gjest", email=f"g{guest}@sintef.example", invited_at=earlier.start)
    rows = list(OutgoingMail.objects.filter(kind="meetings.invitation"))
    assert len(rows) == 51

    with django_assert_max_num_queries(BUDGET):
        mails = kinds.registry()["meetings.invitation"].compose(rows)

    told_to = [row for row in rows if "Siden sist" in mails[row.pk].text]
    assert len(told_to) == 4 * 6 + 2


def test_one_that_goes_on_between_them_does_not_hide_the_last_that_was_held(before, after):
    factories.meeting(before.host, owner_partner=before.owner_partner, start=after.start - dt.timedelta(days=3))

    assert since_last.find(after).meeting == before
    assert Meeting.objects.with_previous_held().get(pk=after.pk).previous_held == before.pk


@pytest.mark.parametrize("change", ["nothing", "a draft", "cancelled", "retold", "of another host", "later", "tied"])
def test_in_mails_and_on_pages_the_same_one_was_before(before, after, change):
    other = factories.meeting(
        factories.officer(), owner_partner=factories.PartnerFactory(slug="annen"), state="held",
        start=before.start - dt.timedelta(days=9),
    )  # fmt: skip
    changed = {
        "nothing": {}, "a draft": {"state": "draft"}, "cancelled": {"state": "cancelled"}, "retold": {"source": "x"},
        "of another host": {"owner_partner": other.owner_partner},
    }  # fmt: skip
    if change == "tied":
        Meeting.objects.filter(pk=after.pk).update(follows=other)
    elif change == "later":
        Meeting.objects.filter(pk=before.pk).update(start=after.start, end=after.end)
    else:
        Meeting.objects.filter(pk=before.pk).update(**changed[change])
    found = Meeting.objects.with_previous_held().get(pk=after.pk)

    previous = series.previous(found, held=True)

    assert found.previous_held == (previous.pk if previous else None)


def test_the_trial_mail_shows_it_too(before, after):
    OutgoingMail.objects.all().delete()
    hosting.send_test(meeting=after, to=after.host)

    [row] = OutgoingMail.objects.all()
    text = flat(composed(row).text)

    assert f"Siden sist: {COUNT} {before.short_name} er gjort. Ett er over fristen." in text
    assert "nattilsyn" not in text
