"""Every kind of mail, from the verb that decides it to the bytes a real SMTP server has received.

A kind without a scenario fails the first test. What must hold for all is asserted for all.
"""

from __future__ import annotations

import datetime as dt
import email
import email.policy
import html as html_text
import re
from collections.abc import Callable
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

import icalendar
import pytest
from babel.messages.pofile import read_po
from django.conf import settings as django_settings
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from freezegun import freeze_time

from brokers.models import Broker
from ideas.intake import as_sender, supporting
from ideas.late import reminding as late_ideas
from ideas.lessons import learning, thanking
from ideas.life import moving
from ideas.models import Intake, Lesson
from ideas.money import anchoring
from ideas.talk import talking
from ideas.together import same_need
from ideas.whose import holding
from ideas.with_brokers import brokering
from meetings.dates import asking
from meetings.dates import reminding as dates_due
from meetings.invitations import answering, inviting
from meetings.mailing import announcing, reminding
from meetings.minutes import publishing
from meetings.models import DatePoll, Invitation, Meeting, Minutes
from meetings.planning import hosting, programme
from municipalities.models import FouiContact
from municipalities.strategies import readers
from overview import enquiries
from partnership.common import norwegian
from partnership.mail import delivery, digest, kinds
from partnership.mail.models import OutgoingMail
from partnership.people import addresses, terms, yearly
from partnership.people.models import RoleTerm, User
from tests import factories
from tests.calendar_lint import lint
from tests.meetings import test_find_date as find_date
from tests.meetings.test_inviting import for_contacts

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.servers]

ROOM = "Rådhuset i Verdal, møterom 3"


@dataclass
class World:
    meeting: Meeting
    kari: User
    place: object
    seat: FouiContact

    @property
    def invitation(self) -> Invitation:
        return Invitation.objects.get(person=self.kari)

    def invite(self) -> None:
        inviting.invite(meeting=self.meeting, by=self.meeting.host)
        self.meeting.refresh_from_db()

    def told(self) -> None:
        """The invitation has arrived."""
        self.invite()
        delivery.deliver()

    def answers(self, reply: str = "comes") -> None:
        self.told()
        answering.answer(invitation=self.invitation, reply=reply, source="link")


@pytest.fixture
def world(smtp_sink):
    place = factories.MunicipalityFactory(name="Åfjord", slug="afjord", postmottak="postmottak@afjord.example")
    seat = FouiContact.objects.create(municipality=place)
    kari = factories.give(seat, factories.person("Kari Vik"))
    host = factories.officer("Nina Solem")
    meeting = factories.meeting(
        host,
        title="Dialogmøte om forskning & innovasjon",
        purpose="Finne prosjekter sammen.",
        place=ROOM,
        answer_by=timezone.localdate() + dt.timedelta(days=9),
    )
    meeting.programme.create(title="Velkommen", minutes=10, presenter=host)
    for_contacts(meeting)
    OutgoingMail.objects.all().delete()
    return World(meeting, kari, place, seat)


def invitation(world: World) -> None:
    world.invite()


@freeze_time("2026-11-25 12:00")
def test_a_guest_is_invited_without_a_role_and_a_contact_beside_it_as_one(world, smtp_sink):
    world.meeting.guests.create(name="Rune Forsker", email="rune@forskning.example")

    world.told()

    rows = {row.to_email: row for row in OutgoingMail.objects.filter(kind="meetings.invitation")}
    made = kinds.registry()["meetings.invitation"].compose(list(rows.values()))
    guest, contact = made[rows["rune@forskning.example"].pk], made[rows[world.kari.email].pk]
    assert f"{world.meeting.owner_name} inviterer deg. " in guest.text
    assert "inviterer deg som FoUI-kontakt i Åfjord." in contact.text
    assert " som ." not in guest.html


def update(world: World) -> None:
    world.answers()
    world.meeting.refresh_from_db()
    world.meeting.start += dt.timedelta(days=1)
    world.meeting.end += dt.timedelta(days=1)
    world.meeting.save()
    announcing.send_update(meeting=world.meeting, by=world.meeting.host, text="Foredragsholderen er syk.")


def programme_ready(world: World) -> None:
    world.meeting.is_save_the_date = True
    world.meeting.save()
    world.answers()
    announcing.programme_ready(meeting=world.meeting, by=world.meeting.host)


