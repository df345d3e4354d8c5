"""Two whole lives of an idea in a real browser, and what its sender is told at every step."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from brokers.models import InnovationCompany
from ideas.models import Idea, Intake, Lesson
from ideas.whose import dates
from partnership.common import norwegian
from partnership.mail import digest
from tests import factories
from tests.browser.pages import Inbox, SendersPage, link_in, links_in, looked_at, signed_in
from tests.partners import money

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SIV = "siv.lund@frosta.example"
PROBLEM = "Vi kjører innom folk om natta bare for å se at de sover. Noen våkner av oss."
TITLE = "Roligere netter med sensorer"
SECRETS = ("natta", "sensor", "Sensor", "netter", "Siv Lund", "Hjemmetjenesten")


@pytest.fixture
def frosta():
    place = factories.MunicipalityFactory(name="Frosta", slug="frosta")
    Intake.objects.create(municipality=place, state="open")
    return place


@pytest.fixture
def kari(frosta):
    person = factories.contact("Kari Vik", frosta)
    person.phone = "400 00 001"
    person.save()
    return person


@pytest.fixture
def at(live_server, settings):
    settings.PORTAL_URL = live_server.url
    return live_server.url


def day(count: int) -> tuple[str, str]:
    """A working day as a date field takes it and as a page says it."""
    found = norwegian.add_working_days(norwegian.today(), count)
    return found.isoformat(), norwegian.format_day(found)


def sent(browser, at, sink) -> SendersPage:
    """Written on a phone without an account, receipt opened, address confirmed."""
    phone = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True)
    page = phone.new_page()
    page.goto(f"{at}/send-ide/frosta/")
    page.get_by_label("Hva er problemet?").fill(PROBLEM)
    page.get_by_label("Hvem gjelder det?").fill("Brukere og nattevakter")
    page.get_by_label("Hvor jobber du?").fill("Hjemmetjenesten")
    page.get_by_label("Hva foreslår du?").fill("Prøve sensorer hos noen få.")
    page.get_by_label("E-posten din").fill(SIV)
    page.get_by_role("button", name="Neste: se over og send").click()
    page.get_by_label("Hva heter ideen?").or_(page.get_by_label("Hva skal ideen hete?")).fill(TITLE)
    page.get_by_label("Navnet ditt").fill("Siv Lund")
    page.get_by_role("button", name="Send ideen").click()
    page.get_by_role("heading", name="Takk for ideen").wait_for()
    page.close()

    inbox = Inbox(sink, SIV, SECRETS)
    subject, text, mail = inbox.next()
    idea = Idea.objects.get()
    promised = norwegian.format_day(idea.answer_by)
    assert subject == f"Vi har fått ideen din (nr. {idea.number})"
    assert f"Du får svar senest {promised}, også hvis svaret er nei." in text
    sender = SendersPage(phone, link_in(mail, "/ide/"), inbox)
    sender.says("Ideen din ligger hos Kari Vik", f"Du får svar senest {promised}.", "Var det du som sendte ideen?")
    sender.page.get_by_role("button", name="Ja, det var jeg").click()
    sender.page.get_by_text("Nå vet vi at adressen er din").wait_for()
    sender.says("Ideen din ligger hos Kari Vik", "Du bekreftet at du sendte den.", PROBLEM)
    return sender


def answers_from_the_mail(browser, sink, person, until: str) -> None:
    """«Dette venter» comes the next morning; its item is opened without a sign-in, and one press answers."""
    morning = norwegian.at(norwegian.next_working_day(norwegian.today()), dt.time(8))
    inbox = Inbox(sink, person.email, SECRETS)
    inbox.skip()
    digest.send_due(morning)
    _subject, text, mail = inbox.next()
    assert f"Ny idé, nr. {Idea.objects.get().number}" in text
    phone = browser.new_context(viewport={"width": 360, "height": 740}, bypass_csp=True).new_page()
    found = links_in(mail)
    phone.goto(next((link for link in found if re.search(r"/ide/svar/[^/]+/$", link)), str(found)))
    looked_at(phone, "svar fra e-posten")
    assert Idea.objects.get().seen_at is None
    phone.get_by_label("Svar innen").or_(phone.get_by_label("Jeg svarer innen")).fill(until)
    phone.get_by_role("button", name="Sett", exact=True).click()
    phone.get_by_role("heading", name="Takk. Det er notert.").wait_for()
    phone.context.close()


def takes(page, step: str, *, until: tuple[str, str] | None, told: str = "", button: str = "") -> None:
    """One step from the card on the idea's page."""
    page.get_by_role("link", name=step, exact=True).click()
    looked_at(page, step)
    if until:
        page.get_by_label("Neste dato").fill(until[0])
    page.get_by_label("Til den som sendte ideen").fill(told)
    page.get_by_role("button", name=button or step, exact=True).click()
    page.get_by_role("heading", name=TITLE).wait_for()


