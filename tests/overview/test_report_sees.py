"""No report shows or counts what its orderer may not see: every role against every visibility."""

from __future__ import annotations

import csv
import datetime as dt
import io
from unittest import mock

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from ideas.models import Idea, ProjectOutline, Visibility
from ideas.money import outline_headings
from municipalities.experiences import publishing
from municipalities.models import Experience, FouiContact, Strategy, StrategyDocument, Trial
from municipalities.strategies import deciding
from overview.brokering.brokering_report import year
from overview.reports import access_export, content, files, rights
from overview.reports.access_records import Asked, lines
from overview.reports.content import Said
from overview.reports.models import RecordsExport
from partnership.common import norwegian
from partnership.people.models import User
from tests import factories

pytestmark = pytest.mark.django_db
PERIOD = year(norwegian.today().year)
ROLES = ("contact", "deputy", "other_contact", "ks", "officer", "broker", "covering", "superuser")


@pytest.fixture
def place():
    return factories.MunicipalityFactory(slug="frosta", name="Frosta")


@pytest.fixture
def people(place, ks, fylket):
    seat = FouiContact.objects.create(municipality=place)
    covering = factories.broker()
    factories.covering(covering, place)
    return {
        "contact": factories.give(seat, factories.person("Kari Vik")),
        "deputy": factories.give(seat, capacity="deputy"),
        "other_contact": factories.contact(),
        "ks": factories.officer("Nina Solem", ks),
        "officer": factories.officer("Vegard Tiller", fylket),
        "broker": factories.broker(),
        "covering": covering,
        "superuser": User.objects.create_superuser("root@portal.example", "Superbruker"),
    }


def said(about, person, period=PERIOD):
    level = rights.level(person, about)
    if level is None:
        return None
    asked = content.Asked(about, period, person, level)
    return Said("Rapport", str(about), period, person.name, timezone.now(), list(content.sections(asked)), "")


def numbers(report):
    return {number.label: number.value for section in report.sections for number in section.numbers}


def written(report, tmp_path):
    """All that stands in either file, as one text."""
    files.write_xlsx(tmp_path / "rapport.xlsx", report)
    book = load_workbook(tmp_path / "rapport.xlsx", read_only=True)
    cells = [str(cell) for sheet in book.worksheets for row in sheet.iter_rows(values_only=True) for cell in row]
    return files.html(report) + "\n".join(cells)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("visibility", Visibility.values)
def test_an_idea_is_counted_and_shown_only_to_those_who_see_it(role, visibility, people, place, tmp_path):
    idea = factories.idea(place, visibility=visibility, title="Hemmelig sensor")
    report = said(place, people[role])
    if report is None:
        assert role in {"other_contact", "broker", "covering"}
        return

    sees = Idea.objects.visible_to(people[role]).filter(pk=idea.pk).exists()
    text = written(report, tmp_path)

    assert numbers(report)["Ideer mottatt"] == int(sees)
    assert ("Hemmelig sensor" in text) == (sees and role in {"contact", "deputy"})


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("visibility", Strategy.Visibility.values)
def test_a_strategy_is_counted_only_for_those_who_see_it(role, visibility, people, place):
    day = norwegian.today()
    strategy = Strategy.objects.create(
        municipality=place, title="Plan", begins=day, draft_by=day, treated_on=day, visibility=visibility
    )
    report = said(place, people[role])
    if report is None:
        return

    sees = Strategy.objects.visible_to(people[role]).filter(pk=strategy.pk).exists()

    assert numbers(report)["Strategier"] == int(sees)


def test_a_strategy_is_treated_in_the_year_it_was_decided_on_and_not_in_the_one_it_was_planned_for(people, place):
    this = norwegian.today().year
    begins, draft_by, treated_on = (dt.date(this - 1, month, 2) for month in (1, 6, 12))
    strategy = factories.strategy(place, begins=begins, draft_by=draft_by, treated_on=treated_on)
    deciding.adopt(strategy=strategy, on=norwegian.today(), body="kommunestyret")

    before, now = (said(place, people["contact"], year(one)) for one in (this - 1, this))

    assert [numbers(one)["av disse: med politisk behandling"] for one in (before, now)] == [0, 1]
    [section] = [one for one in now.sections if one.title == "Strategier"]
    assert [row[-1] for row in section.tables[0].rows()] == [norwegian.today()]


@pytest.mark.parametrize("role", ["contact", "ks", "officer", "superuser"])
def test_a_draft_of_an_experience_is_counted_for_nobody(role, people, place):
    Experience.objects.create(municipality=place, title="Utkast")

    assert numbers(said(place, people[role]))["Erfaringer delt"] == 0