def urgent(world: World) -> None:
    world.answers()
    announcing.send_urgent(meeting=world.meeting, text="Ny lenke til møtet kl. 9.", by=world.meeting.host)


def cancellation(world: World) -> None:
    world.answers()
    announcing.cancel(meeting=world.meeting, reason="Sykdom hos innlederne.", by=world.meeting.host)


def new_host(world: World) -> None:
    world.told()
    other = factories.officer("Vegard Tiller")
    hosting.change_host(meeting=world.meeting, host=other, phone="400 00 099", by=None)


def withdrawal(world: World) -> None:
    world.told()
    inviting.withdraw(
        meeting=world.meeting, invitations=[world.invitation], sentence="Møtet gjelder andre.", by=world.meeting.host
    )


def place_free(world: World) -> None:
    Meeting.objects.filter(pk=world.meeting.pk).update(capacity=1)
    other = factories.contact("Per Moen")
    world.told()
    first = Invitation.objects.get(person=other)
    answering.answer(invitation=first, reply="comes", attends="room", source="link")
    answering.answer(invitation=world.invitation, reply="comes", attends="room", source="link")
    assert world.invitation.waiting_since
    answering.answer(invitation=first, reply="declined", source="link")


def reminder(world: World) -> None:
    world.told()
    reminding.remind(meeting=world.meeting, by=world.meeting.host, key="trykk")


def day_before(world: World) -> None:
    world.answers()
    day = norwegian.add_working_days(norwegian.local(world.meeting.start).date(), -1)
    reminding.sweep(norwegian.at(day, dt.time(9, 1)))


def thanks(world: World) -> None:
    world.answers()
    Meeting.objects.filter(pk=world.meeting.pk).update(agreed="Søke Forskningsrådet i mars.")
    start = timezone.now() - dt.timedelta(days=5)
    Meeting.objects.filter(pk=world.meeting.pk).update(start=start, end=start + dt.timedelta(hours=2))
    world.meeting.refresh_from_db()
    Meeting.objects.filter(pk=world.meeting.pk).update(announced=world.meeting.announcement())
    due = timezone.localdate() + dt.timedelta(days=5)
    world.meeting.follow_ups.create(text="Sette natta inn med sensorer", seat=world.seat, due=due)
    reminding.sweep()


def remarks(world: World) -> None:
    """The contact, who signs in, gets no mail of it; the guest does."""
    start = timezone.now() - dt.timedelta(days=5)
    Meeting.objects.filter(pk=world.meeting.pk).update(start=start, end=start + dt.timedelta(hours=2), state="held")
    world.meeting.refresh_from_db()
    world.meeting.invitations.create(
        name="Rune Dahl", email="rune@ntnu.example", invited_at=start, reply="comes", attendance="present"
    )
    Minutes.objects.create(meeting=world.meeting, text="Nattilsyn og kjøring.")
    until = norwegian.today() + dt.timedelta(days=7)
    publishing.send_out(meeting=world.meeting, until=until, by=world.meeting.host)


def dates(world: World) -> DatePoll:
    return find_date.make(world.meeting.host, guests=["Rune Dahl"], why="Vi velger tema.", people=[world.kari])


def dates_reminder(world: World) -> None:
    poll = dates(world)
    poll.asked.update(asked_at=timezone.now() - dt.timedelta(days=9))
    dates_due.sweep(norwegian.at(norwegian.add_working_days(poll.answer_by, -1), dt.time(10)))


def dates_ended(world: World) -> None:
    poll = dates(world)
    delivery.deliver()
    asking.end(poll=poll, by=world.meeting.host)


def trial(world: World) -> None:
    client = Client()
    client.force_login(world.meeting.host)
    client.post(reverse("meetings:test_mail", args=[world.meeting.pk]))


def slot(world: World) -> None:
    partner = factories.PartnerFactory(slug="fylket", name="Trøndelag fylkeskommune", short_name="Fylkeskommunen")
    factories.officer("Vegard Tiller", partner)
    world.meeting.programme.create(title="Innlegg", minutes=15, partner=partner, is_slot=True)
    OutgoingMail.objects.all().delete()
    programme.remind_slots(meeting=world.meeting, by=world.meeting.host)


def waiting(world: World) -> None:
    world.told()
    day = norwegian.add_working_days(norwegian.today(), 3)
    assert digest.send_due(norwegian.at(day, dt.time(8))) >= 1


def code(world: World) -> None:
    Client().post(reverse("account_request_login_code"), {"email": world.kari.email})


