"""«Finn dato»: proposing, asking, marking and choosing, by verbs and pages."""

from __future__ import annotations

import datetime as dt
import re
import uuid

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from meetings.dates import asking, choosing, marking, waiting, weighing
from meetings.invitations import inviting
from meetings.mailing import announcing
from meetings.models import AskedPerson, AudienceGuest, DateMark, DatePoll, Invitation, Meeting
from meetings.planning import audience
from partnership.common import norwegian
from partnership.mail.models import Notice, OutgoingMail
from tests import factories

pytestmark = pytest.mark.django_db

PAGE = "/moter/finn-dato/"


def working(days: int) -> dt.date:
    return norwegian.add_working_days(norwegian.today(), days)


def make(by, *, dates: int = 3, people=(), guests=(), send: bool = True, **fields) -> DatePoll:
    values = {"owner_partner": factories.PartnerFactory()} | fields
    poll = DatePoll(asked_by=by, title="Styringsgruppa", minutes=90, **({"answer_by": working(4)} | values))
    starts = [norwegian.at(working(6 + number), dt.time(9)) for number in range(dates)]
    asking.save(poll=poll, starts=starts)
    for person in people:
        asking.add_person(poll=poll, person=person)
    rows = [AudienceGuest(name=name, email=f"{name.split()[0].lower()}@ntnu.example") for name in guests]
    if rows:
        asking.add_guests(poll=poll, guests=rows)
    if send:
        asking.ask(poll=poll)
    poll.refresh_from_db()
    return poll


def says(asked: AskedPerson, *suits: str, comment: str = "") -> AskedPerson:
    dates = [date.pk for date in asked.poll.dates.all()]
    return marking.mark(asked=asked, marks=dict(zip(dates, suits, strict=True)), comment=comment, by=asked.person)


@pytest.fixture
def nina():
    return factories.officer("Nina Solem")


@pytest.fixture
def kari():
    return factories.contact("Kari Vik", factories.MunicipalityFactory(name="Frosta"))


@pytest.fixture
def poll(nina, kari):
    return make(nina, people=[kari, factories.broker("Ola Moen")], guests=["Rune Dahl"])


def one(poll, name: str) -> AskedPerson:
    return poll.asked.get(name=name)


def typed(**more) -> dict[str, str]:
    values = {"title": "Styringsgruppa", "why": "", "minutes": "60", "answer_by": f"{working(4)}"}
    values |= {"day_1": f"{working(6)}", "clock_1": "09:00", "day_2": f"{working(7)}", "clock_2": "13:30"}
    return values | more


# --- proposing ---------------------------------------------------------------------------------------------


def test_what_is_proposed_is_a_draft_that_nobody_has_heard_of(client, nina):
    client.force_login(nina)

    answer = client.post(PAGE, typed())

    poll = DatePoll.objects.get()
    assert answer.url == reverse("meetings:date_poll_people", args=[poll.pk])
    assert [norwegian.local(date.start).strftime("%H:%M") for date in poll.dates.all()] == ["09:00", "13:30"]
    assert (poll.is_draft, poll.owner_partner.slug, OutgoingMail.objects.count()) == (True, "ks", 0)


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"title": ""}, "Skriv hva møtet handler om."),
        ({"minutes": "3"}, "Skriv et tall fra 5 til 1440."),
        ({"day_1": "2020-01-06"}, "Velg en tid som ikke har vært."),
        ({"clock_1": ""}, "Skriv klokkeslettet også."),
        ({"day_2": ""}, "Velg dagen også."),
        ({"day_2": f"{working(6)}", "clock_2": "09:00"}, "Denne datoen har du foreslått allerede."),
        ({"day_1": "", "clock_1": "", "day_2": "", "clock_2": ""}, "Foreslå minst én dato."),
        ({"day_6": f"{working(9)}", "clock_6": "09:00"}, "Foreslå høyst 5 datoer."),
        ({"answer_by": f"{working(9)}"}, "Folk må svare før den første av datoene."),
        ({"answer_by": "2020-01-06"}, "Velg en dag som ikke har vært."),
    ],
)
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(client, nina, sent, said):
    client.force_login(nina)

    answer = client.post(PAGE, typed(why="Vi må møtes", **sent))

    page = answer.content.decode()
    assert (answer.status_code, DatePoll.objects.count()) == (422, 0)
    assert said in page
    assert "Vi må møtes" in page
    assert sent.get("clock_2", "13:30") in page


