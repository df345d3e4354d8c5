"""Pages about brokering that read several rooms: the first page, a talk for two, the travel sheet, the report."""

from __future__ import annotations

import csv
import datetime as dt
import io

import openpyxl
import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone

from brokers import logbook
from brokers.logbook import NewFirm
from brokers.models import Broker, BrokeringEntry, Coverage, Firm
from meetings.models import Meeting
from meetings.planning import audience
from overview import region
from overview.brokering import brokering_report
from overview.brokering.brokering_report import Figure, Period, quarter
from overview.demo import brokering, scenes
from partnership.common import norwegian
from partnership.partners.models import FundingCall, FundingScheme, ResearchOrganisation
from partnership.people.models import SeatKind, User
from tests import factories

pytestmark = pytest.mark.django_db

TRAVEL, TALK, REPORT = "/kommuner/frosta/reise/", "/kommuner/frosta/bli-kjent/", "/meglere/rapport/"


@pytest.fixture
def frosta():
    return factories.MunicipalityFactory(name="Frosta", slug="frosta")


@pytest.fixture
def kari(frosta):
    return factories.contact("Kari Vik", frosta)


@pytest.fixture
def ola(frosta):
    person = factories.broker("Ola Moen")
    person.phone = "400 00 060"
    person.save()
    factories.covering(person, frosta)
    return person


@pytest.fixture
def siv():
    return factories.broker("Siv Aalberg")


def page_for(who: User, url: str) -> str:
    client = Client()
    client.force_login(who)
    response = client.get(url)
    assert response.status_code == 200
    return " ".join(response.content.decode().replace("\xa0", " ").split())


# --- The first page ------------------------------------------------------------------------------------


def test_a_broker_logs_from_the_first_page_and_sees_whom_nobody_has_talked_with(ola, kari):
    page = page_for(ola, "/")

    assert page.index("+ Logg en samtale") < page.index("Ikke snakket med på seks måneder") < page.index(TALK)
    assert page.index('id="covered"') < page.index(TRAVEL)
    assert "Du har ikke sagt om du har ledig kapasitet." in page


def test_the_reminder_goes_when_somebody_has_talked(ola, frosta):
    factories.talk(ola, frosta)

    assert "Ikke snakket med" not in page_for(ola, "/")


def test_others_first_pages_have_no_log(kari, ola):
    for who in (kari, factories.officer()):
        page = page_for(who, "/")
        assert ("Logg en samtale" in page, "Ledig kapasitet" in page) == (False, False)


# --- A talk for two ------------------------------------------------------------------------------------

WHEN = {"title": "Bli kjent", "day": "2035-06-12", "begins": "09:00", "ends": "10:00"}


def test_a_first_talk_is_a_draft_of_the_brokers_own_meeting_for_the_contact_alone(client, ola, kari, frosta):
    client.force_login(ola)
    factories.contact("Per Moen")

    response = client.post(TALK, WHEN)

    meeting = Meeting.objects.get()
    assert response["Location"] == f"/moter/{meeting.pk}/innhold/"
    assert (meeting.is_draft, meeting.host, meeting.host_phone) == (True, ola, "400 00 060")
    assert (meeting.owner_seat_id, meeting.owner_partner) == (ola.terms.get().seat_id, None)
    assert [invitee.name for invitee in audience.resolve(meeting).invitees] == ["Kari Vik"]
    assert audience.of(meeting).kinds == [SeatKind.CONTACT]


def test_the_title_is_proposed_and_no_time_is_made_up(client, ola, kari):
    client.force_login(ola)

    form = client.get(TALK).context["form"]

    company = ola.terms.get().seat.broker.company
    assert [form[name].value() for name in ("title", "day", "begins")] == [
        f"Bli kjent: Frosta og {company}",
        None,
        None,
    ]
    assert "FoUI-kontakt i Frosta" in page_for(ola, TALK)


@pytest.mark.parametrize("wrong", [{}, {"day": "2020-01-01"}, {"ends": "08:00"}, {"title": "a" * 161}])
def test_a_talk_that_cannot_be_is_not_made(client, ola, kari, wrong):
    client.force_login(ola)

    response = client.post(TALK, WHEN | wrong if wrong else {"title": ""})

    assert (response.status_code, Meeting.objects.count()) == (422, 0)
    assert response.context["form"].errors


def test_where_nobody_is_contact_nobody_can_be_invited(client, ola, frosta):
    client.force_login(ola)

    assert "ingen å invitere ennå" in page_for(ola, TALK)
    assert (client.post(TALK, WHEN).status_code, Meeting.objects.count()) == (422, 0)