def account_message(world: World) -> None:
    client = Client()
    client.force_login(world.kari)
    session = client.session
    session["account_authentication_methods"] = [{"method": "code", "at": timezone.now().timestamp()}]
    session.save()
    client.post(
        reverse("account_set_password"), {"password1": "Fjellet-er-7-blaatt", "password2": "Fjellet-er-7-blaatt"}
    )


def bjorg() -> User:
    return terms.invite_person(name="Bjørg Ås", email="bjorg.as@afjord.example")


def welcome(world: World) -> None:
    terms.hand_over(seat=world.seat, to=bjorg(), on=norwegian.today(), by=world.kari)


def takes_over(world: World) -> None:
    terms.hand_over(seat=world.seat, to=bjorg(), on=norwegian.today() + dt.timedelta(days=14), by=world.kari)


def deputy(world: World) -> None:
    terms.name_deputy(seat=world.seat, person=bjorg(), by=world.kari)


def deputy_ended(world: World) -> None:
    named = factories.give(world.seat, bjorg(), capacity="deputy")
    terms.end(term=named.terms.get(), until=norwegian.today(), by=world.kari)


def called_off(world: World) -> None:
    takes_over(world)
    terms.call_off(seat=world.seat, by=world.kari)


def still_you(world: World) -> None:
    long_ago = timezone.now() - dt.timedelta(days=400)
    RoleTerm.objects.update(last_confirmed=long_ago, since=long_ago.date())
    assert yearly.ask_the_silent() >= 1


def role_ended(world: World) -> None:
    User.objects.filter(pk=world.meeting.host.pk).update(phone="400 00 010")
    terms.hand_over(seat=world.seat, to=None, on=norwegian.today(), by=world.meeting.host)
    User.objects.filter(pk=factories.officer("Siri Foss").pk).update(phone="400 00 020")


def address_changed(world: World) -> None:
    addresses.change(person=world.kari, email="kari@leksvik.example", by=world.meeting.host, reason="Skrivefeil")


def thanks_request(world: World) -> None:
    idea = factories.idea(world.place, title="Felles nattilsyn", stage="in_use")
    lesson = Lesson(idea=idea, title="Roligere netter", learned="Færre turer.")
    learning.write(lesson=lesson, for_all=False, by=world.kari)
    thanking.ask(lesson=lesson, name="Anne Ness", email="anne.ness@afjord.example", by=world.kari)


def introduction(world: World) -> None:
    other = factories.MunicipalityFactory(name="Frosta")
    per = factories.contact("Per Moen", other)
    idea = factories.idea(world.place, title="Felles nattilsyn")
    like = factories.idea(other, title="Tryggere netter", visibility="public")
    need = same_need.propose(idea=idea, other=like, by=world.kari)
    same_need.say_yes(need=need, by=per)
    same_need.introduce(need=need, text=same_need.first_words(need), by=world.kari)


def contact_enquiry(world: World) -> None:
    enquiries.ask(municipality=world.place, by=world.meeting.host)


def idea_given(world: World) -> None:
    mona = terms.invite_person(name="Mona Brekke", email="mona.brekke@afjord.example")
    idea = factories.idea(world.place, sender="siv@afjord.example")
    holding.hand_on(idea=idea, by=world.kari, to_person=mona, until=norwegian.add_working_days(norwegian.today(), 5))


def idea_message(world: World) -> None:
    idea = factories.idea(world.place, sender="siv@afjord.example")
    talking.write_to_sender(idea=idea, text="Kan du vise oss en natt?", by=world.kari)


def idea(world: World):
    return factories.idea(
        world.place, sender="siv.lund@afjord.example", title="Nattilsyn", problem="Vi kjører rundt."
    )


def idea_moved(world: World) -> None:
    day = norwegian.add_working_days(norwegian.today(), 10)
    moving.move(idea=idea(world), to="trying", by=world.kari, next_date=day)


def idea_link(world: World) -> None:
    as_sender.renew_link(sender=idea(world).sender)


def idea_without_contact(world: World) -> None:
    place = factories.MunicipalityFactory(name="Osen", slug="osen", postmottak="postmottak@osen.example")
    Intake.objects.create(municipality=place, state="open")
    factories.idea(place, sender="siv@osen.example")


def idea_supported(world: World) -> None:
    supporting.ask(idea=idea(world), email="anne@afjord.example")