def test_a_red_day_is_warned_of_and_allowed(client, nina):
    client.force_login(nina)
    day = working(6)
    while norwegian.is_working_day(day):
        day += dt.timedelta(days=1)

    page = client.post(PAGE, typed(day_2=f"{day}"), follow=True).content.decode()

    assert "er ingen arbeidsdag." in page
    assert page.count("ikke arbeidsdag") == 1
    assert DatePoll.objects.get().dates.count() == 2


def test_dates_of_a_draft_are_changed_and_those_people_know_are_not(client, nina, kari):
    client.force_login(nina)
    draft, sent = make(nina, send=False), make(nina, people=[kari])

    client.post(reverse("meetings:date_poll_edit", args=[draft.pk]), typed())
    client.post(reverse("meetings:date_poll_edit", args=[sent.pk]), typed())

    assert (draft.dates.count(), sent.dates.count()) == (2, 3)
    with pytest.raises(asking.CannotAsk):
        asking.save(poll=sent, starts=[])


def test_a_draft_whose_dates_have_been_gets_new_ones(client, nina):
    poll = make(nina, send=False)
    DatePoll.objects.filter(pk=poll.pk).update(ended_at=timezone.now())
    client.force_login(nina)

    shown = client.get(poll.get_absolute_url(), follow=True)
    client.post(shown.redirect_chain[-1][0], typed())

    poll.refresh_from_db()
    assert (poll.ended_at, poll.dates.count()) == (None, 2)


def test_a_contact_proposes_for_the_own_role(client, kari):
    client.force_login(kari)

    client.post(PAGE, typed())

    assert DatePoll.objects.get().owner_seat.title == "FoUI-kontakt i Frosta"


# --- asking ------------------------------------------------------------------------------------------------


def test_people_are_found_and_guests_written_in_one_form_that_loses_nothing(client, nina, kari):
    client.force_login(nina)
    poll = make(nina, send=False)
    address = reverse("meetings:date_poll_people", args=[poll.pk])
    guest = "Rune Dahl <rune@ntnu.example>, NTNU"

    found = client.get(address + "?q=frosta").content.decode()
    wrong = client.post(address, {"q": "frosta", "lines": "Rune uten adresse", "legg-til": str(kari.pk)})
    client.post(address, {"q": "", "lines": guest, "legg-til": str(kari.pk)})

    assert "Kari Vik" in found
    assert wrong.status_code == 422
    assert "Rune uten adresse" in wrong.content.decode()
    assert [str(row) for row in poll.asked.all()] == ["Kari Vik, Frosta", "Rune Dahl, NTNU"]
    client.post(address, {"ta-ut": str(one(poll, "Rune Dahl").pk)})
    assert [row.name for row in poll.asked.all()] == ["Kari Vik"]


def test_nobody_asked_is_told_beside_and_sends_nothing(client, nina):
    client.force_login(nina)
    poll = make(nina, send=False)

    page = client.post(reverse("meetings:date_poll_people", args=[poll.pk]), {"send": "ja"}, follow=True)

    assert "Velg først hvem du vil spørre." in page.content.decode()
    assert OutgoingMail.objects.count() == 0