def test_only_who_covers_the_place_plans_a_talk_there(client, siv, kari):
    for who in (siv, kari, factories.officer()):
        client.force_login(who)
        assert client.post(TALK, WHEN).status_code == 403
    Coverage.objects.create(
        company=siv.terms.get().seat.broker.company, municipality=kari.terms.get().seat.fouicontact.municipality,
        since=norwegian.today() - dt.timedelta(days=9), until=norwegian.today(),
    )  # fmt: skip
    client.force_login(siv)
    assert client.get(TALK).status_code == 403


# --- Ready to travel -----------------------------------------------------------------------------------


@pytest.fixture
def sheet(ola, siv, kari, frosta):
    """Everything the sheet can show."""
    deputy = factories.give(kari.terms.get().seat, factories.person("Liv Hansen", phone="400 00 090"), "deputy")
    factories.talk(ola, frosta, text="Vaktplaner", days_ago=3)
    factories.talk(siv, frosta, text="Sjømat", days_ago=9)
    scheme = FundingScheme.objects.create(
        slug="ordning", name="Ordning", owner_partner=factories.PartnerFactory(), facts_year=2026,
        last_checked=timezone.localdate(),
    )  # fmt: skip
    for days in (20, 200):
        FundingCall.objects.create(
            scheme=scheme, title=f"Frist om {days}", year=2026, last_checked=timezone.localdate(),
            closes=timezone.now() + dt.timedelta(days=days),
        )  # fmt: skip
    factories.meeting(title="Fra Frosta", state="published").programme.create(
        title="Erfaring", minutes=20, municipality=frosta
    )
    return deputy


def test_the_sheet_has_whom_to_call_what_was_said_and_what_is_to_come(sheet, ola):
    page = page_for(ola, TRAVEL)

    for words in ("Kari Vik", "Liv Hansen", "400 00 090", "400 00 060", "Vaktplaner", "Frist om 20"):
        assert words in page
    assert "Frist om 200" not in page


def test_each_reads_what_the_log_shows_them_and_no_more(sheet, ola, kari):
    seen = {who: page_for(who, TRAVEL) for who in (ola, kari, factories.officer())}

    assert [("Vaktplaner" in page, "Sjømat" in page) for page in seen.values()] == [
        (True, False), (True, True), (False, False),
    ]  # fmt: skip
    assert ["Fra Frosta" in page for page in seen.values()] == [False, False, True]


def test_a_draft_one_plans_with_the_municipality_is_there_for_oneself_alone(client, sheet, ola, kari):
    client.force_login(ola)
    client.post(TALK, WHEN)

    assert "Bli kjent</a> <span" in page_for(ola, TRAVEL)
    assert "Bli kjent" not in page_for(kari, TRAVEL)


def test_the_sheet_is_for_those_who_travel_there(client, sheet, siv):
    for who in (siv, factories.contact(), factories.person()):
        client.force_login(who)
        assert client.get(TRAVEL).status_code == 403
        assert "Klar for å reise" not in client.get("/kommuner/frosta/").content.decode()


# --- The report ----------------------------------------------------------------------------------------


def values(figures: list[Figure]) -> dict[str, int | str]:
    return {figure.label: figure.value for figure in figures}


@pytest.fixture
def logged(ola, siv, frosta):
    nord = ResearchOrganisation.objects.create(name="Nord universitet")
    factories.talk(ola, frosta, half_hours=2)
    factories.talk(ola, frosta, kind="connected", research_organisation=nord, half_hours=1)
    factories.talk(ola, NewFirm("Hemmelig AS"), kind="applied", research_organisation=nord)
    logbook.withdraw(entry=factories.talk(ola, frosta, half_hours=40))
    factories.talk(ola, frosta, days_ago=500)
    factories.talk(siv, frosta)
    day = norwegian.today()
    return Period(day, day)


def test_a_figure_counts_what_stands_in_the_period(logged, ola):
    own = brokering_report.companies_for(ola)

    assert values(brokering_report.of_log(logged, own)) == {
        "Kompetansemeglinger": 3,
        "av disse: mobiliserte": 1,
        "av disse: avklarte behovet": 0,
        "av disse: koblet til forsker": 1,
        "av disse: hjalp med søknad": 1,
        "av disse: fulgte opp": 0,
        "Kommuner": 1,
        "Firmaer": 1,
        "Timer ført": 1.5,
        "Koblinger til forskning": 1,
        "Forskningsmiljøer": 1,
    }