def to_leader(world: World) -> None:
    """Of an idea whose words are in no mail."""
    User.objects.filter(pk=world.kari.pk).update(phone="400 00 987")
    Intake.objects.create(
        municipality=world.place, state="open", leader_name="Rita Dahl", leader_email="rita@afjord.example"
    )
    on = norwegian.next_answering_day(norwegian.today())
    idea = factories.idea(world.place, next_date=on - dt.timedelta(days=40))
    at = norwegian.at(on - dt.timedelta(days=30), dt.time(9))
    idea.reminders.create(level="holder", about=idea.next_date, at=at)
    OutgoingMail.objects.all().delete()
    assert late_ideas.sweep(norwegian.at(on, dt.time(9))) == 1
    OutgoingMail.objects.update(not_before=timezone.now())


def right_leader(world: World) -> None:
    User.objects.filter(pk=world.kari.pk).update(phone="400 00 010")
    world.kari.refresh_from_db()
    idea = factories.idea(world.place)
    anchoring.ask_leader(
        idea=idea, name="Liv Dahl", email="liv.dahl@afjord.example", summary="Sensorer om natta.", by=world.kari
    )


def broker_asked(world: World) -> None:
    User.objects.filter(pk=world.kari.pk).update(phone="400 00 001")
    ola = factories.broker("Ola Moen")
    idea = factories.idea(world.place, sender="siv@afjord.example", title="Nattilsyn med sensorer")
    brokering.ask(idea=idea, broker=Broker.objects.get(terms__person=ola), by=world.kari, note="Om sensorer.")
    OutgoingMail.objects.exclude(kind="ideas.broker_asked").delete()


@dataclass(frozen=True)
class Case:
    """``words``: what must stand in both the text and the HTML; ``method``: of the calendar, none when empty."""

    act: Callable[[World], None]
    subject: str
    words: tuple[str, ...]
    method: str = ""


def strategy_reader(world: World) -> None:
    strategy = factories.strategy(world.seat.municipality, title="Strategi for forskning & innovasjon")
    readers.add(strategy=strategy, name="Geir Ness", email="geir@forbund.example", part="Fagforbundet", by=world.kari)