def test_an_idea_is_answered_from_the_mail_tried_locally_and_its_lesson_applauded(browser, at, smtp_sink, kari):
    sender = sent(browser, at, smtp_sink)
    seen, tried, used = day(5), day(20), day(30)

    answers_from_the_mail(browser, smtp_sink, kari, seen[0])
    sender.is_told("Ideen din er lest.", "Ideen din ligger hos Kari Vik", f"Du får svar senest {seen[1]}.")
    looked_at(sender.page, "avsenderens side, lest")

    page = signed_in(browser, at, kari)
    page.goto(at + Idea.objects.get().get_absolute_url())
    looked_at(page, "ideen, sett")
    takes(page, "Prøv lokalt", until=tried, told="Vi prøver hos tre brukere på Alstad.")
    looked_at(page, "ideen, prøves")
    sender.is_told(
        "Ideen din prøves lokalt nå.",
        "Ideen din ligger hos Kari Vik",
        f"Du hører fra oss senest {tried[1]}.",
        "Vi prøver hos tre brukere på Alstad.",
    )
    takes(page, "Ta den i bruk", until=used)
    looked_at(page, "ideen, i bruk")
    sender.is_told("Ideen din er i bruk.", "Ideen din ligger hos Kari Vik", f"Du hører fra oss senest {used[1]}.")

    page.get_by_role("link", name="Skriv hva dere lærte").first.click()
    page.get_by_label("På én linje").fill("Sensorer ga roligere netter")
    page.get_by_label("Hva lærte dere?").fill("Færre turer, men to falske alarmer.")
    page.get_by_label("Alle").check()
    page.get_by_role("button", name="Lagre").click()
    page.get_by_text("Lagret. Vi har spurt avsenderen om alle kan lese det.").wait_for()
    looked_at(page, "lærdommen, avsenderen er spurt")
    sender.is_told("Det er skrevet ned hva dere lærte.", "Ideen din ligger hos Kari Vik", "Kan alle lese")
    looked_at(sender.page, "avsenderens side, spurt om lærdommen")
    sender.page.get_by_role("link", name="Svar", exact=True).click()
    looked_at(sender.page, "kan alle lese lærdommen")
    sender.page.get_by_role("button", name="Ja, alle kan lese det").click()
    sender.page.get_by_role("link", name="Tilbake til ideen din").click()

    other = signed_in(browser, at, factories.contact("Ane Moe", factories.MunicipalityFactory(name="Inderøy")))
    other.goto(f"{at}/ideer/laerdommer/")
    other.get_by_role("link", name="Sensorer ga roligere netter").first.click()
    other.get_by_role("button", name="Applauder").click()
    other.get_by_text("Du er en av dem.").wait_for()
    looked_at(other, "lærdommen, applaudert")
    sender.says(
        "Ideen din ligger hos Kari Vik",
        "Dette ble lært Sensorer ga roligere netter",
        "Én har applaudert.",
        "Du svarte på om alle kan lese det dere lærte.",
    )
    looked_at(sender.page, "avsenderens side, applaudert")