def test_each_gets_one_mail_with_an_own_link_however_often_one_presses(client, nina, poll):
    client.force_login(nina)
    address = reverse("meetings:date_poll_people", args=[poll.pk])

    client.post(address, {"send": "ja"})

    rows = OutgoingMail.objects.filter(kind=asking.ASK)
    assert sorted(row.to_name for row in rows) == ["Kari Vik", "Ola Moen", "Rune Dahl"]
    asking.add_person(poll=poll, person=factories.contact("Per Moen"))
    assert asking.ask(poll=poll) == 1
    assert rows.all().count() == 4


def test_at_most_twenty_are_asked(nina, poll):
    guests = [AudienceGuest(name=f"Gjest {number}", email=f"g{number}@a.example") for number in range(18)]

    with pytest.raises(asking.CannotAsk, match="høyst 20"):
        asking.add_guests(poll=poll, guests=guests)
    asking.add_guests(poll=poll, guests=guests[:17])

    assert poll.asked.count() == 20


def test_a_contact_asks_no_more_guests_a_week_than_may_be_invited(kari, monkeypatch):
    monkeypatch.setattr("meetings.planning.guests.A_WEEK", 2)
    seat = kari.terms.get().seat
    make(kari, owner_partner=None, owner_seat=seat, guests=["Rune Dahl", "Live Sand"])

    with pytest.raises(asking.CannotAsk, match="høyst 2 gjester"):
        make(kari, owner_partner=None, owner_seat=seat, guests=["Geir Ness"])


def test_who_is_written_as_a_guest_and_has_a_role_is_one_person(nina, kari):
    poll = make(nina, send=False)
    asking.add_guests(poll=poll, guests=[AudienceGuest(name="Kari", email=kari.email)])

    asking.add_person(poll=poll, person=kari)
    asking.add_person(poll=poll, person=kari)

    assert [(row.person, row.seat) for row in poll.asked.all()] == [(kari, kari.terms.get().seat)]


# --- marking -----------------------------------------------------------------------------------------------


def marked(poll, *suits: str, comment: str = "") -> dict[str, str]:
    dates = poll.dates.all()
    return {f"date_{date.pk}": suit for date, suit in zip(dates, suits, strict=True)} | {"comment": comment}


def link(asked) -> str:
    return reverse("answers:dates", args=[asked.token()])


def test_a_guest_marks_by_the_link_without_signing_in_and_a_scanner_marks_nothing(client, poll):
    rune = one(poll, "Rune Dahl")

    shown = client.get(link(rune)).content.decode()
    client.head(link(rune))
    before = DateMark.objects.count()
    client.post(link(rune), marked(poll, "yes", "if_needed", "no", comment="Helst Teams"))
    client.post(link(rune), marked(poll, "no", "if_needed", "yes", comment="Helst Teams"))

    assert "Alle som er spurt, ser navnene, merkene og kommentarene til hverandre." in shown
    assert "Et merke er ikke et svar" in shown
    assert before == 0
    assert list(rune.marks.order_by("date__start").values_list("suits", flat=True)) == ["no", "if_needed", "yes"]
    assert "«Helst Teams»" in Client().get(link(one(poll, "Kari Vik"))).content.decode()


def test_an_unmarked_date_is_told_beside_it(client, poll):
    sent = marked(poll, "yes", "yes", "yes")
    sent.pop(f"date_{poll.dates.last().pk}")

    answer = client.post(link(one(poll, "Rune Dahl")), sent)

    assert answer.status_code == 422
    assert "Velg ett av de tre." in answer.content.decode()
    assert DateMark.objects.count() == 0


def test_a_new_link_closes_the_old_one(client, nina, poll):
    rune = one(poll, "Rune Dahl")
    old = link(rune)
    client.force_login(nina)

    client.post(reverse("meetings:date_poll_link", args=[poll.pk, rune.pk]))

    rune.refresh_from_db()
    assert (Client().get(old).status_code, Client().get(link(rune)).status_code) == (404, 200)
    assert OutgoingMail.objects.filter(kind=asking.ASK, to_name="Rune Dahl", version=2).count() == 1