CASES: dict[str, Case] = {
    "strategy.reader": Case(
        strategy_reader,
        "Les strategien til Åfjord: ",
        ("Hei, Geir.", "Kari Vik i Åfjord", "Strategi for forskning & innovasjon", "/strategi/", "ikke å logge inn"),
    ),
    "ideas.broker_asked": Case(
        broker_asked,
        "Åfjord ber om hjelp med idé 26-001",
        ("Hei, Ola.", "ber deg som kompetansemegler", "Ring Kari Vik, 400 00 001.", "/ide/megler/", "/ideer/megler/"),
    ),
    "meetings.invitation": Case(
        invitation,
        "Invitasjon: ",
        ("Hei, Kari.", "Dialogmøte om forskning & innovasjon", ROOM, "Nina Solem", "?svar=kommer", "?svar=nei"),
        "REQUEST",
    ),
    "meetings.update": Case(
        update, "Endret", ("Foredragsholderen er syk.", ROOM, "Før: ", "Nå: ", "så vi spør deg på nytt"), "REQUEST"
    ),
    "meetings.programme": Case(programme_ready, "Programmet er klart", ("Velkommen", "Nina Solem"), "REQUEST"),
    "meetings.urgent": Case(urgent, "Viktig om ", ("Ny lenke til møtet kl. 9.",), "REQUEST"),
    "meetings.cancellation": Case(cancellation, "AVLYST: ", ("Sykdom hos innlederne.",), "CANCEL"),
    "meetings.withdrawal": Case(withdrawal, "Du er ikke lenger invitert: ", ("Møtet gjelder andre.",), "CANCEL"),
    "meetings.place_free": Case(place_free, "Du har fått plass", ("?svar=nei", ROOM), "REQUEST"),
    "meetings.reminder": Case(
        reminder,
        "Kommer du ",
        ("?svar=kommer", "?svar=kanskje", "En kollega kommer", "/kollega/", "Det svaret har ikke nådd oss."),
    ),
    "meetings.day_before": Case(day_before, "Snart: ", (ROOM, "Velkommen")),
    "meetings.thanks": Case(
        thanks,
        "Takk for",
        (
            "Søke Forskningsrådet i mars.",
            "/svar/",
            "Du har ett oppfølgingspunkt:",
            "/oppfolging/",
            "/tilbakemelding/",
        ),
    ),
    "meetings.remarks": Case(
        remarks,
        "Referat til merknad: Dialogmøte om forskning & innovasjon",
        ("Hei, Rune.", "/referat/", "Er alt riktig"),
    ),
    "meetings.dates": Case(
        dates,
        "Hvilke datoer passer for deg? Styringsgruppa",
        ("Nina Solem, KS Trøndelag, leter etter en dato", "Vi velger tema.", "kl. 9–10.30", "/finn-dato/"),
    ),
    "meetings.dates_reminder": Case(
        dates_reminder,
        "Merker du datoene? Styringsgruppa",
        ("Hei, Rune.", "Svarfrist ", "/finn-dato/", "den eneste påminnelsen"),
    ),
    "meetings.dates_ended": Case(
        dates_ended, "Det blir ingen dato: Styringsgruppa", ("Hei, Rune.", "Du trenger ikke å gjøre noe.")
    ),
    "meetings.test": Case(trial, "PRØVE: ", (ROOM,)),
    "meetings.host_entry": Case(invitation, "Din egen oppføring: ", (ROOM, "/tavle/"), "REQUEST"),
    "meetings.host_cancellation": Case(cancellation, "AVLYST: ", ("Sykdom hos innlederne.",), "CANCEL"),
    "meetings.host_removal": Case(
        new_host, "Du er ikke lenger vert: ", ("Vegard Tiller er vert nå.", "400 00 099"), "CANCEL"
    ),
    "meetings.slot": Case(slot, "Innlegget ditt på ", ("Trøndelag fylkeskommune", "/innlegg/")),
    "mail.digest": Case(
        waiting, "Én ting venter på deg – omtrent ett minutt", ("Hei, ", "/svar/", "?svar=kommer", "?svar=nei")
    ),
    "people.code": Case(code, "", ("Hei, Kari Vik.",)),
    "people.account_message": Case(account_message, "", ("Hei, Kari Vik.", "/konto/")),
    "people.welcome": Case(
        welcome, "Velkommen som FoUI-kontakt i Åfjord", ("Hei, Bjørg.", "er du FoUI-kontakt", "/konto/ny-i-rollen/")
    ),
    "people.takes_over": Case(
        takes_over,
        "Du blir FoUI-kontakt i Åfjord fra ",
        ("Hei, Bjørg.", "Fram til da har Kari Vik rollen.", "/roller/overtakelse/"),
    ),
    "people.deputy": Case(
        deputy,
        "Du er vara for Kari Vik, FoUI-kontakt i Åfjord",
        ("Hei, Bjørg.", "er du vara for Kari Vik, som er FoUI-kontakt i Åfjord", "melder seg borte", "/konto/vara/"),
    ),
    "people.deputy_ended": Case(
        deputy_ended, "Takk for at du var vara", ("Hei, Bjørg.", "Kari Vik har registrert det", "Takk for at du har")
    ),
    "people.handover_called_off": Case(
        called_off,
        "Du skal ikke ta over som FoUI-kontakt i Åfjord",
        ("Hei, Bjørg.", "Det er avlyst", "Kari Vik har registrert det"),
    ),
    "people.still_you": Case(still_you, "Er du fortsatt", ("Hei, ", "Ja, det er meg")),
    "people.role_ended": Case(
        role_ended, "Fra ", ("Hei, Kari.", "FoUI-kontakt i Åfjord", "Nina Solem har registrert det", "ring Siri Foss")
    ),
    "people.address_changed": Case(
        address_changed, "E-postadressen du logger inn med, er endret", ("Hei, Kari.", "Nina Solem", "logget ut")
    ),
    "ideas.given": Case(
        idea_given,
        "Idé ",
        ("Hei, Mona.", "Kari Vik har gitt idé", "i Åfjord videre til deg", "/ideer/", "/ide/svar/"),
    ),
    "ideas.message": Case(idea_message, "Kari Vik har skrevet til deg om idé ", ("Hei, Siv.", "Hva det står")),
    "ideas.receipt": Case(
        idea,
        "Vi har fått ideen din (nr. ",
        ("Hei, Siv.", "Kari Vik, FoUI-kontakt i Åfjord", "Du får svar senest", "/ide/", "Det var ikke meg"),
    ),
    "ideas.status": Case(
        idea_moved,
        "Nytt om ideen din (nr. ",
        ("Hei, Siv.", "prøves lokalt nå", "Kari Vik", "Neste steg: Du hører", "/ide/"),
    ),
    "ideas.link": Case(idea_link, "Lenken til ideen din (nr. ", ("Hei, Siv.", "/ide/")),
    "ideas.to_postmottak": Case(
        idea_without_contact, "En idé til kommunen (nr. ", ("Osen", "lovet svar senest", "/hvem-skal-ha-ideen/")
    ),
    "ideas.support": Case(idea_supported, "Støtter du idé ", ("/stotte/",)),
    "ideas.to_leader": Case(
        to_leader, "Idé ", ("Hei, Rita.", "-001", "Den ligger hos Kari Vik.", "400 00 987", "/ide-leder/")
    ),
    "ideas.thanks_request": Case(
        thanks_request, "Vil du takke for idé 26-", ("Hei, Anne.", "Åfjord", "Kari Vik, FoUI-kontakt", "/ide/takk/")
    ),
    "ideas.introduction": Case(
        introduction,
        "Åfjord og Frosta har samme behov",
        ("Kari Vik", "Per Moen", "FoUI-kontakt i Frosta"),
    ),
    "ideas.to_right_leader": Case(
        right_leader,
        "Står du bak idé ",
        ("Hei, Liv Dahl.", "Kari Vik spør om du står bak idé ", "Åfjord", "/ide/leder/", "400 00 010"),
    ),
    "overview.contact_enquiry": Case(contact_enquiry, "", ("Åfjord", "/hvem-er-kontakt/")),
}


