"""What waits for whom because of ideas; what the first page says, and what mail may not."""

from __future__ import annotations

import datetime as dt
from urllib.parse import urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from freezegun import freeze_time

from brokers.models import Broker
from ideas.late import elsewhere, gathering
from ideas.life import moving
from ideas.models import Idea, IdeaAccess, IdeaEvent, Message
from ideas.waiting import MOST, waiting
from ideas.whose import keeping
from municipalities.models import FouiContact
from partnership.common import contributions, norwegian
from partnership.mail import digest, kinds
from partnership.mail.models import OutgoingMail
from partnership.people import terms
from partnership.people.models import Absence, RoleTerm, User
from tests import factories

pytestmark = pytest.mark.django_db

A_DAY = dt.timedelta(days=1)


@pytest.fixture
def place():
    return factories.MunicipalityFactory(name="Frosta", slug="frosta")


@pytest.fixture
def kari(place):
    return factories.contact("Kari Vik", place)


def titles(person: User) -> list[str]:
    person = User.objects.get(pk=person.pk)
    return [item.title for item in contributions.waiting(person, norwegian.today())]


def first_page(person: User) -> str:
    client = Client()
    client.force_login(person)
    return " ".join(client.get("/").content.decode().replace("\xa0", " ").split())


def days(count: int) -> dt.date:
    return norwegian.add_working_days(norwegian.today(), count)


def test_a_new_idea_waits_with_its_day_and_leads_to_its_page(place, kari):
    idea = factories.idea(place, sender="siv@frosta.example")

    [item] = waiting(kari, norwegian.today())

    assert (item.title, item.page_title) == (f"Ny idé, nr. {idea.number}", f"Ny idé: {idea.title}")
    assert item.sentence == f"Svar innen {norwegian.format_day(idea.next_date)}."
    assert (item.due, item.url, item.seat) == (idea.next_date, f"/ideer/{idea.pk}/", idea.holder_seat_id)


def test_what_has_been_answered_waits_again_when_its_day_is_near_or_over(place, kari):
    for count in (10, 3, -1):
        day = days(count)
        factories.idea(place, stage="clarifying", next_date=day)

    found = sorted(item.title.split(" ")[0] for item in waiting(kari, norwegian.today()))

    assert found == ["Idé", "Neste"]


def test_no_mail_says_what_an_idea_is_about(place, kari):
    idea = factories.idea(place, sender="siv@frosta.example", title="Hemmelig tittel", next_step="Hemmelig steg")
    Message.objects.create(idea=idea, text="Hemmelig tekst", is_senders=True)
    day = norwegian.next_working_day(norwegian.today())
    digest.send_due(norwegian.at(day, dt.time(8)))

    row = OutgoingMail.objects.get(kind="mail.digest", person=kari)
    message = kinds.registry()["mail.digest"].compose([row])[row.pk]

    assert idea.number in message.text
    assert "emmelig" not in message.subject + message.text + message.html
    assert "Hemmelig tittel" in first_page(kari)


def test_an_unread_message_waits_until_it_is_read_also_when_the_idea_is_closed(place, kari):
    idea = factories.idea(place, sender="siv@frosta.example")
    moving.move(idea=idea, to="ended", by=kari, reason="Finnes allerede.")
    Message.objects.create(idea=idea, text="Hvorfor?", is_senders=True)
    Message.objects.create(idea=idea, text="Svar", by=kari)

    assert titles(kari) == [f"Den som sendte idé {idea.number}, har skrevet til deg"]
    Message.objects.update(read_at=norwegian.at(norwegian.today(), dt.time()))

    assert titles(kari) == []


def test_what_the_sender_writes_while_a_broker_has_the_idea_waits_for_the_contact(place, kari):
    ola = factories.broker("Ola Moen")
    idea = factories.idea(place, sender="siv@frosta.example", stage="brokering", holder_seat=Broker.objects.get())
    idea.next_date = days(20)
    idea.save()
    Message.objects.create(idea=idea, text="Hvordan går det?", is_senders=True)

    assert titles(kari) == [f"Den som sendte idé {idea.number}, har skrevet til deg"]
    assert titles(ola) == []


def test_a_broker_and_a_named_person_see_what_lies_with_them_and_others_see_nothing(place, kari):
    ola, mona, nina = factories.broker("Ola Moen"), factories.person("Mona Brekke"), factories.officer("Nina Solem")
    seat = Broker.objects.get()
    for fields in ({"holder_seat": seat}, {"holder_seat": None, "holder_person": mona}):
        factories.idea(place, stage="brokering", next_date=days(-1), **fields)

    assert [len(titles(who)) for who in (ola, mona, kari, nina)] == [1, 1, 0, 0]