def test_who_is_taken_out_has_no_link(client, poll):
    rune = one(poll, "Rune Dahl")
    says(rune, "yes", "yes", "yes")

    asking.take_out(asked=rune)

    assert client.get(link(rune)).status_code == 404
    assert DateMark.objects.count() == 0


def test_signed_in_one_marks_in_the_portal_and_for_nobody_else(client, kari, poll):
    client.force_login(kari)
    own = reverse("meetings:date_marks", args=[poll.pk, one(poll, "Kari Vik").pk])
    other = reverse("meetings:date_marks", args=[poll.pk, one(poll, "Ola Moen").pk])

    done = client.post(own, marked(poll, "yes", "yes", "no"))
    refused = client.post(other, marked(poll, "yes", "yes", "no"))

    assert (done.status_code, refused.status_code) == (302, 403)
    assert [row.asked.name for row in DateMark.objects.select_related("asked")] == ["Kari Vik"] * 3


def test_the_table_says_in_words_what_each_has_marked_and_which_date_suits_best(client, nina, poll):
    says(one(poll, "Kari Vik"), "no", "yes", "yes")
    says(one(poll, "Rune Dahl"), "yes", "yes", "if_needed")
    client.force_login(nina)

    page = client.get(poll.get_absolute_url()).content.decode()
    text = " ".join(re.sub(r"<[^>]+>", " ", page).replace("\xa0", " ").split())

    second = list(poll.dates.all())[1]
    when = second.when[:1].upper() + second.when[1:]
    assert f"{when} passer best: den passer for to, ingen har sagt nei." in text
    assert "2 av 3 har merket" in text
    assert "Ola Moen Proneo Har ikke merket ennå" in text.replace(one(poll, "Ola Moen").organisation, "Proneo")
    assert page.count("passer best</span>") == 1


def test_the_earliest_of_equal_dates_is_best_and_no_date_while_nobody_can(nina, poll):
    assert weighing.table(poll).why == ""
    says(one(poll, "Kari Vik"), "no", "no", "no")
    assert weighing.table(poll).why == ""
    says(one(poll, "Kari Vik"), "no", "if_needed", "if_needed")

    table = weighing.table(poll)

    assert [date.is_best for date in table.dates] == [False, True, False]
    assert table.why.startswith("To datoer passer like godt. Den første av dem er ")


# --- undoing -----------------------------------------------------------------------------------------------


def undo(client, poll) -> str:
    address = reverse("meetings:date_poll_undo", args=[poll.pk])
    assert address in client.get(poll.get_absolute_url()).content.decode()
    return client.post(address, follow=True).content.decode()


def test_what_is_asked_is_held_undone_and_asked_again(client, settings, nina, kari):
    settings.MAIL_HOLD_SECONDS = 120
    poll = make(nina, people=[kari], guests=["Rune Dahl"])
    held = list(OutgoingMail.objects.values_list("not_before", flat=True))
    client.force_login(nina)

    said = undo(client, poll)

    poll.refresh_from_db()
    assert [moment > timezone.now() for moment in held] == [True, True]
    assert "Angret. 2 personer får ikke spørsmålet." in said
    assert (poll.is_draft, poll.asked.told().count(), OutgoingMail.objects.count()) == (True, 0, 0)
    assert asking.ask(poll=poll) == 2


def test_nobody_sees_the_question_before_it_has_left(client, settings, nina, kari):
    settings.MAIL_HOLD_SECONDS = 120
    poll = make(nina, people=[kari])
    client.force_login(kari)
    addresses = [poll.get_absolute_url(), link(one(poll, "Kari Vik"))]

    before = [client.get(address).status_code for address in addresses]
    with freeze_time(timezone.now() + dt.timedelta(seconds=121)):
        after = [client.get(address).status_code for address in addresses]

    assert (before, after) == ([404, 404], [200, 200])
    assert list(waiting.waiting(kari, norwegian.today())) == []