@pytest.fixture
def ola(frosta):
    person = factories.broker("Ola Moen")
    factories.covering(person, frosta)
    return person


@pytest.fixture
def call(transactional_db):
    scheme = money.scheme("Regionale forskningsfond", applicants=["municipality"])
    return money.call(
        scheme,
        themes=("Helse og omsorg",),
        title="Forprosjekt i offentlig sektor",
        closes=money.closing(60),
        needs_broker_dialogue=True,
        phases=["preproject"],
        max_amount=300_000,
        checked_by="Eli Sandvik",
    )


def takes_the_case(browser, at, ola, idea):
    """From the broker's own first page; then the talk is logged."""
    page = signed_in(browser, at, ola)
    page.goto(at)
    page.get_by_text("Frosta ber om hjelp").first.wait_for()
    looked_at(page, "meglerens første side")
    page.goto(f"{at}/ideer/megler/")
    page.get_by_role("link", name=f"Frosta, idé {idea.number}").click()
    looked_at(page, "meglerens svar")
    page.get_by_role("button", name="Ta saken").click()
    page.get_by_role("heading", name="Du har saken").wait_for()
    looked_at(page, "du har saken")
    return page


def logs_the_talk(page):
    page.get_by_role("link", name="+ Logg en samtale").click()
    page.get_by_label("Avklarte behovet").check()
    page.get_by_label("Hva det handlet om").fill("Snakket med hjemmetjenesten.")
    looked_at(page, "logg en samtale")
    page.get_by_role("button", name="Logg samtalen").click()
    page.get_by_text("Samtalen er logget.").wait_for()
    looked_at(page, "ideen hos megleren")


def test_an_idea_goes_by_a_broker_and_an_application_to_what_is_shared(browser, at, smtp_sink, kari, ola, call):
    sender = sent(browser, at, smtp_sink)
    idea = Idea.objects.get()
    company = InnovationCompany.objects.get(brokers__terms__person=ola)
    with_ola = f"Ideen din ligger hos Ola Moen, kompetansemegler, {company.name}"
    page = signed_in(browser, at, kari)
    five = norwegian.format_day(dates.answer_by(5))

    page.goto(at + idea.get_absolute_url())
    page.get_by_role("link", name="Be megleren om hjelp").click()
    page.get_by_label("Hva vil du ha hjelp til?").fill("Hvem har prøvd sensorer før?")
    looked_at(page, "be en megler om hjelp")
    page.get_by_role("button", name="Spør megleren").click()
    page.get_by_text(f"Ola Moen er spurt, og svarer innen {five}.").wait_for()
    looked_at(page, "ideen, megleren er spurt")
    sender.is_told("Vi har bedt en kompetansemegler om hjelp.", with_ola, five)
    looked_at(sender.page, "avsenderens side, megleren er spurt")

    broker = takes_the_case(browser, at, ola, idea)
    sender.is_told("En kompetansemegler har tatt saken: Ola Moen", with_ola, "tar kontakt innen", five)
    looked_at(sender.page, "avsenderens side, megleren har saken")
    logs_the_talk(broker)
    chooses_the_call(broker, call)
    sender.is_told("Det blir skrevet en prosjektskisse av ideen din.", with_ola)
    writes_the_outline(broker, at, idea)
    anchors(page, at, idea)
    sender.is_told("Noen som bestemmer i kommunen, står bak ideen din.", with_ola)
    applied, funded = day(40), day(15)
    sends_the_application(page, call, applied[0])
    sender.is_told(
        "Det er søkt om penger til ideen din.",
        with_ola,
        f"Du hører fra oss senest {applied[1]}.",
    )
    gets_the_money(page, funded[0])
    sender.is_told(
        "Ideen din har fått midler.", "Ideen din ligger hos Kari Vik", f"Du hører fra oss senest {funded[1]}."
    )
    looked_at(sender.page, "avsenderens side, midler")

    started, used = day(60), day(30)
    page.goto(at + idea.get_absolute_url())
    looked_at(page, "ideen, fikk midler")
    takes(page, "Prosjektet er i gang", until=started, told="Vi begynner på Alstad.")
    sender.is_told("Prosjektet er i gang.", "Ideen din ligger hos Kari Vik", "Vi begynner på Alstad.", started[1])
    takes(page, "Ta den i bruk", until=used)
    sender.is_told("Ideen din er i bruk.", "Ideen din ligger hos Kari Vik", used[1])
    Lesson.objects.create(idea=idea, title="Roligere netter", learned="Færre turer.")
    takes(page, "Del den med andre", until=None, told="Takk for at du sa fra.")
    looked_at(page, "ideen, delt")
    sender.is_told(
        "Arbeidet med ideen din er ferdig, og det er skrevet ned hva dere lærte.",
        "Ideen din er i bruk, og arbeidet er ferdig",
        "Takk for at du sa fra.",
    )
    looked_at(sender.page, "avsenderens side, delt")