def test_every_kind_has_a_case():
    assert set(CASES) == set(kinds.registry())


@pytest.fixture(params=sorted(CASES))
def sent(request, world, smtp_sink):
    """The name, the case, and one mail of its kind as received: bytes and message."""
    case = CASES[request.param]
    case.act(world)
    OutgoingMail.objects.filter(state="ready").update(not_before=timezone.now() - dt.timedelta(seconds=1))
    rows = list(OutgoingMail.objects.filter(kind=request.param))
    assert rows, OutgoingMail.objects.values_list("kind", "state")
    # Day before and thanks are swept at another clock: what matters is that they leave at all.
    OutgoingMail.objects.filter(state="ready").update(expires_at=None)
    delivery.deliver()
    row = OutgoingMail.objects.filter(kind=request.param).order_by("pk").first()
    assert row is not None
    assert row.state == "sent", (row.state, row.last_error)
    raw = next(content for _to, content in smtp_sink.mails if row.message_id.encode() in content)
    message = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    return request.param, case, raw, message


def body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    assert part is not None
    return part.get_content()


def visible(markup: str) -> str:
    """The HTML's text, and the addresses its links lead to."""
    links = " ".join(html_text.unescape(address) for address in re.findall(r'href="([^"]+)"', markup))
    return (
        html_text.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"<style.*?</style>", "", markup, flags=re.DOTALL))) + links
    )


def flat(text: str) -> str:
    return " ".join(text.replace("\xa0", " ").split())


def test_a_mail_of_every_kind_is_whole(sent):
    name, case, raw, message = sent
    text, markup = body(message, "plain"), visible(body(message, "html"))

    assert message["Subject"].startswith(case.subject), message["Subject"]
    assert len(message["Subject"]) < 150
    for word in case.words:
        assert word in flat(text), (name, word, text)
        assert word in flat(markup), (name, word, markup)
    for rest in ("{{", "{%", "None", "\ue000", "&amp;", "Traceback"):
        assert rest not in text, (name, rest)
    assert "{{" not in markup
    assert {"From", "To", "Date", "Message-ID", "Auto-Submitted"} <= set(message.keys())
    assert "FoUI" in str(message["From"])
    if name.startswith("meetings.") and name != "meetings.slot":
        assert message["Reply-To"], name
    assert [part.defects for part in message.walk()] == [[] for _ in message.walk()]
    lines = raw.split(b"\r\n")
    assert max(map(len, lines)) <= 998
    assert not any(b"\n" in line or b"\r" in line for line in lines)


def test_the_text_and_the_html_lead_to_the_same_places(sent):
    name, _case, _raw, message = sent
    address = re.compile(re.escape(django_settings.PORTAL_URL) + r"[^\s\"<>]*")

    in_text = set(address.findall(body(message, "plain"))) - {django_settings.PORTAL_URL}
    in_html = {html_text.unescape(one) for one in address.findall(body(message, "html"))} - {
        django_settings.PORTAL_URL
    }

    assert in_text - in_html == set(), name