def test_undoing_leaves_those_whose_mail_has_left(client, settings, nina, kari, poll):
    OutgoingMail.objects.update(state="sent", sent_at=timezone.now())
    settings.MAIL_HOLD_SECONDS = 120
    asking.add_person(poll=poll, person=factories.contact("Siv Moe"))
    asking.ask(poll=poll)
    client.force_login(nina)

    said = undo(client, poll)

    poll.refresh_from_db()
    assert "Angret. 1 person får ikke spørsmålet." in said
    assert (poll.is_open, poll.asked.told().count()) == (True, 3)
    assert [asked.name for asked in poll.asked.not_told()] == ["Siv Moe"]


def test_what_is_being_sent_is_not_undone(client, settings, nina, kari):
    settings.MAIL_HOLD_SECONDS = 120
    poll = make(nina, people=[kari])
    lease = timezone.now() + dt.timedelta(minutes=5)
    OutgoingMail.objects.update(state="leased", lease_owner=uuid.uuid4(), lease_until=lease)
    client.force_login(nina)

    said = undo(client, poll)

    assert "Det er for sent å angre" in said
    assert (poll.asked.told().count(), OutgoingMail.objects.count()) == (1, 1)


def test_a_choice_taken_back_asks_those_it_kept_from_being_asked(nina, kari):
    poll = make(nina, people=[kari], guests=["Rune Dahl"])
    OutgoingMail.objects.filter(to_name="Rune Dahl").update(state="sent", sent_at=timezone.now())
    choosing.choose(poll=poll, date=poll.dates.first(), by=nina)

    choosing.take_back(poll=poll)

    asked = OutgoingMail.objects.filter(state="ready").get()
    assert (asked.to_name, asked.version) == ("Kari Vik", one(poll, "Kari Vik").link_version)


# --- choosing ----------------------------------------------------------------------------------------------


def test_a_chosen_date_becomes_a_draft_for_those_asked_whom_nobody_has_told(client, nina, kari, poll):
    says(one(poll, "Rune Dahl"), "yes", "yes", "yes")
    date = list(poll.dates.all())[1]
    client.force_login(nina)
    before = OutgoingMail.objects.count()

    answer = client.post(reverse("meetings:date_choice", args=[poll.pk]), {"dato": str(date.pk)})

    meeting = Meeting.objects.get()
    assert answer.url == meeting.get_absolute_url()
    assert (meeting.state, meeting.title, meeting.start, meeting.host) == (
        "draft",
        "Styringsgruppa",
        date.start,
        nina,
    )
    assert meeting.end - meeting.start == dt.timedelta(minutes=90)
    assert {person.name for person in audience.of(meeting).persons.all()} == {"Kari Vik", "Ola Moen"}
    assert [guest.email for guest in meeting.guests.all()] == ["rune@ntnu.example"]
    assert (Invitation.objects.count(), OutgoingMail.objects.count()) == (0, before)
    assert client.get(meeting.get_absolute_url()).status_code == 200


def test_chosen_twice_it_is_the_same_draft(nina, poll):
    first, second, _third = poll.dates.all()

    assert choosing.choose(poll=poll, date=first, by=nina) == choosing.choose(poll=poll, date=second, by=nina)
    assert Meeting.objects.get().start == first.start


def test_after_the_choice_marks_are_refused_with_the_date(client, kari, nina, poll):
    rune, date = one(poll, "Rune Dahl"), poll.dates.first()
    says(rune, "no", "yes", "yes")
    choosing.choose(poll=poll, date=date, by=nina)

    by_link = client.post(link(rune), marked(poll, "yes", "yes", "yes"))
    client.force_login(kari)
    inside = client.post(
        reverse("meetings:date_marks", args=[poll.pk, one(poll, "Kari Vik").pk]), marked(poll, "yes", "yes", "yes")
    )

    said = f"Datoen ble {norwegian.format_moment(date.start)}"
    assert by_link.status_code == 410
    for answer in (by_link, inside):
        assert said in answer.content.decode().replace("\xa0", " ")
    assert set(DateMark.objects.values_list("asked__name", flat=True)) == {"Rune Dahl"}
    with pytest.raises(marking.Closed):
        says(rune, "yes", "yes", "yes")