def test_the_deputy_gets_what_waits_while_the_holder_is_away_marked_as_such(place, kari):
    siri = factories.give(kari.terms.get().seat, factories.person("Siri Foss"), capacity="deputy")
    factories.idea(place, sender="siv@frosta.example")
    assert titles(siri) == []

    terms.be_away(person=kari, until=days(5))

    [item] = contributions.waiting(User.objects.get(pk=siri.pk), norwegian.today())
    assert (item.on_behalf_of, item.mail_url) == ("Kari Vik", "")


def test_many_are_one_line_together(place, kari):
    for _number in range(MOST + 3):
        factories.idea(place, next_date=days(-1), stage="trying")

    found = list(waiting(kari, norwegian.today()))

    assert len(found) == MOST
    assert (found[0].title, found[0].url) == ("4 ideer til venter", "/ideer/ventet/")


def test_it_asks_as_often_for_ten_as_for_one_and_once_for_none(place, kari):
    def cost() -> int:
        person = User.objects.get(pk=kari.pk)
        list(waiting(person, norwegian.today()))
        with CaptureQueriesContext(connection) as captured:
            list(waiting(person, norwegian.today()))
        return len(captured)

    none = cost()
    factories.idea(place, next_date=days(-1))
    one = cost()
    for _number in range(9):
        factories.idea(place, next_date=days(-1))

    assert none == 1
    assert cost() == one <= 4


def test_the_first_page_says_what_lies_with_others(place, kari):
    mona = factories.person("Mona Brekke")
    factories.idea(place, title="Vannmåling med studenter", holder_seat=None, holder_person=mona, next_date=days(4))
    factories.idea(place, title="Lærlinger på tvers", stage="paused", paused_in="trying", holder_seat=None)
    factories.idea(place, title="Min egen")

    page = first_page(kari)

    assert "Hos andre: to ideer, ingen er forsinket" in page
    assert f"Ligger hos Mona Brekke. Neste steg innen {norwegian.format_day(days(4))}." in page
    assert page.index("Vannmåling med studenter") > page.index("Hos andre")
    assert elsewhere.of(mona) == []
    Idea.objects.filter(holder_person=mona).update(next_date=days(-2))
    assert "én er forsinket" in first_page(kari)


# --- Named persons without a role, and mail -------------------------------------------------------------------


def test_a_named_person_without_a_role_gets_what_waits_and_may_unsubscribe(place, kari):
    mona = factories.person("Mona Brekke")
    factories.idea(place, holder_seat=None, holder_person=mona)
    factories.person("Uten noe")
    day = norwegian.next_working_day(norwegian.today())

    for hour in (8, 9):
        digest.send_due(norwegian.at(day, dt.time(hour)))

    row = OutgoingMail.objects.get(kind="mail.digest", person=mona)
    message = kinds.registry()["mail.digest"].compose([row])[row.pk]
    assert message.headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    address = message.headers["List-Unsubscribe"].strip("<>")
    Client().post(urlsplit(address).path, {"List-Unsubscribe": "One-Click"})
    assert mona.mail_preference.amount == "needed"


# --- Back from an absence -------------------------------------------------------------------------------------


@pytest.fixture
def back(place, kari):
    """Came back yesterday; two have come due, one has not."""
    for count in (-3, -1, 9):
        factories.idea(place, sender=f"siv{count}@frosta.example", stage="clarifying", next_date=days(count))
    today = norwegian.today()
    Absence.objects.create(person=kari, since=today - 20 * A_DAY, until=today - A_DAY)
    return kari


def test_who_comes_back_is_shown_what_waited_and_gives_all_of_it_a_new_day(back):
    assert "To ideer ventet mens du var borte." in first_page(back)
    client = Client()
    client.force_login(back)
    due = list(gathering.due(back, norwegian.today()))
    assert "To ideer venter. Gi alle ny dato" in client.get("/ideer/ventet/").content.decode()

    sent = client.post("/ideer/ventet/", {"ideas": [idea.pk for idea in due], "until": days(6).isoformat()})

    assert sent.status_code == 302
    assert {idea.next_date for idea in Idea.objects.filter(pk__in=[idea.pk for idea in due])} == {days(6)}
    assert IdeaEvent.objects.filter(kind="new_date", by=back).count() == 2
    assert OutgoingMail.objects.filter(kind="ideas.status").count() == 2
    assert "mens du var borte" not in first_page(back)
    assert "Ingen idé trenger ny dato" in client.get("/ideer/ventet/").content.decode()


def test_a_day_that_cannot_be_changes_nothing_and_says_so(back):
    client = Client()
    client.force_login(back)
    due = list(gathering.due(back, norwegian.today()))
    sunday = norwegian.today() + (6 - norwegian.today().weekday() + 7) * A_DAY

    for data, text in (
        ({"ideas": [due[0].pk], "until": sunday.isoformat()}, "er en fridag"),
        ({"ideas": [due[0].pk], "until": "2001-01-01"}, "Velg en dag som ikke har vært"),
        ({"until": days(6).isoformat()}, "Kryss av for minst én idé"),
        ({"ideas": [2**70], "until": "x" * 9000}, "Velg"),
    ):
        answer = client.post("/ideer/ventet/", data)
        assert (answer.status_code, text in answer.content.decode()) == (422, True), data

    assert not IdeaEvent.objects.filter(kind="new_date").exists()