@pytest.mark.parametrize("role", ["contact", "deputy", "ks", "officer", "superuser"])
def test_answer_times_and_who_came_are_for_the_municipality_and_ks(role, people, place):
    titles = [section.title for section in said(place, people[role]).sections]

    compares = role != "officer"
    assert ("Svar til avsendere" in titles) == compares
    assert ("Møter" in titles) == compares


@pytest.mark.parametrize("role", ["contact", "deputy", "ks", "officer", "superuser"])
def test_the_brokering_log_about_a_municipality_is_its_own(role, people, place, tmp_path):
    factories.talk(people["covering"], place, text="De vil ikke spare")
    report = said(place, people[role])

    own = role in {"contact", "deputy"}
    assert ("De vil ikke spare" in written(report, tmp_path)) == own
    assert ("Kompetansemeglinger" in numbers(report)) == own


@pytest.mark.parametrize("role", ["covering", "ks", "officer", "superuser", "broker", "contact"])
def test_a_company_has_lines_for_its_own_and_sums_for_officers(role, people, place, tmp_path):
    entry = factories.talk(people["covering"], place, text="De vil ikke spare")
    report = said(entry.seat.company, people[role])
    if role in {"broker", "contact"}:
        assert report is None
        return

    assert numbers(report)["Kompetansemeglinger"] == 1
    assert ("De vil ikke spare" in written(report, tmp_path)) == (role == "covering")


@pytest.mark.parametrize("role", ROLES)
def test_a_partners_report_is_for_its_own_officers(role, people, ks):
    assert (said(ks, people[role]) is not None) == (role in {"ks", "superuser"})


@pytest.mark.parametrize("role", ["contact", "ks"])
def test_a_meeting_one_does_not_see_is_not_counted(role, people, place):
    broker = people["broker"]
    seat = broker.terms.get().seat
    held = factories.meeting(broker, owner_partner=None, owner_seat=seat, start=timezone.now() - dt.timedelta(days=1),
                             state="held", title="Lukket prat")  # fmt: skip
    deputy_seat = people["contact"].terms.get().seat
    held.invitations.create(
        person=people["deputy"], seat=deputy_seat, name="S", email="s@frosta.example", reply="comes",
        invited_at=held.start,
    )  # fmt: skip

    assert numbers(said(place, people["deputy"]))["Møter kommunen var invitert til"] == 1
    assert numbers(said(place, people[role]))["Møter kommunen var invitert til"] == 0


def _asked(register, person, words="", since=None, until=None):
    return Asked(register, words, since, until, person)


def test_a_list_for_access_says_roles_and_why_to_consider_but_no_sender(people, place):
    idea = factories.idea(place, sender="siv@frosta.example", title="Sensor", problem="Ola har en diagnose.")
    idea.notes.create(text="Unntatt offentlighet etter offl. § 13", by=people["contact"])
    factories.idea(title="Annen kommune")

    found = list(lines(_asked(place, people["contact"])))

    by_kind = {line[2]: line for line in found}
    assert by_kind["prosjektidé"][0] == idea.number
    assert by_kind["prosjektidé"][4] == "avsender til kommunen"
    assert by_kind["prosjektidé"][6] == "Vurder: hvem avsenderen er; ord om personlige forhold: «diagnose»"
    assert by_kind["internt notat"][6] == "Vurder: internt notat; merket: «Unntatt offentlighet»"
    text = str(found)
    assert "siv@" not in text
    assert "Siv Lund" not in text
    assert "Annen kommune" not in text


def test_a_list_finds_every_word_of_an_experience_wishes_to_try_it_and_documents_of_strategies(people, place):
    texts = {name: f"Ord{number}" for number, name in enumerate(publishing.TEXTS)}
    one = Experience.objects.create(municipality=place, title="Buss", **texts)
    Trial.objects.create(experience=one, municipality=factories.MunicipalityFactory(), note="Hva kostet det?")
    strategy = factories.strategy(place)
    StrategyDocument.objects.create(strategy=strategy, title="Saksframlegg", file="x.pdf", size=3)

    def found(words: str) -> list[tuple[str, str, str]]:
        return [(row[0], row[2], row[6]) for row in lines(Asked(place, words, None, None, people["contact"]))]

    experience = [(f"E-{one.pk}", "erfaring")]
    assert [[row[:2] for row in found(word)] for word in texts.values()] == [experience] * len(texts)
    assert [row[:2] for row in found("kostet")] == [(f"E-{one.pk}", "ønske om å prøve")]
    assert found("Saksframlegg") == [(f"S-{strategy.pk}", "dokument", "Vurder: selve fila må leses")]