def test_a_date_that_has_been_is_not_chosen(nina, poll):
    date = poll.dates.first()
    poll.dates.filter(pk=date.pk).update(start=date.start - dt.timedelta(days=30))

    with pytest.raises(asking.CannotAsk, match="ikke har vært"):
        choosing.choose(poll=poll, date=poll.dates.first(), by=nina)


def test_the_choice_is_taken_back_while_nothing_is_sent(client, nina, poll):
    choosing.choose(poll=poll, date=poll.dates.first(), by=nina)
    client.force_login(nina)

    client.post(reverse("meetings:date_choice_undo", args=[poll.pk]))

    poll.refresh_from_db()
    assert (poll.is_open, poll.chosen, Meeting.objects.count()) == (True, None, 0)
    assert says(one(poll, "Rune Dahl"), "yes", "yes", "yes").marked_at


def test_a_draft_that_was_cancelled_unsent_gives_the_dates_back_too(client, nina, poll):
    meeting = choosing.choose(poll=poll, date=poll.dates.first(), by=nina)
    client.force_login(nina)
    page = client.get(meeting.get_absolute_url()).content.decode()
    announcing.cancel(meeting=meeting, reason="Feil dato", by=nina)

    choosing.take_back(poll=poll)

    poll.refresh_from_db()
    assert (poll.is_open, Meeting.objects.count()) == (True, 0)
    assert poll.get_absolute_url() in page


def test_a_choice_that_is_sent_out_stands(client, nina, poll):
    meeting = choosing.choose(poll=poll, date=poll.dates.first(), by=nina)
    meeting.place, meeting.host_phone = "Rådhuset", "400 00 010"
    meeting.save()
    inviting.invite(meeting=meeting, by=nina)
    client.force_login(nina)

    client.post(reverse("meetings:date_choice_undo", args=[poll.pk]))

    poll.refresh_from_db()
    assert (poll.meeting, poll.is_open) == (meeting, False)
    assert "Ta valget tilbake" not in client.get(poll.get_absolute_url()).content.decode()


def test_ended_without_a_date_guests_get_a_mail_and_others_a_line(client, nina, kari, poll):
    OutgoingMail.objects.update(state="sent", sent_at=timezone.now())
    client.force_login(nina)

    for _press in range(2):
        client.post(reverse("meetings:date_poll_end", args=[poll.pk]), {"hva": "spurt"})

    told = OutgoingMail.objects.filter(kind=asking.ENDED)
    assert [row.to_name for row in told] == ["Rune Dahl"]
    assert Notice.objects.get(person=kari).line == "Det blir ingen dato for «Styringsgruppa»"
    assert "Det ble ingen dato" in Client().get(link(one(poll, "Rune Dahl"))).content.decode()
    assert "Avsluttet uten dato" in client.get(PAGE).content.decode()


def test_a_draft_is_thrown_away_in_silence(client, nina, kari):
    poll = make(nina, people=[kari], send=False)
    client.force_login(nina)

    client.post(reverse("meetings:date_poll_end", args=[poll.pk]), {"hva": "utkast"})

    assert (DatePoll.objects.count(), OutgoingMail.objects.count(), Notice.objects.count()) == (0, 0, 0)