def test_nobody_gives_others_ideas_a_day(back):
    client = Client()
    client.force_login(factories.contact())
    due = gathering.due(back, norwegian.today())[0]

    assert client.post("/ideer/ventet/", {"ideas": [due.pk], "until": days(6).isoformat()}).status_code == 422
    assert not IdeaEvent.objects.filter(kind="new_date").exists()


# --- Never with nobody ----------------------------------------------------------------------------------------


def test_what_lies_with_somebody_whose_sign_in_is_closed_falls_to_the_contact_once(place, kari):
    mona = factories.person("Mona Brekke")
    idea = factories.idea(place, holder_seat=None, holder_person=mona, next_date=days(-3), sender="siv@a.example")
    User.objects.filter(pk=mona.pk).update(is_active=False)

    assert [keeping.keep_held(), keeping.keep_held()] == [1, 0]

    idea.refresh_from_db()
    assert (idea.holder_seat, idea.holder_person) == (kari.terms.get().seat, None)
    assert idea.next_date > norwegian.today()
    assert IdeaEvent.objects.filter(idea=idea, kind="handed_on", by=None).count() == 1
    assert OutgoingMail.objects.filter(kind="ideas.status").count() == 1


def test_who_has_left_the_role_loses_the_idea_and_who_was_named_afterwards_keeps_it(place, kari):
    today = norwegian.today()
    per = factories.person("Per Moen")
    old_seat = FouiContact.objects.create(municipality=factories.MunicipalityFactory())
    RoleTerm.objects.create(seat=old_seat, person=per, since=today - 90 * A_DAY, until=today)
    before, after = (factories.idea(place, holder_seat=None, holder_person=per) for _time in range(2))
    IdeaAccess.objects.create(idea=after, person=per, why="named")

    assert keeping.keep_held() == 1

    before.refresh_from_db()
    after.refresh_from_db()
    assert (before.holder_person, after.holder_person) == (None, per)


def test_a_brokers_empty_role_lets_the_idea_fall_and_postmottaks_goes_to_the_next_contact(place):
    ola = factories.broker("Ola Moen")
    idea = factories.idea(place, holder_seat=Broker.objects.get())
    RoleTerm.objects.filter(person=ola).update(until=norwegian.today())

    keeping.keep_held()
    idea.refresh_from_db()
    assert idea.lies_with_postmottak is True
    kari = factories.contact("Kari Vik", place)
    keeping.keep_held()

    idea.refresh_from_db()
    assert idea.holder_seat == kari.terms.get().seat


def test_one_that_fails_keeps_no_other_from_falling(place, kari, monkeypatch):
    mona = factories.person("Mona Brekke", is_active=False)
    first, second = (factories.idea(place, holder_seat=None, holder_person=mona) for _time in range(2))
    real = keeping.fall_to_contact
    monkeypatch.setattr(keeping, "fall_to_contact", lambda idea: 1 / 0 if idea == first else real(idea=idea))

    assert keeping.keep_held() == 1

    second.refresh_from_db()
    assert second.holder_person is None


def test_ideas_follow_a_role_that_is_handed_over_also_those_of_the_person_who_leaves(place, kari):
    seat = kari.terms.get().seat
    of_seat, of_person = factories.idea(place), factories.idea(place, holder_seat=None, holder_person=kari)
    bjorg = factories.person("Bjørg Ås")

    told = terms.hand_over(seat=seat, to=bjorg, on=norwegian.today(), by=kari)

    assert "To ideer ligger nå hos Bjørg Ås." in told
    assert {idea.holder_seat_id for idea in Idea.objects.all()} == {seat.pk}
    assert len(titles(bjorg)) >= 2
    of_seat.refresh_from_db()
    of_person.refresh_from_db()
    assert (of_seat.version, of_person.version) == (1, 2)


def test_a_role_that_becomes_empty_says_where_its_ideas_are(place, kari):
    seat = kari.terms.get().seat
    factories.idea(place)

    told = terms.hand_over(seat=seat, to=None, on=norwegian.today(), by=kari)
    assert "Én idé venter hos postmottak til noen får rollen." in told

    other = factories.contact("Siri Foss", place)
    keeping.keep_held()
    assert Idea.objects.get().holder_seat == other.terms.get().seat


def test_frozen_days_are_read_as_oslo_days(place, kari):
    """Half past midnight in Oslo is the day before in London."""
    with freeze_time("2027-09-05 22:30"):
        idea = factories.idea(place, stage="trying", next_date=dt.date(2027, 9, 5))
        [item] = waiting(kari, norwegian.today())

    assert item.title == f"Idé {idea.number} trenger en ny dato"