def chooses_the_call(page, call):
    page.get_by_role("link", name="Si hva dere trenger").first.click()
    page.get_by_label("Hvor langt har dere kommet?").select_option("preproject")
    page.get_by_label("Omtrent hvor mye trenger dere (kroner)?").fill("250000")
    page.get_by_label("Helse og omsorg").check()
    looked_at(page, "hva dere trenger")
    page.get_by_role("button", name="Lagre og se hva som kan passe").click()
    looked_at(page, "utlysningene")
    page.get_by_role("link", name="Velg denne utlysningen").first.click()
    assert page.get_by_label("Hvorfor denne utlysningen?").input_value()
    looked_at(page, "velg utlysning")
    page.get_by_role("button", name="Velg denne utlysningen").click()
    page.get_by_text("Utlysningen er valgt.").wait_for()
    looked_at(page, "søknaden, ikke sendt")


def writes_the_outline(page, at, idea):
    page.get_by_role("link", name="Prosjektskisse").first.click()
    looked_at(page, "skissen, ikke begynt")
    page.get_by_role("button", name="Start skissen").click()
    page.get_by_role("link", name="Skriv videre").click()
    page.locator("textarea").first.fill("Prøve sensorer hos tre.")
    page.get_by_role("button", name="Lagre", exact=True).click()
    page.get_by_text("Lagret.").wait_for()
    looked_at(page, "skissen")


def anchors(page, at, idea):
    page.goto(at + idea.get_absolute_url())
    looked_at(page, "ideen, utlysningen er valgt")
    page.get_by_role("link", name="Skriv hvem som står bak").first.click()
    page.get_by_label("Hvem står bak?").fill("Anne Ness, kommunedirektør")
    page.get_by_label("Saksnummer i arkivet").fill("26/114")
    looked_at(page, "forankring")
    page.get_by_role("button", name="Lagre").click()
    page.get_by_text("Det er notert hvem som står bak ideen.").wait_for()


def sends_the_application(page, call, answer_on):
    page.goto(page.url.replace("/forankring/", "/"))
    page.get_by_role("link", name=call.title).first.click()
    page.get_by_role("link", name="Vi har sendt søknaden").click()
    page.get_by_label("Når ser dere etter svaret?").fill(answer_on)
    looked_at(page, "søknaden er sendt")
    page.get_by_role("button", name="Lagre").click()
    page.get_by_text("Det er notert at søknaden er sendt.").wait_for()
    looked_at(page, "søknaden, sendt")


def gets_the_money(page, next_on):
    page.get_by_role("link", name="Svaret har kommet").click()
    page.get_by_label("Vi fikk midler").check()
    page.get_by_label("Når er neste steg gjort?").fill(next_on)
    looked_at(page, "svaret har kommet")
    page.get_by_role("button", name="Lagre").click()
    page.get_by_text("Gratulerer. Svaret er notert.").wait_for()