def test_it_is_asked_before_a_poll_is_ended_or_a_draft_thrown_away(client, nina, kari, poll):
    draft = make(nina, people=[kari], send=False)
    client.force_login(nina)
    ways = {poll: poll.get_absolute_url(), draft: reverse("meetings:date_poll_people", args=[draft.pk])}
    mails = OutgoingMail.objects.count()

    for each, words in ((poll, "Avslutte uten dato?"), (draft, "Kaste utkastet?")):
        address = reverse("meetings:date_poll_end", args=[each.pk])
        assert f'href="{address}"' in client.get(ways[each]).content.decode()
        assert words in client.get(address).content.decode()
        assert client.post(address).status_code == 422

    assert DatePoll.objects.filter(ended_at=None).count() == 2
    assert OutgoingMail.objects.count() == mails


@pytest.mark.parametrize(("asked", "was_sent"), [("utkast", True), ("spurt", False)])
def test_what_was_asked_about_a_draft_is_not_done_to_one_that_has_been_sent_nor_the_other_way(
    client, nina, kari, asked, was_sent
):
    poll = make(nina, people=[kari], send=was_sent)
    client.force_login(nina)

    answer = client.post(reverse("meetings:date_poll_end", args=[poll.pk]), {"hva": asked})

    assert answer.status_code == 422
    assert "Dette er endret etter at du åpnet siden." in answer.content.decode()
    assert DatePoll.objects.get().ended_at is None


def test_where_a_date_has_been_chosen_meanwhile_nobody_is_said_to_be_told_of_an_end(client, nina, poll):
    choosing.choose(poll=poll, date=poll.dates.first(), by=nina)
    client.force_login(nina)

    answer = client.post(reverse("meetings:date_poll_end", args=[poll.pk]), {"hva": "spurt"}, follow=True)

    assert "Det er avsluttet allerede." in answer.content.decode()
    assert "De som var spurt, får vite det" not in answer.content.decode()


# --- who may -----------------------------------------------------------------------------------------------


def test_a_colleague_at_the_partner_goes_on_and_others_do_not(client, nina, kari, poll):
    vegard = factories.officer("Vegard Tiller", poll.owner_partner)
    stranger = factories.officer("En annen", factories.PartnerFactory(slug="fylket", short_name="Fylket"))
    address = reverse("meetings:date_choice", args=[poll.pk])
    statuses = {}
    for person in (stranger, kari, vegard):
        client.force_login(person)
        statuses[person] = client.post(address, {"dato": str(poll.dates.first().pk)}).status_code

    assert statuses == {stranger: 404, kari: 403, vegard: 302}
    assert Meeting.objects.get().host == nina


def test_when_the_one_who_asked_has_left_whoever_chooses_is_the_host(nina, poll):
    vegard = factories.officer("Vegard Tiller", poll.owner_partner)
    nina.terms.update(until=norwegian.today())

    assert choosing.choose(poll=poll, date=poll.dates.first(), by=vegard).host == vegard


def test_pages_ask_few_queries_whatever_they_hold(client, nina, kari):
    client.force_login(nina)

    def queries(address: str) -> int:
        cache.clear()
        client.get(address)
        with CaptureQueriesContext(connection) as captured:
            assert client.get(address).status_code == 200
        return len(captured)

    small = make(nina, people=[kari])
    lists = [queries(PAGE)]
    large = make(nina, dates=5, people=[factories.contact() for _n in range(19)])
    for asked in large.asked.all():
        says(asked, "yes", "no", "yes", "if_needed", "yes")
    for _n in range(12):
        make(nina, people=[kari])
    lists.append(queries(PAGE))
    pages = [queries(poll.get_absolute_url()) for poll in (small, large)]
    people = [queries(reverse("meetings:date_poll_people", args=[poll.pk])) for poll in (small, large)]

    assert (lists[1] <= lists[0], lists[1] <= 8 + 2) == (True, True), lists
    assert (pages[1] <= pages[0], pages[1] <= 15 + 2) == (True, True), pages
    assert (people[1] <= people[0], people[1] <= 15 + 2) == (True, True), people