def test_no_mail_holds_a_word_of_an_idea(sent):
    _name, _case, _raw, message = sent

    words = message["Subject"] + body(message, "plain") + body(message, "html")

    assert [word for word in ("Nattilsyn", "kjører", "sensorer", "natta") if word in words] == []


def test_a_mail_of_every_kind_is_norwegian(sent):
    name, _case, _raw, message = sent
    words = flat(message["Subject"] + " " + body(message, "plain") + " " + visible(body(message, "html")))

    assert [msgid for msgid in english() if msgid in words] == [], name


def english() -> list[str]:
    """Message ids of three words or more that Bokmål says otherwise."""
    found = []
    for file in Path("locale/nb/parts").glob("*.po"):
        for message in read_po(file.open("rb")):
            ids = message.id if isinstance(message.id, tuple) else (message.id,)
            found += [one for one in ids if one and one.count(" ") >= 2 and "%" not in one and one != message.string]
    return found


def test_the_calendar_of_every_kind_is_without_fault(sent):
    name, case, raw, message = sent
    parts = [part for part in message.walk() if part.get_content_type() == "text/calendar"]

    assert len(parts) == (1 if case.method else 0), name
    if not case.method:
        return
    content = parts[0].get_payload(decode=True)
    assert lint(content, raw) == []
    calendar = icalendar.Calendar.from_ical(content)
    event = calendar.walk("VEVENT")[0]
    meeting = Meeting.objects.get()
    assert (str(calendar["METHOD"]), parts[0].get_param("method")) == (case.method, case.method)
    assert str(event["UID"]) == str(meeting.uid)
    assert event["DTSTART"].dt == meeting.start.replace(microsecond=0)
    assert event["DTEND"].dt == meeting.end.replace(microsecond=0)
    attendee = event["ATTENDEE"]
    assert str(attendee).lower() == "mailto:" + str(message["To"].addresses[0].addr_spec)
    assert (str(event.get("STATUS", "")) == "CANCELLED") == (case.method == "CANCEL")


def test_a_code_is_wiped_when_it_has_left(world, smtp_sink):
    code(world)
    delivery.deliver()

    row = OutgoingMail.objects.get(kind="people.code")
    text = body(email.message_from_bytes(smtp_sink.mails[0][1], policy=email.policy.default), "plain")
    assert row.state == "sent"
    assert "secret" not in row.payload
    assert re.search(r"\b[A-Z0-9]{3,}-?[A-Z0-9]{3,}\b", text)


def test_materials_are_found_from_the_thanks(world, smtp_sink):
    world.answers()
    world.meeting.materials.create(title="Lysark", file=ContentFile(b"%PDF-1.4", "lysark.pdf"))
    start = timezone.now() - dt.timedelta(days=5)
    Meeting.objects.filter(pk=world.meeting.pk).update(start=start, end=start + dt.timedelta(hours=2))

    reminding.sweep()
    delivery.deliver()

    mail = email.message_from_bytes(smtp_sink.to(world.kari.email)[-1], policy=email.policy.default)
    link = re.findall(r"/svar/\S+", body(mail, "plain"))[0]
    guest = Client()
    page = guest.get(link).content.decode()
    [file] = re.findall(r'href="(/svar/[^"]+/materiell/[^"]+)"', page)
    assert "Lysark" in page
    assert b"".join(guest.get(file)) == b"%PDF-1.4"


def test_the_sweeps_are_the_same_twice(world):
    world.told()
    day = norwegian.add_working_days(norwegian.local(world.meeting.start).date(), -1)
    moment = norwegian.at(day, dt.time(9, 1))
    answering.answer(invitation=world.invitation, reply="comes", source="link")

    with freeze_time(moment):
        first, second = reminding.sweep(), reminding.sweep()

    assert (first, second) == (1, 0)


def test_a_mail_to_a_broker_says_nothing_of_the_idea(world, smtp_sink):
    broker_asked(world)
    delivery.deliver()

    ((_to, raw),) = smtp_sink.mails
    message = email.message_from_bytes(raw, policy=email.policy.default)
    words = message["Subject"] + body(message, "plain") + body(message, "html")
    assert "ensor" not in words
    assert message["Reply-To"] == "Kari Vik <" + world.kari.email + ">"