def test_a_broker_gets_the_own_company_and_an_officer_all(logged, ola, siv):
    officer = factories.officer()

    seen = {who: brokering_report.companies_for(who) for who in (ola, siv, officer)}

    assert [len(companies) for companies in seen.values()] == [1, 1, 2]
    assert seen[ola] != seen[siv]
    assert values(brokering_report.of_log(logged, seen[officer]))["Kompetansemeglinger"] == 4
    assert [line.entries for line in brokering_report.by_company(logged, seen[officer])] == [3, 1]


def test_a_broker_who_asks_for_another_company_gets_the_own(logged, ola, siv):
    theirs = siv.terms.get().seat.broker.company

    page = page_for(ola, f"{REPORT}?selskap={theirs.slug}")

    assert theirs.name not in page
    assert ola.terms.get().seat.broker.company.name in page


def test_no_line_and_no_firm_leaves_the_company(logged, ola, frosta, client):
    client.force_login(factories.officer())

    for url in (REPORT, "/meglere/rapport.csv", "/meglere/rapport.xlsx"):
        content = client.get(url).content
        cells = (
            str(list(openpyxl.load_workbook(io.BytesIO(content)).active.values))
            if "xlsx" in url
            else content.decode()
        )
        assert "Kompetansemeglinger" in cells
        for secret in ("Hemmelig AS", "læring i helsetjenesten", "Ola Moen"):
            assert secret not in cells


def test_the_files_hold_a_row_for_each_company_and_figure(logged, ola, client):
    client.force_login(factories.officer())
    today = norwegian.today().isoformat()

    response = client.get(f"/meglere/rapport.csv?periode=fra-til&fra={today}&til={today}")

    rows = list(csv.reader(io.StringIO(response.content.decode("utf-8-sig")), delimiter=";"))
    assert rows[0] == ["Fra", "Til og med", "Selskap", "Hva", "Antall"]
    assert rows[1] == [today, today, "Alle selskaper", "Kompetansemeglinger", "4"]
    every = brokering_report.figures(logged, brokering_report.companies_for(factories.officer()))
    assert len(rows) == 1 + 3 * len(every)
    assert "attachment" in response["Content-Disposition"]


@pytest.mark.parametrize(
    ("day", "back", "since", "until"),
    [
        ("2026-11-27", 0, "2026-10-01", "2026-12-31"),
        ("2026-11-27", 1, "2026-07-01", "2026-09-30"),
        ("2026-02-01", 1, "2025-10-01", "2025-12-31"),
        ("2028-03-31", 0, "2028-01-01", "2028-03-31"),
        ("2026-06-30", 5, "2025-01-01", "2025-03-31"),
    ],
)
def test_quarters_end_where_the_next_begins(day, back, since, until):
    found = quarter(dt.date.fromisoformat(day), back)

    assert (found.since.isoformat(), found.until.isoformat()) == (since, until)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("periode=fra-til", "Velg både den første og den siste dagen."),
        ("periode=fra-til&fra=2026-02-01", "Velg både den første og den siste dagen."),
        ("periode=fra-til&fra=2026-02-01&til=2026-01-01", "Velg en siste dag som ikke er før den første."),
        ("periode=fra-til&fra=tull&til=2026-01-01", "Skriv dagen som 24.12.2026."),
        ("periode=alltid", "Velg en av dem på lista."),
        ("selskap=finnes-ikke&periode=i-ar", "Velg en av dem på lista."),
    ],
)
def test_what_was_not_understood_is_said_and_this_quarter_shown(logged, query, told):
    page = page_for(factories.officer(), f"{REPORT}?{query}")

    assert told in page
    assert str(quarter(norwegian.today())) in page


def test_the_officers_first_page_leads_to_the_report(ola):
    assert REPORT in page_for(factories.officer(), "/")
    assert REPORT in page_for(ola, "/meglere/logg/")


# --- The demo ------------------------------------------------------------------------------------------


def test_the_demo_has_twelve_lines_this_quarter_and_one_who_is_full():
    region.load(settings.REGION_DIR)
    for _again in range(2):
        scenes.load()

    this = quarter(norwegian.today())
    lines = BrokeringEntry.objects.standing().between(this.since, this.until)
    assert (lines.count(), Firm.objects.count()) == (len(brokering.TALKS), 2) == (12, 2)
    assert 0 < lines.exclude(half_hours=None).count() < 12
    assert [broker.capacity_on() for broker in Broker.objects.filter(terms__person__name="Tone Rygg")] == ["full"]