def test_a_list_is_narrowed_by_all_words_and_oslo_days(people, place):
    factories.idea(place, title="Sensor på bad", received_at=norwegian.at(dt.date(2026, 1, 1), dt.time(0, 30)))
    factories.idea(place, title="Sensor i bil", received_at=norwegian.at(dt.date(2025, 12, 31), dt.time(23, 30)))

    found = [line[3] for line in lines(_asked(place, people["contact"], "sensor", dt.date(2026, 1, 1)))]

    assert found == ["Sensor på bad"]
    assert [one[3] for one in lines(_asked(place, people["contact"], "sensor bil"))] == ["Sensor i bil"]


def test_an_officers_list_has_the_partners_own_meetings_alone(people, ks, fylket):
    own = factories.meeting(people["ks"], owner_partner=ks, title="KS-møte")
    factories.meeting(people["officer"], owner_partner=fylket, title="Fylkets")
    own.agreements.create(text="Vi møtes igjen")
    Idea.objects.filter(pk=factories.idea(visibility="public").pk).exists()

    found = list(lines(_asked(ks, people["ks"])))

    assert [(line[2], line[3]) for line in found] == [("møte", "KS-møte"), ("enighet", "KS-møte")]


def test_the_sections_of_an_outline_are_called_as_on_their_page(people, place):
    outline = ProjectOutline.objects.create(idea=factories.idea(place, title="Nattilsyn"))
    outline.sections.create(heading="problem", text="Elleve hjem hver natt.")

    found = list(lines(_asked(place, people["contact"])))

    title = outline_headings.BY_KEY["problem"].title
    assert [line[3] for line in found if line[2] == "skisse"] == [f"Nattilsyn: {title}"]


def _post(client, **values):
    return client.post("/rapporter/innsyn/uttrekk/", {"fil": "csv"} | values)


def test_taking_out_wants_a_reason_and_is_logged_with_how_many(client, people, place):
    factories.idea(place, title="=Sensor")
    client.force_login(people["contact"])
    om = f"kommune-{place.pk}"

    refused = _post(client, om=om)
    given = _post(client, om=om, hvorfor="Innsynskrav 26/14, Adressa", q="sensor")

    assert "Skriv kort hvem som ber om innsyn." in refused.content.decode()
    table = list(csv.reader(io.StringIO(b"".join(given.streaming_content).decode("utf-8-sig")), delimiter=";"))
    assert [row[3] for row in table] == ["Tittel", "'=Sensor"]
    row = RecordsExport.objects.get()
    assert (row.by, row.why, row.words, row.rows) == (people["contact"], "Innsynskrav 26/14, Adressa", "sensor", 1)


def test_the_log_is_seen_by_the_municipality_and_nobody_else(client, people, place):
    RecordsExport.objects.create(kind="access", municipality=place, why="Krav 7", rows=3, file_format="csv")

    seen = {}
    for role in ("deputy", "other_contact", "ks"):
        client.force_login(people[role])
        seen[role] = "Krav 7" in client.get("/rapporter/innsyn/").content.decode()

    assert seen == {"deputy": True, "other_contact": False, "ks": False}


def test_nobody_takes_out_anothers_records(client, people, place):
    client.force_login(people["other_contact"])

    response = _post(client, om=f"kommune-{place.pk}", hvorfor="Nysgjerrig")

    assert "Velg en av dem på lista." in response.content.decode()
    assert not RecordsExport.objects.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_nothing_found_is_said_on_the_page_and_not_logged(client, people, place, kind):
    client.force_login(people["contact"])

    response = _post(client, om=f"kommune-{place.pk}", hvorfor="Krav", q="finnesikke", fil=kind)

    assert "Ingen dokumenter passer med det du spurte om" in response.content.decode()
    assert not RecordsExport.objects.exists()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_too_many_records_are_refused_and_not_logged(client, people, place, kind):
    for _number in range(3):
        factories.idea(place)
    client.force_login(people["contact"])

    with mock.patch.object(access_export, "MOST_ROWS", 2):
        response = _post(client, om=f"kommune-{place.pk}", hvorfor="Krav", fil=kind)

    assert "flere enn 2 dokumenter" in response.content.decode()
    assert not RecordsExport.objects.exists()
